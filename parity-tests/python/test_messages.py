"""Every exception class and text that the contract states, of the calls that take and return bytes."""

import pytest
from support import TEXT, buffer, outcome, records, sizes, table


def frame(zstd, data=TEXT, **options):
    """Return one frame."""
    return zstd.ZstdCompressor(**options).compress(data)


def sized(zstd, data=TEXT):
    """Return one frame that says how large its content is."""
    return frame(zstd, data, write_content_size=True)


def raises(error, text, call, *args, **kwargs):
    """Check that a call raises exactly this class, with this text in its message."""
    with pytest.raises(error) as caught:
        call(*args, **kwargs)
    assert type(caught.value) is error
    assert text in str(caught.value)


@pytest.mark.parametrize("level", [0, 23, 1000, -131073, 2**31, -(2**31), 2**40])
def test_levels_out_of_range(zstd, level):
    raises(ValueError, "level must be", zstd.ZstdCompressor, level=level)


def test_wrong_types_are_type_errors(zstd):
    for arguments in [
        {"level": "3"},
        {"level": 1.5},
        {"dict_data": b"bytes"},
        {"compression_params": 3},
        {"nonsense": 1},
    ]:
        with pytest.raises(TypeError):
            zstd.ZstdCompressor(**arguments)
    for arguments in [{"dict_data": b"bytes"}, {"max_window_size": "1"}, {"nonsense": 1}]:
        with pytest.raises(TypeError):
            zstd.ZstdDecompressor(**arguments)
    for wrong in ["text", 3, None, [b"a"], object()]:
        with pytest.raises(TypeError):
            zstd.ZstdCompressor().compress(wrong)
        with pytest.raises(TypeError):
            zstd.ZstdDecompressor().decompress(wrong)
        with pytest.raises(TypeError):
            zstd.ZstdCompressionDict(wrong)


def test_empty_input(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True)
    raises(ValueError, "allow_empty", compressor.compress, b"")
    made = compressor.compress(b"", allow_empty=True)
    assert zstd.ZstdDecompressor().decompress(made) == b""
    assert zstd.ZstdCompressor().compress(b"")


def test_decompress(zstd):
    decompress = zstd.ZstdDecompressor().decompress
    raises(zstd.ZstdError, "max_output_size", decompress, frame(zstd))
    text = "Destination buffer is too small"
    raises(zstd.ZstdError, text, decompress, frame(zstd), max_output_size=9)
    raises(zstd.ZstdError, text, decompress, sized(zstd), max_output_size=9)
    assert decompress(frame(zstd), max_output_size=1 << 20) == TEXT
    text = "error determining content size from frame header"
    raises(zstd.ZstdError, text, decompress, b"this is no frame")
    raises(zstd.ZstdError, text, decompress, b"")
    raises(ValueError, "max_output_size", decompress, sized(zstd), max_output_size=-1)
    for absurd in [1 << 60, (1 << 63) - 1, 1 << 63, 1 << 64, 1 << 100]:
        with pytest.raises((MemoryError, OverflowError)):
            decompress(frame(zstd), max_output_size=absurd)


def test_errors_have_codes(zstd):
    with pytest.raises(zstd.ZstdError) as caught:
        zstd.ZstdDecompressor().decompress(b"this is no frame")
    assert caught.value.code == zstd.ERROR_PREFIX_UNKNOWN
    with pytest.raises(zstd.ZstdError) as caught:
        zstd.ZstdDecompressor().decompress(frame(zstd))
    assert caught.value.code is None
    assert zstd.ZstdError("made by hand").code is None
    assert issubclass(zstd.ZstdError, Exception)


@pytest.mark.parametrize("name", ["multi_compress_to_buffer", "multi_compress_to_list"])
def test_batch_compression(zstd, name):
    call = getattr(zstd.ZstdCompressor(), name)
    raises(ValueError, "no source elements found", call, [])
    raises(ValueError, "source elements are empty", call, [b"", b"", bytearray()])
    for wrong in [None, 3, b"bytes", "text", (b"a",), {b"a": 1}, iter([b"a"])]:
        with pytest.raises(TypeError):
            call(wrong)
    raises(TypeError, "item 0 not a bytes like object", call, [None, b"a"])
    raises(TypeError, "item 2 not a bytes like object", call, [b"a", b"b", "c", 4])


@pytest.mark.parametrize("name", ["multi_decompress_to_buffer", "multi_decompress_to_list"])
def test_batch_decompression(zstd, name):
    call = getattr(zstd.ZstdDecompressor(), name)
    raises(ValueError, "no source elements found", call, [])
    for wrong in [None, 3, b"bytes", (b"a",)]:
        with pytest.raises(TypeError):
            call(wrong)
    raises(TypeError, "item 1 not a bytes like object", call, [sized(zstd), "text"])
    text = "could not determine decompressed size of item 1"
    raises(ValueError, text, call, [sized(zstd), frame(zstd)])
    raises(ValueError, text, call, [sized(zstd), b"this is no frame"])
    frames = [sized(zstd), sized(zstd)]
    text = "decompressed_sizes size mismatch; expected 16"
    for wrong in [b"", bytes(8), bytes(15), bytes(17), bytes(24)]:
        raises(ValueError, text, call, frames, decompressed_sizes=wrong)
    with pytest.raises(TypeError):
        call(frames, decompressed_sizes=[1, 2])
    wrong = sizes([TEXT, TEXT[1:]])
    text = "error decompressing item 1: "
    raises(zstd.ZstdError, text, call, frames, decompressed_sizes=wrong)
    raises(zstd.ZstdError, text, call, [frames[0], frames[1][:-1]])


