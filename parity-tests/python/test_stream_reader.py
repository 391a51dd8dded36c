"""Readers are files: each method does what the same method of Python's own files does."""

import io
import os

import capabilities
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import RANDOM, Script, Source, frame_of
from support import TEXT

LINES = b"first\n\nthird line\r\nno end" * 3
SEEK = [io.SEEK_SET, io.SEEK_CUR, io.SEEK_END]


def readers(zstd, content):
    """Readers whose content is the same, over sources of many kinds."""
    decompressor = zstd.ZstdDecompressor()
    frame = frame_of(zstd, content)
    half = len(content) // 2
    frames = frame_of(zstd, content[:half]) + frame_of(zstd, content[half:])
    yield decompressor.stream_reader(frame)
    yield decompressor.stream_reader(bytearray(frame), read_size=3)
    yield decompressor.stream_reader(io.BytesIO(frame))
    yield decompressor.stream_reader(Source(frame, piece=2), read_size=1)
    yield decompressor.stream_reader(frames, read_across_frames=True)
    packed = zstd.ZstdDecompressor().decompress(frame_of(zstd, frame))
    yield decompressor.stream_reader(decompressor.stream_reader(frame_of(zstd, packed)))


SIZED = st.integers(-1, 60)
CALLS = st.one_of(
    st.tuples(st.sampled_from(["read", "readline", "readinto"]), st.tuples(SIZED)),
    st.tuples(st.sampled_from(["read", "readline", "readlines"]), st.sampled_from([(), (None,)])),
    st.tuples(st.just("readlines"), st.tuples(SIZED)),
    st.tuples(st.sampled_from(["tell", "__next__", "readable", "writable", "isatty", "flush"]), st.just(())),
    st.tuples(st.just("seek"), st.tuples(st.integers(0, 90))),
    st.tuples(st.just("read"), st.tuples(st.just(1 << 40))),
)


def attempt(file, name, arguments):
    """Return the result of a call, or the class of its exception."""
    if name == "readinto":
        room = bytearray(max(arguments[0], 0))
        return file.readinto(room), bytes(room)
    try:
        return getattr(file, name)(*arguments)
    except Exception as error:
        return type(error)


@given(st.lists(CALLS, max_size=12))
def test_readers_do_what_other_files_do(zstd, calls):
    for reader in readers(zstd, LINES):
        model = io.BytesIO(LINES)
        for name, arguments in calls:
            if name == "seek" and (arguments[0] < model.tell() and not reader.seekable()):
                continue
            expected = attempt(model, name, arguments)
            if name == "seek":
                # A position beyond the end becomes the end.
                expected = min(expected, len(LINES))
                model.seek(expected)
            if name == "writable":
                expected = False
            assert attempt(reader, name, arguments) == expected, (name, arguments)
        assert reader.tell() == model.tell()


@given(st.lists(st.tuples(st.integers(-99, 99), st.sampled_from(SEEK), st.integers(0, 30)), max_size=8))
def test_seeking_in_sources_that_can_seek(zstd, moves):
    frame = frame_of(zstd, LINES)
    for source in (io.BytesIO(b"before" + frame), frame):
        if source is not frame:
            source.seek(6)
        reader = zstd.ZstdDecompressor().stream_reader(source)
        model = io.BytesIO(LINES)
        assert reader.seekable()
        for offset, whence, size in moves:
            target = {0: 0, 1: model.tell(), 2: len(LINES)}[whence] + offset
            if target < 0:
                with pytest.raises(OSError):
                    reader.seek(offset, whence)
            else:
                model.seek(min(target, len(LINES)))
                assert reader.seek(offset, whence) == model.tell()
            assert reader.tell() == model.tell()
            assert reader.read(size) == model.read(size)


