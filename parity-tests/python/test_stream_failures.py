"""Sources and sinks that fail, lie or call back: an exception, the right one, and an object that says what has become of it."""

import io
import threading

import pytest
from streams import RANDOM, Script, Sink, Source, frame_of
from support import TEXT, outcome


class Unusual(Exception):
    """An exception that no library knows."""


FAILURES = [Unusual("mine"), KeyboardInterrupt(), SystemExit(3), OSError(28, "full")]


def pulling(zstd, compressed=False):
    """Every call that reads from a source, as ``call(source)``, by name."""
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    found = {}
    for name, factory in [("compressor", compressor), ("decompressor", decompressor)]:
        found[name + ".read"] = lambda source, factory=factory: factory.stream_reader(source).read()
        found[name + ".read(n)"] = lambda source, factory=factory: factory.stream_reader(source).read(5)
        found[name + ".read1"] = lambda source, factory=factory: factory.stream_reader(source).read1()
        found[name + ".line"] = lambda source, factory=factory: list(factory.stream_reader(source))
        found[name + ".peek"] = lambda source, factory=factory: factory.stream_reader(source).peek()
        found[name + ".iter"] = lambda source, factory=factory: list(factory.read_to_iter(source))
        found[name + ".from"] = lambda source, factory=factory: list(factory.read_from(source))
        found[name + ".copy"] = lambda source, factory=factory: factory.copy_stream(source, Sink())
    found["decompressor.seek"] = lambda source: decompressor.stream_reader(source).seek(3)
    return found


PULLING = [
    factory + call
    for factory in ("compressor", "decompressor")
    for call in (".read", ".read(n)", ".read1", ".line", ".peek", ".iter", ".from", ".copy")
] + ["decompressor.seek"]


def pushing(zstd):
    """Every call that writes to a sink, as ``call(sink)``, by name."""
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    frame = frame_of(zstd, RANDOM)

    def write(make, data):
        def call(sink):
            with make(sink) as writer:
                writer.write(data)
                writer.flush()

        return call

    return {
        "compressor.stream_writer": write(compressor.stream_writer, RANDOM),
        "compressor.write_to": write(compressor.write_to, RANDOM),
        "compressor.copy_stream": lambda sink: compressor.copy_stream(Source(RANDOM), sink),
        "decompressor.stream_writer": write(decompressor.stream_writer, frame),
        "decompressor.write_to": write(decompressor.write_to, frame),
        "decompressor.copy_stream": lambda sink: decompressor.copy_stream(Source(frame), sink),
    }


PUSHING = [
    factory + call
    for factory in ("compressor", "decompressor")
    for call in (".stream_writer", ".write_to", ".copy_stream")
]


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
@pytest.mark.parametrize("name", PULLING)
def test_exceptions_of_sources_arrive_unchanged(zstd, name, failure):
    with pytest.raises(type(failure)) as caught:
        pulling(zstd)[name](Script(failure))
    assert caught.value is failure


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
@pytest.mark.parametrize("name", PUSHING)
def test_exceptions_of_sinks_arrive_unchanged(zstd, name, failure):
    with pytest.raises(type(failure)) as caught:
        pushing(zstd)[name](Script(failure))
    assert caught.value is failure


@pytest.mark.parametrize("answer", ["text", 3, 1.5, [b"data"], object()], ids=repr)
@pytest.mark.parametrize("name", PULLING)
def test_sources_that_give_no_bytes(zstd, name, answer):
    with pytest.raises(TypeError, match="read\\(\\)"):
        pulling(zstd)[name](Script(answer))


@pytest.mark.parametrize("answer", ["text", 1.5, b"data", object()], ids=repr)
@pytest.mark.parametrize("name", PUSHING)
def test_sinks_that_give_no_number(zstd, name, answer):
    with pytest.raises(TypeError, match="write\\(\\)"):
        pushing(zstd)[name](Script(answer))


@pytest.mark.parametrize("lie", [-1, 0, 1 << 40, -(1 << 62)])
@pytest.mark.parametrize("name", PUSHING)
def test_sinks_that_claim_what_cannot_be(zstd, name, lie):
    with pytest.raises(OSError):
        pushing(zstd)[name](Script(lie))


