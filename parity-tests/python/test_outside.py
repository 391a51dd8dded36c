"""Faults of the outside: full disks, short writes, closed pipes, sources that fail anywhere. The first error is the one seen."""

import errno
import io
import os

import capabilities
import pytest
from support import TEXT


def test_a_full_disk(zstd):
    capabilities.need_full_device()
    compressor = zstd.ZstdCompressor(level=1)
    noise = os.urandom(1 << 20)
    for buffering in (0, -1):
        with pytest.raises(OSError) as caught:
            with open("/dev/full", "wb", buffering=buffering) as full:
                compressor.copy_stream(io.BytesIO(noise), full)
        assert caught.value.errno == errno.ENOSPC
    writer = zstd.open("/dev/full", "wb")
    with pytest.raises(OSError) as caught:
        for _ in range(100):
            writer.write(noise)
        writer.close()
    assert caught.value.errno == errno.ENOSPC
    try:
        writer.close()
    except OSError:
        # The file that `open` has opened may repeat what it could not write.
        pass
    with pytest.raises((ValueError, zstd.ZstdError)):
        writer.write(b"more")


def test_a_closed_pipe(zstd):
    source, sink = os.pipe()
    os.close(source)
    with open(sink, "wb", buffering=0) as pipe:
        with pytest.raises(BrokenPipeError):
            zstd.ZstdCompressor(level=1).copy_stream(io.BytesIO(os.urandom(1 << 20)), pipe)


class Short(io.RawIOBase):
    """A file that takes a few bytes at a time."""

    def __init__(self):
        super().__init__()
        self.content = bytearray()

    def writable(self):
        return True

    def write(self, data):
        taken = bytes(data[:7])
        self.content += taken
        return len(taken)


def test_short_writes(zstd):
    sink = Short()
    compressor = zstd.ZstdCompressor(write_checksum=True)
    compressor.copy_stream(io.BytesIO(TEXT * 50), sink)
    decompressed = Short()
    zstd.ZstdDecompressor().copy_stream(io.BytesIO(bytes(sink.content)), decompressed)
    assert decompressed.content == TEXT * 50


class Breaks(io.RawIOBase):
    """A source that gives so many bytes, one or a few at a time, and fails then."""

    def __init__(self, data, length):
        super().__init__()
        self._data = data[:length]

    def read(self, size=-1):
        if not self._data:
            raise OSError(errno.EIO, "the source is broken")
        piece, self._data = self._data[:3], self._data[3:]
        return piece


def test_sources_that_fail_at_any_byte(zstd):
    compressor = zstd.ZstdCompressor()
    decompressor = zstd.ZstdDecompressor()
    frame = compressor.compress(TEXT)
    for length in range(len(frame)):
        for run in (
            lambda: decompressor.copy_stream(Breaks(frame, length), io.BytesIO()),
            lambda: decompressor.stream_reader(Breaks(frame, length)).read(),
            lambda: list(decompressor.read_to_iter(Breaks(frame, length))),
            lambda: compressor.copy_stream(Breaks(TEXT, length), io.BytesIO()),
        ):
            with pytest.raises(OSError) as caught:
                run()
            assert caught.value.errno == errno.EIO
