"""Decompression: single frames, batches, chains."""

from operator import index

from . import _calls
from ._arguments import Options
from ._batch import batch_items, chain_items, run, run_list
from ._borrowing import Borrowed, borrow, release
from ._collection import BufferWithSegmentsCollection, collection_at
from ._dictionary import handle_of as dictionary_handle
from ._documentation import public
from ._errors import check
from ._native import ffi, lib
from ._pickling import reduction, refusal
from ._results import Place, decompressed, number, taken
from .streams import (
    ZstdDecompressionObj,
    ZstdDecompressionReader,
    ZstdDecompressionWriter,
    decompress_chunks,
    decompress_copy,
)

_ACROSS_FRAMES = lib.ZSTDRS_DECOMPRESS_FLAGS_READ_ACROSS_FRAMES
_ALLOW_EXTRA_DATA = lib.ZSTDRS_DECOMPRESS_FLAGS_ALLOW_EXTRA_DATA
_REFUSE_EXTRA_DATA = lib.ZSTDRS_DECOMPRESS_FLAGS_REFUSE_EXTRA_DATA

# Contents of this average size are written to their own memory at once; smaller ones are copied out of shared memory, which
# costs less than preparing memory for each.
_WORTH_A_PLACE = 64 << 10

_decompress = lib.zstdrs_decompress
_decompress_bytes = _calls.decompress


