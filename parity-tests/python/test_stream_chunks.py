"""Streams give the same bytes however they are cut, and their ends are what they seem."""

import pytest
import streams
import streams_back
from hypothesis import given
from hypothesis import strategies as st
from streams import CONTENTS, Sink, Source, frame_of, unpack
from support import TEXT

SIZES = st.one_of(st.integers(1, 40), st.integers(1, 200000))


@pytest.mark.parametrize("name", sorted(CONTENTS))
@pytest.mark.parametrize("way", streams.COMPRESSING, ids=lambda way: way.__name__)
@pytest.mark.parametrize("sizes", [(1000000, 1000000), (1, 1), (7, 5), (4096, 131072)], ids=str)
def test_compression_in_pieces(zstd, way, name, sizes):
    content = CONTENTS[name]
    frame = way(zstd.ZstdCompressor(write_checksum=True), content, *sizes)
    assert unpack(zstd, frame) == content
    assert zstd.frame_compressed_size(frame) == len(frame)


@pytest.mark.parametrize("name", sorted(CONTENTS))
@pytest.mark.parametrize("way", streams_back.DECOMPRESSING, ids=lambda way: way.__name__)
@pytest.mark.parametrize("sizes", [(1000000, 1000000), (1, 1), (7, 5), (4096, 131072)], ids=str)
def test_decompression_in_pieces(zstd, way, name, sizes):
    content = CONTENTS[name]
    assert way(zstd.ZstdDecompressor(), frame_of(zstd, content), *sizes) == content


@given(st.binary(max_size=3000), st.integers(1, 60), SIZES, SIZES, st.booleans())
def test_any_split_gives_the_same_bytes(zstd, start, repeats, read_size, write_size, small_window):
    content = start * repeats
    parameters = zstd.CompressionParameters(10, 10, 10, 1, 5, 0, 1) if small_window else None
    compressor = zstd.ZstdCompressor(compression_params=parameters, write_checksum=True)
    for way in streams.COMPRESSING:
        if len(content) / read_size > 3000 or len(content) / write_size > 3000:
            read_size, write_size = read_size + 50, write_size + 50
        frame = way(compressor, content, read_size, write_size)
        assert unpack(zstd, frame) == content, way.__name__
    for way in streams_back.DECOMPRESSING:
        assert way(zstd.ZstdDecompressor(), frame, read_size, write_size) == content, way.__name__


def test_pieces_do_not_change_the_frame(zstd):
    """How output is cut never matters, and how input is cut does not if blocks are not cut by it."""
    compressor = zstd.ZstdCompressor()
    for content in CONTENTS.values():
        expected = streams.by_writer(compressor, content, 1 << 20, 1 << 20)
        for way in (streams.by_object, streams.by_chunker, streams.by_write_to):
            for write_size in (1, 100, 131591):
                assert way(compressor, content, 1 << 20, write_size) == expected


@pytest.mark.parametrize("way", streams_back.ENDING, ids=lambda way: way.__name__)
def test_truncated_at_every_byte(zstd, way):
    frame = frame_of(zstd, TEXT[:300])
    decompressor = zstd.ZstdDecompressor()
    assert way(decompressor, b"", 100, 100) == b""
    for end in range(1, len(frame)):
        for whole in (b"", frame):
            with pytest.raises(zstd.ZstdError) as caught:
                way(decompressor, whole + frame[:end], 100, 100)
            assert "truncated" in str(caught.value), end


@pytest.mark.parametrize("way", streams_back.DECOMPRESSING, ids=lambda way: way.__name__)
def test_several_frames_and_skippable_ones(zstd, way):
    frames = [frame_of(zstd, content) for content in (b"first", b"", TEXT)]
    frames.insert(1, zstd.write_skippable_frame(b"to be passed over", 3))
    frames.append(zstd.write_skippable_frame(b"", 0))
    for sizes in [(1, 1), (3, 1000), (100000, 100000)]:
        assert way(zstd.ZstdDecompressor(), b"".join(frames), *sizes) == b"first" + TEXT


@pytest.mark.parametrize("way", streams_back.DECOMPRESSING, ids=lambda way: way.__name__)
def test_garbage_is_reported(zstd, way):
    frame = frame_of(zstd, TEXT)
    for garbage in (b"garbage!", b"\0" * 8, b"\0\0\0\0\0"):
        for sizes in [(100000, 100000), (1, 1)]:
            for start in (b"", frame):
                with pytest.raises(zstd.ZstdError):
                    way(zstd.ZstdDecompressor(), start + garbage, *sizes)


