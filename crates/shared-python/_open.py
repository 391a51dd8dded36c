"""The function ``open``: compressed files by their paths, and over objects that are like files."""

import builtins
import io
import os

from . import ZstdCompressor, ZstdDecompressor


def open(
    filename, mode="rb", cctx=None, dctx=None, encoding=None, errors=None, newline=None, closefd=None
):
    """Open a compressed file, for its content.

    Reading gives the content of all frames. Modes with ``b`` are binary, others are text, as in
    the built-in ``open()``; ``t`` may be written too. Appending adds a frame to the file.

    :param filename: A path, or an object with ``read(size)`` for reading or ``write(data)`` for
        writing.
    :param mode: ``rb``, ``wb``, ``ab`` or ``xb``; ``r``, ``w``, ``a`` or ``x`` for text.
    :param cctx: The compressor for writing; None for one with default options.
    :param dctx: The decompressor for reading; None for one with default options.
    :param encoding: Encoding of text; None for the one that ``io.TextIOWrapper`` takes.
    :param errors: How to handle errors of the encoding, in text modes.
    :param newline: How to handle line ends, in text modes.
    :param closefd: Close the given object together with the result; None stands for false. A file
        that was opened by its path is always closed.
    :returns: ``ZstdDecompressionReader`` or ``ZstdCompressionWriter`` in binary modes,
        ``io.TextIOWrapper`` in text modes.
    :raises TypeError: ``filename`` is neither a path nor such an object.
    :raises ValueError: There is no such mode.
    :raises OSError: The file cannot be opened.
    """
    letters = set(mode)
    direction = "".join(letters & set("rwax"))
    text = "b" not in letters
    known = set(direction + ("t" if text else "b"))
    if len(direction) != 1 or len(letters) != len(mode) or letters - known:
        raise ValueError(
            f"Invalid mode: {mode!r}; use one of r, w, a, x, with b for bytes or t for text"
        )
    if not text and not (encoding is None and errors is None and newline is None):
        raise ValueError(
            "encoding, errors and newline are for text; leave them out, or leave b out of mode"
        )

    path = isinstance(filename, (str, bytes, os.PathLike))
    if path:
        file = builtins.open(filename, direction + "b")
    elif hasattr(filename, "read") or hasattr(filename, "write"):
        file = filename
    else:
        raise TypeError("filename must be a str, bytes, file or PathLike object")

    try:
        if direction == "r":
            reader = ZstdDecompressor() if dctx is None else dctx
            stream = reader.stream_reader(file, read_across_frames=True, closefd=path or closefd)
        else:
            writer = ZstdCompressor() if cctx is None else cctx
            stream = writer.stream_writer(file, closefd=path or closefd)
        if not text:
            return stream
        return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    except BaseException:
        if path:
            file.close()
        raise


# Functions are those of the package, whose name programs import and pickles refer to.
open.__module__ = __package__
