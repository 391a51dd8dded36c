"""The codec ``zstd`` of ``numcodecs``, and so of Zarr arrays, on this package's engine.

With the extra ``numcodecs`` of this package's distribution, ``numcodecs.get_codec({"id": "zstdrs"})`` (``zstdrs-cffi`` for the
package for other interpreters) makes it. What it writes says that its codec is ``zstd``: anybody can read it. What others have
written is read with it after ``register_numcodecs()``.
"""

from numcodecs.abc import Codec
from numcodecs.compat import ensure_contiguous_ndarray, ndarray_copy
from numcodecs.registry import codec_registry, register_codec

from .compression_zstd import CompressionParameter, ZstdCompressor, compress, decompress

__all__ = ["Zstd", "register_numcodecs", "unregister_numcodecs"]


class Zstd(Codec):
    """Compresses chunks of arrays, one frame each.

    :param level: The level; 0 for libzstd's default.
    :param checksum: Whether a checksum of the content ends each frame.
    """

    codec_id = "zstd"

    def __init__(self, level=0, checksum=False):
        self.level = level
        self.checksum = checksum
        options = {CompressionParameter.compression_level: level, CompressionParameter.checksum_flag: bool(checksum)}
        # Wrong options are noticed now.
        ZstdCompressor(options=options)
        self._options = options

    def encode(self, buf):
        """Return the frame of a chunk, as bytes."""
        data = ensure_contiguous_ndarray(buf)
        if self.checksum:
            return compress(data, options=self._options)
        return compress(data, self.level)

    def decode(self, buf, out=None):
        """Return the content of a frame, as bytes or in ``out``."""
        content = decompress(ensure_contiguous_ndarray(buf))
        return ndarray_copy(content, out)

    def get_config(self):
        """Return what a codec like this one is made from."""
        return {"id": self.codec_id, "level": self.level, "checksum": self.checksum}

    @classmethod
    def from_config(cls, config):
        """Make a codec from what ``get_config()`` has returned."""
        return cls(config.get("level", 0), config.get("checksum", False))


# What was registered before, while that is replaced.
_before = []


def register_numcodecs():
    """Have ``numcodecs`` use this package wherever the codec is ``zstd``."""
    if not _before:
        _before.append(codec_registry.get(Zstd.codec_id))
        register_codec(Zstd)


def unregister_numcodecs():
    """Take ``register_numcodecs()`` back. Without it, nothing happens."""
    if _before:
        before = _before.pop()
        if before is not None:
            register_codec(before)
        else:
            del codec_registry[Zstd.codec_id]
