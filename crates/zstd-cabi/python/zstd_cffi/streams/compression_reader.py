"""``ZstdCompressionReader``: a file that reads the compressed form of a source."""

from operator import index

from .._classes import made_for_subclasses, without_copies
from .._documentation import public
from .._native import lib
from ._ends import source_of, unsupported
from ._members import own_members
from ._reader import Reader, registered


@public
@registered
@made_for_subclasses
@without_copies
@own_members
class ZstdCompressionReader(Reader):
    __slots__ = ()

    @classmethod
    def _make(cls, compressor, source, size, read_size, closefd):
        """Return the reader that ``stream_reader()`` makes."""
        sizes = index(size), index(read_size)
        make = lib.zstdrs_compress_reader_new
        return cls._over(source_of(source), bool(closefd), make, compressor, *sizes)

    def seek(self, /, pos, whence=0):
        raise unsupported("seek")

    def seekable(self, /):
        return False
