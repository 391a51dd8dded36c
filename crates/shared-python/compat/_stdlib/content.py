"""The content of a compressed file, as a raw file: this package's reader, with the errors of the face."""

import io

from ... import ZstdError
from .frames import reworded, words

# How much is read at a time from files that the face has opened. Other objects are asked for as much as the standard library
# would ask them for, since they may have to wait for it.
OWN_READ_SIZE = 128 << 10
READ_SIZE = io.DEFAULT_BUFFER_SIZE

# libzstd's numbers for errors that this package words differently.
_SIZE_WRONG = 72
_WINDOW_TOO_LARGE = 16


class _Source:
    """What is read from, and whether it has given anything."""

    __slots__ = ("_file", "given", "read")

    def __init__(self, file):
        self._file = file
        self.given = False
        self.read = self._first

    def _first(self, size):
        data = self._file.read(size)
        if data:
            self.given = True
            # From now on nothing stands between the reader and the file.
            self.read = self._file.read
        return data

    def seekable(self):
        return self._file.seekable()

    def seek(self, offset, whence=0):
        return self._file.seek(offset, whence)

    def tell(self):
        return self._file.tell()


def _cut_off():
    return EOFError("Compressed file ended before the end-of-stream marker was reached")


def _translated(error):
    """Return the face's error for one of the reader's."""
    if error.code == _SIZE_WRONG and str(error).endswith("the input is truncated"):
        return _cut_off()
    if error.code == _WINDOW_TOO_LARGE:
        reason = "Frame requires too much memory for decoding"
    else:
        reason = words(error)
    return reworded(error, f"Unable to decompress Zstandard data: {reason}")


class Content(io.RawIOBase):
    """The content of all frames of a file."""

    def __init__(self, file, decompressor, read_size):
        self._file = file
        self._source = _Source(file)
        self._reader = decompressor.stream_reader(self._source, read_size, True, closefd=False)
        self._failure = None

    def readable(self):
        return True

    def seekable(self):
        return self._file.seekable()

    def readinto(self, b):
        try:
            count = self._reader.readinto1(b)
        except ZstdError as error:
            raise self._failed(error) from None
        if count == 0 and not self._source.given and len(b):
            raise _cut_off()
        return count

    def readall(self):
        try:
            content = self._reader.readall()
        except ZstdError as error:
            raise self._failed(error) from None
        if not content and not self._source.given:
            raise _cut_off()
        return content

    def _failed(self, error):
        """Return the face's error; the reader says only once what was wrong."""
        if self._failure is None:
            self._failure = _translated(error)
        failure = self._failure
        if isinstance(failure, ZstdError):
            return reworded(failure, str(failure))
        return type(failure)(*failure.args)

    def seek(self, offset, whence=io.SEEK_SET):
        try:
            if whence == io.SEEK_CUR:
                offset += self._reader.tell()
            elif whence == io.SEEK_END:
                offset += self._reader.seek(0, io.SEEK_END)
            elif whence != io.SEEK_SET:
                raise ValueError(f"Invalid value for whence: {whence}")
            return self._reader.seek(max(offset, 0))
        except ZstdError as error:
            raise self._failed(error) from None

    def tell(self):
        return self._reader.tell()

    def close(self):
        self._reader.close()
        super().close()
