"""Calls of streams: their handles, and their results as bytes.

An answer is what a call hands out or stores, None for nothing, or an ``int`` below 0: the status of a failure with its sign
changed. ``failed(status)`` is always the exception for a call that has ended with that status.
"""

from .._errors import check
from .._native import ffi, lib
from .._results import copied

_free = lib.zstdrs_bytes_free

# About what a stream's memory has, for collectors of garbage that do not see it.
_MEMORY = 1 << 20

# The size of the memory that is reused.
ROOM = 16 << 10


def made(kind, free, make, *arguments):
    """Return the handle of that kind that ``make(*arguments, result)`` makes."""
    handle = ffi.new(kind + " **")
    check(make(*arguments, handle))
    return ffi.gc(handle[0], free, _MEMORY)


class Scratch:
    """Memory for the result of one call, and places for what is said of it."""

    __slots__ = ("memory", "count", "output")

    def __init__(self):
        self.memory = ffi.new("char[]", ROOM)
        self.count = ffi.new("int64_t *")
        self.output = ffi.new("zstdrs_output *")


# Scratch memory that no call uses. A call takes it out and puts it back, so that no other call can meet it: no other thread,
# and nothing that the call itself calls.
idle: list = []


def bytes_of(call, *arguments):
    """Return the answer of ``call(*arguments, output)``: the bytes that it hands out."""
    try:
        scratch = idle.pop()
    except IndexError:
        scratch = Scratch()
    output = scratch.output
    status = call(*arguments, output)
    if status:
        idle.append(scratch)
        return -status
    data = output.data
    owner = output.owner
    length = output.length
    idle.append(scratch)
    if not owner:
        return b"" if data else None
    try:
        return copied(data, length)
    finally:
        _free(owner)


def handed_out(failed, call, *arguments):
    """Return the bytes that ``call(*arguments, output)`` hands out; None for nothing."""
    answer = bytes_of(call, *arguments)
    if type(answer) is int:
        raise failed(-answer)
    return answer


def count_of(call, *arguments):
    """Return the answer of ``call(*arguments, count)``: the number that it stores; None if that is negative."""
    try:
        scratch = idle.pop()
    except IndexError:
        scratch = Scratch()
    status = call(*arguments, scratch.count)
    count = scratch.count[0]
    idle.append(scratch)
    if status:
        return -status
    return None if count < 0 else count


def counted(failed, call, *arguments):
    """Return the number that ``call(*arguments, count)`` stores; None if it is negative."""
    answer = count_of(call, *arguments)
    if answer is not None and answer < 0:
        raise failed(-answer)
    return answer
