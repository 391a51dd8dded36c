"""Writers are files: what they return, when they hand things on, how they end."""

import io

import pytest
from streams import RANDOM, Sink, Source, frame_of, unpack
from support import TEXT


def writers(zstd, **options):
    """Both kinds of writers, with data for each and what comes out of it."""
    compressor, decompressor = zstd.ZstdCompressor(**options), zstd.ZstdDecompressor()
    content = (TEXT + RANDOM) * 4
    frame = frame_of(zstd, content)
    packed = compressor.compressobj()
    packed = packed.compress(content) + packed.flush()
    return [(compressor, content, packed), (decompressor, frame, content)]


def test_what_write_returns(zstd):
    for factory, data, out in writers(zstd):
        sink = Sink()
        writer = factory.stream_writer(sink)
        assert writer.write(data) == len(data)
        assert writer.write(b"") == 0
        assert writer.tell() == len(sink.content)
        writer.close()
        assert sink.content == out
        assert writer.tell() == len(out)

        sink = Sink()
        writer = factory.stream_writer(sink, write_return_read=False)
        assert writer.write(data) == len(sink.content) > 0
        assert writer.write(b"") == 0
        before = len(sink.content)
        assert writer.flush() == len(sink.content) - before
        assert writer.flush() == 0

        sink = Sink()
        with factory.write_to(sink) as writer:
            assert writer.write(data) == len(sink.content) > 0
            before = len(sink.content)
            assert writer.flush() == len(sink.content) - before


def test_flush_modes(zstd):
    sink = Sink()
    writer = zstd.ZstdCompressor().stream_writer(sink)
    assert writer.write(b"first") == 5
    assert sink.content == b""
    assert writer.flush() == len(sink.content) > 0
    assert sink.flushed == 1
    content = zstd.ZstdDecompressor().decompressobj()
    assert content.decompress(sink.content) == b"first"
    assert not content.eof
    assert writer.flush() == 0
    writer.write(b"second")
    assert writer.flush(zstd.FLUSH_FRAME) > 0
    assert unpack(zstd, sink.content) == b"firstsecond"
    ended = len(sink.content)
    for mode in (zstd.FLUSH_FRAME, zstd.FLUSH_FRAME):
        assert writer.flush(mode) == 0
    writer.write(b"third")
    assert writer.flush(flush_mode=zstd.FLUSH_FRAME) > 0
    assert unpack(zstd, sink.content[ended:]) == b"third"
    writer.close()
    assert unpack(zstd, sink.content) == b"firstsecondthird"
    for mode in (2, -1, 1 << 40):
        with pytest.raises(ValueError, match="flush_mode"):
            zstd.ZstdCompressor().stream_writer(Sink()).flush(mode)
    with pytest.raises(TypeError):
        zstd.ZstdCompressor().stream_writer(Sink()).flush("block")


def test_frames_of_no_data(zstd):
    for end in (lambda writer: writer.close(), lambda writer: writer.flush(zstd.FLUSH_FRAME)):
        sink = Sink()
        end(zstd.ZstdCompressor().stream_writer(sink))
        assert len(sink.content) > 0
        assert unpack(zstd, sink.content) == b""
    sink = Sink()
    zstd.ZstdDecompressor().stream_writer(sink).close()
    assert sink.content == b""


