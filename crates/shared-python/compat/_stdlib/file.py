"""Compressed files: ``ZstdFile`` and ``open``."""

import io
import os

from ... import DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE as _BLOCK
from .content import OWN_READ_SIZE, READ_SIZE, Content
from .objects import ZstdCompressor
from .public import public
from .settings import decompressor

_PATHS = (str, bytes, os.PathLike)


def _write_all(file, data):
    """Write data to a file that may take less than it is given."""
    while data:
        count = file.write(data)
        if not isinstance(count, int) or not 0 <= count < len(data):
            return
        data = memoryview(data)[count:]


@public
class ZstdFile(io.BufferedIOBase):
    """A compressed file, for reading or writing its content.

    Reading gives the content of all frames. Appending adds a frame to a file.

    :param file: A path, or an object with ``read()`` or ``write()``, which stays open when the ``ZstdFile`` is closed.
    :param mode: ``r``, ``w``, ``a`` or ``x``; ``b`` may be written behind it.
    :param level: The level, for writing; None for ``COMPRESSION_LEVEL_DEFAULT``.
    :param options: A dict from ``CompressionParameter`` or ``DecompressionParameter`` to values.
    :param zstd_dict: A ``ZstdDict``, or one of its ``as_...`` attributes.
    """

    FLUSH_BLOCK = ZstdCompressor.FLUSH_BLOCK
    FLUSH_FRAME = ZstdCompressor.FLUSH_FRAME

    # Either a reader or a compressor is there; neither of them once the file is closed.
    _file = None
    _owned = False
    _reader = None
    _compressor = None

    def __init__(self, file, /, mode="r", *, level=None, options=None, zstd_dict=None):
        if not isinstance(mode, str):
            raise ValueError("mode must be a str")
        if options is not None and not isinstance(options, dict):
            raise TypeError("options must be a dict or None")
        mode = mode[:-1] if mode.endswith("b") else mode
        if mode == "r":
            if level is not None:
                raise TypeError("level is illegal in read mode")
        elif mode in ("w", "a", "x"):
            if level is not None and not isinstance(level, int):
                raise TypeError("level must be int or None")
            compressor = ZstdCompressor(level, options, zstd_dict)
        else:
            raise ValueError(f"Invalid mode: {mode!r}")
        needed = "read" if mode == "r" else "write"
        owned = isinstance(file, _PATHS)
        if owned:
            file = io.open(file, mode + "b")
        elif not hasattr(file, needed):
            raise TypeError("file must be a file-like object or a str, bytes, or PathLike object")
        self._mode = "rb" if mode == "r" else "wb"
        if mode == "r":
            try:
                settings = decompressor(zstd_dict, options)
                content = Content(file, settings, OWN_READ_SIZE if owned else READ_SIZE)
            except BaseException:
                if owned:
                    file.close()
                raise
            self._reader = io.BufferedReader(content)
        else:
            self._compressor = compressor
            self._position = 0
        self._file = file
        self._owned = owned

    def close(self):
        """Finish the frame, and close what was opened. Closing again does nothing."""
        if self._file is None:
            return
        try:
            if self._reader is not None:
                self._reader.close()
            else:
                self.flush(self.FLUSH_FRAME)
        finally:
            self._reader = self._compressor = None
            file, self._file = self._file, None
            if self._owned:
                file.close()

    @property
    def closed(self):
        """Whether the file is closed."""
        return self._reader is None and self._compressor is None

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _readable(self):
        """Return the reader."""
        reader = self._reader
        if reader is None:
            self._check_open()
            raise io.UnsupportedOperation("File not open for reading")
        return reader

    def write(self, data, /):
        """Write a bytes-like object; return its size in bytes. The file may get the compressed data later."""
        compressor = self._compressor
        if compressor is None:
            self._check_open()
            raise io.UnsupportedOperation("File not open for writing")
        length = len(data) if isinstance(data, (bytes, bytearray)) else memoryview(data).nbytes
        compressed = compressor.compress(data)
        if compressed:
            _write_all(self._file, compressed)
        self._position += length
        return length

    def flush(self, mode=FLUSH_BLOCK):
        """Finish the block, or with ``FLUSH_FRAME`` the frame, and write everything. Files for reading ignore it."""
        if self._reader is not None:
            return
        self._check_open()
        if mode not in (self.FLUSH_BLOCK, self.FLUSH_FRAME):
            raise ValueError("Invalid mode argument, expected either ZstdFile.FLUSH_FRAME or ZstdFile.FLUSH_BLOCK")
        if self._compressor.last_mode == mode:
            return
        _write_all(self._file, self._compressor.flush(mode))
        if hasattr(self._file, "flush"):
            self._file.flush()

    def read(self, size=-1):
        """Read so many bytes of content, or all of it if the size is negative or None; fewer at the end."""
        return self._readable().read(-1 if size is None else size)

    def read1(self, size=-1):
        """Read some content, at most so many bytes, with as few reads of the file as can be; ``b""`` at the end."""
        reader = self._readable()
        return reader.read1(_BLOCK if size < 0 else size)

    def readinto(self, b):
        """Read content into a writable bytes-like object; return its size in bytes."""
        return self._readable().readinto(b)

    def readinto1(self, b):
        """As ``readinto()``, with as few reads of the file as can be."""
        return self._readable().readinto1(b)

    def readline(self, size=-1):
        """Read a line, at most so many bytes of it if the size is not negative; ``b""`` at the end."""
        return self._readable().readline(size)

    def peek(self, size=-1):
        """Return some of the content that comes next without moving on; ``b""`` at the end only."""
        return self._readable().peek(size)

    def __next__(self):
        line = self._readable().readline()
        if not line:
            raise StopIteration
        return line

    def seek(self, offset, whence=io.SEEK_SET):
        """Go to a position in the content. Going backward reads from the start; it may take long."""
        return self._readable().seek(offset, whence)

    def tell(self):
        """Return the position in the content."""
        self._check_open()
        return self._position if self._reader is None else self._reader.tell()

    def fileno(self):
        """Return the descriptor of the file."""
        self._check_open()
        return self._file.fileno()

    @property
    def name(self):
        """The name of the file."""
        self._check_open()
        return self._file.name

    @property
    def mode(self):
        """``rb`` or ``wb``."""
        return self._mode

    def seekable(self):
        """Return whether ``seek()`` is possible."""
        return self.readable() and self._reader.seekable()

    def readable(self):
        """Return whether the file was opened for reading."""
        self._check_open()
        return self._reader is not None

    def writable(self):
        """Return whether the file was opened for writing."""
        self._check_open()
        return self._reader is None


@public
def open(
    file,
    /,
    mode="rb",
    *,
    level=None,
    options=None,
    zstd_dict=None,
    encoding=None,
    errors=None,
    newline=None,
):
    """Open a compressed file, binary or as text.

    :param file: A path, or an object with ``read()`` or ``write()``.
    :param mode: That of ``ZstdFile``; with ``t`` for text.
    :param level: See ``ZstdFile``, as for ``options`` and ``zstd_dict``.
    :param encoding: For text, as in ``io.TextIOWrapper``; so are ``errors`` and ``newline``.
    :returns: A ``ZstdFile``, or an ``io.TextIOWrapper`` over one.
    """
    text = "t" in mode
    mode = mode.replace("t", "")
    if text:
        if "b" in mode:
            raise ValueError(f"Invalid mode: {mode!r}")
    else:
        given = {"encoding": encoding, "errors": errors, "newline": newline}
        for name, value in given.items():
            if value is not None:
                raise ValueError(f'Argument "{name}" not supported in binary mode')
    binary = ZstdFile(file, mode, level=level, options=options, zstd_dict=zstd_dict)
    if not text:
        return binary
    return io.TextIOWrapper(binary, encoding, errors, newline)
