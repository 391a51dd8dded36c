"""``ZstdDecompressionObj``: decompresses call by call."""

from operator import index

from .._borrowing import Borrowed
from .._classes import without_constructor, without_copies
from .._documentation import public
from .._errors import failure
from .._native import lib
from .._results import number
from ._calls import handed_out, made


@public
@without_constructor
@without_copies
class ZstdDecompressionObj:
    __slots__ = ("_handle",)

    @classmethod
    def _make(cls, decompressor, write_size, read_across_frames):
        """Return the object that ``decompressobj()`` makes."""
        self = object.__new__(cls)
        options = index(write_size), bool(read_across_frames)
        free = lib.zstdrs_decompressobj_free
        self._handle = made("zstdrs_decompressobj", free, lib.zstdrs_decompressobj_new, decompressor, *options)
        return self

    def _ask(self, call):
        return bool(number(call, self._handle, kind="int32_t *"))

    def decompress(self, /, data, max_length=-1):
        max_length = index(max_length)
        if type(data) is bytes:
            call = lib.zstdrs_decompressobj_decompress
            return handed_out(failure, call, self._handle, data, len(data), max_length)
        with Borrowed(data) as content:
            arguments = self._handle, content.pointer, content.length, max_length
            return handed_out(failure, lib.zstdrs_decompressobj_decompress, *arguments)

    def flush(self, /, length=0):
        index(length)
        return handed_out(failure, lib.zstdrs_decompressobj_flush, self._handle)

    @property
    def eof(self, /):
        return self._ask(lib.zstdrs_decompressobj_eof)

    @property
    def needs_input(self, /):
        return self._ask(lib.zstdrs_decompressobj_needs_input)

    @property
    def unused_data(self, /):
        return handed_out(failure, lib.zstdrs_decompressobj_unused_data, self._handle)

    @property
    def unconsumed_tail(self, /):
        return handed_out(failure, lib.zstdrs_decompressobj_unconsumed_tail, self._handle)
