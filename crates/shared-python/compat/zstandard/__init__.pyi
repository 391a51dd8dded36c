"""A drop-in for ``import zstandard``: the contract of python-zstandard 0.25, on this package's engines."""

import os
from collections.abc import Iterable
from typing import Any, Literal

from _typeshed import ReadableBuffer as _ReadableBuffer

from ... import (
    BLOCKSIZE_MAX as BLOCKSIZE_MAX,
    BLOCKSIZELOG_MAX as BLOCKSIZELOG_MAX,
    BufferSegment as BufferSegment,
    BufferSegments as BufferSegments,
    BufferWithSegmentsCollection as BufferWithSegmentsCollection,
    CHAINLOG_MAX as CHAINLOG_MAX,
    CHAINLOG_MIN as CHAINLOG_MIN,
    COMPRESSION_RECOMMENDED_INPUT_SIZE as COMPRESSION_RECOMMENDED_INPUT_SIZE,
    COMPRESSION_RECOMMENDED_OUTPUT_SIZE as COMPRESSION_RECOMMENDED_OUTPUT_SIZE,
    COMPRESSOBJ_FLUSH_BLOCK as COMPRESSOBJ_FLUSH_BLOCK,
    COMPRESSOBJ_FLUSH_FINISH as COMPRESSOBJ_FLUSH_FINISH,
    CONTENTSIZE_ERROR as CONTENTSIZE_ERROR,
    CONTENTSIZE_UNKNOWN as CONTENTSIZE_UNKNOWN,
    DECOMPRESSION_RECOMMENDED_INPUT_SIZE as DECOMPRESSION_RECOMMENDED_INPUT_SIZE,
    DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE as DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE,
    DICT_TYPE_AUTO as DICT_TYPE_AUTO,
    DICT_TYPE_FULLDICT as DICT_TYPE_FULLDICT,
    DICT_TYPE_RAWCONTENT as DICT_TYPE_RAWCONTENT,
    FLUSH_BLOCK as FLUSH_BLOCK,
    FLUSH_FRAME as FLUSH_FRAME,
    FORMAT_ZSTD1 as FORMAT_ZSTD1,
    FORMAT_ZSTD1_MAGICLESS as FORMAT_ZSTD1_MAGICLESS,
    FRAME_HEADER as FRAME_HEADER,
    HASHLOG_MAX as HASHLOG_MAX,
    HASHLOG_MIN as HASHLOG_MIN,
    LDM_BUCKETSIZELOG_MAX as LDM_BUCKETSIZELOG_MAX,
    LDM_MINMATCH_MAX as LDM_MINMATCH_MAX,
    LDM_MINMATCH_MIN as LDM_MINMATCH_MIN,
    MAGIC_NUMBER as MAGIC_NUMBER,
    MAX_COMPRESSION_LEVEL as MAX_COMPRESSION_LEVEL,
    MINMATCH_MAX as MINMATCH_MAX,
    MINMATCH_MIN as MINMATCH_MIN,
    SEARCHLENGTH_MAX as SEARCHLENGTH_MAX,
    SEARCHLENGTH_MIN as SEARCHLENGTH_MIN,
    SEARCHLOG_MAX as SEARCHLOG_MAX,
    SEARCHLOG_MIN as SEARCHLOG_MIN,
    STRATEGY_BTLAZY2 as STRATEGY_BTLAZY2,
    STRATEGY_BTOPT as STRATEGY_BTOPT,
    STRATEGY_BTULTRA as STRATEGY_BTULTRA,
    STRATEGY_BTULTRA2 as STRATEGY_BTULTRA2,
    STRATEGY_DFAST as STRATEGY_DFAST,
    STRATEGY_FAST as STRATEGY_FAST,
    STRATEGY_GREEDY as STRATEGY_GREEDY,
    STRATEGY_LAZY as STRATEGY_LAZY,
    STRATEGY_LAZY2 as STRATEGY_LAZY2,
    TARGETLENGTH_MAX as TARGETLENGTH_MAX,
    TARGETLENGTH_MIN as TARGETLENGTH_MIN,
    WINDOWLOG_MAX as WINDOWLOG_MAX,
    WINDOWLOG_MIN as WINDOWLOG_MIN,
    ZSTD_VERSION as ZSTD_VERSION,
    BufferWithSegments as _BufferWithSegments,
    ZstdCompressionChunker as ZstdCompressionChunker,
    ZstdCompressionDict as _ZstdCompressionDict,
    ZstdCompressionObj as ZstdCompressionObj,
    ZstdCompressionParameters as _ZstdCompressionParameters,
    ZstdCompressionReader as _ZstdCompressionReader,
    ZstdCompressionWriter as _ZstdCompressionWriter,
    ZstdCompressor as _ZstdCompressor,
    ZstdDecompressionObj as ZstdDecompressionObj,
    ZstdDecompressionReader as _ZstdDecompressionReader,
    ZstdDecompressionWriter as _ZstdDecompressionWriter,
    ZstdDecompressor as _ZstdDecompressor,
    ZstdError as ZstdError,
    backend_features as backend_features,
    estimate_decompression_context_size as estimate_decompression_context_size,
    frame_header_size as frame_header_size,
)

