"""Objects that are driven call by call: their states, their results, their limits."""

import capabilities
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streams import RANDOM, frame_of, unpack
from support import TEXT


def test_compressobj(zstd):
    thing = zstd.ZstdCompressor(write_content_size=True).compressobj()
    assert thing.compress(b"first") == b""
    block = thing.flush(zstd.COMPRESSOBJ_FLUSH_BLOCK)
    assert zstd.ZstdDecompressor().decompressobj().decompress(block) == b"first"
    assert thing.flush(zstd.COMPRESSOBJ_FLUSH_BLOCK) == b""
    second = thing.compress(bytearray(b"second"))
    end = thing.flush(flush_mode=zstd.COMPRESSOBJ_FLUSH_FINISH)
    assert unpack(zstd, block + second + end) == b"firstsecond"
    for data in (b"", b"third"):
        with pytest.raises(zstd.ZstdError, match="^cannot call compress\\(\\) after compressor finished$"):
            thing.compress(data)
    for mode in ((), (zstd.COMPRESSOBJ_FLUSH_FINISH,), (zstd.COMPRESSOBJ_FLUSH_BLOCK,)):
        with pytest.raises(zstd.ZstdError, match="^compressor object already finished$"):
            thing.flush(*mode)


def test_compressobj_declared_sizes(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    thing = compressor.compressobj(size=len(TEXT))
    frame = thing.compress(TEXT) + thing.flush()
    assert zstd.frame_content_size(frame) == len(TEXT)
    thing = compressor.compressobj(size=5)
    thing.compress(b"1234")
    with pytest.raises(zstd.ZstdError, match="declared"):
        thing.flush()
    with pytest.raises(zstd.ZstdError):
        thing.compress(b"5")
    with pytest.raises(zstd.ZstdError, match="declared"):
        compressor.compressobj(size=5).compress(b"123456")
    with pytest.raises(ValueError, match="size"):
        compressor.compressobj(size=-2)
    assert compressor.compressobj(size=-1).flush() == compressor.compressobj(0).flush()


def test_wrong_arguments(zstd):
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    for wrong in ("text", None, 5, [b"data"]):
        for call in (
            compressor.compressobj().compress,
            compressor.chunker().compress,
            decompressor.decompressobj().decompress,
        ):
            with pytest.raises(TypeError):
                call(wrong)
    for mode in (2, -1):
        with pytest.raises(ValueError, match="flush mode"):
            compressor.compressobj().flush(mode)
    for size in (0, -1, -(1 << 63)):
        with pytest.raises(ValueError, match="chunk_size"):
            compressor.chunker(chunk_size=size)
        with pytest.raises(ValueError, match="write_size"):
            decompressor.decompressobj(write_size=size)


def test_chunker_states(zstd):
    chunker = zstd.ZstdCompressor().chunker(chunk_size=100)
    content = RANDOM * 10
    chunks = chunker.compress(content)
    unfinished = "before consuming output from previous operation$"
    for call in (lambda: chunker.compress(b""), chunker.flush, chunker.finish):
        with pytest.raises(zstd.ZstdError, match=unfinished):
            call()
    first = next(chunks)
    with pytest.raises(zstd.ZstdError, match=unfinished):
        chunker.finish()
    packed = [first] + list(chunks)
    assert list(chunks) == []
    assert next(chunks, None) is None
    packed += chunker.flush()
    thing = zstd.ZstdDecompressor().decompressobj()
    assert thing.decompress(b"".join(packed)) == content
    assert list(chunker.flush()) == []
    packed += chunker.compress(b"more")
    packed += chunker.finish()
    assert unpack(zstd, b"".join(packed)) == content + b"more"
    for call, name in [
        (lambda: chunker.compress(b""), "compress"),
        (chunker.flush, "flush"),
        (chunker.finish, "finish"),
    ]:
        with pytest.raises(zstd.ZstdError, match=name + "\\(\\) after compression finished$"):
            call()


def test_chunker_declared_sizes(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    chunker = compressor.chunker(size=0)
    assert unpack(zstd, b"".join(chunker.finish())) == b""
    for content in (b"1234", b"123456"):
        chunker = compressor.chunker(size=5)
        with pytest.raises(zstd.ZstdError, match="declared"):
            list(chunker.compress(content))
            list(chunker.finish())
        with pytest.raises(zstd.ZstdError):
            list(chunker.finish())


def test_chunkers_borrow_their_input(zstd):
    capabilities.need_locked_exporters()
    chunker = zstd.ZstdCompressor().chunker()
    data = bytearray(TEXT)
    chunks = chunker.compress(data)
    with pytest.raises(BufferError):
        data.append(0)
    list(chunks)
    data.append(0)
    for call in (
        zstd.ZstdCompressor().compressobj().compress,
        zstd.ZstdDecompressor().decompressobj().decompress,
    ):
        data = bytearray(frame_of(zstd, TEXT))
        call(data)
        data.append(0)


def test_decompressobj_ends_with_its_frame(zstd):
    frame = frame_of(zstd, TEXT)
    for rest in (b"", b"rest", frame):
        thing = zstd.ZstdDecompressor().decompressobj()
        assert [thing.eof, thing.needs_input, thing.unused_data, thing.unconsumed_tail] == [False, True, b"", b""]
        assert thing.decompress(frame[:9]) + thing.decompress(frame[9:] + rest) == TEXT
        assert [thing.eof, thing.needs_input, thing.unused_data, thing.unconsumed_tail] == [True, False, rest, b""]
        for data in (b"", b"x", frame):
            with pytest.raises(zstd.ZstdError, match="^cannot use a decompressobj multiple times$"):
                thing.decompress(data)
        assert thing.flush() == b""
        assert thing.unused_data == rest


def test_decompressobj_across_frames(zstd):
    frame = frame_of(zstd, TEXT)
    thing = zstd.ZstdDecompressor().decompressobj(read_across_frames=True)
    for data in (frame * 3, frame[:5], frame[5:] + frame):
        content = thing.decompress(data)
        assert TEXT * 3 == content or content in (b"", TEXT * 2)
    assert [thing.eof, thing.needs_input, thing.unused_data] == [False, True, b""]
    with pytest.raises(zstd.ZstdError):
        thing.decompress(b"garbage!")
    with pytest.raises(zstd.ZstdError):
        thing.decompress(frame)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(-1, 3000)), max_size=30), st.booleans())