@public
class ZstdDecompressor:
    __slots__ = ("_handle", "_address", "_options")

    # The number of the contract that instances keep; the faces' classes have another one.
    _contract = 0

    def __new__(
        cls,
        dict_data=None,
        max_window_size=0,
        format=0,
        *,
        force_ignore_checksum=0,
        disable_huffman_assembly=0,
        max_block_size=0,
        max_output_size=0,
    ):
        parameters = Options(
            {
                "force_ignore_checksum": force_ignore_checksum,
                "disable_huffman_assembly": disable_huffman_assembly,
                "max_block_size": max_block_size,
            }
        )
        options = ffi.new("zstdrs_decompressor_options *")
        check(lib.zstdrs_decompressor_options_init(options, ffi.sizeof(options[0])))
        options.dictionary = dictionary_handle(dict_data)
        options.max_window_size = index(max_window_size)
        options.format = index(format)
        options.max_output_size = index(max_output_size)
        options.parameters = parameters.array
        options.parameter_count = parameters.count
        options.contract = cls._contract
        handle = ffi.new("zstdrs_decompressor **")
        check(lib.zstdrs_decompressor_new(options, handle))
        self = object.__new__(cls)
        self._handle = ffi.gc(handle[0], lib.zstdrs_decompressor_free)
        self._address = _calls.address_of(handle[0])
        # What it is pickled by.
        self._options = {
            "dict_data": dict_data,
            "max_window_size": max_window_size,
            "format": format,
            "max_output_size": max_output_size,
            "force_ignore_checksum": force_ignore_checksum,
            "disable_huffman_assembly": disable_huffman_assembly,
            "max_block_size": max_block_size,
        }
        return self

    def __reduce_ex__(self, protocol, /):
        if self._options is None:
            raise refusal(self)
        return reduction(ZstdDecompressor, self, (), self._options)

    def decompress(self, /, data, max_output_size=0, read_across_frames=False, allow_extra_data=None):
        flags = _ACROSS_FRAMES if read_across_frames else 0
        if allow_extra_data is not None:
            flags |= _ALLOW_EXTRA_DATA if allow_extra_data else _REFUSE_EXTRA_DATA
        limit = index(max_output_size)
        if type(data) is bytes:
            content = _decompress_bytes(self._address, data, limit, flags)
            if type(content) is bytes:
                return content
            if content is not None:
                raise _calls.failed(content)
            return decompressed(_decompress, self._handle, data, len(data), limit, flags)
        view = borrow(data)
        try:
            return decompressed(_decompress, self._handle, view, len(view), limit, flags)
        finally:
            release(view)

    def multi_decompress_to_buffer(self, /, frames, decompressed_sizes=None, threads=0, *, max_output_size=0):
        arguments = frames, decompressed_sizes, threads, max_output_size
        address = _run_list(_calls.decompress_batch, self._address, *arguments)
        if address is not None:
            return collection_at(address)
        return BufferWithSegmentsCollection._taken(self._batch, *arguments)

    def _batch(self, frames, decompressed_sizes, threads, max_output_size, result):
        with batch_items(frames) as items, _Sizes(decompressed_sizes) as given:
            self._to_shared(items, given, threads, max_output_size, result)

    def _to_shared(self, items, given, threads, max_output_size, result):
        arguments = self._handle, items.items, given.pointer, given.length
        run(lib.zstdrs_decompress_batch, threads, arguments, (result,), max_output_size)

    def multi_decompress_to_list(self, /, frames, decompressed_sizes=None, threads=0, *, max_output_size=0):
        arguments = frames, decompressed_sizes, threads, max_output_size
        contents = _run_list(_calls.decompress_list, self._address, *arguments)
        if contents is not None:
            return contents
        with batch_items(frames) as items, _Sizes(decompressed_sizes) as given:
            count = items.count
            sizes = ffi.new("size_t[]", count)
            arguments = self._handle, items.items, given.pointer, given.length
            run(lib.zstdrs_decompressed_sizes, threads, arguments, (sizes, count), max_output_size)
            numbers = ffi.unpack(sizes, count)
            if sum(numbers) < count * _WORTH_A_PLACE:
                arguments = items, given, threads, max_output_size
                return BufferWithSegmentsCollection._taken(self._to_shared, *arguments)._to_list()
            places = list(map(Place, numbers))
            memory = ffi.new("void *[]", [place.memory for place in places])
            run(lib.zstdrs_decompress_batch_into, threads, (self._handle, items.items, memory, sizes, count))
            return [place.finish(size) for place, size in zip(places, numbers)]

    def decompress_content_dict_chain(self, /, frames):
        with chain_items(frames) as items:
            return taken(lib.zstdrs_decompress_chain, self._handle, items.items)

    def stream_reader(self, /, source, read_size=131075, read_across_frames=False, *, closefd=True):
        return ZstdDecompressionReader._make(self._handle, source, read_size, read_across_frames, closefd)

    def stream_writer(
        self, /, writer, write_size=131072, write_return_read=True, *, closefd=True, read_across_frames=True
    ):
        options = write_size, write_return_read, closefd, read_across_frames
        return ZstdDecompressionWriter._make(self._handle, writer, *options)

    def write_to(self, /, fh, write_size=131072, *, read_across_frames=True):
        return ZstdDecompressionWriter._make_context(self._handle, fh, write_size, read_across_frames)

    def read_to_iter(
        self, /, reader, read_size=131075, write_size=131072, skip_bytes=0, *, read_across_frames=True
    ):
        return decompress_chunks(self._handle, reader, read_size, write_size, skip_bytes, read_across_frames)

    def read_from(self, /, reader, read_size=131075, write_size=131072, skip_bytes=0, *, read_across_frames=True):
        return decompress_chunks(self._handle, reader, read_size, write_size, skip_bytes, read_across_frames)

    def copy_stream(self, /, ifh, ofh, read_size=131075, write_size=131072, *, read_across_frames=True):
        return decompress_copy(self._handle, ifh, ofh, read_size, write_size, read_across_frames)

    def decompressobj(self, /, write_size=131072, read_across_frames=False):
        return ZstdDecompressionObj._make(self._handle, write_size, read_across_frames)

    def memory_size(self, /):
        return number(lib.zstdrs_decompressor_memory_size, self._handle)


def _run_list(call, owner, frames, sizes, threads, max_output_size):
    """As ``run_list()``, with the sizes that the caller gives, and a limit."""
    if sizes is not None and type(sizes) is not bytes:
        return None
    return run_list(call, owner, frames, threads, sizes, index(max_output_size))


class _Sizes(Borrowed):
    """Sizes that were given, if any: NULL stands for none."""

    __slots__ = ()

    def __init__(self, data):
        if data is not None:
            super().__init__(data)
            return
        self._view = None
        self.pointer = ffi.NULL
        self.length = 0


@public
def decompress(data, max_output_size=0):
    limit = index(max_output_size)
    with Borrowed(data) as content:
        return decompressed(lib.zstdrs_simple_decompress, content.pointer, content.length, limit)
