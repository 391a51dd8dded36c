"""Memory with segments: sequences, slices, the buffer protocol, what keeps memory alive."""

import gc
import mmap

import capabilities
import hypothesis
import pytest
from hypothesis import strategies as st
from support import PAIR, buffer, records, table

ITEMS = [b"foo", b"", b"barbaz", b"x"]


def views(thing):
    """Every way to read the bytes of a buffer type."""
    yield bytes(thing)
    yield thing.tobytes()
    yield memoryview(thing).tobytes()
    yield bytes(bytearray(thing))


def test_a_buffer_is_a_sequence(zstd):
    made = buffer(zstd, ITEMS)
    assert len(made) == 4
    assert made.size == 10
    assert [segment.tobytes() for segment in made] == ITEMS
    assert [made[index].tobytes() for index in range(4)] == ITEMS
    assert [segment.offset for segment in made] == [0, 3, 3, 9]
    assert [len(segment) for segment in made] == [3, 0, 6, 1]
    for view in views(made):
        assert view == b"foobarbazx"
    assert repr(made)
    assert list(iter(made))[2].tobytes() == b"barbaz"


@pytest.mark.parametrize(
    "where", [slice(None), slice(1, 3), slice(None, None, -1), slice(-2, None), slice(9, 1)]
)
def test_slices_are_lists_of_segments(zstd, where):
    made = buffer(zstd, ITEMS)
    joined = zstd.BufferWithSegmentsCollection(made, made)
    assert [segment.tobytes() for segment in made[where]] == ITEMS[where]
    assert [segment.tobytes() for segment in joined[where]] == (ITEMS * 2)[where]
    assert isinstance(made[where], list)


def test_a_segment_is_bytes_like(zstd):
    segment = buffer(zstd, ITEMS)[2]
    for view in views(segment):
        assert view == b"barbaz"
    assert segment[0] == ord("b")
    assert segment[1:3] == b"ar"
    assert segment[::-1] == b"zabrab"
    assert b"".join([segment]) == b"barbaz"
    with pytest.raises(IndexError):
        segment[6]
    with pytest.raises(TypeError):
        segment["0"]


def test_the_table_is_bytes_like(zstd):
    segments = buffer(zstd, ITEMS).segments
    expected = [(0, 3), (3, 0), (3, 6), (9, 1)]
    assert len(segments) == 4
    assert [segments[index] for index in range(4)] == expected
    for view in views(segments):
        assert list(PAIR.iter_unpack(view)) == expected
    assert zstd.BufferWithSegments(b"foobarbazx", segments).segments.tobytes() == bytes(segments)


def test_everything_is_read_only(zstd):
    made = buffer(zstd, ITEMS)
    joined = zstd.BufferWithSegmentsCollection(made)
    for thing in [made, made[0], made.segments]:
        view = memoryview(thing)
        assert view.readonly
        assert view.contiguous
        assert view.ndim == 1
        with pytest.raises(TypeError):
            view[0] = 0
    for thing in [made, made[0], made.segments, joined]:
        with pytest.raises(TypeError):
            thing[0] = b"x"
        with pytest.raises(TypeError):
            del thing[0]
    for thing, name in [(made, "size"), (made, "segments"), (made[0], "offset")]:
        with pytest.raises(AttributeError):
            setattr(thing, name, 1)


def test_segments_keep_memory_alive(zstd):
    def make():
        source = bytearray(b"".join(ITEMS))
        segment = buffer(zstd, ITEMS)[2]
        view = memoryview(zstd.BufferWithSegments(source, table([(3, 6)]))[0])
        batch = zstd.ZstdCompressor().multi_compress_to_buffer(records(200), threads=2)
        return segment, view, batch[150], memoryview(batch[151])

    segment, view, made, made_view = make()
    for _ in range(3):
        gc.collect()
        bytearray(1 << 20)
    assert segment.tobytes() == b"barbaz"
    assert bytes(view) == b"barbaz"
    decompressor = zstd.ZstdDecompressor()
    expected = records(200)
    assert decompressor.decompress(made, max_output_size=999) == expected[150]
    assert decompressor.decompress(made_view, max_output_size=999) == expected[151]


def test_a_bytearray_stays_locked_while_it_is_referred_to(zstd):
    capabilities.need_locked_exporters()
    source = bytearray(b"".join(ITEMS))
    made = zstd.BufferWithSegments(source, table([(0, 3)]))
    with pytest.raises(BufferError):
        source.append(1)
    segment = made[0]
    del made
    gc.collect()
    with pytest.raises(BufferError):
        source.append(1)
    del segment
    gc.collect()
    source.append(1)


def test_batches_take_and_give_segments(zstd):
    items = records(300)
    compressor = zstd.ZstdCompressor(write_content_size=True)
    decompressor = zstd.ZstdDecompressor()
    for source in [items, buffer(zstd, items)]:
        frames = compressor.multi_compress_to_buffer(source, threads=2)
        assert isinstance(frames, zstd.BufferWithSegmentsCollection)
        assert len(frames) == len(items)
        assert frames.size() == sum(len(frame) for frame in frames)
        for given in [frames, list(frames), frames[:]]:
            restored = decompressor.multi_decompress_to_buffer(given)
            assert [bytes(segment) for segment in restored] == items


def test_a_mapped_file(zstd, tmp_path):
    items = records(100)
    frames = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_list(items)
    path = tmp_path / "frames.bin"
    path.write_bytes(b"".join(frames))
    with open(path, "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    pairs, offset = [], 0
    for frame in frames:
        pairs.append((offset, len(frame)))
        offset += len(frame)
    made = zstd.BufferWithSegments(mapped, table(pairs))
    restored = zstd.ZstdDecompressor().multi_decompress_to_buffer(made, threads=-1)
    assert [bytes(segment) for segment in restored] == items


def test_a_mapped_file_stays_open_while_it_is_referred_to(zstd):
    capabilities.need_locked_exporters()
    mapped = mmap.mmap(-1, 100)
    made = zstd.BufferWithSegments(mapped, table([(0, 9)]))
    with pytest.raises(BufferError):
        mapped.close()
    del made
    gc.collect()
    mapped.close()


numbers = st.one_of(st.integers(0, 60), st.sampled_from([2**63, 2**64 - 1, 2**32, 2**64 - 8]))


@hypothesis.given(data=st.binary(max_size=60), pairs=st.lists(st.tuples(numbers, numbers)))
def test_tables_are_accepted_if_inside(zstd, data, pairs):
    inside = all(offset + length <= len(data) for offset, length in pairs)
    if not inside:
        with pytest.raises(ValueError):
            zstd.BufferWithSegments(data, table(pairs))
        return
    made = zstd.BufferWithSegments(data, table(pairs))
    expected = [data[offset : offset + length] for offset, length in pairs]
    assert [bytes(segment) for segment in made] == expected


@hypothesis.given(
    members=st.lists(st.lists(st.binary(max_size=9), min_size=1, max_size=4), min_size=1, max_size=4),
    index=st.integers(-3, 18),
)
def test_collections_are_one_sequence(zstd, members, index):
    joined = zstd.BufferWithSegmentsCollection(*[buffer(zstd, items) for items in members])
    items = [item for member in members for item in member]
    assert [bytes(segment) for segment in joined] == items
    assert (len(joined), joined.size()) == (len(items), sum(map(len, items)))
    if 0 <= index < len(items):
        assert bytes(joined[index]) == items[index]
    else:
        with pytest.raises(IndexError):
            joined[index]
