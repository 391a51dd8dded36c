"""``copy_stream()``, in both directions."""

from operator import index

from .._native import ffi, lib
from ._calls import made
from ._ends import copy_source_of, raised_by, sink_of


def _copy(ifh, ofh, make, owner, *arguments):
    """Run the copy whose handle ``make(owner, source, sink, *arguments, result)`` makes."""
    source = copy_source_of(ifh)
    sink = sink_of(ofh, lib.ZSTDRS_ARGUMENT_COPY_SINK)
    from_functions, from_kept = source.described()
    to_functions, to_kept = sink.described()
    kept = from_kept, to_kept
    handle = made("zstdrs_copy", lib.zstdrs_copy_free, make, owner, from_functions, to_functions, *arguments)
    read = ffi.new("uint64_t *")
    written = ffi.new("uint64_t *")
    try:
        status = lib.zstdrs_copy_run(handle, read, written)
        if status:
            raise raised_by(status, source, sink)
    finally:
        # At once: a collector does not know how much memory is behind a handle, and an exception may keep it for long.
        ffi.release(handle)
    del kept
    return read[0], written[0]


def compress_copy(compressor, ifh, ofh, size, read_size, write_size):
    """Compress one object into another."""
    sizes = index(size), index(read_size), index(write_size)
    return _copy(ifh, ofh, lib.zstdrs_compress_copy_new, compressor, *sizes)


def decompress_copy(decompressor, ifh, ofh, read_size, write_size, read_across_frames):
    """Decompress one object into another."""
    options = index(read_size), index(write_size), bool(read_across_frames)
    return _copy(ifh, ofh, lib.zstdrs_decompress_copy_new, decompressor, *options)
