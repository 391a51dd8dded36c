"""Training with anything ends in a dictionary or an exception that says what is wrong."""

import hypothesis
import pytest
from hypothesis import strategies as st
from support import outcome, records, run_script

SAMPLES = st.one_of(
    st.just([]),
    st.lists(st.binary(max_size=9), max_size=12),
    st.integers(1, 3000).map(lambda count: [b"%03d" % (n % 1000) for n in range(count)]),
    st.binary(min_size=1, max_size=3000).map(lambda one: [one]),
    st.integers(2, 600).map(records),
    st.integers(2, 300).map(lambda count: [bytes(50)] * count),
    # What is trained on is the first part of the samples: here it is almost nothing.
    st.lists(st.binary(max_size=2), min_size=2, max_size=9).map(lambda few: [*few, bytes(99)]),
)
SIZES = st.sampled_from([0, 1, 255, 256, 257, 1000, 4096, 112640, 1 << 31])


@hypothesis.given(
    samples=SAMPLES,
    size=SIZES,
    options=st.fixed_dictionaries(
        {},
        optional={
            "selectivity": st.integers(0, 31),
            "level": st.integers(-5, 6),
            "dict_id": st.sampled_from([0, 1, 2**32 - 1]),
            "k": st.sampled_from([0, 1, 8, 50, 2000]),
            "d": st.sampled_from([0, 5, 6, 8, 9]),
            "f": st.sampled_from([0, 1, 18, 32]),
            "accel": st.sampled_from([0, 1, 10, 11]),
            "split_point": st.sampled_from([0.0, 0.01, 0.5, 1.0, 1.5, -1.0, float("nan")]),
            "steps": st.sampled_from([0, 1, 3]),
            "threads": st.sampled_from([0, 2]),
        },
    ),
)
def test_train_dictionary(zstd, samples, size, options):
    ends_well(zstd, zstd.train_dictionary, size, samples, options)


@hypothesis.given(
    samples=SAMPLES,
    size=SIZES,
    options=st.fixed_dictionaries(
        {"optimize": st.booleans(), "steps": st.sampled_from([1, 2])},
        optional={
            "k": st.sampled_from([0, 1, 8, 50, 2000]),
            "d": st.sampled_from([0, 5, 6, 8, 16]),
            "level": st.integers(-5, 6),
            "threads": st.sampled_from([0, 2]),
        },
    ),
)
def test_train_cover_dictionary(zstd, samples, size, options):
    ends_well(zstd, zstd.train_cover_dictionary, size, samples, options)


def ends_well(zstd, train, size, samples, options):
    """Check that a call ends in a dictionary of at most ``size`` bytes or in a foreseen exception with a text."""
    try:
        made = train(size, samples, **options)
    except (zstd.ZstdError, ValueError, MemoryError) as error:
        assert len(str(error)) > 10
        return
    assert 0 < len(made) <= size
    assert made.dict_id() != 0
    wanted = options.get("dict_id")
    assert not wanted or made.dict_id() == wanted


def test_both_modules_train_the_same(both):
    samples = records(700)
    native, cffi = both
    for name, options in [
        ("train_dictionary", {}),
        ("train_dictionary", {"selectivity": 9}),
        ("train_dictionary", {"k": 100, "d": 8, "f": 18}),
        ("train_dictionary", {"steps": 2, "threads": 2, "level": 5}),
        ("train_cover_dictionary", {"k": 64, "d": 8}),
        ("train_cover_dictionary", {"optimize": True, "steps": 2, "d": 8}),
        ("train_dictionary", {"k": 3, "d": 7}),
        ("train_cover_dictionary", {}),
    ]:

        def shown(zstd):
            made = outcome(zstd, getattr(zstd, name), 4000, samples, **options)
            if isinstance(made, tuple):
                return made
            return made.as_bytes(), made.dict_id(), made.k, made.d

        assert shown(native) == shown(cffi), (name, options)


def test_a_dictionary_helps(zstd):
    samples = records(2000)
    made = zstd.train_dictionary(4000, samples[::2])
    plain = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_buffer(samples)
    primed = zstd.ZstdCompressor(dict_data=made, write_content_size=True)
    assert primed.multi_compress_to_buffer(samples).size() < 0.6 * plain.size()


def test_samples_that_raise(zstd):
    def broken():
        yield b"a sample"
        raise KeyError("from the iterator")

    with pytest.raises(KeyError):
        zstd.train_dictionary(1000, broken())


SHORT_BEGINNING = """
import importlib, sys
zstd = importlib.import_module(sys.argv[1])
for samples in [
    [b"7", b"", b"x", b"size", b"a", b",", b" of wind"],
    [b"", b"", b"", b"12345678"],
    [b"1", b"", b"", b"12345678" * 9],
    [b"1234567", b"x" * 100],
]:
    for train, options in [
        (zstd.train_dictionary, {}),
        (zstd.train_dictionary, {"k": 20, "d": 8}),
        (zstd.train_dictionary, {"k": 20, "d": 6, "steps": 1, "split_point": 0.2}),
        (zstd.train_dictionary, {"selectivity": 9}),
        (zstd.train_cover_dictionary, {"optimize": True, "steps": 1}),
        (zstd.train_cover_dictionary, {"k": 20, "d": 8}),
    ]:
        try:
            train(1024, samples, **options)
        except zstd.ZstdError as error:
            assert "cannot train dict" in str(error), error
"""


def test_samples_whose_beginning_is_too_short(zstd):
    """The optimising trainers train on the first part of the samples alone: it can be too small though all are enough."""
    run_script(SHORT_BEGINNING, zstd.__name__)


NOTIFICATIONS = """
import importlib, os, sys, tempfile
from support import records
zstd = importlib.import_module(sys.argv[1])

def written(level):
    saved, place = os.dup(2), tempfile.TemporaryFile()
    os.dup2(place.fileno(), 2)
    zstd.train_cover_dictionary(2000, records(500), k=64, d=8, notifications=level)
    os.dup2(saved, 2)
    place.seek(0)
    return place.read()

assert written(0) == b""
assert written(4) != b""
"""


def test_notifications_go_to_stderr_and_only_when_asked_for(zstd):
    assert run_script(NOTIFICATIONS, zstd.__name__) == ""