def test_sources_that_give_more_than_asked(zstd):
    frame = frame_of(zstd, TEXT)
    content = zstd.ZstdDecompressor().stream_reader(Source(frame, piece=10000), read_size=1).read()
    assert content == TEXT
    packed = b"".join(zstd.ZstdCompressor().read_to_iter(Source(TEXT, piece=10000), read_size=1))
    assert zstd.ZstdDecompressor().decompress(packed, max_output_size=10000) == TEXT


def test_sources_may_give_any_bytes_like_object(zstd):
    frame = frame_of(zstd, TEXT)
    for kind in (bytes, bytearray, memoryview):
        source = Script(*[kind(frame[at : at + 9]) for at in range(0, len(frame), 9)], kind(b""))
        assert zstd.ZstdDecompressor().stream_reader(source).read() == TEXT


def test_wrong_objects(zstd):
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    for factory in (compressor, decompressor):
        for wrong in ("text", 3, None, object(), memoryview(b"abcd")[::2]):
            for call in (factory.stream_reader, factory.read_to_iter, factory.read_from):
                with pytest.raises(ValueError) as caught:
                    call(wrong)
                expected = "must pass an object with a read() method or conforming to buffer protocol"
                assert str(caught.value) == expected
        for wrong in ("text", None, b"data", object()):
            for call in (factory.stream_writer, factory.write_to):
                with pytest.raises(ValueError, match="^must pass an object with a write\\(\\) method$"):
                    call(wrong)
        with pytest.raises(ValueError, match="^first argument must have a read\\(\\) method$"):
            factory.copy_stream(b"data", Sink())
        with pytest.raises(ValueError, match="^second argument must have a write\\(\\) method$"):
            factory.copy_stream(Source(b""), b"data")
        for sizes in ({"read_size": 0}, {"read_size": -1}, {"write_size": 0}, {"write_size": -(1 << 60)}):
            for call in (factory.read_to_iter, factory.read_from):
                with pytest.raises(ValueError, match=next(iter(sizes))):
                    call(b"", **sizes)
            with pytest.raises(ValueError, match=next(iter(sizes))):
                factory.copy_stream(Source(b""), Sink(), **sizes)


def test_readers_say_that_they_have_failed(zstd):
    for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
        source = Script(Unusual())
        reader = factory.stream_reader(source)
        with pytest.raises(Unusual):
            reader.read(1)
        for call in (reader.read, reader.read1, reader.readall, reader.readline, reader.peek, reader.__next__):
            with pytest.raises(zstd.ZstdError, match="earlier failure"):
                call()
        assert len(source.given) == 1
        assert not reader.closed
        reader.close()
        with pytest.raises(ValueError, match="closed"):
            reader.read(1)


def test_iterators_say_that_they_have_failed(zstd):
    for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
        chunks = factory.read_to_iter(Script(Unusual()))
        with pytest.raises(Unusual):
            next(chunks)
        for _ in range(2):
            with pytest.raises(zstd.ZstdError, match="earlier failure"):
                next(chunks)


def test_a_failed_write_is_the_one_that_is_seen(zstd):
    for data, factory in [(RANDOM, zstd.ZstdCompressor()), (frame_of(zstd, RANDOM), zstd.ZstdDecompressor())]:
        sink = Script(Unusual("first"), Unusual("second"))
        sink.close = lambda: None
        writer = factory.stream_writer(sink)
        with pytest.raises(Unusual, match="first"):
            writer.write(data)
            writer.flush()
        for call in (lambda: writer.write(b"x"), writer.flush):
            with pytest.raises(zstd.ZstdError, match="earlier failure"):
                call()
        writer.close()
        writer.close()
        assert writer.closed
        assert len(sink.answers) == 1
        with pytest.raises(ValueError, match="closed"):
            writer.write(b"x")
        with pytest.raises(Unusual, match="first"), factory.stream_writer(
            Script(Unusual("first"), Unusual("second")), closefd=False
        ) as writer:
            writer.write(data)
            writer.flush()
        assert writer.closed


