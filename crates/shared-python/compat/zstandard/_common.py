"""What several classes of the face need: the number of its contract, and checks that its methods have in common."""

from ... import BufferWithSegments, BufferWithSegmentsCollection

# As the engines know it: python-zstandard 0.25.
CONTRACT = 1

# What batch calls take.
BATCH = (list, BufferWithSegments, BufferWithSegmentsCollection)


def uncallable(cls):
    """Make calling the class an error: methods of other objects make its instances."""
    name = cls.__name__

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create 'zstandard.{name}' instances")

    # What tools show as the class's signature: no arguments.
    __new__.__wrapped__ = lambda cls: None
    cls.__new__ = staticmethod(__new__)
    return cls


def check_source(source, error, text):
    """Refuse with ``error(text)`` what neither has a ``read`` method nor is bytes-like. Return whether it has the method."""
    if hasattr(source, "read"):
        return True
    try:
        view = memoryview(source)
    except TypeError:
        raise error(text) from None
    if not view.c_contiguous:
        raise BufferError("memoryview: underlying buffer is not C-contiguous")
    return False
