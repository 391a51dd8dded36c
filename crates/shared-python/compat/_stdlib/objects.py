"""Compressors and decompressors that are called call by call.

The methods that work on data are those of the base classes, untouched.
"""

from ..._compression_zstd import FrameCompressor, FrameDecompressor
from .public import final
from .settings import compressor, decompressor

# The one size that cannot be written into a header, and what stands for an unknown one.
_LEAST_IMPOSSIBLE_SIZE = (1 << 64) - 2


@final
class ZstdCompressor(FrameCompressor):
    """Compresses frame after frame, call by call. Threads may share it: their calls follow one another.

    :param level: The level; None for ``COMPRESSION_LEVEL_DEFAULT``.
    :param options: A dict from ``CompressionParameter`` to values, in place of a level.
    :param zstd_dict: A ``ZstdDict``, or one of its ``as_...`` attributes.

    Its attribute ``batch`` is the ``ZstdCompressor`` of this package with the same options, for batches and streams.
    """

    __slots__ = ()

    CONTINUE = 0
    FLUSH_BLOCK = 1
    FLUSH_FRAME = 2

    def __new__(cls, level=None, options=None, zstd_dict=None):
        return FrameCompressor.__new__(cls, compressor(level, options, zstd_dict))

    def set_pledged_input_size(self, size, /):
        """Declare the size of the next frame's content, in bytes; None for an unknown one.

        Only between frames, when ``last_mode`` is ``FLUSH_FRAME``. Content of another size is an error.
        """
        if size is not None:
            if not isinstance(size, int):
                raise TypeError("an integer is required")
            if not 0 <= size < _LEAST_IMPOSSIBLE_SIZE:
                raise ValueError(f"size argument should be a positive int less than {_LEAST_IMPOSSIBLE_SIZE}")
        self._declare_size(size)


@final
class ZstdDecompressor(FrameDecompressor):
    """Decompresses one frame, call by call. Threads may share it: their calls follow one another.

    :param zstd_dict: What the frame was made with: a ``ZstdDict``, or one of its ``as_...`` attributes.
    :param options: A dict from ``DecompressionParameter`` to values.

    Its attribute ``batch`` is the ``ZstdDecompressor`` of this package with the same options, for batches and streams.
    """

    __slots__ = ()

    def __new__(cls, zstd_dict=None, options=None):
        return FrameDecompressor.__new__(cls, decompressor(zstd_dict, options))
