"""Drawn calls give the same on the face and on python-zstandard 0.25: bytes, results of streams, classes of exceptions."""

import importlib
import io

import capabilities
import hypothesis
import pytest
from hypothesis import strategies as st
from scene import outcome, shown

DATA = st.one_of(
    st.binary(max_size=300),
    st.integers(0, 300_000).map(lambda size: (b"some text that repeats, " * 20_000)[:size]),
    st.lists(st.binary(min_size=1, max_size=50), max_size=30).map(lambda parts: b"".join(parts * 20)),
)
LEVELS = st.one_of(st.integers(-7, 9), st.sampled_from([19, 22]))
FLAGS = st.sampled_from([None, False, True])
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "level": LEVELS,
        "write_checksum": FLAGS,
        "write_content_size": FLAGS,
        "write_dict_id": FLAGS,
    },
)
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "compression_level": LEVELS,
        "window_log": st.integers(9, 20),
        "hash_log": st.integers(6, 18),
        "search_log": st.integers(1, 6),
        "min_match": st.integers(2, 7),
        "strategy": st.integers(0, 9),
        "write_content_size": st.integers(0, 1),
        "write_checksum": st.integers(0, 1),
        "enable_ldm": st.integers(0, 1),
        "format": st.integers(0, 1),
    },
)
SIZES = st.one_of(st.integers(1, 50), st.integers(1, 200_000))
READS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(0, 70_000)),
        st.tuples(st.just("read1"), st.integers(1, 70_000)),
        st.tuples(st.just("readinto"), st.integers(1, 5000)),
        st.tuples(st.just("tell")),
    ),
    max_size=12,
)
WRITES = st.lists(
    st.one_of(
        st.tuples(st.just("write"), DATA),
        st.tuples(st.just("flush"), st.integers(0, 1)),
        st.tuples(st.just("tell")),
    ),
    max_size=8,
)


@pytest.fixture(scope="module", params=capabilities.MODULES)
def pair(request):
    """The original and the face."""
    theirs = capabilities.peer("zstandard")
    capabilities.load(request.param)
    return theirs, importlib.import_module(request.param + ".compat.zstandard")


def agree(pair, call):
    """Both modules give the same result, or raise the same class of exception."""
    expected, found = (outcome(call, module)[:2] for module in pair)
    assert found == expected


@hypothesis.given(data=DATA, options=OPTIONS)
def test_frames(pair, data, options):
    agree(pair, lambda z: z.ZstdCompressor(**options).compress(data))


@hypothesis.given(data=DATA, parameters=PARAMETERS)
def test_frames_of_parameters(pair, data, parameters):
    def call(z):
        chosen = z.ZstdCompressionParameters(**parameters)
        return z.ZstdCompressor(compression_params=chosen).compress(data)

    agree(pair, call)


@hypothesis.given(data=DATA, options=OPTIONS, limit=SIZES, extra=st.binary(max_size=5))
def test_contents(pair, data, options, limit, extra):
    frame = pair[0].ZstdCompressor(**options).compress(data) + extra
    agree(pair, lambda z: z.ZstdDecompressor().decompress(frame, max_output_size=limit))
    # Frames that say that they are empty are not looked at there.
    if data:
        agree(pair, lambda z: z.ZstdDecompressor().decompress(frame, allow_extra_data=False))
    agree(pair, lambda z: [shown(vars_of(z.get_frame_parameters(frame))), z.frame_content_size(frame)])


def vars_of(parameters):
    """The fields of frame parameters."""
    return [parameters.content_size, parameters.window_size, parameters.dict_id, parameters.has_checksum]


@hypothesis.given(data=DATA, options=OPTIONS, pieces=st.lists(SIZES, max_size=6), flush=st.booleans())
def test_objects(pair, data, options, pieces, flush):
    def compressed(z):
        thing, rest, made = z.ZstdCompressor(**options).compressobj(), data, []
        for size in pieces:
            made.append(thing.compress(rest[:size]))
            rest = rest[size:]
            if flush:
                made.append(thing.flush(z.COMPRESSOBJ_FLUSH_BLOCK))
        return [*made, thing.compress(rest), thing.flush()]

    agree(pair, compressed)
    frame = b"".join(compressed(pair[0]))

    def restored(z):
        thing, rest, made = z.ZstdDecompressor().decompressobj(), frame + b"after", []
        for size in pieces:
            if thing.eof:
                break
            made.append(thing.decompress(rest[:size]))
            rest = rest[size:]
        if not thing.eof:
            made.append(thing.decompress(rest))
        return [b"".join(made), thing.eof, thing.flush()]

    agree(pair, restored)


@hypothesis.given(data=DATA, options=OPTIONS, reads=READS, read_size=SIZES)
def test_readers(pair, data, options, reads, read_size):
    frame = pair[0].ZstdCompressor(**options).compress(data)

    def run(make):
        reader = make()
        return [read(reader, *operation) for operation in reads]

    def read(reader, name, *arguments):
        if name != "readinto":
            return shown(getattr(reader, name)(*arguments))
        room = bytearray(arguments[0])
        return [reader.readinto(room), shown(room)]

    # What one call of the source and of libzstd gives is not part of the contract for reads of what there is.
    hypothesis.assume(all(name != "read1" for name, *_ in reads) or read_size > 150_000)
    agree(pair, lambda z: run(lambda: z.ZstdDecompressor().stream_reader(io.BytesIO(frame), read_size=read_size)))
    agree(pair, lambda z: run(lambda: z.ZstdDecompressor().stream_reader(frame, read_size=read_size)))


@hypothesis.given(options=OPTIONS, writes=WRITES, returns=st.booleans())
def test_writers(pair, options, writes, returns):
    def run(z):
        sink = io.BytesIO()
        writer = z.ZstdCompressor(**options).stream_writer(sink, write_return_read=returns, closefd=False)
        results = [getattr(writer, name)(*arguments) for name, *arguments in writes]
        writer.close()
        return [results, shown(sink.getvalue())]

    agree(pair, run)


@hypothesis.given(items=st.lists(DATA, min_size=1, max_size=8), options=OPTIONS, threads=st.integers(0, 3))
def test_batches(pair, items, options, threads):
    hypothesis.assume(all(items))

    def frames(z):
        made = z.ZstdCompressor(**options).multi_compress_to_buffer(items, threads=threads)
        return [item.tobytes() for item in made]

    agree(pair, frames)
    made = frames(pair[0])

    def contents(z):
        restored = z.ZstdDecompressor().multi_decompress_to_buffer(made, threads=threads)
        return [shown(item.tobytes()) for item in restored]

    agree(pair, contents)
