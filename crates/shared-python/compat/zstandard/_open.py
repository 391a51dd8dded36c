"""The function ``open``."""

import builtins
import io
import os

from ._compressor import ZstdCompressor
from ._decompressor import ZstdDecompressor

_READING = ("r", "rb")
_WRITING = ("w", "wb", "a", "ab", "x", "xb")


def open(
    filename, mode="rb", cctx=None, dctx=None, encoding=None, errors=None, newline=None, closefd=None
):
    """Open a compressed file for its content: a path, or an object with ``read()`` or ``write()``.

    Modes with ``b`` are binary; others are text, for which ``encoding``, ``errors`` and ``newline`` are those of
    ``io.TextIOWrapper``. An object that was passed is closed together with the result if ``closefd`` is true.
    """
    plain = mode.replace("t", "")
    if plain not in _READING + _WRITING:
        raise ValueError(f"Invalid mode: {mode!r}")
    path = isinstance(filename, (str, bytes, os.PathLike))
    if not path and not hasattr(filename, "read") and not hasattr(filename, "write"):
        raise TypeError("filename must be a str, bytes, file or PathLike object")
    file = builtins.open(filename, plain.replace("b", "") + "b") if path else filename
    closefd = path or bool(closefd)
    try:
        if plain in _READING:
            stream = (dctx or ZstdDecompressor()).stream_reader(file, closefd=closefd)
        else:
            stream = (cctx or ZstdCompressor()).stream_writer(file, closefd=closefd)
        if "b" in plain:
            return stream
        return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    except BaseException:
        if path:
            file.close()
        raise
