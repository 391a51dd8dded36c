"""``ZstdDecompressionReader``: a file that reads the content of compressed data."""

from operator import index

from .._classes import made_for_subclasses, without_copies
from .._documentation import public
from .._native import ffi, lib
from .._results import number
from ._ends import source_of
from ._members import own_members
from ._reader import Reader, registered


@public
@registered
@made_for_subclasses
@without_copies
@own_members
class ZstdDecompressionReader(Reader):
    __slots__ = ()

    @classmethod
    def _make(cls, decompressor, source, read_size, read_across_frames, closefd):
        """Return the reader that ``stream_reader()`` makes."""
        options = index(read_size), bool(read_across_frames)
        closefd = bool(closefd)
        source = source_of(source)
        source.note_origin()
        return cls._over(source, closefd, lib.zstdrs_decompress_reader_new, decompressor, *options)

    def seek(self, /, pos, whence=0):
        position = ffi.new("uint64_t *")
        status = lib.zstdrs_reader_seek(self._handle, index(pos), index(whence), position)
        if status:
            raise self._failed(status)
        return position[0]

    def seekable(self, /):
        return bool(number(lib.zstdrs_reader_is_seekable, self._handle, kind="int32_t *"))
