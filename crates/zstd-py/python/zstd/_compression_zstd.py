"""What the face ``compat.compression_zstd`` is made of, in this flavour: parts of the extension module."""

from ._native import (
    FrameCompressor,
    FrameDecompressor,
    stdlib_compress as compress,
    stdlib_compressor as compressor,
    stdlib_decompress as decompress,
    stdlib_decompressor as decompressor,
    stdlib_finalize as finalize,
    stdlib_train as train,
)

__all__ = [
    "FrameCompressor",
    "FrameDecompressor",
    "compress",
    "compressor",
    "decompress",
    "decompressor",
    "finalize",
    "train",
]