def test_decompressobj_limits(zstd, calls, across):
    content = TEXT + RANDOM[:500] + TEXT
    frame = frame_of(zstd, content)
    thing = zstd.ZstdDecompressor().decompressobj(read_across_frames=across)
    given_so_far, found = 0, b""
    for size, limit in calls:
        if thing.eof:
            break
        data = frame[given_so_far : given_so_far + size]
        given_so_far += len(data)
        result = thing.decompress(data, max_length=limit)
        assert limit < 0 or len(result) <= limit
        found += result
        assert content.startswith(found)
        if limit < 0:
            assert thing.needs_input != thing.eof
    if not thing.eof:
        found += thing.flush()
    if not thing.eof:
        found += thing.decompress(frame[given_so_far:], -1)
    assert found == content
    assert thing.eof != across


def test_decompressobj_needs_input(zstd):
    frame = frame_of(zstd, bytes(5000000))
    thing = zstd.ZstdDecompressor().decompressobj()
    assert thing.decompress(frame, 10) == bytes(10)
    assert not thing.needs_input
    assert thing.unconsumed_tail == b""
    count = 10
    while not thing.eof:
        assert not thing.needs_input
        count += len(thing.decompress(b"", 1000000))
    assert count == 5000000
    thing = zstd.ZstdDecompressor().decompressobj()
    assert thing.decompress(frame, max_length=0) == b""
    assert not thing.needs_input
    assert thing.flush(5) == bytes(5000000)


def test_decompressobj_corrupted(zstd):
    frame = bytearray(frame_of(zstd, TEXT))
    frame[-1] ^= 1
    thing = zstd.ZstdDecompressor().decompressobj()
    for _ in range(2):
        with pytest.raises(zstd.ZstdError) as caught:
            thing.decompress(frame)
    assert "earlier failure" in str(caught.value)
    with pytest.raises(zstd.ZstdError):
        zstd.ZstdDecompressor().decompressobj().decompress(b"garbage!")
    with pytest.raises(zstd.ZstdError, match="window"):
        zstd.ZstdDecompressor(max_window_size=1024).decompressobj().decompress(
            zstd.ZstdCompressor().compressobj().compress(RANDOM * 50)
        )


def test_http_clients(zstd):
    """Content is decoded as HTTP clients do it: piece by piece, to the end of the last frame, flush at the end."""

    def decode(pieces):
        thing = zstd.ZstdDecompressor().decompressobj()
        content = b""
        for piece in pieces:
            if thing.eof:
                thing = zstd.ZstdDecompressor().decompressobj()
            content += thing.decompress(piece)
            while thing.eof and thing.unused_data:
                rest = thing.unused_data
                thing = zstd.ZstdDecompressor().decompressobj()
                content += thing.decompress(rest)
        content += thing.flush()
        return content if thing.eof else None

    frames = frame_of(zstd, TEXT) + frame_of(zstd, RANDOM)
    for size in (1, 7, 1000, 1000000):
        pieces = [frames[at : at + size] for at in range(0, len(frames), size)]
        assert decode(pieces) == TEXT + RANDOM
        assert decode(pieces[:-1]) is None


def test_the_compressor_says_how_far_its_streams_have_come(zstd):
    compressor = zstd.ZstdCompressor()
    assert compressor.frame_progression() == (0, 0, 0)
    thing = compressor.compressobj()
    thing.compress(b"x" * 1000)
    assert compressor.frame_progression() == (1000, 0, 0)
    block = thing.flush(zstd.COMPRESSOBJ_FLUSH_BLOCK)
    assert compressor.frame_progression()[:2] == (1000, 1000)
    rest = thing.flush()
    # libzstd does not count an empty last block.
    assert compressor.frame_progression() == (1000, 1000, len(block + rest) - 3)
    frame = compressor.compress(b"y")
    assert compressor.frame_progression() == (1, 1, len(frame))
