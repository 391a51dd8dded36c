"""What the public objects of the face have in common."""

# The module that they say they are from: the face, not one of its parts.
FACE = __name__.rpartition("._stdlib.")[0] + ".compression_zstd"


def public(thing):
    """Have a class or a function say that it is from the face."""
    thing.__module__ = FACE
    return thing


def final(cls):
    """Make inheriting from the class, and copying its instances, an error."""

    def __init_subclass__(subclass, **kwargs):
        raise TypeError(f"type '{FACE}.{cls.__name__}' is not an acceptable base type")

    def __reduce_ex__(self, protocol, /):
        raise TypeError(f"cannot pickle '{FACE}.{cls.__name__}' object")

    cls.__init_subclass__ = classmethod(__init_subclass__)
    cls.__reduce_ex__ = __reduce_ex__
    return public(cls)
