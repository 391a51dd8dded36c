"""``ZstdCompressionWriter``: a file that compresses what is written to it."""

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
class ZstdCompressionWriter(Writer):
    __slots__ = ()

    @classmethod
    def _make(cls, compressor, sink, size, write_size, write_return_read, closefd):
        """Return the writer that ``stream_writer()`` makes."""
        options = index(size), index(write_size), bool(write_return_read), False
        return cls._over(sink, bool(closefd), lib.zstdrs_compress_writer_new, compressor, *options)

    @classmethod
    def _make_context(cls, compressor, sink, size, write_size):
        """Return the writer that ``write_to()`` makes."""
        options = index(size), index(write_size), False, True
        return cls._over(sink, False, lib.zstdrs_compress_writer_new, compressor, *options)
