"""Decompression."""

from ... import DECOMPRESSION_RECOMMENDED_INPUT_SIZE as _READ_SIZE
from ... import DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE as _WRITE_SIZE
from ... import FORMAT_ZSTD1, FORMAT_ZSTD1_MAGICLESS, BufferWithSegmentsCollection, ZstdError
from ... import ZstdCompressionDict as _Dictionary
from ... import ZstdDecompressionReader as _Reader
from ... import ZstdDecompressionWriter as _Writer
from ... import ZstdDecompressor as _Decompressor
from ._common import BATCH, CONTRACT, check_source
from ._streams import ZstdDecompressionReader, ZstdDecompressionWriter


class ZstdDecompressor(_Decompressor):
    """Decompresses with one set of options; instances can be shared by threads."""

    __slots__ = ()

    _contract = CONTRACT

    def __new__(cls, dict_data=None, max_window_size=0, format=FORMAT_ZSTD1):
        if dict_data is not None and not isinstance(dict_data, _Dictionary):
            raise TypeError("dict_data must be zstd.ZstdCompressionDict")
        if format not in (FORMAT_ZSTD1, FORMAT_ZSTD1_MAGICLESS):
            raise ZstdError(f"unable to set decoding format: Parameter is out of bound: got {format}")
        try:
            decompressor = super().__new__(cls, dict_data, max_window_size, format)
        except ValueError as error:
            raise ZstdError(f"unable to set max window size: Parameter is out of bound: {error}") from None
        if dict_data is not None:
            try:
                # Digests the dictionary, so that a bad one is noticed now.
                decompressor.memory_size()
            except ZstdError as error:
                raise ZstdError(f"could not create decompression dict: {error}") from None
        return decompressor

    def __init__(self, *args, **kwargs):
        # For the calls of subclasses: everything was done when the instance was made.
        pass

    def copy_stream(self, ifh, ofh, read_size=_READ_SIZE, write_size=_WRITE_SIZE):
        """Decompress all of a file into another; return how much was read and written."""
        return super().copy_stream(ifh, ofh, read_size, write_size)

    def multi_decompress_to_buffer(self, frames, decompressed_sizes=None, threads=0):
        """Decompress many frames, on up to ``threads`` threads, into shared memory."""
        if not isinstance(frames, BATCH):
            raise TypeError(f"argument must be list or BufferWithSegments; got {type(frames).__name__}")
        if decompressed_sizes is not None:
            expected, given = len(frames) * 8, memoryview(decompressed_sizes).nbytes
            if expected != given:
                comma = ";" if isinstance(frames, BufferWithSegmentsCollection) else ","
                raise ValueError(f"decompressed_sizes size mismatch; expected {expected}{comma} got {given}")
        return super().multi_decompress_to_buffer(frames, decompressed_sizes, threads)

    def read_to_iter(self, reader, read_size=_READ_SIZE, write_size=_WRITE_SIZE, skip_bytes=0):
        """Return an iterator over the content of the first frame of a source, in chunks."""
        check_source(reader, ValueError, "must pass an object with a read() method or conforms to buffer protocol")
        return super().read_to_iter(reader, read_size, write_size, skip_bytes)

    def stream_reader(self, source, read_size=_READ_SIZE, read_across_frames=False, closefd=True):
        """Return a file that reads the content of a source of frames."""
        text = "must pass an object with a read() method or that conforms to the buffer protocol"
        check_source(source, TypeError, text)
        options = read_size, bool(read_across_frames), bool(closefd)
        return _Reader.__new__(ZstdDecompressionReader, self, source, *options)

    def stream_writer(self, writer, write_size=_WRITE_SIZE, write_return_read=True, closefd=True):
        """Return a file that decompresses what is written to it."""
        options = write_size, bool(write_return_read), bool(closefd)
        return _Writer.__new__(ZstdDecompressionWriter, self, writer, *options)


_decompressor = ZstdDecompressor()


def decompress(data, max_output_size=0):
    """Decompress one frame; ``max_output_size`` is needed where the frame does not declare its size."""
    return _decompressor.decompress(data, max_output_size)
