"""The module ``compression.zstd`` of Python 3.14, on this package's engine.

>>> from zstd.compat import compression_zstd as zstd
>>> zstd.decompress(zstd.compress(b"data to compress"))
b'data to compress'

Names, defaults and errors are those of ``compression.zstd``, and of ``backports.zstd``. What this package has besides is one
attribute away: ``ZstdCompressor(...).batch`` is the ``ZstdCompressor`` of this package with the same level, options and
dictionary, ``ZstdDecompressor(...).batch`` likewise.

>>> frames = zstd.ZstdCompressor(level=9).batch.multi_compress_to_buffer([b"one", b"two"], threads=-1)
>>> zstd.decompress(frames[1])
b'two'
"""

from .. import ZSTD_VERSION as zstd_version_info
from .. import ZstdError
from .._compression_zstd import compress as _compress
from .._compression_zstd import decompress as _decompress
from ._stdlib.dictionaries import ZstdDict, finalize_dict, train_dict
from ._stdlib.file import ZstdFile, open
from ._stdlib.frames import FrameInfo, get_frame_info, get_frame_size
from ._stdlib.objects import ZstdCompressor, ZstdDecompressor
from ._stdlib.parameters import CompressionParameter, DecompressionParameter, Strategy
from ._stdlib.public import public
from ._stdlib.registration import register_shutil, register_tarfile, unregister_shutil, unregister_tarfile
from ._stdlib.settings import PLAIN_DECOMPRESSOR as _PLAIN
from ._stdlib.settings import compressor as _compressor
from ._stdlib.settings import decompressor as _decompressor

__all__ = (
    "COMPRESSION_LEVEL_DEFAULT",
    "CompressionParameter",
    "DecompressionParameter",
    "FrameInfo",
    "Strategy",
    "ZstdCompressor",
    "ZstdDecompressor",
    "ZstdDict",
    "ZstdError",
    "ZstdFile",
    "compress",
    "decompress",
    "finalize_dict",
    "get_frame_info",
    "get_frame_size",
    "open",
    "register_shutil",
    "register_tarfile",
    "train_dict",
    "unregister_shutil",
    "unregister_tarfile",
    "zstd_version",
    "zstd_version_info",
)

zstd_version = "{}.{}.{}".format(*zstd_version_info)

# What is used where no level is given.
COMPRESSION_LEVEL_DEFAULT = 3


@public
def compress(data, level=None, options=None, zstd_dict=None):
    """Compress data to one frame.

    :param data: A bytes-like object.
    :param level: The level; None for ``COMPRESSION_LEVEL_DEFAULT``.
    :param options: A dict from ``CompressionParameter`` to values, in place of a level.
    :param zstd_dict: A ``ZstdDict``, or one of its ``as_...`` attributes.
    :returns: The frame, as bytes.
    """
    return _compress(_compressor(level, options, zstd_dict), data)


@public
def decompress(data, zstd_dict=None, options=None):
    """Decompress all frames of data.

    :param data: A bytes-like object.
    :param zstd_dict: What the frames were made with: a ``ZstdDict``, or one of its ``as_...`` attributes.
    :param options: A dict from ``DecompressionParameter`` to values.
    :returns: The content, as bytes.
    """
    if zstd_dict is None and options is None:
        return _decompress(_PLAIN, data)
    return _decompress(_decompressor(zstd_dict, options), data)


del public
