"""Classes that programs cannot do everything with: make instances, subclasses, copies."""

from ._errors import wrong_argument
from ._native import lib


def without_constructor(cls):
    """Make calling the class an error; the library makes its instances in another way."""
    name = cls.__name__

    def __new__(cls, *args, **kwargs):
        raise wrong_argument(lib.ZSTDRS_ARGUMENT_NO_CONSTRUCTOR, name=name)

    # What tools show as the class's signature: no arguments.
    __new__.__wrapped__ = lambda cls: None
    cls.__new__ = staticmethod(__new__)
    return cls


def made_for_subclasses(cls):
    """As ``without_constructor``, but the faces' classes, which inherit from the class, are called.

    Their arguments are those of the method that makes instances, after the object that it is a method of.
    """
    without_constructor(cls)
    refuse = cls.__new__

    def __new__(subclass, *args, **kwargs):
        if subclass is cls or not args:
            return refuse(subclass)
        owner, *options = args
        return subclass._make(owner._handle, *options)

    __new__.__wrapped__ = lambda cls: None
    cls.__new__ = staticmethod(__new__)
    return cls


def final(cls):
    """Make inheriting from the class an error."""

    def __init_subclass__(subclass, **kwargs):
        raise TypeError(f"type '{cls.__module__}.{cls.__name__}' is not an acceptable base type")

    cls.__init_subclass__ = classmethod(__init_subclass__)
    return cls


def without_copies(cls):
    """Make copying and pickling an instance an error: what it holds is the library's."""

    def __reduce_ex__(self, protocol, /):
        cls = type(self)
        raise TypeError(f"cannot pickle '{cls.__module__}.{cls.__qualname__}' object")

    cls.__reduce_ex__ = __reduce_ex__
    return cls
