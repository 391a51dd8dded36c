"""``ZstdDecompressionObj``: decompresses call by call."""

from operator import index

from .._borrowing import Borrowed
from .._classes import without_constructor, without_copies
from .._documentation import public
from .._errors import check, failure
from .._native import ffi, lib
from .._results import SMALL, Place, number
from . import _small
from ._calls import handed_out, made

_decompress = _small.decompressobj_decompress

# Frames of fewer bytes have little content, most of them.
_WORTH_ASKING = 16 << 10


@public
@without_constructor
@without_copies
class ZstdDecompressionObj:
    __slots__ = ("_handle", "_key")

    @classmethod
    def _make(cls, decompressor, write_size, read_across_frames):
        """Return the object that ``decompressobj()`` makes."""
        self = object.__new__(cls)
        options = index(write_size), bool(read_across_frames)
        free = lib.zstdrs_decompressobj_free
        self._handle = made("zstdrs_decompressobj", free, lib.zstdrs_decompressobj_new, decompressor, *options)
        self._key = _small.key_of(self._handle)
        return self

    def _ask(self, call):
        return bool(number(call, self._handle, kind="int32_t *"))

    def decompress(self, /, data, max_length=-1):
        max_length = index(max_length)
        if type(data) is bytes:
            if len(data) < _WORTH_ASKING or max_length >= 0:
                content = _decompress(self._key, data, max_length)
                if type(content) is int:
                    raise failure(-content)
                return content
            return self._decompress(data, len(data), max_length)
        with Borrowed(data) as content:
            return self._decompress(content.pointer, content.length, max_length)

    def _decompress(self, pointer, length, max_length):
        if length >= _WORTH_ASKING and max_length < 0:
            size = number(lib.zstdrs_decompressobj_expected, self._handle, pointer, length, kind="uint64_t *")
            if size > SMALL:
                try:
                    place = Place(size)
                except MemoryError:
                    # The frame need not have what it says.
                    place = None
                if place is not None:
                    return self._decompress_large(pointer, length, size, place)
        call = lib.zstdrs_decompressobj_decompress
        return handed_out(failure, call, self._handle, pointer, length, max_length)

    def _decompress_large(self, pointer, length, size, place):
        written = ffi.new("size_t *")
        more = ffi.new("int32_t *")
        call = lib.zstdrs_decompressobj_decompress_into
        check(call(self._handle, pointer, length, place.memory, size, written, more))
        content = place.finish(written[0])
        return content + self._decompress(b"", 0, -1) if more[0] else content

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
