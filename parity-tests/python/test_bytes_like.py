"""Everything that is bytes-like is taken everywhere, and nothing else."""

import array
import ctypes
import io
import mmap

import pytest
from support import TEXT, records, sizes, table


def wrapped(data):
    """Return the same bytes in objects of every kind, by name."""
    anonymous = mmap.mmap(-1, len(data))
    anonymous[:] = data
    stream = io.BytesIO(data)
    padded = memoryview(b"<" + data + b">")
    kinds = {
        "bytes": data,
        "bytearray": bytearray(data),
        "memoryview": memoryview(data),
        "slice": padded[1:-1],
        "array": array.array("B", data),
        "mmap": anonymous,
        "getbuffer": stream.getbuffer(),
        "ctypes": (ctypes.c_ubyte * len(data)).from_buffer_copy(data),
    }
    if len(data) % 8 == 0:
        kinds["words"] = array.array("Q", data)
    return kinds


def cast(zstd, data):
    """Return the same bytes as the module's own types."""
    made = zstd.BufferWithSegments(data, table([(0, len(data))]))
    return {"buffer": made, "segment": made[0]}


def everything(zstd, data):
    """Return the same bytes in objects of every kind, the module's own included."""
    return {**wrapped(data), **cast(zstd, data)}


def test_single_calls(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    decompressor = zstd.ZstdDecompressor()
    frame = compressor.compress(TEXT)
    for kind, data in everything(zstd, TEXT).items():
        assert compressor.compress(data) == frame, kind
        assert zstd.compress(data) == frame, kind
    for kind, data in everything(zstd, frame).items():
        assert decompressor.decompress(data) == TEXT, kind
        assert zstd.decompress(data) == TEXT, kind
        assert zstd.get_frame_parameters(data).content_size == len(TEXT), kind
        assert zstd.frame_content_size(data) == len(TEXT), kind
        assert zstd.frame_compressed_size(data) == len(frame), kind
        assert zstd.frame_header_size(data) <= 18, kind
        assert zstd.decompressed_bound(data) == len(TEXT), kind
        assert zstd.decompression_margin(data) > 0, kind
        assert zstd.is_frame(data) is True, kind
        assert zstd.is_skippable_frame(data) is False, kind


def test_batches(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    decompressor = zstd.ZstdDecompressor()
    items = list(everything(zstd, TEXT).values())
    frames = compressor.multi_compress_to_list(items, threads=2)
    assert frames == [compressor.compress(TEXT)] * len(items)
    kinds = list(everything(zstd, frames[0]).values())
    expected = [TEXT] * len(kinds)
    assert decompressor.multi_decompress_to_list(kinds) == expected
    for array_of_sizes in everything(zstd, sizes(expected)).values():
        made = decompressor.multi_decompress_to_list(kinds, decompressed_sizes=array_of_sizes)
        assert made == expected


def test_dictionaries_and_chains(zstd):
    for kind, data in everything(zstd, TEXT).items():
        assert zstd.ZstdCompressionDict(data).as_bytes() == TEXT, kind
        assert zstd.dictionary_id(data) == 0, kind
        assert zstd.read_skippable_frame(zstd.write_skippable_frame(data)) == (TEXT, 0), kind
    first = zstd.compress(TEXT)
    content = zstd.ZstdCompressionDict(TEXT, dict_type=zstd.DICT_TYPE_RAWCONTENT)
    linked = zstd.ZstdCompressor(dict_data=content, write_content_size=True)
    second = linked.compress(TEXT + b"!")
    for one, other in zip(everything(zstd, first).values(), everything(zstd, second).values()):
        chain = zstd.ZstdDecompressor().decompress_content_dict_chain([one, other])
        assert chain == TEXT + b"!"


def test_samples(zstd):
    samples = records(500)
    expected = zstd.train_dictionary(2000, samples).as_bytes()
    kinds = list(wrapped(b"x"))
    mixed = [wrapped(sample)[kinds[index % len(kinds)]] for index, sample in enumerate(samples)]
    joined = zstd.BufferWithSegments(b"".join(samples), table(offsets(samples)))
    collection = zstd.BufferWithSegmentsCollection(joined)
    for source in [mixed, tuple(samples), iter(samples), joined, collection, list(joined)]:
        assert zstd.train_dictionary(2000, source).as_bytes() == expected


def offsets(items):
    """Return offset and length of items that lie one behind the other."""
    start = 0
    for item in items:
        yield start, len(item)
        start += len(item)


def test_buffers(zstd):
    for kind, data in everything(zstd, TEXT).items():
        made = zstd.BufferWithSegments(data, table([(3, 9)]))
        assert bytes(made[0]) == TEXT[3:12], kind
    for kind, raw in everything(zstd, table([(3, 9), (0, 1)])).items():
        made = zstd.BufferWithSegments(TEXT, raw)
        assert [bytes(segment) for segment in made] == [TEXT[3:12], TEXT[:1]], kind


def test_what_is_not_contiguous_is_refused(zstd):
    scattered = memoryview(TEXT)[::2]
    made = zstd.compress(TEXT)
    calls = [
        lambda: zstd.ZstdCompressor().compress(scattered),
        lambda: zstd.ZstdDecompressor().decompress(memoryview(made)[::2]),
        lambda: zstd.ZstdCompressionDict(scattered),
        lambda: zstd.BufferWithSegments(scattered, b""),
        lambda: zstd.BufferWithSegments(TEXT, memoryview(table([(0, 1)]) * 2)[::2]),
        lambda: zstd.frame_content_size(memoryview(made)[::-1]),
        lambda: zstd.ZstdDecompressor().multi_decompress_to_list([made], memoryview(bytes(16))[::2]),
    ]
    for call in calls:
        with pytest.raises((BufferError, TypeError, ValueError)):
            call()
    with pytest.raises(TypeError) as caught:
        zstd.ZstdCompressor().multi_compress_to_list([TEXT, scattered])
    assert "item 1 not a bytes like object" in str(caught.value)


def test_empty_objects(zstd):
    for kind, data in wrapped_empty().items():
        assert zstd.ZstdCompressor().compress(data) == zstd.ZstdCompressor().compress(b""), kind
        assert len(zstd.BufferWithSegments(data, data)) == 0, kind
        assert len(zstd.ZstdCompressionDict(data)) == 0, kind


def wrapped_empty():
    """Return nothing in objects of every kind that can hold nothing."""
    return {
        "bytearray": bytearray(),
        "memoryview": memoryview(b""),
        "array": array.array("Q"),
        "getbuffer": io.BytesIO().getbuffer(),
    }


def test_exporters_are_released_after_the_call(zstd):
    data = bytearray(TEXT)
    zstd.ZstdCompressor().compress(data)
    zstd.ZstdCompressor().multi_compress_to_list([data, data])
    zstd.ZstdCompressor().multi_compress_to_buffer([data])
    zstd.ZstdCompressionDict(data)
    zstd.is_frame(data)
    with pytest.raises(zstd.ZstdError):
        zstd.ZstdDecompressor().decompress(data)
    with pytest.raises(ValueError):
        zstd.ZstdDecompressor().multi_decompress_to_list([data])
    data.append(1)


def test_numpy(zstd):
    numpy = pytest.importorskip("numpy", reason="numpy is not installed here")
    data = numpy.frombuffer(TEXT, dtype=numpy.uint8)
    assert zstd.decompress(zstd.compress(data)) == TEXT
    words = numpy.arange(1000, dtype=numpy.uint64)
    assert zstd.decompress(zstd.compress(words)) == words.tobytes()
    with pytest.raises((BufferError, TypeError, ValueError)):
        zstd.compress(data[::2])
