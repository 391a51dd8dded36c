"""What ``read_to_iter()`` and ``read_from()`` return: iterators over what comes out of a source."""

from operator import index

from .._classes import without_copies
from .._native import ffi, lib
from .._results import Place
from ._calls import made
from ._ends import raised_by, source_of


@without_copies
class _Chunks:
    """An iterator over chunks."""

    __slots__ = ("_handle", "_source", "_user_data", "_write_size")

    def __init__(self, source, write_size, make, owner, *arguments):
        source = source_of(source)
        functions, self._user_data = source.described()
        self._handle = made("zstdrs_chunks", lib.zstdrs_chunks_free, make, owner, functions, *arguments)
        self._source = source
        self._write_size = write_size

    def __iter__(self):
        return self

    def __next__(self):
        place = Place(self._write_size)
        length = ffi.new("size_t *")
        status = lib.zstdrs_chunks_next(self._handle, place.memory, self._write_size, length)
        if status:
            raise raised_by(status, self._source)
        if length[0]:
            return place.finish(length[0])
        self._source.leave()
        raise StopIteration


def compress_chunks(compressor, source, size, read_size, write_size):
    """Return an iterator over the compressed form of a source."""
    sizes = index(size), index(read_size), index(write_size)
    return _Chunks(source, sizes[-1], lib.zstdrs_compress_chunks_new, compressor, *sizes)


def decompress_chunks(decompressor, source, read_size, write_size, skip_bytes, read_across_frames):
    """Return an iterator over the content of a source."""
    sizes = index(read_size), index(write_size), index(skip_bytes)
    make = lib.zstdrs_decompress_chunks_new
    return _Chunks(source, sizes[1], make, decompressor, *sizes, bool(read_across_frames))
