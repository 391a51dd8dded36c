"""Limits hold for everything that decompresses: bombs end in an error that names the limit, and take no memory beyond it."""

import io
import pickle

import bombs
import capabilities
import pytest
from support import TEXT, run_script

LIMIT = 1 << 20
MIB = 1 << 20


@pytest.fixture(scope="module")
def inputs(zstd):
    """The bombs by name."""
    return bombs.inputs(zstd)


def names():
    """The names of the ways to decompress."""

    class Nothing:
        def __getattr__(self, name):
            return lambda *args, **kwargs: self

    return list(bombs.ways(Nothing(), LIMIT))


@pytest.mark.parametrize("way", names())
def test_bombs_end_at_the_limit(zstd, inputs, way):
    for name, bomb in inputs.items():
        got = bombs.Sink()
        with pytest.raises(zstd.ZstdError) as caught:
            bombs.ways(zstd, LIMIT)[way](bomb, got)
        text = str(caught.value)
        named = f"max_output_size is {LIMIT}" in text and caught.value.code == 70
        assert named or "bytes can hold at most" in text, (name, text)
        assert got.count <= LIMIT, name


def test_needs_are_named(zstd):
    decompressor = zstd.ZstdDecompressor(max_output_size=LIMIT)
    declared, undeclared = bombs.zeros(80, 80 * bombs.BLOCK), bombs.zeros(80)
    for data, text in [
        (declared, f"the content has at least {80 * bombs.BLOCK} bytes, max_output_size is {LIMIT}"),
        (bombs.zeros(1) + declared, f"the content has at least {81 * bombs.BLOCK} bytes, max_output_size is {LIMIT}"),
        (undeclared, f"the content has more than {LIMIT} bytes, max_output_size is {LIMIT}"),
    ]:
        with pytest.raises(zstd.ZstdError, match=text):
            decompressor.stream_reader(data).read()
    text = f"the items decompress to {160 * bombs.BLOCK} bytes together, max_output_size is {LIMIT}"
    for call in (decompressor.multi_decompress_to_buffer, decompressor.multi_decompress_to_list):
        with pytest.raises(zstd.ZstdError, match=text):
            call([declared] * 2)
    text = f"the chunks decompress to {160 * bombs.BLOCK} bytes together, max_output_size is {LIMIT}"
    with pytest.raises(zstd.ZstdError, match=text):
        decompressor.decompress_content_dict_chain([declared] * 2)


def test_reaching_the_limit_is_no_error(zstd):
    size = 3 * bombs.BLOCK
    for data in (bombs.zeros(3), bombs.zeros(3, size), bombs.zeros(1) * 3, bombs.zeros(2) + bombs.zeros(1, bombs.BLOCK)):
        for name, run in bombs.ways(zstd, size).items():
            if not name.startswith("multi"):
                got = bombs.Sink()
                run(data, got)
                assert got.count == size, name
    frames = [bombs.zeros(1, bombs.BLOCK)] * 3
    for own, limit in [(size, 0), (0, size), (size, size + 1)]:
        decompressor = zstd.ZstdDecompressor(max_output_size=own)
        assert len(decompressor.multi_decompress_to_list(frames, max_output_size=limit)) == 3
        assert decompressor.multi_decompress_to_buffer(frames, max_output_size=limit).size() == size


def test_each_call_and_each_stream_has_the_whole_limit(zstd):
    frame = zstd.ZstdCompressor().compress(TEXT)
    decompressor = zstd.ZstdDecompressor(max_output_size=len(TEXT))
    for _ in range(3):
        assert decompressor.decompress(frame) == TEXT
        assert decompressor.decompressobj().decompress(frame) == TEXT
        reader = decompressor.stream_reader(frame)
        assert reader.read() == TEXT
        reader.seek(0)
        assert reader.read() == TEXT


def test_a_stream_that_has_reached_its_limit_is_unusable(zstd):
    decompressor = zstd.ZstdDecompressor(max_output_size=10)
    frame = zstd.ZstdCompressor().compress(TEXT)
    reader = decompressor.stream_reader(frame)
    assert reader.read(10) == TEXT[:10]
    with pytest.raises(zstd.ZstdError, match="max_output_size is 10"):
        reader.read(1)
    with pytest.raises(zstd.ZstdError, match="unusable after an earlier failure"):
        reader.read(1)
    sink = io.BytesIO()
    writer = decompressor.stream_writer(sink, closefd=False)
    with pytest.raises(zstd.ZstdError, match="max_output_size is 10"):
        writer.write(frame)
    writer.close()
    assert sink.getvalue() == TEXT[:10]


def test_the_option_is_checked_and_kept(zstd):
    with pytest.raises(ValueError, match="max_output_size must be non-negative; got -1"):
        zstd.ZstdDecompressor(max_output_size=-1)
    frames = [zstd.compress(TEXT)]
    for call in ("multi_decompress_to_buffer", "multi_decompress_to_list"):
        with pytest.raises(ValueError, match="max_output_size must be non-negative; got -1"):
            getattr(zstd.ZstdDecompressor(), call)(frames, max_output_size=-1)
        with pytest.raises(TypeError):
            getattr(zstd.ZstdDecompressor(), call)(frames, None, 0, 10)
    with pytest.raises(OverflowError):
        zstd.ZstdDecompressor(max_output_size=1 << 63)
    copy = pickle.loads(pickle.dumps(zstd.ZstdDecompressor(max_output_size=10)))
    with pytest.raises(zstd.ZstdError, match="max_output_size is 10"):
        copy.decompress(frames[0])


def grown(zstd, limit, window):
    """Return by how much the memory of a process grows at most that runs one of the bombs, in bytes."""
    script = "import sys, bombs; bombs.main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))"
    output = run_script(script, zstd.__name__, limit, window)
    print(output)
    return int(output.partition(",")[0])


def test_bombs_take_no_more_memory_than_the_limit_and_the_window(zstd):
    capabilities.need_high_water_mark()
    # The largest window of these is 8 MiB.
    assert grown(zstd, 16 * MIB, bombs.SMALL_WINDOW) <= (16 + 8 + 10) * MIB


def test_a_window_takes_no_more_memory_than_the_content_has(zstd):
    capabilities.need_high_water_mark()
    assert grown(zstd, 16 * MIB, bombs.WINDOW_OF_128_MIB) <= (16 + 16 + 10) * MIB