__version__: str
backend: str

class BufferWithSegments(_BufferWithSegments):
    """Memory that holds many items, and the table that says where each of them is."""

    def segments(self) -> BufferSegments: ...  # type: ignore[override]

class ZstdCompressionParameters(_ZstdCompressionParameters):
    """A set of compression parameters; those that are left at their defaults are derived from the level."""

    def __new__(
        cls,
        format: int = 0,
        compression_level: int = 0,
        window_log: int = 0,
        hash_log: int = 0,
        chain_log: int = 0,
        search_log: int = 0,
        min_match: int = 0,
        target_length: int = 0,
        strategy: int = -1,
        write_content_size: int = 1,
        write_checksum: int = 0,
        write_dict_id: int = 0,
        job_size: int = -1,
        overlap_log: int = -1,
        force_max_window: int = 0,
        enable_ldm: int = 0,
        ldm_hash_log: int = 0,
        ldm_min_match: int = 0,
        ldm_bucket_size_log: int = 0,
        ldm_hash_rate_log: int = -1,
        threads: int = 0,
    ) -> ZstdCompressionParameters: ...
    @staticmethod
    def from_level(
        level: int, source_size: int = 0, dict_size: int = 0, **kwargs: int
    ) -> ZstdCompressionParameters: ...
    @property
    def compression_level(self) -> int: ...

class CompressionParameters(ZstdCompressionParameters):
    """The same under its former name."""

class ZstdCompressionDict(_ZstdCompressionDict):
    """A dictionary: content that compressor and decompressor both know."""

    def precompute_compress(
        self, level: int = 0, compression_params: _ZstdCompressionParameters | None = None
    ) -> None: ...

class ZstdCompressionReader(_ZstdCompressionReader):
    """Reads the compressed form of a source."""

    def __new__(cls) -> ZstdCompressionReader: ...
    def __exit__(self, exc_type: object, exc_value: object, exc_tb: object) -> Literal[False]: ...
    def readline(self, limit: int | None = -1) -> bytes: ...
    def next(self) -> bytes: ...
    def write(self, data: _ReadableBuffer) -> int: ...
    def writelines(self, data: Iterable[_ReadableBuffer]) -> None: ...

class ZstdDecompressionReader(_ZstdDecompressionReader):
    """Reads the content of a source of frames, and seeks forward in it."""

    def __new__(cls) -> ZstdDecompressionReader: ...
    def __exit__(self, exc_type: object, exc_value: object, exc_tb: object) -> Literal[False]: ...
    def next(self) -> bytes: ...

class ZstdCompressionWriter(_ZstdCompressionWriter):
    """Compresses what is written to it into a sink."""

    def __new__(cls) -> ZstdCompressionWriter: ...
    def __exit__(self, exc_type: object, exc_value: object, exc_tb: object) -> Literal[False]: ...
    def seek(self, offset: int, whence: int = 0) -> int: ...

class ZstdDecompressionWriter(_ZstdDecompressionWriter):
    """Decompresses what is written to it into a sink."""

    def __new__(cls) -> ZstdDecompressionWriter: ...
    def __exit__(self, exc_type: object, exc_value: object, exc_tb: object) -> Literal[False]: ...
    def flush(self) -> None: ...  # type: ignore[override]
    def seek(self, offset: int, whence: int = 0) -> int: ...

class ZstdCompressor(_ZstdCompressor):
    """Compresses with one set of options; instances can be shared by threads."""

    def __new__(
        cls,
        level: int = 3,
        dict_data: _ZstdCompressionDict | None = None,
        compression_params: _ZstdCompressionParameters | None = None,
        write_checksum: bool | None = None,
        write_content_size: bool | None = None,
        write_dict_id: bool | None = None,
        threads: int = 0,
    ) -> ZstdCompressor: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def compressobj(self, size: int = -1) -> ZstdCompressionObj: ...
    def copy_stream(
        self, ifh: Any, ofh: Any, size: int = -1, read_size: int = 131072, write_size: int = 131591
    ) -> tuple[int, int]: ...
    def stream_reader(
        self, source: Any, size: int = -1, read_size: int = 131072, closefd: bool = True
    ) -> ZstdCompressionReader: ...
    def stream_writer(
        self,
        writer: Any,
        size: int = -1,
        write_size: int = 131591,
        write_return_read: bool = True,
        closefd: bool = True,
    ) -> ZstdCompressionWriter: ...

