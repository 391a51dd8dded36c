"""Pickling and copying: how instances are taken apart, and made again in another process.

Classes that hold nothing but a configuration, or memory, have ``__reduce_ex__`` return what ``reduction()`` returns.
"""

try:
    from pickle import PickleBuffer
except ImportError:
    PickleBuffer = None  # type: ignore[assignment,misc]


def remade(base, cls, arguments, options, state):
    """Make an instance of ``cls``, as the constructor of ``base`` makes it; subclasses may have other constructors."""
    instance = base.__new__(cls, *arguments, **options)
    if state:
        instance.__dict__.update(state)
    return instance


def reduction(base, instance, arguments, options):
    """Return what pickles an instance: the arguments that ``base`` makes it from, and what it was given besides."""
    state = getattr(instance, "__dict__", None)
    return remade, (base, type(instance), tuple(arguments), options, state)


def refusal(instance):
    """Return the exception for an instance that cannot be pickled, because no constructor makes one like it."""
    cls = type(instance)
    return TypeError(f"cannot pickle '{cls.__module__}.{cls.__qualname__}' object that a face has made")


def memory(exporter, protocol):
    """Return the bytes of an object for a pickle: themselves, which protocol 5 can pass on without a copy, or a copy."""
    if protocol < 5 or PickleBuffer is None:
        return exporter.tobytes()
    # From version 3.12 on, an object whose class answers buffer requests by a method cannot be asked for a second time.
    return PickleBuffer(memoryview(exporter))