def test_the_third_of_five(zstd):
    compressor = zstd.ZstdCompressor(write_content_size=True, write_checksum=True)
    frames = compressor.multi_compress_to_list(records(5))
    frames[2] = frames[2][:-1] + bytes([frames[2][-1] ^ 1])
    decompressor = zstd.ZstdDecompressor()
    for source in [frames, buffer(zstd, frames)]:
        for threads in [0, 2, -1]:
            call = decompressor.multi_decompress_to_buffer
            text = "error decompressing item 2: "
            raises(zstd.ZstdError, text, call, source, threads=threads)


def test_chains(zstd):
    call = zstd.ZstdDecompressor().decompress_content_dict_chain
    for wrong in [(b"a",), None, b"bytes", iter([b"a"])]:
        with pytest.raises(TypeError):
            call(wrong)
    good = sized(zstd)
    raises(ValueError, "empty input chain", call, [])
    raises(ValueError, "chunk 0 must be bytes", call, ["text"])
    raises(ValueError, "chunk 1 must be bytes", call, [good, None])
    raises(ValueError, "chunk 0 is too small to contain a zstd frame", call, [good[:4]])
    raises(ValueError, "chunk 1 is not a valid zstd frame", call, [good, b"this is no frame"])
    raises(ValueError, "chunk 0 missing content size in frame", call, [frame(zstd)])
    raises(zstd.ZstdError, "could not decompress chunk 1: ", call, [good, good[:-1]])


def test_buffers(zstd):
    make = zstd.BufferWithSegments
    text = "segments array size is not a multiple of 16"
    for wrong in [b"1", bytes(15), bytes(17)]:
        raises(ValueError, text, make, b"data", wrong)
    text = "offset within segments array references memory outside buffer"
    for pair in [(0, 5), (4, 1), (5, 0), (2**64 - 1, 1), (1, 2**64 - 1), (2**63, 2**63)]:
        raises(ValueError, text, make, b"data", table([pair]))
    for arguments in [(), (b"data",), ("text", b""), (b"data", "text"), (b"data", [(0, 4)])]:
        with pytest.raises(TypeError):
            make(*arguments)
    made = make(b"data", table([(0, 4), (1, 2)]))
    for sequence in [made, zstd.BufferWithSegmentsCollection(made), made.segments]:
        raises(IndexError, "offset must be non-negative", sequence.__getitem__, -1)
        raises(IndexError, "offset must be less than 2", sequence.__getitem__, 2)
        with pytest.raises(TypeError):
            sequence["0"]


def test_collections(zstd):
    make = zstd.BufferWithSegmentsCollection
    raises(ValueError, "must pass at least 1 argument", make)
    good = zstd.BufferWithSegments(b"data", table([(0, 4)]))
    for wrong in [b"data", None, [good], good[0], good.segments]:
        raises(TypeError, "arguments must be BufferWithSegments instances", make, good, wrong)
    empty = zstd.BufferWithSegments(b"data", b"")
    text = "ZstdBufferWithSegments cannot be empty"
    raises(ValueError, text, make, good, empty)


def test_both_modules_say_the_same(both):
    """Calls with wrong arguments: class and text, but for the interpreter's own words about numbers of more than 64 bits."""

    def calls(zstd):
        compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
        good = sized(zstd)
        for wrong in [None, 3, "text", (b"a",), b"bytes", {1: 2}, object]:
            yield compressor.multi_compress_to_buffer, wrong
            yield compressor.multi_compress_to_list, wrong
            yield decompressor.multi_decompress_to_list, wrong
            yield decompressor.decompress_content_dict_chain, wrong
            yield zstd.train_dictionary, 1000, wrong
            yield zstd.parameter_bounds, wrong
        for wrong in [None, 1.5, "3", -1, 2**31, 2**63, 2**64, -(2**63) - 1]:
            yield zstd.ZstdCompressor, wrong
            yield zstd.ZstdDecompressor, None, wrong
            yield decompressor.decompress, good, wrong
            yield compressor.multi_compress_to_list, [TEXT], wrong
            yield zstd.ZstdCompressionDict, b"content", wrong
            yield zstd.ZstdCompressionDict, b"content", 0, wrong
            yield zstd.get_frame_parameters, good, wrong
            yield zstd.write_skippable_frame, b"", wrong
            yield zstd.CompressionParameters, wrong, 16, 17, 1, 5, 32, 2
            yield zstd.get_compression_parameters, 3, wrong
            yield zstd.train_dictionary, wrong, [TEXT] * 20
            yield zstd.train_dictionary, 1000, [TEXT] * 20, wrong

    def outcomes(zstd):
        for call, *args in calls(zstd):
            found = outcome(zstd, call, *args)
            # Objects that were made are compared elsewhere.
            plain = isinstance(found, (tuple, list, bytes, int))
            yield call.__name__, args[-1], found if plain else type(found).__name__

    mine, theirs = [list(outcomes(zstd)) for zstd in both]
    differences = [(one, other) for one, other in zip(mine, theirs) if one != other]
    assert not differences
