"""Bytes-like objects, borrowed for the time of a call or longer.

``borrow(data)`` returns the bytes as a pointer that has a length, and that keeps the object until ``release()``;
``arrays_of(objects)`` does so for many: it returns arrays of their starts and of their lengths, and what must be kept for
as long as these are used. ``exposed(data, memory)`` returns a view of memory, borrowed from ``data`` if that
is not None, and an object that must be asked for its length before the memory is used, or None.
"""

import sys

from ._buffer_protocol import Exporter
from ._native import ffi

_from_buffer = ffi.from_buffer
release = ffi.release


def _not_bytes_like(data):
    return TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")


if sys.implementation.name == "pypy":
    from mmap import mmap

    def borrow(data):
        # PyPy cannot lock an object against being resized, and not every buffer has an address there: what is not known
        # to stay in place is copied.
        if type(data) in (bytes, mmap):
            return _from_buffer(data)
        if isinstance(data, Exporter):
            return _from_buffer(data._view)
        try:
            view = memoryview(data)
        except TypeError:
            raise _not_bytes_like(data) from None
        if not view.c_contiguous:
            raise BufferError("memoryview: underlying buffer is not C-contiguous")
        return _from_buffer(view.tobytes())

    def arrays_of(objects):
        return _arrays(list(map(borrow, objects)))

    def exposed(data, memory):
        # A mapped file can be closed there while it is borrowed; views of it notice that, and so does its length.
        if type(data) is mmap:
            return memoryview(data), data
        return memoryview(memory), None

else:

    def borrow(data):
        try:
            return _from_buffer(data)
        except TypeError:
            raise _not_bytes_like(data) from None

    def arrays_of(objects):
        held = tuple(objects)
        if set(map(type, held)) == {bytes}:
            # These stay where they are while somebody refers to them. A borrowed view of each would take more memory than
            # many a frame.
            starts = ffi.new("const void *[]", len(held))
            starts[0 : len(held)] = map(_from_buffer, held)
            lengths = ffi.new("size_t[]", len(held))
            lengths[0 : len(held)] = map(len, held)
            return starts, lengths, held
        return _arrays(_views(held))

    def _views(objects):
        return list(map(_from_buffer, objects))

    def exposed(data, memory):
        return memoryview(memory).toreadonly(), None

    if sys.version_info < (3, 12):
        # Views are quicker there to borrow than the objects that export them.

        def _views(objects):
            return [_from_buffer(item._view if isinstance(item, Exporter) else item) for item in objects]


def _arrays(views):
    return ffi.new("const void *[]", views), ffi.new("size_t[]", list(map(len, views))), views


def content(exporter):
    """Borrow the bytes of an instance of an exporting class."""
    return _from_buffer(exporter._view)


class Borrowed:
    """The bytes of an argument: its pointer and its length, for the time of a ``with`` block."""

    __slots__ = ("pointer", "length", "_view")

    def __init__(self, data):
        self._view = None if type(data) is bytes else borrow(data)
        self.pointer = data if self._view is None else self._view
        self.length = len(self.pointer)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self._view is not None:
            release(self._view)
