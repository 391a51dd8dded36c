"""What both readers have in common."""

import io
from operator import attrgetter, index

from .._errors import check
from .._native import lib
from .._results import Place, number
from . import _small
from ._calls import counted, handed_out, made
from ._ends import raised_by, unsupported
from ._room import fill

# Requests of up to so many bytes are read straight into their result. What is beyond may be a way to ask for everything;
# memory is allocated for what comes then.
_STRAIGHT = 64 << 20

# Content of this size and more is read straight into its result.
_LARGE = 16 << 10

# The same for reads of what there is, which is not much.
_STRAIGHT1 = 64 << 10


_read = _small.read
_read1 = _small.read1
_read_line = _small.read_line
_next_line = _small.next_line


class Reader:
    """A reader over a Python object."""

    __slots__ = ("_handle", "_key", "_source", "_user_data", "_closefd", "_closed")

    @classmethod
    def _over(cls, source, closefd, make, owner, *arguments):
        """Return the reader whose handle ``make(owner, source, *arguments, result)`` makes."""
        self = object.__new__(cls)
        functions, self._user_data = source.described()
        self._handle = made("zstdrs_reader", lib.zstdrs_reader_free, make, owner, functions, *arguments)
        self._key = _small.key_of(self._handle)
        self._source = source
        self._closefd = closefd
        self._closed = False
        return self

    def _failed(self, status):
        return raised_by(status, self._source)

    def _read(self, call, *arguments):
        return handed_out(self._failed, call, self._handle, *arguments)

    def __enter__(self, /):
        check(lib.zstdrs_reader_enter(self._handle))
        return self

    def __exit__(self, /, exc_type, exc_value, traceback):
        self.close()

    def read(self, /, size=-1):
        size = -1 if size is None else index(size)
        if 0 < size <= _STRAIGHT:
            content = _read(self._key, size)
            if type(content) is int:
                raise self._failed(-content)
            return content
        return self.readall() if size == -1 else self._read(lib.zstdrs_reader_read, size)

    def read1(self, /, size=-1):
        size = -1 if size is None else index(size)
        if 0 < size <= _STRAIGHT1:
            content = _read1(self._key, size)
            if type(content) is int:
                raise self._failed(-content)
            return content
        return self._read(lib.zstdrs_reader_read1, size)

    def readall(self, /):
        size = counted(self._failed, lib.zstdrs_reader_expected, self._handle)
        if size is None or size <= _LARGE:
            return None if size is None else self._read(lib.zstdrs_reader_read, -1)
        try:
            place = Place(size)
        except MemoryError:
            # The frame need not have what it says.
            return self._read(lib.zstdrs_reader_read, -1)
        count = counted(self._failed, lib.zstdrs_reader_read_into, self._handle, place.memory, size)
        if count is None:
            return None
        # Another frame may follow.
        rest = self._read(lib.zstdrs_reader_read, -1) if count == size else None
        content = place.finish(count)
        return content + rest if rest else content

    def _fill(self, call, target):
        return fill(target, lambda memory, size: counted(self._failed, call, self._handle, memory, size))

    def readinto(self, /, b):
        return self._fill(lib.zstdrs_reader_read_into, b)

    def readinto1(self, /, b):
        return self._fill(lib.zstdrs_reader_read1_into, b)

    def peek(self, /, size=-1):
        index(size)
        return self._read(lib.zstdrs_reader_peek, 0)

    def readline(self, /, size=-1):
        return self._line(-1 if size is None else index(size))

    def _line(self, size=-1):
        line = _read_line(self._key, size)
        if type(line) is int:
            raise self._failed(-line)
        return line

    def readlines(self, /, hint=-1):
        hint = -1 if hint is None else index(hint)
        lines = []
        length = 0
        while hint <= 0 or length < hint:
            # Without any line there must be one; later, what there is will do.
            line = self._line() if lines else self._next_line()
            if not line:
                break
            lines.append(line)
            length += len(line)
        return lines

    def _next_line(self):
        line = _next_line(self._key)
        if type(line) is int:
            raise self._failed(-line)
        return line

    def __iter__(self, /):
        return self

    def __next__(self, /):
        line = _next_line(self._key)
        if not line:
            raise StopIteration
        if type(line) is int:
            raise self._failed(-line)
        return line

    def tell(self, /):
        return number(lib.zstdrs_reader_tell, self._handle, kind="uint64_t *")

    def readable(self, /):
        return True

    def writable(self, /):
        return False

    def isatty(self, /):
        return False

    def fileno(self, /):
        if self._source.other is None:
            raise unsupported("fileno")
        return self._source.fileno()

    def flush(self, /):
        check(lib.zstdrs_reader_check_open(self._handle))

    def close(self, /):
        if self._closed:
            return
        check(lib.zstdrs_reader_close(self._handle))
        self._closed = True
        self._source.leave()
        if self._closefd:
            self._source.close()

    # Text files ask that for every line.
    closed = property(attrgetter("_closed"))

    def write(self, /, data):
        raise unsupported("write")

    def writelines(self, /, lines):
        raise unsupported("writelines")

    def truncate(self, /, size=None):
        raise unsupported("truncate")


def registered(cls):
    """Let a class pass for a raw file wherever Python asks."""
    io.RawIOBase.register(cls)
    return cls
