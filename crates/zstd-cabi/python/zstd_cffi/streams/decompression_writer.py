"""``ZstdDecompressionWriter``: a file that decompresses what is written to it."""

from operator import index

from .._classes import made_for_subclasses, without_copies
from .._documentation import public
from .._native import lib
from ._members import own_members
from ._reader import registered
from ._writer import Writer


@public
@registered
@made_for_subclasses
@without_copies
@own_members
class ZstdDecompressionWriter(Writer):
    __slots__ = ()

    @classmethod
    def _make(cls, decompressor, sink, write_size, write_return_read, closefd, read_across_frames=True):
        """Return the writer that ``stream_writer()`` makes."""
        options = index(write_size), bool(write_return_read), False, bool(read_across_frames)
        return cls._over(sink, bool(closefd), lib.zstdrs_decompress_writer_new, decompressor, *options)

    @classmethod
    def _make_context(cls, decompressor, sink, write_size, read_across_frames):
        """Return the writer that ``write_to()`` makes."""
        options = index(write_size), False, True, bool(read_across_frames)
        return cls._over(sink, False, lib.zstdrs_decompress_writer_new, decompressor, *options)
