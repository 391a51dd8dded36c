"""``ZstdCompressionChunker``: compresses a frame into chunks of one size."""

from operator import index

from .._borrowing import release
from .._classes import without_constructor, without_copies
from .._documentation import public
from .._calls import BUILT_IN
from .._errors import check, failure
from .._native import lib
from . import _small
from ._calls import made
from ._pieces import hold

_begin = BUILT_IN.get("chunker_compress")
_next = _small.chunker_next


@public
@without_constructor
@without_copies
class ZstdCompressionChunker:
    __slots__ = ("_handle", "_key", "_input")

    @classmethod
    def _make(cls, compressor, size, chunk_size):
        """Return the chunker that ``chunker()`` makes."""
        self = object.__new__(cls)
        sizes = index(size), index(chunk_size)
        self._handle = made("zstdrs_chunker", lib.zstdrs_chunker_free, lib.zstdrs_chunker_new, compressor, *sizes)
        self._key = _small.key_of(self._handle)
        self._input = None
        return self

    def _drop(self):
        """Unlock the input: the operation has ended."""
        memory, self._input = self._input, None
        if memory is not None and type(memory) is not bytes:
            release(memory)

    def compress(self, /, data):
        if _begin is not None and type(data) is bytes:
            status = _begin(self._key, data)
            if status:
                raise failure(-status)
            self._drop()
            # They stay where they are while somebody refers to them.
            self._input = data
            return _Operation(self)
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
            chunk = _next(chunker._key)
            if type(chunk) is int:
                raise failure(-chunk)
            if chunk is not None:
                return chunk
            chunker._drop()
            self._chunker = None
        raise StopIteration