def test_seeking_in_sources_that_cannot(zstd):
    frame = frame_of(zstd, TEXT)
    read_end, write_end = os.pipe()
    os.write(write_end, frame)
    os.close(write_end)
    with open(read_end, "rb") as pipe:
        for source in (Source(frame), pipe):
            reader = zstd.ZstdDecompressor().stream_reader(source, closefd=False)
            assert not reader.seekable()
            assert reader.seek(10) == 10
            assert reader.seek(5, 1) == 15
            assert reader.read(5) == TEXT[15:20]
            for move in [(19,), (-1, 1), (0,), (-1, 2)]:
                with pytest.raises(OSError, match="cannot seek zstd decompression stream backwards"):
                    reader.seek(*move)
                assert reader.tell() == 20
            assert reader.seek(0, 1) == 20
            assert reader.seek(0, 2) == len(TEXT)
            assert reader.read() == b""


def test_wrong_seeks_change_nothing(zstd):
    reader = zstd.ZstdDecompressor().stream_reader(frame_of(zstd, TEXT))
    reader.read(5)
    with pytest.raises(OSError, match="negative position"):
        reader.seek(-1)
    with pytest.raises(ValueError, match="whence"):
        reader.seek(0, 3)
    with pytest.raises(OverflowError):
        reader.seek(1 << 64)
    with pytest.raises(TypeError):
        reader.seek("1")
    with pytest.raises(OSError, match="before the start"):
        reader.seek(-len(TEXT) - 1, 2)
    assert reader.tell() == 5
    assert reader.read(5) == TEXT[5:10]
    assert reader.seek((1 << 63) - 1) == len(TEXT)


@pytest.mark.parametrize("make", ["compress", "decompress"])
def test_the_surface_of_files(zstd, make):
    if make == "compress":
        reader = zstd.ZstdCompressor().stream_reader(TEXT)
        content = zstd.ZstdCompressor().stream_reader(TEXT).read()
    else:
        reader = zstd.ZstdDecompressor().stream_reader(frame_of(zstd, TEXT))
        content = TEXT
    assert isinstance(reader, io.RawIOBase)
    assert isinstance(reader, io.IOBase)
    assert [reader.readable(), reader.writable(), reader.isatty(), reader.closed] == [True, False, False, False]
    assert reader.flush() is None
    for name in dir(io.RawIOBase):
        assert hasattr(reader, name) or name in ("__del__", "__dict__") or name.startswith("_"), name
    assert reader.read(5) == content[:5]
    assert content[5:].startswith(reader.peek())
    assert reader.tell() == 5
    assert content[5:].startswith(reader.peek(1))
    assert reader.read1(3) == content[5:8]
    room = bytearray(4)
    assert (reader.readinto1(room), bytes(room)) == (4, content[8:12])
    assert content[12:].startswith(reader.read1())
    reader.readall()
    assert [reader.read(), reader.read(9), reader.read1(), reader.readline(), reader.readlines()] == [
        b"",
        b"",
        b"",
        b"",
        [],
    ]
    assert [reader.peek(), reader.readall(), reader.readinto(bytearray(3)), list(reader)] == [b"", b"", 0, []]
    assert reader.tell() == len(content)


def test_methods_of_writers(zstd):
    for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
        reader = factory.stream_reader(b"")
        for call in (
            lambda reader: reader.write(b"data"),
            lambda reader: reader.writelines([b"data"]),
            lambda reader: reader.truncate(),
            lambda reader: reader.truncate(0),
            lambda reader: reader.fileno(),
        ):
            with pytest.raises(io.UnsupportedOperation):
                call(reader)
    with pytest.raises(io.UnsupportedOperation):
        zstd.ZstdCompressor().stream_reader(b"").seek(0)
    assert not zstd.ZstdCompressor().stream_reader(b"").seekable()


