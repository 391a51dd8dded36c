"""``ZstdCompressionObj``: compresses a frame, call by call."""

from operator import index

from .._borrowing import Borrowed
from .._classes import without_constructor, without_copies
from .._documentation import public
from .._errors import failure
from .._native import lib
from . import _small
from ._calls import handed_out, made

_compress = _small.compressobj_compress


@public
@without_constructor
@without_copies
class ZstdCompressionObj:
    __slots__ = ("_handle", "_key")

    @classmethod
    def _make(cls, compressor, size):
        """Return the object that ``compressobj()`` makes."""
        self = object.__new__(cls)
        size = index(size)
        self._handle = made(
            "zstdrs_compressobj", lib.zstdrs_compressobj_free, lib.zstdrs_compressobj_new, compressor, size
        )
        self._key = _small.key_of(self._handle)
        return self

    def compress(self, /, data):
        if type(data) is bytes:
            frame = _compress(self._key, data)
            if type(frame) is int:
                raise failure(-frame)
            return frame
        with Borrowed(data) as content:
            arguments = self._handle, content.pointer, content.length
            return handed_out(failure, lib.zstdrs_compressobj_compress, *arguments)

    def flush(self, /, flush_mode=0):
        return handed_out(failure, lib.zstdrs_compressobj_flush, self._handle, index(flush_mode))