class ZstdDecompressor(_ZstdDecompressor):
    """Decompresses with one set of options; instances can be shared by threads."""

    def __new__(
        cls, dict_data: _ZstdCompressionDict | None = None, max_window_size: int = 0, format: int = 0
    ) -> ZstdDecompressor: ...
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def stream_reader(
        self, source: Any, read_size: int = 131075, read_across_frames: bool = False, closefd: bool = True
    ) -> ZstdDecompressionReader: ...
    def stream_writer(  # type: ignore[override]
        self, writer: Any, write_size: int = 131072, write_return_read: bool = True, closefd: bool = True
    ) -> ZstdDecompressionWriter: ...
    def read_to_iter(  # type: ignore[override]
        self, reader: Any, read_size: int = 131075, write_size: int = 131072, skip_bytes: int = 0
    ) -> Any: ...
    def copy_stream(  # type: ignore[override]
        self, ifh: Any, ofh: Any, read_size: int = 131075, write_size: int = 131072
    ) -> tuple[int, int]: ...
    def multi_decompress_to_buffer(  # type: ignore[override]
        self,
        frames: BufferWithSegments | BufferWithSegmentsCollection | list[Any],
        decompressed_sizes: _ReadableBuffer | None = None,
        threads: int = 0,
    ) -> BufferWithSegmentsCollection: ...

class FrameParameters:
    """What the header of a frame says."""

    @property
    def content_size(self) -> int: ...
    @property
    def window_size(self) -> int: ...
    @property
    def dict_id(self) -> int: ...
    @property
    def has_checksum(self) -> bool: ...

def frame_content_size(data: _ReadableBuffer) -> int: ...
def get_frame_parameters(data: _ReadableBuffer, format: int | None = None) -> FrameParameters: ...
def train_dictionary(
    dict_size: int,
    samples: list[bytes],
    k: int = 0,
    d: int = 0,
    f: int = 0,
    split_point: float = 0.0,
    accel: int = 0,
    notifications: int = 0,
    dict_id: int = 0,
    level: int = 0,
    steps: int = 0,
    threads: int = 0,
) -> ZstdCompressionDict: ...
def compress(data: _ReadableBuffer, level: int = 3) -> bytes: ...
def decompress(data: _ReadableBuffer, max_output_size: int = 0) -> bytes: ...
def open(
    filename: str | bytes | os.PathLike[str] | os.PathLike[bytes] | Any,
    mode: str = "rb",
    cctx: _ZstdCompressor | None = None,
    dctx: _ZstdDecompressor | None = None,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool | None = None,
) -> Any: ...

__all__ = [
    "BLOCKSIZELOG_MAX",
    "BLOCKSIZE_MAX",
    "BufferSegment",
    "BufferSegments",
    "BufferWithSegments",
    "BufferWithSegmentsCollection",
    "CHAINLOG_MAX",
    "CHAINLOG_MIN",
    "COMPRESSION_RECOMMENDED_INPUT_SIZE",
    "COMPRESSION_RECOMMENDED_OUTPUT_SIZE",
    "COMPRESSOBJ_FLUSH_BLOCK",
    "COMPRESSOBJ_FLUSH_FINISH",
    "CONTENTSIZE_ERROR",
    "CONTENTSIZE_UNKNOWN",
    "CompressionParameters",
    "DECOMPRESSION_RECOMMENDED_INPUT_SIZE",
    "DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE",
    "DICT_TYPE_AUTO",
    "DICT_TYPE_FULLDICT",
    "DICT_TYPE_RAWCONTENT",
    "FLUSH_BLOCK",
    "FLUSH_FRAME",
    "FORMAT_ZSTD1",
    "FORMAT_ZSTD1_MAGICLESS",
    "FRAME_HEADER",
    "FrameParameters",
    "HASHLOG_MAX",
    "HASHLOG_MIN",
    "LDM_BUCKETSIZELOG_MAX",
    "LDM_MINMATCH_MAX",
    "LDM_MINMATCH_MIN",
    "MAGIC_NUMBER",
    "MAX_COMPRESSION_LEVEL",
    "MINMATCH_MAX",
    "MINMATCH_MIN",
    "SEARCHLENGTH_MAX",
    "SEARCHLENGTH_MIN",
    "SEARCHLOG_MAX",
    "SEARCHLOG_MIN",
    "STRATEGY_BTLAZY2",
    "STRATEGY_BTOPT",
    "STRATEGY_BTULTRA",
    "STRATEGY_BTULTRA2",
    "STRATEGY_DFAST",
    "STRATEGY_FAST",
    "STRATEGY_GREEDY",
    "STRATEGY_LAZY",
    "STRATEGY_LAZY2",
    "TARGETLENGTH_MAX",
    "TARGETLENGTH_MIN",
    "WINDOWLOG_MAX",
    "WINDOWLOG_MIN",
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
    "estimate_decompression_context_size",
    "frame_content_size",
    "frame_header_size",
    "get_frame_parameters",
    "open",
    "train_dictionary",
]
