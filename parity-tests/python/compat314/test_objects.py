"""Compressors and decompressors, call by call: whatever is called, the same comes of it as of the original."""

import hypothesis
import hypothesis.strategies as st
import pytest
from comparing import outcome, same

TEXT = b"to be or not to be, that is the question; " * 40
PIECES = st.one_of(
    st.binary(max_size=40),
    st.builds(lambda start, size: TEXT[start : start + size], st.integers(0, 500), st.integers(0, 1600)),
    st.builds(lambda size: bytes(range(256)) * size, st.integers(0, 1200)),
)

CALLS = st.one_of(
    st.tuples(st.just("compress"), PIECES, st.sampled_from([0, 0, 0, 1, 2, 3])),
    st.tuples(st.just("flush"), st.sampled_from([0, 1, 2, 2])),
    st.tuples(st.just("pledge"), st.one_of(st.none(), st.integers(0, 3000))),
)


def compress_all(module, calls, make):
    """Return what each call on a compressor has come to, and the mode after it."""
    compressor = make(module)
    seen = []
    for name, *arguments in calls:
        method = getattr(compressor, {"pledge": "set_pledged_input_size"}.get(name, name))
        seen.append((outcome(module, method, *arguments), compressor.last_mode))
    return seen


@hypothesis.given(calls=st.lists(CALLS, max_size=12), level=st.sampled_from([None, 1, 3, 7, 19, -3]))
def test_compressors(face, original, calls, level):
    def make(module):
        return module.ZstdCompressor(level)

    assert compress_all(face, calls, make) == compress_all(original, calls, make)


@hypothesis.given(
    calls=st.lists(CALLS, max_size=10),
    use=st.sampled_from(["as_digested_dict", "as_undigested_dict", "as_prefix"]),
    level=st.sampled_from([None, 1, 7, 12]),
)
def test_compressors_with_dictionaries(face, original, calls, use, level):
    def make(module):
        dictionary = module.ZstdDict(TEXT[7:900], is_raw=True)
        return module.ZstdCompressor(level, None, getattr(dictionary, use))

    ours, theirs = compress_all(face, calls, make), compress_all(original, calls, make)
    assert ours == theirs


CONTENTS = {
    "sized": (TEXT, {}),
    "unsized": (TEXT, {200: 0}),
    "checked": (bytes(range(256)) * 700, {201: 1}),
    "empty": (b"", {}),
    "long": (TEXT * 100, {200: 0}),
}
FRAMES = st.sampled_from([*CONTENTS, "skippable"])


def frame_of(original, kind):
    """Return a frame of one of the kinds."""
    if kind == "skippable":
        return b"\x52\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"bytes"
    content, options = CONTENTS[kind]
    return original.compress(content, options=options)


def decompress_all(module, pieces, limits, make):
    """Return what each call on a decompressor has come to, and its state after it."""
    decompressor = make(module)
    seen = []
    for number, piece in enumerate(pieces):
        limit = limits[number % len(limits)]
        result = outcome(module, decompressor.decompress, piece, limit)
        seen.append((result, decompressor.eof, decompressor.needs_input, decompressor.unused_data))
    return seen


@hypothesis.given(
    kinds=st.lists(FRAMES, min_size=1, max_size=3),
    tail=st.sampled_from([b"", b"", b"no frame", b"\x28\xb5"]),
    cuts=st.lists(st.integers(0, 4000), max_size=8),
    limits=st.lists(st.sampled_from([-1, 1, 7, 100, 5000, 131072]), min_size=1, max_size=4),
    more=st.integers(0, 8),
)
def test_decompressors(face, original, kinds, tail, cuts, limits, more):
    data = b"".join(frame_of(original, kind) for kind in kinds) + tail
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [data[start:end] for start, end in zip(edges, edges[1:])] + [b""] * more

    def make(module):
        return module.ZstdDecompressor()

    assert decompress_all(face, pieces, limits, make) == decompress_all(original, pieces, limits, make)


