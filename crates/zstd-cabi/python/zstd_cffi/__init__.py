"""Zstandard compression: the classes, functions and constants of the package, under their public names."""

from ._buffers import BufferSegment, BufferSegments, BufferWithSegments
from ._collection import BufferWithSegmentsCollection
from ._compressor import ZstdCompressor, compress
from ._constants import CONSTANTS, FEATURES, LIBZSTD_VERSION, VERSION
from ._decompressor import ZstdDecompressor, decompress
from ._dictionary import (
    ZstdCompressionDict,
    dictionary_id,
    train_cover_dictionary,
    train_dictionary,
)
from ._docs import DOCS
from ._documentation import public
from ._errors import ZstdError
from ._frames import (
    FrameParameters,
    decompressed_bound,
    decompression_margin,
    frame_compressed_size,
    frame_content_size,
    frame_header_size,
    get_frame_parameters,
    is_frame,
    is_skippable_frame,
    read_skippable_frame,
    write_skippable_frame,
)
from ._open import open
from ._parameters import (
    CompressionParameters,
    ZstdCompressionParameters,
    estimate_compression_context_size,
    estimate_decompression_context_size,
    get_compression_parameters,
    parameter_bounds,
)
from .streams import (
    ZstdCompressionChunker,
    ZstdCompressionObj,
    ZstdCompressionReader,
    ZstdCompressionWriter,
    ZstdDecompressionObj,
    ZstdDecompressionReader,
    ZstdDecompressionWriter,
)

public(open)

__doc__ = DOCS[""]
__version__ = VERSION

ZSTD_VERSION = LIBZSTD_VERSION
backend = "cffi"
backend_features = FEATURES
FRAME_HEADER = CONSTANTS["MAGIC_NUMBER"].to_bytes(4, "little")
globals().update(CONSTANTS)

__all__ = [
    "BufferSegment",
    "BufferSegments",
    "BufferWithSegments",
    "BufferWithSegmentsCollection",
    "CompressionParameters",
    "FRAME_HEADER",
    "FrameParameters",
    "ZSTD_VERSION",
    "ZstdCompressionChunker",
    "ZstdCompressionDict",
    "ZstdCompressionObj",
    "ZstdCompressionParameters",
    "ZstdCompressionReader",
    "ZstdCompressionWriter",
    "ZstdCompressor",
    "ZstdDecompressionObj",
    "ZstdDecompressionReader",
    "ZstdDecompressionWriter",
    "ZstdDecompressor",
    "ZstdError",
    "__version__",
    "backend",
    "backend_features",
    "compress",
    "decompress",
    "decompressed_bound",
    "decompression_margin",
    "dictionary_id",
    "estimate_compression_context_size",
    "estimate_decompression_context_size",
    "frame_compressed_size",
    "frame_content_size",
    "frame_header_size",
    "get_compression_parameters",
    "get_frame_parameters",
    "is_frame",
    "is_skippable_frame",
    "open",
    "parameter_bounds",
    "read_skippable_frame",
    "train_cover_dictionary",
    "train_dictionary",
    "write_skippable_frame",
    *CONSTANTS,
]

del CONSTANTS, DOCS, FEATURES, LIBZSTD_VERSION, VERSION, public
