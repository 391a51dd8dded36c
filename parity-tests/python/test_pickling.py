"""What holds a configuration, or memory, can be sent to another process, and copied; at top level and in the face."""

import copy
import importlib
import pickle
import subprocess
import sys

import capabilities
import pytest
import support
from support import TEXT, records

PLACES = [name + place for name in capabilities.MODULES for place in ("", ".compat.zstandard")]
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
CONTENT = b"".join(records(200))


@pytest.fixture(scope="module", params=PLACES)
def module(request):
    """A module: a package, or its face."""
    capabilities.load(request.param.partition(".")[0])
    return importlib.import_module(request.param)


def again(thing, protocol):
    """Return what comes out of a pickle."""
    return pickle.loads(pickle.dumps(thing, protocol))


def copies(thing):
    """Return what comes out of every way to copy."""
    return [copy.copy(thing), copy.deepcopy(thing), *[again(thing, protocol) for protocol in PROTOCOLS]]


def test_errors_keep_text_and_code(module):
    with pytest.raises(module.ZstdError) as caught:
        module.ZstdDecompressor().decompress(module.compress(CONTENT)[:-3])
    for found in copies(caught.value):
        assert type(found) is module.ZstdError
        assert (found.args, found.code) == (caught.value.args, caught.value.code)


def test_dictionaries(module):
    trained = module.train_dictionary(4000, records(1000))
    raw = module.ZstdCompressionDict(TEXT, dict_type=module.DICT_TYPE_RAWCONTENT)
    forced = module.ZstdCompressionDict(trained.as_bytes(), dict_type=module.DICT_TYPE_RAWCONTENT)
    for dictionary in (trained, raw, forced):
        for found in copies(dictionary):
            assert type(found) is type(dictionary)
            assert found.as_bytes() == dictionary.as_bytes()
            assert (found.dict_id(), found.k, found.d) == (dictionary.dict_id(), dictionary.k, dictionary.d)


def test_parameters(module):
    names = ["window_log", "strategy", "write_checksum", "write_content_size", "threads", "enable_ldm"]
    given = module.ZstdCompressionParameters(window_log=20, write_checksum=1, write_content_size=0, threads=2)
    for parameters in (given, module.ZstdCompressionParameters.from_level(19), module.ZstdCompressionParameters()):
        for found in copies(parameters):
            assert type(found) is type(parameters)
            assert repr(found) == repr(parameters)
            assert [getattr(found, name) for name in names] == [getattr(parameters, name) for name in names]


def test_classic_parameters(zstd):
    parameters = zstd.get_compression_parameters(7)
    for found in copies(parameters):
        assert type(found) is zstd.CompressionParameters
        assert repr(found) == repr(parameters)


def test_compressors(module):
    dictionary = module.train_dictionary(4000, records(1000))
    parameters = module.ZstdCompressionParameters(window_log=17, write_checksum=1)
    for options in (
        {},
        {"level": 19, "write_checksum": True},
        {"level": -5, "write_content_size": False, "dict_data": dictionary, "write_dict_id": False},
        {"compression_params": parameters, "dict_data": dictionary},
    ):
        compressor = module.ZstdCompressor(**options)
        expected = compressor.compress(CONTENT)
        for found in copies(compressor):
            assert type(found) is module.ZstdCompressor
            assert found.compress(CONTENT) == expected


def test_decompressors(module):
    dictionary = module.train_dictionary(4000, records(1000))
    frame = module.ZstdCompressor(dict_data=dictionary, write_content_size=True).compress(CONTENT)
    for found in copies(module.ZstdDecompressor(dict_data=dictionary)):
        assert type(found) is module.ZstdDecompressor
        assert found.decompress(frame) == CONTENT
    large = module.ZstdCompressor(write_content_size=False).compress(CONTENT * 50)
    for found in copies(module.ZstdDecompressor(max_window_size=1024)):
        with pytest.raises(module.ZstdError, match="requires too much memory"):
            found.decompressobj().decompress(large)


def test_the_contract_goes_with_the_instance(module):
    """A face's compressor and decompressor are the face's afterwards too."""
    face = module.__name__.endswith(".zstandard")
    for compressor in copies(module.ZstdCompressor()):
        sized = module.get_frame_parameters(compressor.compress(b"data")).content_size == 4
        assert sized == face
    frame = module.compress(b"data") + b"more"
    for decompressor in copies(module.ZstdDecompressor()):
        if face:
            assert decompressor.decompress(frame) == b"data"
        else:
            with pytest.raises(module.ZstdError):
                decompressor.decompress(frame)


def test_subclasses_and_their_attributes(module):
    compressor = Named(module.ZstdCompressor)
    for found in copies(compressor):
        assert type(found) is type(compressor)
        assert found.name == "one"
        assert found.compress(CONTENT) == compressor.compress(CONTENT)


def Named(base):  # noqa: N802
    """Return an instance of a subclass of a class, with an attribute; the subclass can be found by its name."""
    cls = type("Subclass_" + base.__module__.replace(".", "_"), (base,), {"__module__": __name__})
    globals()[cls.__name__] = cls
    instance = cls()
    instance.name = "one"
    return instance


def test_buffers_and_collections(module):
    items = records(50)
    buffer = support.buffer(module, items)
    collection = module.BufferWithSegmentsCollection(buffer, support.buffer(module, items[:3]))
    made = module.ZstdCompressor().multi_compress_to_buffer(items)
    for thing in (buffer, collection, made):
        expected = [segment.tobytes() for segment in thing]
        for found in copies(thing):
            assert type(found) is type(thing)
            assert [segment.tobytes() for segment in found] == expected
    assert [segment.offset for segment in copy.copy(buffer)] == [segment.offset for segment in buffer]


def test_buffers_go_out_of_band_without_a_copy(module):
    capabilities.need_pickle_buffers()
    capabilities.need_buffers_in_place()
    memory = bytes(1 << 20)
    buffer = module.BufferWithSegments(memory, support.table([(0, 1 << 19), (1 << 19, 1 << 19)]))
    for thing in (buffer, module.BufferWithSegmentsCollection(buffer)):
        outside = []
        inside = pickle.dumps(thing, 5, buffer_callback=outside.append)
        assert len(inside) < 1000
        views = [part.raw() for part in outside]
        assert sorted(view.nbytes for view in views) == [32, 1 << 20]
        shared = bytearray(1 << 20)
        given = [shared if view.nbytes == 1 << 20 else view for view in views]
        found = pickle.loads(inside, buffers=given)
        shared[5] = 7
        assert found[0].tobytes()[:6] == b"\0\0\0\0\0\x07", "the memory that was given is what is used"


def test_another_process_unpickles(module):
    script = (
        "import pickle, sys\n"
        "compressor, data = pickle.load(sys.stdin.buffer)\n"
        "sys.stdout.buffer.write(compressor.compress(data))\n"
    )
    compressor = module.ZstdCompressor(level=7, write_checksum=True)
    done = subprocess.run(
        [sys.executable, "-c", script], input=pickle.dumps((compressor, CONTENT)), capture_output=True, check=True
    )
    assert done.stdout == compressor.compress(CONTENT)


def test_streams_cannot_be_pickled(module):
    for stream in (module.ZstdCompressor().compressobj(), module.ZstdDecompressor().decompressobj()):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(stream)