class Reentrant:
    """A source and sink that calls back into the stream that uses it."""

    def __init__(self, back):
        self.back = back
        self.stream = None
        self.failures = []

    def read(self, size):
        """Call back, and end."""
        self.call()
        return b""

    def write(self, data):
        """Call back, and take everything."""
        self.call()
        return len(data)

    def call(self):
        """Call back."""
        try:
            self.back(self.stream)
        except Exception as error:
            self.failures.append(error)


@pytest.mark.parametrize(
    "back",
    [
        lambda writer: writer.write(b"x"),
        lambda writer: writer.flush(),
        lambda writer: writer.close(),
        lambda writer: writer.__exit__(None, None, None),
        lambda writer: writer.tell(),
        lambda writer: writer.memory_size(),
        lambda writer: writer.writelines([b"x"]),
    ],
)
def test_sinks_that_call_back(zstd, back):
    for kind in ("stream_writer", "write_to"):
        sink = Reentrant(back)
        with getattr(zstd.ZstdCompressor(), kind)(sink) as sink.stream:
            sink.stream.write(b"data")
            sink.stream.flush()
            assert sink.failures
        assert {type(failure) for failure in sink.failures} == {zstd.ZstdError}
        assert "in use" in str(sink.failures[0])


@pytest.mark.parametrize("name", ["read", "readline", "peek", "close", "tell", "__next__", "seekable", "__enter__"])
def test_sources_that_call_back(zstd, name):
    source = Reentrant(lambda reader: getattr(reader, name)())
    source.stream = zstd.ZstdDecompressor().stream_reader(source)
    assert source.stream.read(10) == b""
    assert [type(failure) for failure in source.failures] == [zstd.ZstdError]
    source = Reentrant(next)
    source.stream = zstd.ZstdCompressor().read_to_iter(source)
    assert list(source.stream)
    assert [type(failure) for failure in source.failures] == [zstd.ZstdError]


def test_a_second_thread_gets_an_exception(zstd):
    inside, done = threading.Event(), threading.Event()

    def wait(size):
        inside.set()
        assert done.wait(60)
        return b""

    reader = zstd.ZstdDecompressor().stream_reader(Script(wait))
    results = []
    thread = threading.Thread(target=lambda: results.append(reader.read()))
    thread.start()
    assert inside.wait(60)
    for call in (reader.read, reader.close, reader.tell, lambda: reader.read(1), lambda: next(reader)):
        with pytest.raises(zstd.ZstdError, match="in use"):
            call()
    assert not reader.closed
    done.set()
    thread.join()
    assert results == [b""]
    reader.close()


def _only_frame(zstd, frames):
    """Return what each call makes of frames of which it decodes one."""
    decompressor = zstd.ZstdDecompressor()

    def write():
        sink = Sink()
        with decompressor.stream_writer(sink, read_across_frames=False) as writer:
            writer.write(frames)
        return sink.content

    def copy():
        sink = Sink()
        decompressor.copy_stream(io.BytesIO(frames), sink, read_across_frames=False)
        return sink.content

    return [
        outcome(zstd, decompressor.decompress, frames, 1000),
        outcome(zstd, lambda: b"".join(decompressor.read_to_iter(frames, read_across_frames=False))),
        outcome(zstd, write),
        outcome(zstd, copy),
    ]


def test_frames_without_content_never_count(zstd):
    """Whatever the headers declare."""
    skippable = zstd.write_skippable_frame(b"skip", 0)
    kinds = [{"write_content_size": size, "write_checksum": check} for size in (False, True) for check in (False, True)]
    contents = [frame_of(zstd, b"foo", **kind) for kind in kinds]
    empties = [frame_of(zstd, b"", **kind) for kind in kinds]
    for first in contents:
        for behind in [b"", skippable, *empties, b"".join(empties) + skippable]:
            assert _only_frame(zstd, skippable + first + behind) == [b"foo"] * 4
            for wrong in [*contents, b"garbage", skippable[:-1]]:
                found = _only_frame(zstd, first + behind + wrong)
                assert all(result[0] == "ZstdError" for result in found), found
