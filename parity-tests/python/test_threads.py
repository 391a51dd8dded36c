"""Many threads on the same objects, and children of processes that have used them."""

import threading

import capabilities
import pytest
from support import TEXT, buffer, records, run_script

THREADS = 8


def together(work):
    """Run ``work(index)`` on eight threads that start at the same time; the first exception is the caller's."""
    start = threading.Barrier(THREADS)
    failures = []

    def run(index):
        start.wait()
        try:
            work(index)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@pytest.fixture(scope="module")
def dictionary(zstd):
    """A trained dictionary."""
    return zstd.train_dictionary(4000, records(1000))


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_single_calls_share_objects(zstd, dictionary, with_dictionary):
    options = {"dict_data": dictionary} if with_dictionary else {}
    compressor = zstd.ZstdCompressor(write_content_size=True, write_checksum=True, **options)
    decompressor = zstd.ZstdDecompressor(**options)
    items = [record * (1 + index % 70) for index, record in enumerate(records(150))]
    expected = [compressor.compress(item) for item in items]

    def work(index):
        for turn in range(3):
            for at, item in enumerate(items):
                frame = compressor.compress(item)
                assert frame == expected[at]
                assert decompressor.decompress(frame) == item
            with pytest.raises(zstd.ZstdError):
                decompressor.decompress(expected[index][:-1])
            assert compressor.memory_size() > 0
            assert len(compressor.frame_progression()) == 3

    together(work)


@pytest.mark.parametrize("threads", [0, 2, -1])
def test_batches_share_objects(zstd, dictionary, threads):
    compressor = zstd.ZstdCompressor(dict_data=dictionary, write_content_size=True)
    decompressor = zstd.ZstdDecompressor(dict_data=dictionary)
    items = records(400, padding=200)
    source = buffer(zstd, items)
    expected = compressor.multi_compress_to_list(items)

    def work(index):
        for _ in range(5):
            given = items if index % 2 else source
            frames = compressor.multi_compress_to_buffer(given, threads=threads)
            assert [bytes(frame) for frame in frames] == expected
            assert decompressor.multi_decompress_to_list(frames, threads=threads) == items
            with pytest.raises(zstd.ZstdError) as caught:
                decompressor.multi_decompress_to_list([expected[0], expected[1][:-1]])
            assert "item 1" in str(caught.value)

    together(work)


def test_one_dictionary_many_objects(zstd):
    shared = zstd.ZstdCompressionDict(TEXT)
    expected = zstd.ZstdCompressor(level=5, dict_data=shared, write_content_size=True).compress(TEXT)

    def work(index):
        for _ in range(20):
            made = zstd.ZstdCompressor(level=5, dict_data=shared, write_content_size=True)
            assert made.compress(TEXT) == expected
            assert zstd.ZstdDecompressor(dict_data=shared).decompress(expected) == TEXT
            assert shared.as_bytes() == TEXT

    together(work)


def test_buffers_are_read_by_many(zstd):
    items = records(300)
    made = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_buffer(items)

    def work(index):
        for _ in range(10):
            assert len([bytes(segment) for segment in made]) == 300
            assert made.size() == sum(len(memoryview(segment)) for segment in made)

    together(work)


FORK = """
import importlib, os, signal, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
items = records(3000, padding=400)
dictionary = zstd.train_dictionary(4000, items)
plain = zstd.ZstdCompressor(write_content_size=True)
primed = zstd.ZstdCompressor(dict_data=dictionary, write_content_size=True)
threaded = zstd.ZstdCompressor(threads=2, write_content_size=True)
readers = [zstd.ZstdDecompressor(), zstd.ZstdDecompressor(dict_data=dictionary)]
large = b"".join(items)

def work():
    for writer, reader in [(plain, readers[0]), (primed, readers[1]), (threaded, readers[0])]:
        frames = writer.multi_compress_to_buffer(items, threads=2)
        assert [bytes(s) for s in reader.multi_decompress_to_buffer(frames, threads=2)] == items
        assert reader.decompress(writer.compress(large)) == large

work()
for generation in range(2):
    child = os.fork()
    if child == 0:
        # A child that waits for threads which the fork did not copy would wait for ever.
        signal.alarm(120)
        work()
        if generation == 0:
            grandchild = os.fork()
            if grandchild == 0:
                work()
                sys.exit(0)
            assert os.waitpid(grandchild, 0)[1] == 0
        sys.exit(0)
    assert os.waitpid(child, 0)[1] == 0, "the child failed"
    work()
"""


def test_children_of_a_fork_run_batches(zstd):
    capabilities.need_fork()
    run_script("import warnings; warnings.simplefilter('ignore')\n" + FORK, zstd.__name__)


FORK_IN_THE_MIDDLE = """
import importlib, os, signal, sys, threading, warnings
from support import records

warnings.simplefilter("ignore")
zstd = importlib.import_module(sys.argv[1])
items = records(2000, padding=300)
compressor = zstd.ZstdCompressor(write_content_size=True)
decompressor = zstd.ZstdDecompressor()
frames = compressor.multi_compress_to_list(items)
done = threading.Event()

def keep_busy():
    while not done.is_set():
        compressor.multi_compress_to_buffer(items, threads=2)
        decompressor.multi_decompress_to_buffer(frames, threads=2)

workers = [threading.Thread(target=keep_busy) for _ in range(3)]
for worker in workers:
    worker.start()
try:
    for _ in range(10):
        child = os.fork()
        if child == 0:
            signal.alarm(120)
            code = 1
            try:
                same = compressor.multi_compress_to_list(items, threads=2) == frames
                back = decompressor.multi_decompress_to_list(frames, threads=2) == items
                code = 0 if same and back else 2
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0, "the child failed"
finally:
    done.set()
    for worker in workers:
        worker.join()
"""


def test_forks_in_the_middle_of_batches(zstd):
    capabilities.need_fork()
    run_script(FORK_IN_THE_MIDDLE, zstd.__name__)
