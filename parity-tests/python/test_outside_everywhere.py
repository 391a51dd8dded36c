"""Faults of the outside at every interface: what has failed is said, once, and what was written before is right."""

import errno
import io
import os
import shutil

import capabilities
import pytest
from support import TEXT

CONTENT = TEXT[:900]


class Full(io.RawIOBase):
    """A file with room for so many bytes."""

    def __init__(self, room):
        super().__init__()
        self.room = room
        self.content = bytearray()

    def writable(self):
        return True

    def write(self, data):
        taken = bytes(data[: self.room - len(self.content)])
        if not taken:
            raise OSError(errno.ENOSPC, "there is no room left")
        self.content += taken
        return len(taken)


class Broken(io.RawIOBase):
    """A source that gives so many bytes, a few at a time, and fails then."""

    def __init__(self, data, length):
        super().__init__()
        self._data = data[:length]

    def readable(self):
        return True

    def read(self, size=-1):
        if not self._data:
            raise OSError(errno.EIO, "the source is broken")
        piece, self._data = self._data[:3], self._data[3:]
        return piece

    def readinto(self, place):
        piece = self.read()
        place[: len(piece)] = piece
        return len(piece)


def writing(zstd):
    """Every way to write a stream into a file, as ``way(file)``, by name; the file is left to the caller."""
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    frame = compressor.compress(CONTENT)
    stdlib, zstandard = capabilities.face(zstd), capabilities.face(zstd, "zstandard")

    def by(make, data=CONTENT):
        def way(file):
            writer = make(file)
            with writer:
                writer.write(data)

        return way

    def closed(make):
        def way(file):
            writer = make(file)
            writer.write(CONTENT)
            writer.flush()
            writer.close()

        return way

    return {
        "writer": by(lambda file: compressor.stream_writer(file, closefd=False)),
        "writer.close": closed(lambda file: compressor.stream_writer(file, closefd=False)),
        "context": by(compressor.write_to),
        "copy": lambda file: compressor.copy_stream(io.BytesIO(CONTENT), file),
        "open": by(lambda file: zstd.open(file, "wb")),
        "open.text": by(lambda file: zstd.open(file, "wt", encoding="ascii"), CONTENT.decode()),
        "stdlib.file": by(lambda file: stdlib.ZstdFile(file, "wb")),
        "stdlib.open.text": by(lambda file: stdlib.open(file, "wt", encoding="ascii"), CONTENT.decode()),
        "zstandard": by(lambda file: zstandard.ZstdCompressor().stream_writer(file, closefd=False)),
        "decompress.writer": by(lambda file: decompressor.stream_writer(file, closefd=False), frame),
        "decompress.context": by(decompressor.write_to, frame),
        "decompress.copy": lambda file: decompressor.copy_stream(io.BytesIO(frame), file),
    }


WRITING = """
    writer writer.close context copy open open.text stdlib.file stdlib.open.text zstandard
    decompress.writer decompress.context decompress.copy
""".split()


@pytest.mark.parametrize("name", WRITING)
def test_sinks_that_fail_at_any_byte(zstd, name):
    way = writing(zstd)[name]
    whole = io.BytesIO()
    # Some ways close what they are given.
    whole.close = lambda: None
    way(whole)
    expected = whole.getvalue()
    for room in range(0, len(expected), 1 if len(expected) < 200 else 37):
        full = Full(room)
        with pytest.raises(OSError) as caught:
            way(full)
        assert caught.value.errno == errno.ENOSPC
        assert full.content == expected[:room]
    enough = Full(len(expected))
    way(enough)
    assert enough.content == expected


@pytest.mark.parametrize("buffering", [0, -1])
@pytest.mark.parametrize("name", WRITING)
def test_a_full_disk(zstd, name, buffering):
    capabilities.need_full_device()
    way = writing(zstd)[name]
    with pytest.raises(OSError) as caught:
        with open("/dev/full", "wb", buffering=buffering) as full:
            way(full)
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.parametrize("name", WRITING)
def test_a_closed_pipe(zstd, name):
    way = writing(zstd)[name]
    source, sink = os.pipe()
    os.close(source)
    with open(sink, "wb", buffering=0) as pipe:
        with pytest.raises(BrokenPipeError):
            way(pipe)