def one_frame_calls(zstd, frames, **options):
    """Every call that has the option, as functions."""
    decompressor = zstd.ZstdDecompressor()

    def write(make):
        sink = Sink()
        with make(sink, **options) as writer:
            writer.write(frames)
        return sink.content

    def copy():
        sink = Sink()
        decompressor.copy_stream(Source(frames), sink, **options)
        return sink.content

    return {
        "read_to_iter": lambda: b"".join(decompressor.read_to_iter(frames, **options)),
        "read_from": lambda: b"".join(decompressor.read_from(frames, **options)),
        "copy_stream": copy,
        "write_to": lambda: write(decompressor.write_to),
        "stream_writer": lambda: write(decompressor.stream_writer),
    }


CALLS = ["read_to_iter", "read_from", "copy_stream", "write_to", "stream_writer"]


@pytest.mark.parametrize("name", CALLS)
def test_one_frame_only(zstd, name):
    frame = frame_of(zstd, TEXT)
    skippable = zstd.write_skippable_frame(b"no content", 0)
    for more in (frame, b"g", b"garbage!", skippable + b"g"):
        call = one_frame_calls(zstd, frame + more, read_across_frames=False)[name]
        with pytest.raises(zstd.ZstdError) as caught:
            call()
        assert "read_across_frames" in str(caught.value)
    for alone in (frame, skippable + frame, frame + skippable):
        assert one_frame_calls(zstd, alone, read_across_frames=False)[name]() == TEXT
    for options in ({}, {"read_across_frames": True}):
        assert one_frame_calls(zstd, frame + frame, **options)[name]() == TEXT * 2


def test_reads_end_where_frames_do_unless_told_otherwise(zstd):
    frames = frame_of(zstd, b"first") + frame_of(zstd, b"") + frame_of(zstd, b"second")
    decompressor = zstd.ZstdDecompressor()
    for source in (frames, Source(frames), Source(frames, 1)):
        reader = decompressor.stream_reader(source)
        assert [reader.read(100) for _ in range(4)] == [b"first", b"second", b"", b""]
    room = bytearray(100)
    reader = decompressor.stream_reader(frames)
    assert [reader.readinto(room) for _ in range(3)] == [5, 6, 0]
    reader = decompressor.stream_reader(frames)
    assert reader.read(2) + reader.read(100) + reader.readall() == b"firstsecond"
    assert decompressor.stream_reader(frames).read() == b"firstsecond"
    reader = decompressor.stream_reader(frames, read_across_frames=True)
    assert reader.read(7) == b"firstse"
    assert reader.read(100) == b"cond"


def test_skipped_bytes(zstd):
    frame = frame_of(zstd, TEXT)
    decompressor = zstd.ZstdDecompressor()
    for call in (decompressor.read_to_iter, decompressor.read_from):
        assert b"".join(call(b"header" + frame, skip_bytes=6)) == TEXT
        assert b"".join(call(Source(b"header" + frame), read_size=7, skip_bytes=6)) == TEXT
        for skip in (7, 8, 1 << 62):
            with pytest.raises(ValueError, match="^skip_bytes must be smaller than read_size"):
                call(frame, read_size=7, skip_bytes=skip)
        with pytest.raises(ValueError):
            call(frame, skip_bytes=-1)
        with pytest.raises(ValueError, match="^skip_bytes larger than first input chunk"):
            list(call(Source(frame, piece=5), skip_bytes=6))


def test_magicless_frames(zstd):
    parameters = zstd.ZstdCompressionParameters(format=zstd.FORMAT_ZSTD1_MAGICLESS)
    compressor = zstd.ZstdCompressor(compression_params=parameters)
    decompressor = zstd.ZstdDecompressor(format=zstd.FORMAT_ZSTD1_MAGICLESS)
    for way in streams.COMPRESSING:
        frame = way(compressor, TEXT, 100, 100)
        assert not frame.startswith(zstd.FRAME_HEADER)
        for back in streams_back.DECOMPRESSING:
            assert back(decompressor, frame, 10, 10) == TEXT
            assert back(decompressor, frame * 2, 1000, 1000) == TEXT * 2


def test_dictionaries_and_threads(zstd):
    dictionary = zstd.ZstdCompressionDict(TEXT)
    for options in ({"dict_data": dictionary}, {"threads": 2}, {"threads": 2, "dict_data": dictionary}):
        compressor = zstd.ZstdCompressor(**options)
        options.pop("threads", None)
        decompressor = zstd.ZstdDecompressor(**options)
        content = TEXT * 200
        for way in streams.COMPRESSING:
            frame = way(compressor, content, 50000, 5000)
            for back in streams_back.DECOMPRESSING:
                assert back(decompressor, frame, 5000, 50000) == content