def test_sizes(zstd):
    for factory, source in [(zstd.ZstdCompressor(), b""), (zstd.ZstdDecompressor(), frame_of(zstd, TEXT))]:
        reader = factory.stream_reader(source)
        assert reader.read(0) == reader.read1(0) == reader.readline(0) == b""
        assert reader.readinto(bytearray()) == 0
        for call in (reader.read, reader.read1):
            for size in (-2, -(1 << 63)):
                with pytest.raises(ValueError, match="negative"):
                    call(size)
            with pytest.raises(OverflowError):
                call(1 << 63)
            for size in (1.0, "1", b"1"):
                with pytest.raises(TypeError):
                    call(size)
        for wrong in (b"read only", "text", 5, memoryview(bytearray(8))[::2]):
            with pytest.raises(TypeError, match="writable"):
                reader.readinto(wrong)
        assert reader.read((1 << 63) - 1)
        with pytest.raises(ValueError, match="read_size"):
            factory.stream_reader(source, read_size=0)


def test_empty_sources(zstd):
    decompressor = zstd.ZstdDecompressor()
    for source in (b"", io.BytesIO(), Script(b"")):
        assert decompressor.stream_reader(source).read1() == b""
    for source in (b"", io.BytesIO(), Script(b"")):
        assert decompressor.stream_reader(source).read() == b""
    packed = zstd.ZstdCompressor().stream_reader(b"").read()
    assert zstd.ZstdDecompressor().decompress(packed, max_output_size=1) == b""
    assert zstd.ZstdCompressor().stream_reader(Script(b"")).read1() != b""


def test_closing(zstd):
    for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
        for closefd in (True, False):
            source = Source(b"")
            reader = factory.stream_reader(source, closefd=closefd)
            with reader as entered:
                assert entered is reader
                assert not reader.closed
                with pytest.raises(ValueError, match="cannot __enter__ multiple times"):
                    reader.__enter__()
            assert reader.closed
            reader.close()
            assert source.closed == closefd
            for call in (reader.read, reader.read1, reader.readline, reader.peek, reader.__enter__, reader.flush):
                with pytest.raises(ValueError, match="closed"):
                    call()
            with pytest.raises(ValueError, match="closed"):
                next(reader)
            assert reader.tell() == 0
        with pytest.raises(ZeroDivisionError), factory.stream_reader(b"") as reader:
            raise ZeroDivisionError
        assert reader.closed


def test_sources_that_fail_to_close(zstd):
    source = Source(b"")
    source.close = lambda: 1 / 0
    reader = zstd.ZstdDecompressor().stream_reader(source)
    with pytest.raises(ZeroDivisionError):
        reader.close()
    assert reader.closed
    reader.close()


def test_file_descriptors(zstd, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(frame_of(zstd, TEXT))
    with open(path, "rb") as file:
        for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
            assert factory.stream_reader(file, closefd=False).fileno() == file.fileno()
        reader = zstd.ZstdDecompressor().stream_reader(file)
        assert reader.read() == TEXT
        reader.close()
        assert file.closed


def test_exporters_are_locked_until_the_reader_is_closed(zstd):
    capabilities.need_locked_exporters()
    for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
        for size in (0, 1, 5):
            source = bytearray(frame_of(zstd, RANDOM))
            reader = factory.stream_reader(source, read_size=100)
            reader.read(size)
            with pytest.raises(BufferError):
                source.append(0)
            reader.close()
            source.append(0)
        source = bytearray(frame_of(zstd, TEXT))
        chunks = factory.read_to_iter(source)
        list(chunks)
        source.append(0)


def test_lines_of_every_length(zstd):
    """Lines that fit into memory that is kept for them, and lines that do not."""
    lengths = [1, 2, 100, 16382, 16383, 16384, 16385, 16386, 32768, 200000, 16384]
    lines = [b"x" * (length - 1) + b"\n" for length in lengths] + [b"y" * 16384]
    frame = frame_of(zstd, b"".join(lines))
    decompressor = zstd.ZstdDecompressor()
    assert list(decompressor.stream_reader(frame)) == lines
    assert decompressor.stream_reader(frame).readlines() == lines
    reader = decompressor.stream_reader(frame)
    assert list(iter(reader.readline, b"")) == lines
    for size in (16383, 16384, 16385, 20000):
        reader, model = decompressor.stream_reader(frame), io.BytesIO(b"".join(lines))
        for _ in range(40):
            assert reader.readline(size) == model.readline(size)
            assert reader.tell() == model.tell()
