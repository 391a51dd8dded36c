"""Streams that are like files. What they cannot do raises what it raises in python-zstandard; what they can do is inherited."""

import io

from ... import ZstdCompressionReader as _CompressionReader
from ... import ZstdCompressionWriter as _CompressionWriter
from ... import ZstdDecompressionReader as _DecompressionReader
from ... import ZstdDecompressionWriter as _DecompressionWriter
from ._common import uncallable


@uncallable
class ZstdCompressionReader(_CompressionReader):
    """Reads the compressed form of a source."""

    __slots__ = ()

    def __exit__(self, exc_type, exc_value, exc_tb):
        """Close the reader; an exception of the block goes on."""
        super().__exit__(exc_type, exc_value, exc_tb)
        return False

    def flush(self):
        """Do nothing."""

    def readline(self, limit=-1):
        """Raise: compressed data has no lines."""
        raise io.UnsupportedOperation("readline() is not supported by this stream")

    def readlines(self, hint=-1):
        """Raise: compressed data has no lines."""
        raise io.UnsupportedOperation("readlines() is not supported by this stream")

    def __iter__(self):
        raise io.UnsupportedOperation("iteration is not supported by this stream; read() it")

    def __next__(self):
        raise io.UnsupportedOperation("iteration is not supported by this stream; read() it")

    next = __next__

    def write(self, data):
        """Raise: this is a reader."""
        raise OSError("stream is not writable")

    def writelines(self, data):
        """Raise: this is a reader."""
        raise OSError("stream is not writable")


@uncallable
class ZstdDecompressionReader(_DecompressionReader):
    """Reads the content of a source of frames, and seeks forward in it."""

    __slots__ = ()

    def __exit__(self, exc_type, exc_value, exc_tb):
        """Close the reader; an exception of the block goes on."""
        super().__exit__(exc_type, exc_value, exc_tb)
        return False

    def flush(self):
        """Do nothing."""

    def readline(self, size=-1):
        """Raise: put ``io.BufferedReader`` or ``io.TextIOWrapper`` on top to read lines."""
        raise io.UnsupportedOperation("readline() is not supported by this stream; wrap it in io.BufferedReader")

    def readlines(self, hint=-1):
        """Raise: put ``io.BufferedReader`` or ``io.TextIOWrapper`` on top to read lines."""
        raise io.UnsupportedOperation("readlines() is not supported by this stream; wrap it in io.BufferedReader")

    def __iter__(self):
        raise io.UnsupportedOperation("iteration is not supported by this stream; wrap it in io.BufferedReader")

    def __next__(self):
        raise io.UnsupportedOperation("iteration is not supported by this stream; wrap it in io.BufferedReader")

    next = __next__

    def seekable(self):
        """Return False: only positions ahead can be sought."""
        return False

    def seek(self, pos, whence=io.SEEK_SET):
        """Go to a position ahead, by decompressing what is between."""
        if self.closed:
            raise ValueError("stream is closed")
        if whence == io.SEEK_END:
            raise OSError("zstd decompression streams cannot be seeked with SEEK_END")
        if whence == io.SEEK_SET and pos < 0:
            raise OSError("cannot seek to negative position with SEEK_SET")
        if whence == io.SEEK_SET and pos < self.tell() or whence == io.SEEK_CUR and pos < 0:
            raise OSError("cannot seek zstd decompression stream backwards")
        return super().seek(pos, whence)


@uncallable
class ZstdCompressionWriter(_CompressionWriter):
    """Compresses what is written to it into a sink."""

    __slots__ = ()

    def __exit__(self, exc_type, exc_value, exc_tb):
        """End the frame and close the writer; an exception of the block goes on."""
        super().__exit__(exc_type, exc_value, exc_tb)
        return False

    def fileno(self):
        """Return the file descriptor of the sink."""
        return _fileno(super().fileno)

    def seek(self, offset, whence=io.SEEK_SET):
        """Raise: this is a writer."""
        return super().seek(offset, whence)

    def writelines(self, lines):
        """Raise: write the lines one by one."""
        raise NotImplementedError("writelines() is not supported by this stream; write() the lines one by one")


@uncallable
class ZstdDecompressionWriter(_DecompressionWriter):
    """Decompresses what is written to it into a sink."""

    __slots__ = ()

    def __exit__(self, exc_type, exc_value, exc_tb):
        """Close the writer; an exception of the block goes on."""
        super().__exit__(exc_type, exc_value, exc_tb)
        return False

    def flush(self):
        """Flush the sink."""
        super().flush()

    def fileno(self):
        """Return the file descriptor of the sink."""
        return _fileno(super().fileno)

    def seek(self, offset, whence=io.SEEK_SET):
        """Raise: this is a writer."""
        return super().seek(offset, whence)

    def tell(self):
        """Raise: the position is not counted."""
        raise io.UnsupportedOperation("tell() is not supported by this stream")

    def writelines(self, lines):
        """Raise: write the pieces one by one."""
        raise io.UnsupportedOperation("writelines() is not supported by this stream; write() the pieces one by one")


def _fileno(ask):
    try:
        return ask()
    except io.UnsupportedOperation:
        # An OSError, of the kind that io.TextIOWrapper is prepared for everywhere.
        raise io.UnsupportedOperation("fileno not available on underlying writer") from None