def without_reasons(seen):
    """Return what was seen without libzstd's reasons for refusing data.

    Which of several is noticed first depends on how much room the output has, and so on the implementation.
    """
    if isinstance(seen, (list, tuple)) and seen and seen[0] == "ZstdError":
        return seen[0], seen[1].partition(": ")[0]
    return [without_reasons(item) for item in seen] if isinstance(seen, (list, tuple)) else seen


@hypothesis.given(position=st.integers(0, 2000), change=st.integers(1, 255), kind=FRAMES, limit=st.sampled_from([-1, 100]))
def test_damaged_frames(face, original, position, change, kind, limit):
    data = bytearray(frame_of(original, kind))
    data[position % len(data)] ^= change
    # A window that such a change asks for is not to be allocated by two libraries in turn.
    options = {100: 24}
    pieces = [bytes(data), b"", bytes(data)]

    def make(module):
        return module.ZstdDecompressor(None, options)

    ours, theirs = (decompress_all(module, pieces, [limit], make) for module in (face, original))
    assert without_reasons(ours) == without_reasons(theirs)
    ours, theirs = (outcome(module, module.decompress, bytes(data), options=options) for module in (face, original))
    assert without_reasons(ours) == without_reasons(theirs)
    same(face, original, lambda z: z.get_frame_size(bytes(data)))
    ours = outcome(face, lambda: repr(face.get_frame_info(data)))
    assert ours == outcome(original, lambda: repr(original.get_frame_info(data)))


@hypothesis.given(kinds=st.lists(FRAMES, max_size=4), end=st.integers(-6, 0), tail=st.sampled_from([b"", b"x", b"no frame"]))
def test_whole_inputs(face, original, kinds, end, tail):
    data = b"".join(frame_of(original, kind) for kind in kinds)
    data = data[: len(data) + end] + tail
    same(face, original, lambda z: z.decompress(data))


@pytest.mark.parametrize("log", [10, 20, 27, 28, 31])
def test_windows(face, original, log):
    compressor = original.ZstdCompressor(options={101: log})
    frame = compressor.compress(TEXT) + compressor.flush()
    for limit in (0, 10, 20, 27, 28, 31):
        same(face, original, lambda z: z.decompress(frame, options={100: limit}))
        same(face, original, lambda z: z.ZstdDecompressor(None, {100: limit}).decompress(frame, 5000))
    same(face, original, lambda z: z.decompress(frame))
    same(face, original, lambda z: repr(z.get_frame_info(frame)))


@pytest.mark.parametrize("use", ["as_digested_dict", "as_undigested_dict", "as_prefix"])
def test_dictionaries_serve_frames_as_the_original_s_do(face, original, use):
    content = TEXT[7:900]

    def action(z):
        dictionary = getattr(z.ZstdDict(content, is_raw=True), use)
        compressor = z.ZstdCompressor(zstd_dict=dictionary)
        frames = [compressor.compress(TEXT, 2), compressor.compress(TEXT, 2)]
        one = z.ZstdDecompressor(dictionary).decompress(frames[0])
        return tuple(frames), one, z.decompress(frames[0] * 2, dictionary), outcome(z, z.decompress, frames[0])

    same(face, original, action)


def test_dictionaries_with_an_id_are_told_apart(face, original):
    samples = [b"sample number %d with words" % number for number in range(1000)]
    trained = original.train_dict(samples, 1000).dict_content

    def action(z):
        right, wrong = z.ZstdDict(trained), z.ZstdDict(TEXT, is_raw=True)
        frame = z.compress(samples[7], zstd_dict=right)
        return (
            frame,
            z.get_frame_info(frame).dictionary_id,
            z.decompress(frame, right),
            outcome(z, z.decompress, frame),
            outcome(z, z.decompress, frame, wrong),
        )

    same(face, original, action)


def test_threads_of_libzstd_make_frames_that_both_read(face, original):
    data = TEXT * 5000
    for source, reader in ((face, original), (original, face)):
        compressor = source.ZstdCompressor(options={400: 2, 401: 1 << 20, 201: 1})
        parts = [compressor.compress(data), compressor.compress(data, 1), compressor.flush()]
        assert reader.decompress(b"".join(parts)) == data * 2
        assert reader.decompress(source.compress(data, options={400: 2})) == data
