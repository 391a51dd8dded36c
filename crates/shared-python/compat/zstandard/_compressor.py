"""Compression."""

from ... import COMPRESSION_RECOMMENDED_INPUT_SIZE as _READ_SIZE
from ... import COMPRESSION_RECOMMENDED_OUTPUT_SIZE as _WRITE_SIZE
from ... import MAX_COMPRESSION_LEVEL
from ... import ZstdCompressionDict as _Dictionary
from ... import ZstdCompressionParameters as _Parameters
from ... import ZstdCompressionReader as _Reader
from ... import ZstdCompressionWriter as _Writer
from ... import ZstdCompressor as _Compressor
from ... import compress as _compress
from ._common import BATCH, CONTRACT, check_source
from ._parameters import nearest_level
from ._streams import ZstdCompressionReader, ZstdCompressionWriter


def _level(level):
    if level > MAX_COMPRESSION_LEVEL:
        raise ValueError(f"level must be less than {MAX_COMPRESSION_LEVEL + 1}; got {level}")
    return nearest_level(level)


class ZstdCompressor(_Compressor):
    """Compresses with one set of options; instances can be shared by threads."""

    __slots__ = ()

    _contract = CONTRACT

    def __new__(
        cls,
        level=3,
        dict_data=None,
        compression_params=None,
        write_checksum=None,
        write_content_size=None,
        write_dict_id=None,
        threads=0,
    ):
        if dict_data is not None and not isinstance(dict_data, _Dictionary):
            raise TypeError("dict_data must be zstd.ZstdCompressionDict")
        if compression_params is not None:
            if not isinstance(compression_params, _Parameters):
                raise TypeError("compression_params must be zstd.ZstdCompressionParameters")
            options = {
                "write_checksum": write_checksum is not None,
                "write_content_size": write_content_size is not None,
                "write_dict_id": write_dict_id is not None,
                "threads": threads != 0,
            }
            for name, given in options.items():
                if given:
                    raise ValueError(f"cannot define compression_params and {name}")
        return super().__new__(
            cls,
            _level(level),
            dict_data,
            compression_params,
            False if write_checksum is None else write_checksum,
            True if write_content_size is None else write_content_size,
            True if write_dict_id is None else write_dict_id,
            threads,
        )

    def __init__(self, *args, **kwargs):
        # For the calls of subclasses: everything was done when the instance was made.
        pass

    def compressobj(self, size=-1):
        """Return an object that compresses call by call; ``size`` is that of the content, -1 if it is unknown."""
        return super().compressobj(size)

    def copy_stream(self, ifh, ofh, size=-1, read_size=_READ_SIZE, write_size=_WRITE_SIZE):
        """Compress all of a file into another; return how much was read and written."""
        return super().copy_stream(ifh, ofh, size, read_size, write_size)

    def multi_compress_to_buffer(self, data, threads=0):
        """Compress many items, on up to ``threads`` threads, into shared memory."""
        if not isinstance(data, BATCH):
            raise TypeError(f"argument must be list of BufferWithSegments; got {type(data).__name__}")
        return super().multi_compress_to_buffer(data, threads)

    def read_to_iter(self, reader, size=-1, read_size=_READ_SIZE, write_size=_WRITE_SIZE):
        """Return an iterator over the compressed form of a source, in chunks."""
        text = "must pass an object with a read() method or conforms to buffer protocol"
        if not check_source(reader, ValueError, text):
            size = -1
        return super().read_to_iter(reader, size, read_size, write_size)

    def stream_reader(self, source, size=-1, read_size=_READ_SIZE, closefd=True):
        """Return a file that reads the compressed form of a source."""
        text = "must pass an object with a read() method or that conforms to the buffer protocol"
        if not check_source(source, TypeError, text):
            size = -1
        return _Reader.__new__(ZstdCompressionReader, self, source, size, read_size, bool(closefd))

    def stream_writer(self, writer, size=-1, write_size=_WRITE_SIZE, write_return_read=True, closefd=True):
        """Return a file that compresses what is written to it."""
        options = size, write_size, bool(write_return_read), bool(closefd)
        return _Writer.__new__(ZstdCompressionWriter, self, writer, *options)


def compress(data, level=3):
    """Compress data into one frame; for more than a few inputs a ``ZstdCompressor`` is faster."""
    return _compress(data, _level(level))
