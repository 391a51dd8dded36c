"""Every exception class and text that the contract states, of dictionaries, parameters and frames."""

import inspect

import pytest
from support import TEXT, records

BASIC = {
    "window_log": 20,
    "chain_log": 16,
    "hash_log": 17,
    "search_log": 1,
    "search_length": 5,
    "target_length": 32,
    "strategy": 2,
}


def raises(error, text, call, *args, **kwargs):
    """Check that a call raises exactly this class, with this text in its message."""
    with pytest.raises(error) as caught:
        call(*args, **kwargs)
    assert type(caught.value) is error
    assert text in str(caught.value)


def test_dictionaries(zstd):
    for wrong in [-1, 3, 2**31]:
        raises(ValueError, str(wrong), zstd.ZstdCompressionDict, b"content", dict_type=wrong)
    corrupted = zstd.ZstdCompressionDict(b"\x37\xa4\x30\xec\1\0\0\0 nothing of use")
    assert corrupted.dict_id() == 1
    with pytest.raises(zstd.ZstdError):
        zstd.ZstdCompressor(dict_data=corrupted).compress(TEXT)
    with pytest.raises(zstd.ZstdError):
        corrupted.precompute_compress(level=3)
    good = zstd.ZstdCompressionDict(TEXT)
    params = zstd.get_compression_parameters(3)
    text = "must specify one of level or compression_params"
    raises(ValueError, text, good.precompute_compress)
    text = "must only specify one of level or compression_params"
    raises(ValueError, text, good.precompute_compress, level=3, compression_params=params)
    raises(ValueError, "level must be", good.precompute_compress, level=99)


@pytest.mark.parametrize("name", ["train_dictionary", "train_cover_dictionary"])
def test_samples(zstd, name):
    train = getattr(zstd, name)
    arguments = {"k": 64, "d": 8} if "cover" in name else {}
    for wrong in [None, 3, object()]:
        with pytest.raises(TypeError):
            train(1000, wrong, **arguments)
    raises(ValueError, "samples must be bytes", train, 1000, [b"a", "b"], **arguments)
    raises(ValueError, "samples must be bytes", train, 1000, [None], **arguments)
    for few in [[], [b""], [b"abc"] * 3000, [bytes(7)] * 9]:
        raises(zstd.ZstdError, "cannot train dict", train, 1000, few, **arguments)
    raises(zstd.ZstdError, "cannot train dict", train, 255, records(500), **arguments)
    raises(ValueError, "dict_size", train, -1, records(500), **arguments)
    raises(ValueError, "dict_id", train, 1000, records(500), dict_id=-1, **arguments)
    raises(ValueError, "dict_id", train, 1000, records(500), dict_id=2**32, **arguments)
    raises(ValueError, "notifications", train, 1000, records(500), notifications=5, **arguments)


def test_cover_parameters(zstd):
    train = zstd.train_cover_dictionary
    for missing in [{}, {"k": 64}, {"d": 8}]:
        raises(zstd.ZstdError, "k and d must be given", train, 1000, records(500), **missing)
    text = "d must be at most k"
    raises(zstd.ZstdError, text, train, 1000, records(500), k=8, d=16)
    raises(zstd.ZstdError, text, train, 1000, records(500), k=8, d=16, optimize=True)


@pytest.mark.parametrize("name", sorted(BASIC))
def test_basic_parameters_are_named(zstd, name):
    make = zstd.CompressionParameters
    for wrong in [-1, 999999, 2**31]:
        with pytest.raises(ValueError) as caught:
            make(**dict(BASIC, **{name: wrong}))
        assert name in str(caught.value)
        assert str(wrong) in str(caught.value)
    with pytest.raises(TypeError):
        make(**{key: value for key, value in BASIC.items() if key != name})
    with pytest.raises((AttributeError, TypeError)):
        setattr(make(**BASIC), name, 20)


def test_all_parameters_are_named(zstd):
    made = zstd.ZstdCompressionParameters()
    names = [name for name in dir(made) if isinstance(getattr(made, name), int)]
    assert set(names) == set(inspect.signature(zstd.ZstdCompressionParameters).parameters)
    assert "block_splitter_level" in names
    for name in names:
        low, high = zstd.parameter_bounds(name)
        wrong = high + 1
        with pytest.raises(ValueError) as caught:
            zstd.ZstdCompressionParameters(**{name: wrong})
        for part in [name, str(low), str(high), str(wrong)]:
            assert part in str(caught.value)
    with pytest.raises(TypeError):
        zstd.ZstdCompressionParameters(nonsense=1)
    with pytest.raises(TypeError):
        zstd.ZstdCompressionParameters.from_level(3, nonsense=1)
    raises(ValueError, "window_log", zstd.parameter_bounds, "nonsense")


def test_levels_of_parameters(zstd):
    for call in [
        zstd.get_compression_parameters,
        zstd.ZstdCompressionParameters.from_level,
    ]:
        for wrong in [23, -131073, 2**31]:
            raises(ValueError, "level", call, wrong)
        raises(ValueError, "source_size", call, 3, source_size=-1)
        raises(ValueError, "dict_size", call, 3, dict_size=-1)


def test_frames(zstd):
    get = zstd.get_frame_parameters
    text = "not enough data for frame parameters; need "
    raises(zstd.ZstdError, text, get, b"")
    raises(zstd.ZstdError, text, get, zstd.FRAME_HEADER)
    raises(zstd.ZstdError, "Unknown frame descriptor", get, b"this is no frame")
    raises(ValueError, "format", get, b"", format=2)
    for call in [zstd.frame_content_size, zstd.frame_compressed_size, zstd.decompressed_bound]:
        with pytest.raises(zstd.ZstdError):
            call(b"this is no frame")
    for wrong in [-1, 16, 2**31]:
        raises(ValueError, "magic_variant", zstd.write_skippable_frame, b"", wrong)
    for wrong in [b"", b"this is no frame", zstd.write_skippable_frame(b"payload")[:-1]]:
        with pytest.raises(zstd.ZstdError):
            zstd.read_skippable_frame(wrong)


def test_windows(zstd):
    params = zstd.ZstdCompressionParameters(window_log=22, write_content_size=0)
    frame = zstd.ZstdCompressor(compression_params=params).compress(b"x" * (1 << 22))
    limited = zstd.ZstdDecompressor(max_window_size=1 << 20)
    text = "Frame requires too much memory for decoding"
    raises(zstd.ZstdError, text, limited.decompress, frame, max_output_size=1 << 23)
    raises(ValueError, "max_window_size", zstd.ZstdDecompressor, max_window_size=-1)
    raises(ValueError, "format", zstd.ZstdDecompressor, format=2)


def test_sequences(zstd):
    compressor = zstd.ZstdCompressor()
    with pytest.raises(zstd.ZstdError):
        compressor.compress_sequences([(1 << 30, 1, 40, 0)], b"x" * 41)
    for wrong in [None, 3, [1], [(1, 2, 3)], [("a", "b", "c", "d")]]:
        with pytest.raises(TypeError):
            compressor.compress_sequences(wrong, b"x")
    with pytest.raises((OverflowError, ValueError)):
        compressor.compress_sequences([(-1, 0, 0, 0)], b"x")
