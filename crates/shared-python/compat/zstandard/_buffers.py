"""Memory with segments, of which the table is asked for by a call."""

from ... import BufferWithSegments as _BufferWithSegments
from ... import BufferWithSegmentsCollection

__all__ = ["BufferWithSegments", "BufferWithSegmentsCollection"]

_segments = _BufferWithSegments.segments


class _Meta(type(_BufferWithSegments)):
    """Lets the buffers that batches are made of count as instances too."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _BufferWithSegments)


class BufferWithSegments(_BufferWithSegments, metaclass=_Meta):
    """Memory that holds many items, and the table that says where each of them is."""

    __slots__ = ()

    def segments(self):
        """Return the table."""
        return _segments.__get__(self)
