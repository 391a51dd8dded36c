"""Calls of streams: their handles, and their results as bytes.

``failed(status)`` is always the exception for a call that has ended with that status.
"""

from .._errors import check
from .._native import ffi, lib
from .._results import Place, copied

_unpack = ffi.unpack
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


class _Scratch:
    """Memory for the result of one call, and places for what is said of it."""

    __slots__ = ("memory", "count", "output")

    def __init__(self):
        self.memory = ffi.new("char[]", SMALL)
        self.count = ffi.new("int64_t *")
        self.output = ffi.new("zstdrs_output *")


# Scratch memory that no call uses. A call takes it out and puts it back, so that no other call can meet it: no other thread,
# and nothing that the call itself calls.
_idle: list = []


def handed_out(failed, call, *arguments):
    """Return the bytes that ``call(*arguments, output)`` hands out; None for nothing."""
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = _Scratch()
    output = scratch.output
    status = call(*arguments, output)
    if status:
        _idle.append(scratch)
        raise failed(status)
    data = output.data
    owner = output.owner
    length = output.length
    _idle.append(scratch)
    if not owner:
        return b"" if data else None
    try:
        return copied(data, length)
    finally:
        _free(owner)


def counted(failed, call, *arguments):
    """Return the number that ``call(*arguments, count)`` stores; None if it is negative."""
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = _Scratch()
    status = call(*arguments, scratch.count)
    count = scratch.count[0]
    _idle.append(scratch)
    if status:
        raise failed(status)
    return None if count < 0 else count


def read_straight(failed, call, handle, size):
    """Return what ``call(handle, memory, size, count)`` reads into memory; None if there is nothing to read now."""
    if size > SMALL:
        place = Place(size)
        count = counted(failed, call, handle, place.memory, size)
        return None if count is None else place.finish(count)
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = _Scratch()
    memory = scratch.memory
    status = call(handle, memory, size, scratch.count)
    if status:
        _idle.append(scratch)
        raise failed(status)
    count = scratch.count[0]
    content = None if count < 0 else _unpack(memory, count)
    _idle.append(scratch)
    return content


def read_line(failed, call, *arguments):
    """Return the line that ``call(*arguments, memory, capacity, count, output)`` reads; None if there is nothing to read now."""
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = _Scratch()
    output = scratch.output
    memory = scratch.memory
    status = call(*arguments, memory, SMALL, scratch.count, output)
    if status:
        _idle.append(scratch)
        raise failed(status)
    count = scratch.count[0]
    owner = output.owner
    if owner:
        data = output.data
        _idle.append(scratch)
        try:
            return copied(data, count)
        finally:
            _free(owner)
    line = None if count < 0 else _unpack(memory, count)
    _idle.append(scratch)
    return line
