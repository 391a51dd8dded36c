"""Calls of streams: their handles, and their results as bytes.

``failed(status)`` is always the exception for a call that has ended with that status.
"""

from .._errors import check
from .._native import ffi, lib
from .._results import Place

_free = lib.zstdrs_bytes_free

# About what a stream's memory has, for collectors of garbage that do not see it.
_MEMORY = 1 << 20

# Reads of up to this size pass through reused memory.
SMALL = 16 << 10


def made(kind, free, make, *arguments):
    """Return the handle of that kind that ``make(*arguments, result)`` makes."""
    handle = ffi.new(kind + " **")
    check(make(*arguments, handle))
    return ffi.gc(handle[0], free, _MEMORY)


def handed_out(failed, call, *arguments):
    """Return the bytes that ``call(*arguments, output)`` hands out; None for nothing."""
    output = ffi.new("zstdrs_output *")
    status = call(*arguments, output)
    if status:
        raise failed(status)
    data = output.data
    if not data:
        return None
    try:
        return ffi.buffer(data, output.length)[:]
    finally:
        _free(output.owner)


class _Scratch:
    """Memory for the result of one call, and a place for its size."""

    __slots__ = ("memory", "count")

    def __init__(self):
        self.memory = ffi.new("char[]", SMALL)
        self.count = ffi.new("int64_t *")


# Scratch memory that no call uses. A call takes it out and puts it back, so that no other call can meet it.
_idle = []


def read_straight(failed, call, handle, size):
    """Return what ``call(handle, memory, size, count)`` reads into memory; None if there is nothing to read now."""
    if size > SMALL:
        place = Place(size)
        count = ffi.new("int64_t *")
        status = call(handle, place.memory, size, count)
        if status:
            raise failed(status)
        return None if count[0] < 0 else place.finish(count[0])
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = _Scratch()
    status = call(handle, scratch.memory, size, scratch.count)
    if status:
        _idle.append(scratch)
        raise failed(status)
    count = scratch.count[0]
    content = None if count < 0 else ffi.unpack(scratch.memory, count)
    _idle.append(scratch)
    return content
