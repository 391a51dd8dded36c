"""Sources that have no data now, and sinks that take none now or only a part: nothing is lost, and nobody waits for ever."""

import io

import pytest
from streams import RANDOM, RawSink, RawSource, Script, Sink, Source, frame_of, unpack
from support import TEXT

CONTENT = TEXT + RANDOM
# Several blocks.
LONG = CONTENT * 10


def directions(zstd, content=CONTENT):
    """Both factories, with data, and what turns what comes out into content."""
    return [
        (zstd.ZstdCompressor(), content, lambda out: unpack(zstd, out)),
        (zstd.ZstdDecompressor(), frame_of(zstd, content), lambda out: out),
    ]


def look_and_take(reader):
    """Look ahead, and take what is there."""
    ahead = reader.peek()
    return reader.read(len(ahead)) if ahead else ahead


READS = {
    "read": lambda reader: reader.read(200),
    "read1": lambda reader: reader.read1(),
    "readall": lambda reader: reader.readall(),
    "readline": lambda reader: reader.readline(),
    "peek": look_and_take,
}


@pytest.mark.parametrize("name", sorted(READS))
@pytest.mark.parametrize("piece", [7, 1000, 1 << 20])
def test_reading(zstd, piece, name):
    for factory, data, content in directions(zstd):
        reader = factory.stream_reader(RawSource(data, piece))
        out, blocked = b"", 0
        while True:
            result = READS[name](reader)
            if result is None:
                blocked += 1
            elif result:
                out += result
            else:
                break
        assert content(out) == CONTENT
        assert blocked > 0


def test_reading_into_memory(zstd):
    reader = zstd.ZstdDecompressor().stream_reader(RawSource(frame_of(zstd, TEXT), 50))
    room = bytearray(77)
    content, blocked = b"", 0
    while True:
        count = reader.readinto(room)
        if count is None:
            blocked += 1
        elif count == 0:
            break
        else:
            content += room[:count]
    assert content == TEXT
    assert blocked > 0


def test_iteration(zstd):
    for factory, data, content in directions(zstd):
        chunks = factory.read_to_iter(RawSource(data, 5000))
        out, blocked = b"", 0
        while True:
            try:
                out += next(chunks)
            except BlockingIOError:
                blocked += 1
            except StopIteration:
                break
        assert content(out) == CONTENT
        assert blocked > 0


def test_lines(zstd):
    data = b"first\nsecond\n" * 400
    reader = zstd.ZstdDecompressor().stream_reader(RawSource(frame_of(zstd, data), 11))
    with pytest.raises(BlockingIOError):
        reader.readlines()
    found, blocked = b"", 0
    while True:
        try:
            found += next(reader)
        except BlockingIOError:
            blocked += 1
        except StopIteration:
            break
    assert found == data
    assert blocked > 0


def test_seeking(zstd):
    reader = zstd.ZstdDecompressor().stream_reader(RawSource(frame_of(zstd, CONTENT), 1000))
    blocked = 0
    while True:
        try:
            assert reader.seek(len(CONTENT) - 5) == len(CONTENT) - 5
            break
        except BlockingIOError:
            blocked += 1
    assert blocked > 0
    rest = b""
    while len(rest) < 5:
        rest += reader.read(5) or b""
    assert rest == CONTENT[-5:]


@pytest.mark.parametrize("most", [1, 100, None])
def test_sinks_that_take_a_part(zstd, most):
    for factory, data, content in directions(zstd):
        for kind in ("stream_writer", "write_to"):
            sink = RawSink(most)
            with getattr(factory, kind)(sink) as writer:
                writer.write(data)
            assert writer.tell() == len(sink.content)
            assert content(sink.content) == CONTENT
        sink = RawSink(most)
        assert factory.copy_stream(Source(data), sink) == (len(data), len(sink.content))
        assert content(sink.content) == CONTENT


def until_ready(call):
    """Repeat a call while the sink is not ready; return how often it was not."""
    for blocked in range(1000000):
        try:
            call()
            return blocked
        except BlockingIOError:
            pass
    raise AssertionError("it never comes to an end")


def test_writers_with_sinks_that_take_nothing_now(zstd):
    for factory, data, content in directions(zstd, LONG):
        sink = RawSink(300, blocked=range(0, 1000000, 2))
        writer = factory.stream_writer(sink, write_size=1000)
        rest, parts = data, 0
        while rest:
            taken = writer.write(rest)
            parts += taken != len(rest)
            rest = rest[taken or 0 :]
        assert parts > 0
        assert until_ready(writer.flush) > 0
        until_ready(writer.close)
        assert writer.closed
        assert content(sink.content) == LONG


def test_writers_take_no_more_than_they_can_keep(zstd):
    for factory, data, _ in directions(zstd, LONG):
        writer = factory.stream_writer(RawSink(blocked="always"), write_size=1000)
        taken = writer.write(data)
        assert 0 < taken < len(data)
        for _ in range(3):
            assert writer.write(data[taken:]) is None
        assert writer.tell() == 0
        assert not writer.closed


def test_writers_that_return_what_was_written_take_everything(zstd):
    for factory, data, content in directions(zstd):
        sink = RawSink(blocked="always")
        writer = factory.stream_writer(sink, write_return_read=False, closefd=False)
        half = len(data) // 2
        assert writer.write(data[:half]) == 0
        writer.writelines([data[half:-1], data[-1:]])
        assert (writer.tell(), sink.content) == (0, b"")
        for _ in range(2):
            with pytest.raises(BlockingIOError):
                writer.flush()
            with pytest.raises(BlockingIOError):
                writer.close()
        assert not writer.closed
        sink.blocked = ()
        assert writer.write(b"") == writer.tell() > 0
        writer.close()
        assert content(sink.content) == CONTENT


def test_lines_to_a_sink_that_takes_nothing_now(zstd):
    sink = RawSink(blocked="always")
    writer = zstd.ZstdCompressor().stream_writer(sink, write_size=10)
    with pytest.raises(BlockingIOError):
        writer.writelines([RANDOM] * 50)


def test_buffers_of_python_work_with_both(zstd):
    sink = RawSink(1000)
    writer = io.BufferedWriter(zstd.ZstdCompressor().stream_writer(sink, closefd=False), 777)
    for at in range(0, len(CONTENT), 100):
        writer.write(CONTENT[at : at + 100])
    writer.close()
    assert unpack(zstd, sink.content) == CONTENT
    reader = io.BufferedReader(zstd.ZstdDecompressor().stream_reader(RawSource(sink.content, 999)), 555)
    content = b""
    while len(content) < len(CONTENT):
        content += reader.read(100) or b""
    assert content == CONTENT


def test_copies_say_so(zstd):
    for factory, data, _ in directions(zstd):
        with pytest.raises(BlockingIOError, match="source"):
            factory.copy_stream(Script(None), Sink())
        with pytest.raises(BlockingIOError, match="sink"):
            factory.copy_stream(Source(data), RawSink(blocked="always"))
