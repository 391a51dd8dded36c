"""Python objects at the ends of streams: sources and sinks."""

import io
from operator import index

from .._borrowing import release
from .._errors import check, failure, wrong_argument, wrong_type
from .._native import ffi, lib
from . import _callbacks
from ._callbacks import CANNOT_REWIND, NOT_SAID, OK, WOULD_BLOCK
from ._pieces import Memory, hold

_CALLBACK_STATUS = lib.ZSTDRS_STATUS_CALLBACK


class End:
    """The Python object at one end of a stream, as the library sees it."""

    __slots__ = ("other", "raised")

    # What the object that describes the functions to the library is called, and what it has for every end of that kind.
    _kind = None
    _common = None

    def __init__(self, other):
        self.other = other
        self.raised = None

    def described(self):
        """Return the description for the library, and what must live as long as the library may call."""
        functions = ffi.new(self._kind, self._common)
        user_data = ffi.new_handle(self)
        functions.user_data = user_data
        self._fill(functions)
        return functions, user_data

    def close(self):
        """Close the object, if it can be closed."""
        close = getattr(self.other, "close", None)
        if close is not None:
            close()

    def fileno(self):
        """Return the object's file descriptor."""
        fileno = getattr(self.other, "fileno", None)
        if fileno is None:
            raise unsupported("fileno")
        return fileno()


def raised_by(status, *ends):
    """Return the exception for a call that has failed: that of an end, if there is one."""
    if status == _CALLBACK_STATUS:
        for end in ends:
            raised = end.raised
            if raised is not None:
                end.raised = None
                return raised
    return failure(status)


def unsupported(method):
    """Return the exception for a method of files that a stream does not have."""
    return wrong_argument(lib.ZSTDRS_ARGUMENT_NO_SUCH_DIRECTION, name=method)


def _of_sources():
    functions = ffi.new("zstdrs_source *")
    check(lib.zstdrs_source_init(functions, ffi.sizeof(functions[0])))
    functions.read = _callbacks.read
    functions.rewind = _callbacks.rewind
    return functions


_SOURCES = _of_sources()


class Source(End):
    """Where a stream reads from."""

    __slots__ = ()

    _kind = ffi.typeof("zstdrs_source *")
    _common = _SOURCES[0]

    def _fill(self, functions):
        functions.length = self.length()

    def length(self):
        """Return the number of bytes of the whole input; -1 if it is unknown."""
        return -1


class FileSource(Source):
    """An object with a ``read`` method."""

    __slots__ = ("_piece", "_origin")

    def __init__(self, other):
        super().__init__(other)
        self._piece = None
        self._origin = None

    def note_origin(self):
        """Note where the object is, so that it can be rewound if it is able to."""
        try:
            seekable = getattr(self.other, "seekable", None)
            if seekable is not None and seekable():
                self._origin = self.other.tell()
        except MemoryError:
            raise
        except Exception:
            # An object that cannot even say where it is can still be read; without memory it may say so later.
            self._origin = None

    def read(self, wanted, data, length):
        """Hand out a piece of input. It is borrowed until the next one is asked for."""
        self.drop()
        answer = self.other.read(wanted)
        if answer is None:
            return WOULD_BLOCK
        try:
            piece = hold(answer)
        except (TypeError, BufferError):
            raise wrong_type(lib.ZSTDRS_ARGUMENT_SOURCE_ANSWER, answer) from None
        self._piece = piece
        data[0] = piece
        length[0] = len(piece)
        return OK

    def rewind(self, probe):
        """Go back to where the first read began."""
        if self._origin is None:
            return CANNOT_REWIND
        if not probe:
            self.other.seek(self._origin)
            self.drop()
        return OK

    def drop(self):
        """Let go of the piece that was handed out."""
        if self._piece is not None:
            release(self._piece)
            self._piece = None

    def leave(self):
        """Forget the input: the stream will not ask for it any more."""
        self.drop()
        self._origin = None


class MemorySource(Source):
    """A bytes-like object. It is borrowed until the stream has ended."""

    __slots__ = ("_memory", "_position", "_length")

    def __init__(self, data):
        super().__init__(None)
        self._memory = Memory(data)
        self._length = len(self._memory)
        self._position = 0

    def length(self):
        """Return the number of bytes of the whole input."""
        return self._length

    def note_origin(self):
        """Do nothing: memory begins where it begins."""

    def read(self, wanted, data, length):
        """Hand out a piece of input."""
        start = self._position
        count = min(wanted, self._length - start)
        if count:
            data[0] = self._memory.part(start, count)
        length[0] = count
        self._position = start + count
        return OK

    def rewind(self, probe):
        """Go back to the start."""
        if self._memory is None:
            return CANNOT_REWIND
        if not probe:
            self._position = 0
        return OK

    def leave(self):
        """Unlock the object: the stream will not ask for it any more."""
        memory, self._memory = self._memory, None
        self._position = self._length
        if memory is not None:
            memory.release()


def source_of(other):
    """Return the end for an object with a ``read`` method, or a bytes-like one."""
    if hasattr(other, "read"):
        return FileSource(other)
    try:
        return MemorySource(other)
    except (TypeError, BufferError):
        raise wrong_argument(lib.ZSTDRS_ARGUMENT_SOURCE) from None


def copy_source_of(other):
    """Return the end for the source of a copy, which must have a ``read`` method."""
    if not hasattr(other, "read"):
        raise wrong_argument(lib.ZSTDRS_ARGUMENT_COPY_SOURCE)
    return FileSource(other)


def _of_sinks():
    functions = ffi.new("zstdrs_sink *")
    check(lib.zstdrs_sink_init(functions, ffi.sizeof(functions[0])))
    functions.write = _callbacks.write
    functions.flush = _callbacks.flush
    return functions


_SINKS = _of_sinks()


class Sink(End):
    """Where a stream writes to: an object with a ``write`` method."""

    __slots__ = ()

    _kind = ffi.typeof("zstdrs_sink *")
    _common = _SINKS[0]

    def _fill(self, functions):
        functions.raw = isinstance(self.other, io.RawIOBase)

    def write(self, data, length, taken):
        """Offer a piece of output."""
        answer = self.other.write(ffi.buffer(data, length)[:])
        if answer is None:
            return NOT_SAID
        try:
            answer = index(answer)
        except TypeError:
            raise wrong_type(lib.ZSTDRS_ARGUMENT_SINK_ANSWER, answer) from None
        taken[0] = answer
        return OK

    def flush(self):
        """Let the object pass on what it holds back, if it can."""
        flush = getattr(self.other, "flush", None)
        if flush is not None:
            flush()
        return OK


def sink_of(other, wrong=lib.ZSTDRS_ARGUMENT_SINK):
    """Return the end for an object with a ``write`` method; ``wrong`` is what is said of another one."""
    if not hasattr(other, "write"):
        raise wrong_argument(wrong)
    return Sink(other)
