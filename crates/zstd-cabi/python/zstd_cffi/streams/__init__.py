"""Streams: the classes that compressors and decompressors make for them.

The rules are the library's. What is here puts Python objects at both ends of its streams, and gives them the methods of files.
"""

from .chunker import ZstdCompressionChunker
from .chunks import compress_chunks, decompress_chunks
from .compression_obj import ZstdCompressionObj
from .compression_reader import ZstdCompressionReader
from .compression_writer import ZstdCompressionWriter
from .copying import compress_copy, decompress_copy
from .decompression_obj import ZstdDecompressionObj
from .decompression_reader import ZstdDecompressionReader
from .decompression_writer import ZstdDecompressionWriter

__all__ = [
    "ZstdCompressionChunker",
    "ZstdCompressionObj",
    "ZstdCompressionReader",
    "ZstdCompressionWriter",
    "ZstdDecompressionObj",
    "ZstdDecompressionReader",
    "ZstdDecompressionWriter",
    "compress_chunks",
    "compress_copy",
    "decompress_chunks",
    "decompress_copy",
]