def test_declared_sizes(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    for options in ({"size": 5}, {}):
        sink = Sink()
        with compressor.stream_writer(sink, **options) as writer:
            writer.write(b"12")
            writer.write(b"345")
        size = zstd.frame_content_size(sink.content)
        assert size == (5 if options else zstd.CONTENTSIZE_UNKNOWN) or (not options and size < 0)
    for content in (b"1234", b"123456", b""):
        with pytest.raises(zstd.ZstdError, match="declared"):
            with compressor.stream_writer(Sink(), size=5) as writer:
                writer.write(content)
        with pytest.raises(zstd.ZstdError, match="declared"):
            with compressor.write_to(Sink(), size=5) as writer:
                writer.write(content)
        with pytest.raises(zstd.ZstdError, match="declared"):
            compressor.copy_stream(Source(content), Sink(), size=5)
        for call in (compressor.read_to_iter, compressor.read_from):
            with pytest.raises(zstd.ZstdError, match="declared"):
                list(call(Source(content), size=5))
        with pytest.raises(zstd.ZstdError, match="declared"):
            compressor.stream_reader(Source(content), size=5).read()
    # 0 is a size in the newer calls, and none in those of old.
    with pytest.raises(zstd.ZstdError, match="declared"):
        compressor.stream_reader(Source(b"1"), size=0).read()
    assert b"".join(compressor.read_from(Source(b"1"), size=0))
    for call in (compressor.stream_writer, compressor.write_to):
        with pytest.raises(ValueError, match="size"):
            call(Sink(), size=-2)


def test_sizes_of_sources_in_memory_are_known(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    for frame in (
        b"".join(compressor.read_to_iter(TEXT)),
        b"".join(compressor.read_from(TEXT)),
        compressor.stream_reader(TEXT).read(),
    ):
        assert zstd.frame_content_size(frame) == len(TEXT)
        assert zstd.ZstdDecompressor().decompress(frame) == TEXT


def test_the_surface_of_files(zstd):
    for factory, data, out in writers(zstd):
        writer = factory.stream_writer(Sink())
        assert isinstance(writer, io.RawIOBase)
        assert [writer.readable(), writer.writable(), writer.seekable(), writer.isatty(), writer.closed] == [
            False,
            True,
            False,
            False,
            False,
        ]
        for name in dir(io.RawIOBase):
            assert hasattr(writer, name) or name.startswith("_"), name
        for call in (
            writer.read,
            writer.readall,
            writer.readline,
            writer.readlines,
            writer.truncate,
            writer.fileno,
            writer.__next__,
            lambda writer=writer: iter(writer),
            lambda writer=writer: writer.seek(0),
            lambda writer=writer: writer.seek(0, 2),
            lambda writer=writer: writer.readinto(bytearray(1)),
            lambda writer=writer: writer.truncate(5),
            lambda writer=writer: writer.read(5),
        ):
            with pytest.raises(io.UnsupportedOperation):
                call()
        assert writer.memory_size() > 0
        assert writer.writelines([data[:9], bytearray(data[9:90]), memoryview(data[90:])]) is None
        for wrong in (None, 5):
            with pytest.raises(TypeError):
                writer.writelines(wrong)
        for wrong in ("text", None, 5, [b"data"]):
            with pytest.raises(TypeError):
                writer.write(wrong)
            with pytest.raises(TypeError):
                writer.writelines([wrong])
        assert writer.write(b"") == 0
        writer.close()


def test_closing(zstd):
    for factory, data, out in writers(zstd):
        for closefd in (True, False):
            sink = Sink()
            writer = factory.stream_writer(sink, closefd=closefd)
            with writer as entered:
                assert entered is writer
                with pytest.raises(zstd.ZstdError, match="cannot __enter__ multiple times"):
                    writer.__enter__()
                writer.write(data)
            assert sink.content == out
            assert writer.closed
            assert sink.closed == closefd
            writer.close()
            assert sink.closed == closefd
            for call in (
                lambda writer=writer: writer.write(b""),
                lambda writer=writer: writer.writelines([b""]),
                writer.flush,
                writer.__enter__,
            ):
                with pytest.raises(ValueError, match="closed"):
                    call()
            assert writer.tell() == len(out)
            assert writer.memory_size() > 0


def test_leaving_with_by_an_exception(zstd):
    """The stream is ended as files are closed, and its own errors do not replace the one that is on its way."""
    for factory, data, _ in writers(zstd):
        sink = Sink()
        with pytest.raises(ZeroDivisionError), factory.stream_writer(sink) as writer:
            writer.write(data[:-1])
            raise ZeroDivisionError
        assert writer.closed
        assert sink.closed == 1
    sink = Sink()
    with pytest.raises(ZeroDivisionError), zstd.ZstdCompressor().stream_writer(sink) as writer:
        writer.write(b"data")
        raise ZeroDivisionError
    assert unpack(zstd, sink.content) == b"data"


def test_truncated_input_of_decompressing_writers(zstd):
    frame = frame_of(zstd, TEXT)
    for end in range(1, len(frame)):
        writer = zstd.ZstdDecompressor().stream_writer(Sink())
        writer.write(frame[:end])
        writer.flush()
        with pytest.raises(zstd.ZstdError, match="truncated"):
            writer.close()
        assert writer.closed
        writer.close()


def test_what_comes_before_an_error_is_written(zstd):
    frame = frame_of(zstd, TEXT)
    sink = Sink()
    writer = zstd.ZstdDecompressor().stream_writer(sink)
    with pytest.raises(zstd.ZstdError):
        writer.write(frame + b"garbage!")
    assert sink.content == TEXT
    writer.close()


def test_write_to_works_inside_of_with_only(zstd):
    for factory, data, out in writers(zstd):
        sink = Sink()
        writer = factory.write_to(sink)

        def refused(writer=writer):
            for call in (
                lambda: writer.write(b"data"),
                writer.flush,
                writer.memory_size,
                lambda: writer.writelines([b"data"]),
            ):
                with pytest.raises(zstd.ZstdError, match="context manager"):
                    call()

        refused()
        with writer as entered:
            assert entered is writer
            assert writer.memory_size() > 0
            writer.write(data)
        assert (sink.content, sink.closed, writer.closed) == (out, 0, True)
        refused()
        with pytest.raises(ValueError):
            writer.__enter__()


def test_leaving_write_to_by_an_exception(zstd):
    sink = Sink()
    with pytest.raises(ZeroDivisionError), zstd.ZstdCompressor().write_to(sink) as writer:
        writer.write(b"data")
        raise ZeroDivisionError
    assert (unpack(zstd, sink.content), sink.closed, writer.closed) == (b"data", 0, True)
    with pytest.raises(ZeroDivisionError), zstd.ZstdDecompressor().write_to(sink) as writer:
        writer.write(frame_of(zstd, TEXT)[:9])
        raise ZeroDivisionError
    assert writer.closed


def test_sinks_need_nothing_but_write(zstd):
    class Bare:
        def __init__(self):
            self.content = b""

        def write(self, data):
            self.content += data

    for factory, data, out in writers(zstd):
        sink = Bare()
        with factory.stream_writer(sink) as writer:
            writer.write(data)
        assert sink.content == out
        sink = Bare()
        factory.copy_stream(Source(data), sink)
        assert sink.content == out
