"""Objects in every state: made without their constructor, initialised again, subclassed, passed where they do not belong."""

import copy
import inspect

import pytest
from stub import STUB
from support import TEXT, buffer, records, run_script, table

WITHOUT_CONSTRUCTOR = {"FrameParameters", "BufferSegment", "BufferSegments"}

# Runs in a process of its own: what must not happen is that the process dies.
PROBE = """
import importlib, inspect, sys

zstd = importlib.import_module(sys.argv[1])
arguments = [b"", b"data", 0, 1, -1, 2**70, None, [], [b"data"], "text", 1.5, slice(None), object(),
             zstd.ZstdCompressionDict(b"content"), zstd.BufferWithSegments(b"data", bytes(16))]

def attempt(call, *args):
    try:
        return call(*args)
    except Exception:
        return None

def exercise(thing):
    for name in dir(thing):
        if name in ("__class__", "__init_subclass__", "__subclasshook__", "__reduce__", "__reduce_ex__"):
            continue
        member = attempt(getattr, thing, name)
        if not callable(member) or inspect.isclass(member):
            continue
        attempt(member)
        for one in arguments:
            attempt(member, one)
        attempt(member, arguments[1], arguments[2])
    for call in (repr, str, len, bytes, memoryview, iter, list, hash, bool):
        attempt(call, thing)

for name in sorted(vars(zstd)):
    cls = getattr(zstd, name)
    if not inspect.isclass(cls) or name.startswith("_"):
        continue
    for base in (object, cls):
        thing = attempt(base.__new__, cls)
        if thing is None:
            continue
        print(name, "made without arguments")
        exercise(thing)
        for args in ((), (3,), (b"data",), (b"data", bytes(16)), (None,), (20, 16, 17, 1, 5, 32, 2)):
            attempt(cls.__init__, thing, *args)
            exercise(thing)
print("alive")
"""


def test_objects_without_constructor_never_crash(zstd):
    assert run_script(PROBE, zstd.__name__).splitlines()[-1] == "alive"


def objects(zstd):
    """One instance of every class, by the name of the class."""
    made = buffer(zstd, [b"foo", b"barbaz"])
    frame = zstd.compress(TEXT)
    return {
        "ZstdCompressor": zstd.ZstdCompressor(level=5, write_content_size=True),
        "ZstdDecompressor": zstd.ZstdDecompressor(),
        "ZstdCompressionDict": zstd.ZstdCompressionDict(TEXT),
        "CompressionParameters": zstd.get_compression_parameters(3),
        "ZstdCompressionParameters": zstd.ZstdCompressionParameters.from_level(3),
        "FrameParameters": zstd.get_frame_parameters(frame),
        "BufferWithSegments": made,
        "BufferSegment": made[1],
        "BufferSegments": made.segments,
        "BufferWithSegmentsCollection": zstd.BufferWithSegmentsCollection(made),
    }


def state(thing):
    """What an object says about itself."""
    values = []
    for name in dir(thing):
        member = getattr(thing, name)
        if name.startswith("_") or name in ("segments", "memory_size"):
            continue
        values.append((name, type(member).__name__ if callable(member) else member))
    if hasattr(thing, "tobytes"):
        values.append(thing.tobytes())
    return values


def test_initialising_again_does_no_harm(zstd):
    for name, thing in objects(zstd).items():
        before = state(thing)
        for args in [(), (b"data",), (1, 2, 3), ("text",), (None, None)]:
            try:
                type(thing).__init__(thing, *args)
            except Exception as error:
                assert isinstance(error, (TypeError, ValueError, zstd.ZstdError)), (name, error)
            assert state(thing) == before, name
    used = objects(zstd)
    assert used["ZstdDecompressor"].decompress(used["ZstdCompressor"].compress(TEXT)) == TEXT


@pytest.mark.parametrize("name", sorted(WITHOUT_CONSTRUCTOR))
def test_classes_without_public_constructor(zstd, name):
    cls = getattr(zstd, name)
    for args in [(), (b"data",), (b"data", 0), (None,)]:
        with pytest.raises(TypeError):
            cls(*args)