def reading(zstd):
    """Every way to read a compressed source to its end, as ``way(source)``, by name."""
    decompressor, stdlib = zstd.ZstdDecompressor(), capabilities.face(zstd)
    stream = decompressor.stream_reader

    def repeated(make, read):
        def way(source):
            with make(source) as reader:
                while read(reader):
                    pass

        return way

    return {
        "read(n)": repeated(stream, lambda reader: reader.read(7)),
        "read1": repeated(stream, lambda reader: reader.read1(7)),
        "readinto": repeated(stream, lambda reader: reader.readinto(bytearray(7))),
        "readinto1": repeated(stream, lambda reader: reader.readinto1(bytearray(7))),
        "readall": lambda source: stream(source).readall(),
        "readline": repeated(stream, lambda reader: reader.readline()),
        "readlines": lambda source: stream(source).readlines(),
        "lines": lambda source: list(stream(source)),
        "seek": lambda source: stream(source).seek(1 << 40),
        "iterator": lambda source: list(decompressor.read_to_iter(source)),
        "old iterator": lambda source: list(decompressor.read_from(source)),
        "copy": lambda source: decompressor.copy_stream(source, io.BytesIO()),
        "open": lambda source: zstd.open(source).read(),
        "open.text": lambda source: zstd.open(source, "rt", encoding="ascii").read(),
        "stdlib.file": lambda source: stdlib.ZstdFile(source).read(),
        "stdlib.file.lines": lambda source: list(stdlib.ZstdFile(source)),
        "stdlib.open.text": lambda source: stdlib.open(source, "rt", encoding="ascii").read(),
        "buffered": lambda source: io.BufferedReader(stream(source)).read(),
        "shutil": lambda source: shutil.copyfileobj(stream(source), io.BytesIO()),
    }


READING = """
    read(n) read1 readinto readinto1 readall readline readlines lines seek iterator old_iterator copy open open.text
    stdlib.file stdlib.file.lines stdlib.open.text buffered shutil
""".split()


@pytest.mark.parametrize("name", READING)
def test_sources_that_fail_at_any_byte(zstd, name):
    way = reading(zstd)[name.replace("_", " ")]
    frame = zstd.ZstdCompressor(write_checksum=True).compress(CONTENT)
    for length in range(len(frame)):
        with pytest.raises(OSError) as caught:
            way(Broken(frame, length))
        assert caught.value.errno == errno.EIO


@pytest.mark.parametrize("name", READING)
def test_sources_that_end_at_any_byte(zstd, name):
    """A truncated frame is an error wherever the end of the input is known."""
    way = reading(zstd)[name.replace("_", " ")]
    frame = zstd.ZstdCompressor(write_checksum=True).compress(CONTENT)
    for length in range(1, len(frame)):
        with pytest.raises((zstd.ZstdError, EOFError)):
            way(io.BytesIO(frame[:length]))
    way(io.BytesIO(frame))


class Unclosable(io.BytesIO):
    """A file that cannot be closed without an error, and written to only if it is told to."""

    def __init__(self, *faults):
        super().__init__()
        self.faults = faults

    def write(self, data):
        if "write" in self.faults:
            raise OSError(errno.EIO, "write")
        return super().write(data)

    def flush(self):
        if "flush" in self.faults:
            raise OSError(errno.EIO, "flush")

    def close(self):
        if "close" in self.faults:
            raise OSError(errno.EIO, "close")

    def __del__(self):
        """Do not close it once more: newer interpreters report what that raises."""


def closing(zstd):
    """Every way to close a writer and its sink, as ``way(file)``, by name."""
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    frame = compressor.compress(CONTENT)

    def close(make, data):
        def way(file):
            writer = make(file)
            writer.write(data)
            writer.close()

        return way

    def leave(make, data):
        def way(file):
            with make(file) as writer:
                writer.write(data)

        return way

    makers = {
        "compress": (compressor.stream_writer, CONTENT),
        "decompress": (decompressor.stream_writer, frame),
        "open": (lambda file: zstd.open(file, "wb", closefd=True), CONTENT),
    }
    found = {}
    for name, maker in makers.items():
        found[name + ".close"] = close(*maker)
        found[name + ".leave"] = leave(*maker)
    return found


@pytest.mark.parametrize("faults", [("close",), ("flush", "close"), ("write", "flush", "close")], ids="+".join)
@pytest.mark.parametrize(
    "name", ["compress.close", "compress.leave", "decompress.close", "decompress.leave", "open.close", "open.leave"]
)
def test_the_first_failure_of_closing_is_the_one_that_is_seen(zstd, name, faults):
    with pytest.raises(OSError) as caught:
        closing(zstd)[name](Unclosable(*faults))
    assert caught.value.strerror == faults[0]


@pytest.mark.parametrize("name", ["stream_reader", "open"])
def test_a_source_that_fails_when_it_is_closed(zstd, name):
    source = Unclosable("close")
    source.write(zstd.compress(CONTENT))
    source.seek(0)
    reader = zstd.ZstdDecompressor().stream_reader(source) if name != "open" else zstd.open(source, closefd=True)
    assert reader.read() == CONTENT
    with pytest.raises(OSError, match="close"):
        reader.close()
    assert reader.closed
    reader.close()
