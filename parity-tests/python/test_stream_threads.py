"""Streams in many threads: each thread has its own, made by compressors and decompressors that all share."""

import gc
import os
import weakref

import capabilities
import pytest
import streams
import streams_back
from streams import RANDOM, Sink, Source, frame_of, unpack
from support import TEXT, records, run_script
from test_threads import together


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_streams_of_shared_compressors(zstd, with_dictionary):
    options = {}
    if with_dictionary:
        options["dict_data"] = zstd.train_dictionary(4000, records(1000))
    compressor, decompressor = zstd.ZstdCompressor(**options), zstd.ZstdDecompressor(**options)
    content = TEXT * 30 + RANDOM
    expected = [way(compressor, content, 5000, 1000) for way in streams.COMPRESSING]

    def work(index):
        for _ in range(3):
            for way, frame in zip(streams.COMPRESSING, expected):
                assert way(compressor, content, 5000, 1000) == frame
            for way in streams_back.DECOMPRESSING:
                assert way(decompressor, expected[index], 1000, 5000) == content

    together(work)


def test_one_iterator_many_threads(zstd):
    """Each chunk goes to one thread, or the call says that another one is at it."""
    frame = frame_of(zstd, RANDOM * 100)
    chunks = zstd.ZstdDecompressor().read_to_iter(Source(frame), read_size=1000, write_size=1000)
    found = [[] for _ in range(8)]

    def work(index):
        while True:
            try:
                found[index].append(next(chunks))
            except StopIteration:
                return
            except zstd.ZstdError as error:
                assert "in use" in str(error)

    together(work)
    assert sum(len(chunk) for part in found for chunk in part) == len(RANDOM) * 100


def test_two_threads_and_a_pipe(zstd):
    """Each end of a pipe waits for the other, so that neither may keep the interpreter while it waits."""
    read_end, write_end = os.pipe()
    content = RANDOM * 100
    found = []

    def work(index):
        if index == 0:
            with open(write_end, "wb", buffering=0) as file:
                with zstd.ZstdCompressor().stream_writer(file) as writer:
                    for at in range(0, len(content), 10000):
                        writer.write(content[at : at + 10000])
        elif index == 1:
            with open(read_end, "rb", buffering=0) as file:
                found.append(zstd.ZstdDecompressor().stream_reader(file).read())

    together(work)
    assert found == [content]


FORK = """
import importlib, os, sys
from support import TEXT

zstd = importlib.import_module(sys.argv[1])
threads = int(sys.argv[2])
compressor, decompressor = zstd.ZstdCompressor(threads=threads), zstd.ZstdDecompressor()
begun = compressor.compressobj()
start = begun.compress(TEXT * 1000) + begun.flush(zstd.COMPRESSOBJ_FLUSH_BLOCK)
child = os.fork()
if child == 0:
    code = 1
    try:
        # What the parent has begun can be ended if no threads were left behind, and is refused otherwise.
        try:
            frame = start + begun.compress(TEXT) + begun.flush()
            assert decompressor.decompressobj().decompress(frame) == TEXT * 1001
        except zstd.ZstdError as error:
            assert threads and "fork" in str(error), error
        whole = b"".join(compressor.read_to_iter(TEXT * 1000))
        assert decompressor.stream_reader(whole).read() == TEXT * 1000
        code = 0
    finally:
        os._exit(code)
assert os.waitpid(child, 0)[1] == 0, "the child failed"
frame = start + begun.compress(TEXT) + begun.flush()
assert decompressor.decompressobj().decompress(frame) == TEXT * 1001
"""


@pytest.mark.parametrize("threads", [0, 2])
def test_children_of_a_fork(zstd, threads):
    capabilities.need_fork()
    run_script("import warnings; warnings.simplefilter('ignore')\n" + FORK, zstd.__name__, threads)


def test_unfinished_streams_can_be_dropped(zstd):
    for _ in range(50):
        compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
        sink = Sink()
        compressor.stream_writer(sink).write(TEXT)
        assert sink.content == b""
        compressor.compressobj().compress(TEXT)
        next(compressor.read_to_iter(Source(RANDOM * 10)))
        compressor.chunker().compress(TEXT)
        decompressor.stream_reader(Source(frame_of(zstd, RANDOM))).read(5)
        decompressor.decompressobj().decompress(frame_of(zstd, RANDOM), 5)
        assert unpack(zstd, compressor.compress(TEXT)) == TEXT


def test_cycles_are_collected(zstd):
    class Node:
        """Both ends of a stream, which refers to it."""

        stream = None

        def read(self, size):
            """Have nothing."""
            return b""

        def write(self, data):
            """Take everything."""
            return len(data)

    made = []
    for factory in (zstd.ZstdCompressor(), zstd.ZstdDecompressor()):
        for call in ("stream_reader", "read_to_iter", "stream_writer", "write_to"):
            node = Node()
            node.stream = getattr(factory, call)(node)
            made.append((call, weakref.ref(node)))
    del node
    for _ in range(3):
        gc.collect()
    assert [call for call, node in made if node() is not None] == []