@pytest.mark.parametrize("name", sorted(STUB.final()))
def test_final_classes(zstd, name):
    with pytest.raises(TypeError):
        type("Sub", (getattr(zstd, name),), {})


def test_subclasses(zstd):
    class Compressor(zstd.ZstdCompressor):
        """Has defaults of its own."""

        def __new__(cls, **options):
            return super().__new__(cls, level=7, write_content_size=True, **options)

        def __init__(self, **options):
            super().__init__()
            self.calls = 0

        def compress(self, data, allow_empty=False):
            self.calls += 1
            return super().compress(data, allow_empty)

    compressor = Compressor(write_checksum=True)
    expected = zstd.ZstdCompressor(level=7, write_content_size=True, write_checksum=True)
    assert compressor.compress(TEXT) == expected.compress(TEXT)
    assert compressor.calls == 1
    assert isinstance(compressor, zstd.ZstdCompressor)
    frames = compressor.multi_compress_to_list(records(9))
    assert frames == expected.multi_compress_to_list(records(9))


def test_subclasses_are_taken_where_their_base_is(zstd):
    class Dictionary(zstd.ZstdCompressionDict):
        """A dictionary with a name."""

        name = "mine"

    class Parameters(zstd.ZstdCompressionParameters):
        """Parameters with a name."""

    class Basic(zstd.CompressionParameters):
        """Basic parameters with a name."""

    class Buffer(zstd.BufferWithSegments):
        """A buffer that counts."""

        def __len__(self):
            return super().__len__()

    class Collection(zstd.BufferWithSegmentsCollection):
        """A collection with a name."""

    class Decompressor(zstd.ZstdDecompressor):
        """A decompressor with a name."""

    dictionary = Dictionary(TEXT)
    assert (dictionary.name, len(dictionary)) == ("mine", len(TEXT))
    for params in [None, Parameters(window_log=20), Basic(20, 16, 17, 1, 5, 32, 2)]:
        options = {"dict_data": dictionary, "compression_params": params}
        compressor = zstd.ZstdCompressor(write_content_size=True, **options)
        frame = compressor.compress(TEXT)
        reader = Decompressor(dict_data=dictionary)
        assert reader.decompress(frame, max_output_size=9999) == TEXT
    made = Buffer(b"foobar", table([(0, 3), (3, 3)]))
    joined = Collection(made, made)
    frames = zstd.ZstdCompressor().multi_compress_to_list(joined)
    assert len(frames) == 4
    assert bytes(memoryview(made)) == bytes(made) == b"foobar"


def test_subclasses_of_the_exception(zstd):
    class Mine(zstd.ZstdError):
        """An error with a name."""

    with pytest.raises(zstd.ZstdError):
        raise Mine("text")
    assert str(Mine("text")) == "text"
    assert inspect.ismodule(zstd)


def test_objects_are_compared_and_hashed_by_identity_or_refuse(zstd):
    for name, thing in objects(zstd).items():
        assert thing == thing, name
        assert thing is not None
        assert isinstance(repr(thing), str)
        try:
            hash(thing)
        except TypeError:
            continue


def copies(zstd):
    """What becomes of copying every object: the class of the exception, or whether the copy is like the original."""
    for name, thing in sorted(objects(zstd).items()):
        for call in [copy.copy, copy.deepcopy]:
            try:
                made = call(thing)
            except Exception as error:
                yield name, call.__name__, type(error).__name__
            else:
                assert type(made) is type(thing)
                yield name, call.__name__, state(made) == state(thing)


def test_copies_are_like_the_original_or_refused(zstd):
    for name, how, found in copies(zstd):
        assert found in (True, "TypeError"), (name, how)


def test_both_modules_copy_the_same(both):
    native, cffi = both
    assert list(copies(native)) == list(copies(cffi))
