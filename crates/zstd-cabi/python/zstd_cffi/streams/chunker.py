"""``ZstdCompressionChunker``: compresses a frame into chunks of one size."""

from operator import index

from .._borrowing import release
from .._classes import without_constructor, without_copies
from .._documentation import public
from .._errors import check, failure
from .._native import lib
from ._calls import handed_out, made
from ._pieces import hold


@public
@without_constructor
@without_copies
class ZstdCompressionChunker:
    __slots__ = ("_handle", "_input")

    @classmethod
    def _make(cls, compressor, size, chunk_size):
        """Return the chunker that ``chunker()`` makes."""
        self = object.__new__(cls)
        sizes = index(size), index(chunk_size)
        self._handle = made("zstdrs_chunker", lib.zstdrs_chunker_free, lib.zstdrs_chunker_new, compressor, *sizes)
        self._input = None
        return self

    def _drop(self):
        """Unlock the input: the operation has ended."""
        memory, self._input = self._input, None
        if memory is not None:
            release(memory)

    def compress(self, /, data):
        memory = hold(data)
        try:
            check(lib.zstdrs_chunker_compress(self._handle, memory, len(memory)))
        except BaseException:
            release(memory)
            raise
        self._drop()
        self._input = memory
        return _Operation(self)

    def flush(self, /):
        check(lib.zstdrs_chunker_flush(self._handle))
        return _Operation(self)

    def finish(self, /):
        check(lib.zstdrs_chunker_finish(self._handle))
        return _Operation(self)


@without_copies
class _Operation:
    """The chunks of one operation."""

    __slots__ = ("_chunker",)

    def __init__(self, chunker):
        self._chunker = chunker

    def __iter__(self):
        return self

    def __next__(self):
        chunker = self._chunker
        if chunker is not None:
            chunk = handed_out(failure, lib.zstdrs_chunker_next, chunker._handle)
            if chunk is not None:
                return chunk
            chunker._drop()
            self._chunker = None
        raise StopIteration
