"""Writable bytes-like objects, to be filled."""

import sys

from .._errors import wrong_type
from .._native import ffi, lib


def _wrong(target):
    return wrong_type(lib.ZSTDRS_ARGUMENT_ROOM, target)


if sys.implementation.name == "pypy":

    def fill(target, read):
        """Fill the object with what ``read(memory, size)`` writes; return how much that is.

        Objects cannot be locked against being resized there, so the memory that is written to is another one.
        """
        try:
            view = memoryview(target)
        except TypeError:
            raise _wrong(target) from None
        if view.readonly or not view.c_contiguous:
            raise _wrong(target)
        size = view.nbytes
        with ffi.new("char[]", max(size, 1)) as memory:
            count = read(memory, size)
            if count:
                view.cast("B")[:count] = ffi.buffer(memory, count)
            return count

else:

    def fill(target, read):
        """Fill the object with what ``read(memory, size)`` writes; return how much that is. It is locked meanwhile."""
        try:
            memory = ffi.from_buffer(target, require_writable=True)
        except (TypeError, BufferError):
            raise _wrong(target) from None
        with memory:
            return read(memory, len(memory))
