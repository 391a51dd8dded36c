"""Compression: single inputs, batches, sequences."""

from operator import index

from . import _calls
from ._batch import batch_items, run, run_list
from ._borrowing import Borrowed, borrow, release
from ._collection import BufferWithSegmentsCollection, collection_at
from ._dictionary import handle_of as dictionary_handle
from ._documentation import public
from ._errors import check, wrong_argument, wrong_type
from ._native import ffi, lib
from ._parameters import handle_of as parameters_handle
from ._pickling import reduction, refusal
from ._results import compressed, number, taken
from ._watch import WORTH_WATCHING
from .streams import (
    ZstdCompressionChunker,
    ZstdCompressionObj,
    ZstdCompressionReader,
    ZstdCompressionWriter,
    compress_chunks,
    compress_copy,
)

_compress = lib.zstdrs_compress
_compress_bytes = _calls.compress


@public
class ZstdCompressor:
    __slots__ = ("_handle", "_address", "_options")

    # The number of the contract that instances keep; the faces' classes have another one.
    _contract = 0

    def __new__(
        cls,
        level=3,
        dict_data=None,
        compression_params=None,
        write_checksum=False,
        write_content_size=False,
        write_dict_id=True,
        threads=0,
    ):
        options = ffi.new("zstdrs_compressor_options *")
        check(lib.zstdrs_compressor_options_init(options, ffi.sizeof(options[0])))
        options.level = index(level)
        options.dictionary = dictionary_handle(dict_data)
        options.parameters = parameters_handle(compression_params)
        options.write_checksum = bool(write_checksum)
        options.write_content_size = bool(write_content_size)
        options.write_dict_id = bool(write_dict_id)
        options.threads = index(threads)
        options.contract = cls._contract
        handle = ffi.new("zstdrs_compressor **")
        check(lib.zstdrs_compressor_new(options, handle))
        self = object.__new__(cls)
        self._handle = ffi.gc(handle[0], lib.zstdrs_compressor_free)
        self._address = _calls.address_of(handle[0])
        # What it is pickled by.
        self._options = {
            "level": level,
            "dict_data": dict_data,
            "compression_params": compression_params,
            "write_checksum": write_checksum,
            "write_content_size": write_content_size,
            "write_dict_id": write_dict_id,
            "threads": threads,
        }
        return self

    def __reduce_ex__(self, protocol, /):
        if self._options is None:
            raise refusal(self)
        return reduction(ZstdCompressor, self, (), self._options)

    def compress(self, /, data, allow_empty=False):
        allow_empty = bool(allow_empty)
        if type(data) is bytes:
            if len(data) < WORTH_WATCHING:
                frame = _compress_bytes(self._address, data, allow_empty)
                if type(frame) is bytes:
                    return frame
                if frame is not None:
                    raise _calls.failed(frame)
            return compressed(_compress, self._handle, data, len(data), allow_empty)
        view = borrow(data)
        try:
            return compressed(_compress, self._handle, view, len(view), allow_empty)
        finally:
            release(view)

    def _classic(self, size):
        """Return the size that a call of old declares: there 0 is an unknown one, except in the faces."""
        return index(size) or (0 if self._contract else -1)

    def _batch(self, data, threads, result):
        with batch_items(data) as items:
            run(lib.zstdrs_compress_batch, threads, (self._handle, items.items), (result,))

    def multi_compress_to_buffer(self, /, data, threads=0):
        address = run_list(_calls.compress_batch, self._address, data, threads)
        if address is not None:
            return collection_at(address)
        return BufferWithSegmentsCollection._taken(self._batch, data, threads)

    def multi_compress_to_list(self, /, data, threads=0):
        frames = run_list(_calls.compress_list, self._address, data, threads)
        if frames is not None:
            return frames
        return BufferWithSegmentsCollection._taken(self._batch, data, threads)._to_list()

    def generate_sequences(self, /, data):
        result = ffi.new("zstdrs_sequences **")
        with Borrowed(data) as content:
            check(lib.zstdrs_generate_sequences(self._handle, content.pointer, content.length, result))
        handle = ffi.gc(result[0], lib.zstdrs_sequences_free)
        start = ffi.new("const zstdrs_sequence **")
        count = number(lib.zstdrs_sequences_data, handle, start)
        # Four numbers each: read as one array of numbers, four of which come at a time.
        numbers = iter(memoryview(ffi.buffer(start[0], count * ffi.sizeof(start[0][0]))).cast("q").tolist())
        return list(zip(numbers, numbers, numbers, numbers))

    def compress_sequences(self, /, sequences, data):
        numbers = _numbers(sequences)
        array = ffi.new("zstdrs_sequence[]", numbers)
        with Borrowed(data) as content:
            arguments = self._handle, array, len(numbers), content.pointer, content.length
            return taken(lib.zstdrs_compress_sequences, *arguments)

    def stream_reader(self, /, source, size=-1, read_size=131072, *, closefd=True):
        return ZstdCompressionReader._make(self._handle, source, size, read_size, closefd)

    def stream_writer(self, /, writer, size=-1, write_size=131591, write_return_read=True, *, closefd=True):
        return ZstdCompressionWriter._make(self._handle, writer, size, write_size, write_return_read, closefd)

    def write_to(self, /, fh, size=0, write_size=131591):
        return ZstdCompressionWriter._make_context(self._handle, fh, self._classic(size), write_size)

    def read_to_iter(self, /, reader, size=-1, read_size=131072, write_size=131591):
        return compress_chunks(self._handle, reader, index(size), read_size, write_size)

    def read_from(self, /, reader, size=0, read_size=131072, write_size=131591):
        return compress_chunks(self._handle, reader, self._classic(size), read_size, write_size)

    def copy_stream(self, /, ifh, ofh, size=0, read_size=131072, write_size=131591):
        return compress_copy(self._handle, ifh, ofh, self._classic(size), read_size, write_size)

    def compressobj(self, /, size=0):
        return ZstdCompressionObj._make(self._handle, self._classic(size))

    def chunker(self, /, size=-1, chunk_size=131591):
        return ZstdCompressionChunker._make(self._handle, size, chunk_size)

    def memory_size(self, /):
        return number(lib.zstdrs_compressor_memory_size, self._handle)

    def frame_progression(self, /):
        progression = ffi.new("zstdrs_progression *")
        check(lib.zstdrs_compressor_progression(self._handle, progression))
        return progression.ingested, progression.consumed, progression.produced


def _numbers(sequences):
    """Return sequences as tuples of four integers."""
    try:
        iterator = iter(sequences)
    except TypeError:
        raise wrong_type(lib.ZSTDRS_ARGUMENT_SEQUENCES, sequences) from None
    numbers = []
    for sequence in iterator:
        try:
            offset, literal_length, match_length, repeat = map(index, sequence)
        except (TypeError, ValueError):
            raise wrong_argument(lib.ZSTDRS_ARGUMENT_SEQUENCE, len(numbers)) from None
        numbers.append((offset, literal_length, match_length, repeat))
    return numbers


@public
def compress(data, level=3):
    with Borrowed(data) as content:
        return compressed(lib.zstdrs_simple_compress, index(level), content.pointer, content.length)
