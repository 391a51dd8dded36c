"""What both writers have in common."""

from operator import attrgetter, index

from .._borrowing import Borrowed
from .._errors import check
from .._native import ffi, lib
from .._results import number
from . import _small
from ._calls import counted, made
from ._ends import raised_by, sink_of, unsupported


_write = _small.write


class Writer:
    """A writer over a Python object."""

    __slots__ = ("_handle", "_key", "_sink", "_user_data", "_closefd", "_closed")

    @classmethod
    def _over(cls, sink, closefd, make, owner, *arguments):
        """Return the writer whose handle ``make(owner, sink, *arguments, result)`` makes."""
        sink = sink_of(sink)
        self = object.__new__(cls)
        functions, self._user_data = sink.described()
        self._handle = made("zstdrs_writer", lib.zstdrs_writer_free, make, owner, functions, *arguments)
        self._key = _small.key_of(self._handle)
        self._sink = sink
        self._closefd = closefd
        self._closed = False
        return self

    def _failed(self, status):
        return raised_by(status, self._sink)

    def _check(self, status):
        if status:
            raise self._failed(status)

    def __enter__(self, /):
        check(lib.zstdrs_writer_enter(self._handle))
        return self

    def __exit__(self, /, exc_type, exc_value, traceback):
        failing = exc_type is not None
        try:
            self._end(lib.zstdrs_writer_exit, failing)
        except Exception:
            # The exception of the block came first.
            if not failing:
                raise

    def write(self, /, data):
        if type(data) is bytes:
            count = _write(self._key, data)
            if count is not None and count < 0:
                raise self._failed(-count)
            return count
        with Borrowed(data) as content:
            arguments = self._handle, content.pointer, content.length
            return counted(self._failed, lib.zstdrs_writer_write, *arguments)

    def writelines(self, /, lines):
        for line in lines:
            with Borrowed(line) as content:
                self._check(lib.zstdrs_writer_write_all(self._handle, content.pointer, content.length))

    def flush(self, /, flush_mode=0):
        flush_mode = index(flush_mode)
        count = ffi.new("size_t *")
        self._check(lib.zstdrs_writer_flush(self._handle, flush_mode, count))
        return count[0]

    def close(self, /):
        self._end(lib.zstdrs_writer_close)

    def _end(self, call, *arguments):
        """Close the stream by ``call(handle, *arguments)``, and then the sink."""
        was_closed = self._closed
        status = call(self._handle, *arguments)
        self._closed = bool(lib.zstdrs_writer_is_closed(self._handle))
        failed = raised_by(status, self._sink) if status else None
        try:
            if self._closefd and not was_closed and self._closed:
                self._sink.close()
        finally:
            # The first error is the one to report.
            if failed is not None:
                raise failed

    def tell(self, /):
        return number(lib.zstdrs_writer_tell, self._handle, kind="uint64_t *")

    def memory_size(self, /):
        return number(lib.zstdrs_writer_memory_size, self._handle)

    def fileno(self, /):
        return self._sink.fileno()

    # Text files ask that for every line.
    closed = property(attrgetter("_closed"))

    def readable(self, /):
        return False

    def writable(self, /):
        return True

    def seekable(self, /):
        return False

    def isatty(self, /):
        return False

    def seek(self, /, pos, whence=0):
        raise unsupported("seek")

    def read(self, /, size=-1):
        raise unsupported("read")

    def readall(self, /):
        raise unsupported("readall")

    def readinto(self, /, b):
        raise unsupported("readinto")

    def readline(self, /, size=-1):
        raise unsupported("readline")

    def readlines(self, /, hint=-1):
        raise unsupported("readlines")

    def __iter__(self, /):
        raise unsupported("__iter__")

    def __next__(self, /):
        raise unsupported("__next__")

    def truncate(self, /, size=None):
        raise unsupported("truncate")
