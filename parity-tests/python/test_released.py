"""Long calls let other threads use the interpreter. Nobody can take it here, so that another thread runs only if it is given away."""

import io
import sys
import threading
import time

import capabilities
import pytest
from support import records

ITEMS = records(3000, padding=300)
LARGE = b"".join(ITEMS)
# What is worth the release of the interpreter: the smallest input that is said to be.
SMALL = LARGE[: 2 << 10]
# For how many seconds a call is repeated until the other thread, which has to wake up in the midst of one, has had its turn. It
# takes that long only if the thread never has it.
PATIENCE = 20


@pytest.fixture(autouse=True)
def no_preemption():
    """Have threads run until they give the interpreter away."""
    capabilities.need_cooperative_threads()
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e6)
    yield
    sys.setswitchinterval(before)


def is_released(call, prepare=None, patience=PATIENCE):
    """Whether another thread runs while ``call(prepare())`` does. Nothing else in here gives the interpreter away."""
    end = time.monotonic() + patience
    while True:
        if runs_beside(call, prepare and prepare(), end):
            return True
        if time.monotonic() > end:
            return False


def runs_beside(call, argument, end):
    """Whether another thread runs during a call, or during one of many if nothing has to be prepared."""
    ran = []
    ready, go = threading.Lock(), threading.Lock()
    ready.acquire()
    go.acquire()

    def other():
        ready.release()
        go.acquire()
        ran.append(True)

    thread = threading.Thread(target=other)
    thread.start()
    ready.acquire()
    try:
        go.release()
        call(argument)
        while not ran and argument is None and time.monotonic() < end:
            call(argument)
        return bool(ran)
    finally:
        thread.join()


def repeated(call, patience=PATIENCE):
    """Whether a call that needs no preparation is released."""
    return is_released(lambda _: call(), patience=patience)


def calls(zstd):
    """Every kind of call that takes long, by name: what may be repeated as it is."""
    compressor = zstd.ZstdCompressor(write_content_size=True)
    threaded = zstd.ZstdCompressor(threads=2, write_content_size=True)
    decompressor = zstd.ZstdDecompressor()
    frame, frames = compressor.compress(LARGE), compressor.multi_compress_to_list(ITEMS)
    samples = ITEMS[:500]
    return {
        "compress": lambda: compressor.compress(SMALL),
        "compress.threads": lambda: threaded.compress(LARGE),
        "compress.function": lambda: zstd.compress(LARGE),
        "decompress": lambda: decompressor.decompress(frame),
        "decompress.function": lambda: zstd.decompress(frame),
        "decompress.unsized": lambda: decompressor.decompress(frame, max_output_size=len(LARGE)),
        "batch.compress.buffer": lambda: compressor.multi_compress_to_buffer(ITEMS),
        "batch.compress.list": lambda: compressor.multi_compress_to_list(ITEMS),
        "batch.decompress.buffer": lambda: decompressor.multi_decompress_to_buffer(frames),
        "batch.decompress.list": lambda: decompressor.multi_decompress_to_list(frames),
        "train.legacy": lambda: zstd.train_dictionary(4000, samples, selectivity=9),
        "train.default": lambda: zstd.train_dictionary(4000, samples),
        "train.cover": lambda: zstd.train_cover_dictionary(4000, samples, k=64, d=8),
        "reader.compress": lambda: compressor.stream_reader(LARGE).read(),
        "reader.decompress": lambda: decompressor.stream_reader(frame).read(),
        "reader.piece": lambda: decompressor.stream_reader(frame).read(64 << 10),
        "writer.compress": lambda: compressor.stream_writer(io.BytesIO()).write(LARGE),
        "writer.decompress": lambda: decompressor.stream_writer(io.BytesIO()).write(frame),
        "iter.compress": lambda: next(iter(compressor.read_to_iter(LARGE))),
        "iter.decompress": lambda: next(iter(decompressor.read_to_iter(frame))),
        "copy.compress": lambda: compressor.copy_stream(io.BytesIO(LARGE), io.BytesIO()),
        "copy.decompress": lambda: decompressor.copy_stream(io.BytesIO(frame), io.BytesIO()),
        "object.compress": lambda: compressor.compressobj().compress(LARGE),
        "object.decompress": lambda: decompressor.decompressobj().decompress(frame),
        "chunker": lambda: list(compressor.chunker().compress(LARGE)),
        "chain": lambda: decompressor.decompress_content_dict_chain([frame]),
        "sequences": lambda: compressor.generate_sequences(LARGE),
    }


NAMES = """
    compress compress.threads compress.function decompress decompress.function decompress.unsized
    batch.compress.buffer batch.compress.list batch.decompress.buffer batch.decompress.list
    train.legacy train.default train.cover reader.compress reader.decompress reader.piece
    writer.compress writer.decompress iter.compress iter.decompress copy.compress copy.decompress
    object.compress object.decompress chunker chain sequences
""".split()


@pytest.mark.parametrize("name", NAMES)
def test_a_long_call_lets_others_run(zstd, name):
    assert repeated(calls(zstd)[name])


# What holds data back until its end, and how it is ended.
ENDS = {
    "object": (lambda compressor: compressor.compressobj(), lambda made, data: made.compress(data), "flush"),
    "writer": (
        lambda compressor: compressor.stream_writer(io.BytesIO()),
        lambda made, data: made.write(data),
        "close",
    ),
    "chunker": (
        lambda compressor: compressor.chunker(),
        lambda made, data: list(made.compress(data)),
        "finish",
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_finishing_a_stream_lets_others_run(zstd, name):
    make, take, end = ENDS[name]
    compressor = zstd.ZstdCompressor(level=12)

    def begun():
        made = make(compressor)
        # Less than a block, so that the work is all in the end.
        take(made, LARGE[: 100 << 10])
        return made

    def finish(made):
        list(getattr(made, end)() or ())

    assert is_released(finish, begun)


def test_digesting_a_dictionary_lets_others_run(zstd):
    """With the first call on a new object, however little it has to do."""
    content = LARGE[: 256 << 10]

    def compress(dictionary):
        zstd.ZstdCompressor(level=9, dict_data=dictionary).compress(b"x")

    assert is_released(compress, lambda: zstd.ZstdCompressionDict(content))


def test_what_holds_the_interpreter_is_seen():
    """The means of these tests: a call that keeps the interpreter to itself."""
    assert not repeated(lambda: sum(range(100)), patience=1)
