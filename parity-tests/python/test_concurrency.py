"""Streams in the hands of many threads, forks and ends of the interpreter in the middle of everything, other interpreters."""

import io
import threading

import capabilities
import pytest
from streams import Sink, frame_of, unpack
from support import TEXT, run_script
from test_threads import together

CALLS = 60


def contend(zstd, call):
    """Have eight threads make a call on one object; return the results of the calls that no other one was in the way of."""
    results = []

    def work(index):
        for _ in range(CALLS // 8):
            try:
                results.append(call())
            except zstd.ZstdError as error:
                assert "in use" in str(error) or "before consuming output" in str(error), error

    together(work)
    assert results
    return results


def test_many_threads_write_to_one_compressor(zstd):
    """What the calls that succeed have written is in the frame, and nothing else."""
    compressor = zstd.ZstdCompressor()
    sink = Sink()
    writer = compressor.stream_writer(sink, write_return_read=True)
    written = contend(zstd, lambda: writer.write(TEXT))
    writer.flush(zstd.FLUSH_FRAME)
    assert unpack(zstd, sink.content) == TEXT * len(written)
    obj = compressor.compressobj()
    given = contend(zstd, lambda: obj.compress(TEXT))
    # So little comes out with the end of the frame only, or the order of the pieces would matter.
    assert set(given) == {b""}
    assert unpack(zstd, obj.flush()) == TEXT * len(given)
    chunker = compressor.chunker()

    def chunk():
        chunks = chunker.compress(TEXT)
        # What was taken is taken: go on until all of it is inside.
        while True:
            try:
                return list(chunks)
            except zstd.ZstdError as error:
                assert "in use" in str(error)

    given = contend(zstd, chunk)
    assert unpack(zstd, b"".join(chunker.finish())) == TEXT * len(given)


def test_many_threads_write_to_one_decompressor(zstd):
    decompressor = zstd.ZstdDecompressor()
    frame = frame_of(zstd, TEXT)
    sink = Sink()
    writer = decompressor.stream_writer(sink)
    written = contend(zstd, lambda: writer.write(frame))
    assert sink.content == TEXT * len(written)
    obj = decompressor.decompressobj(read_across_frames=True)
    assert set(contend(zstd, lambda: obj.decompress(frame))) == {TEXT}


@pytest.mark.parametrize("of_file", [False, True])
def test_many_threads_read_from_one_stream(zstd, of_file):
    """Each byte goes to one of them."""
    frame = frame_of(zstd, TEXT * 50)
    source = io.BytesIO if of_file else bytes
    reader = zstd.ZstdDecompressor().stream_reader(source(frame))
    parts = contend(zstd, lambda: reader.read(100))
    assert sum(map(len, parts)) + len(reader.read()) == len(TEXT * 50)
    reader = zstd.ZstdCompressor().stream_reader(source(TEXT * 50))
    assert sum(map(len, contend(zstd, lambda: reader.read(1)))) <= CALLS
    chunks = zstd.ZstdCompressor().read_to_iter(source(TEXT * 50))
    results = contend(zstd, lambda: next(chunks, b""))
    assert unpack(zstd, b"".join(results) + b"".join(chunks)) == TEXT * 50


# What a thread does over and over, by name: long enough that something is going on at every moment.
WORK = """
import importlib, io, os, signal, sys, threading, warnings
from support import records

warnings.simplefilter("ignore")
zstd = importlib.import_module(sys.argv[1])
items = records(1500, padding=300)
large = b"".join(items) * 3
samples = records(3000)
compressor = zstd.ZstdCompressor(write_content_size=True)
threaded = zstd.ZstdCompressor(threads=2, write_content_size=True)
decompressor = zstd.ZstdDecompressor()
frames = compressor.multi_compress_to_list(items)
frame = compressor.compress(large)

class Source:
    def __init__(self):
        self.source = io.BytesIO(large)
    def read(self, size):
        return self.source.read(size)

class Sink:
    def write(self, data):
        return len(data)

kinds = {
    "batch": lambda: compressor.multi_compress_to_buffer(items, threads=2),
    "batch back": lambda: decompressor.multi_decompress_to_list(frames, threads=2),
    "training": lambda: zstd.train_dictionary(4000, samples),
    "cover training": lambda: zstd.train_cover_dictionary(4000, samples, optimize=True, steps=4, threads=2),
    "threaded call": lambda: threaded.compress(large),
    "call": lambda: decompressor.decompress(compressor.compress(large)),
    "threaded stream": lambda: threaded.copy_stream(Source(), Sink()),
    "stream": lambda: decompressor.copy_stream(io.BytesIO(frame), Sink()),
    "iterator": lambda: sum(map(len, compressor.read_to_iter(Source()))),
    "reader": lambda: decompressor.stream_reader(io.BytesIO(frame)).read(),
    "writer": lambda: decompressor.stream_writer(Sink()).write(frame),
}
"""
KINDS = (
    "batch", "batch back", "training", "cover training", "threaded call", "call",
    "threaded stream", "stream", "iterator", "reader", "writer",
)  # fmt: skip

FORK = (
    WORK
    + """
done = threading.Event()
begun = threading.Semaphore(0)

def keep_busy(work):
    while not done.is_set():
        begun.release()
        work()

workers = [threading.Thread(target=keep_busy, args=(kinds[kind],)) for kind in sys.argv[2].split(",")]
for worker in workers:
    worker.start()
try:
    for worker in workers:
        begun.acquire()
    for _ in range(3):
        begun.acquire()
        child = os.fork()
        if child == 0:
            # A child that waits for threads which the fork did not copy would wait for ever.
            signal.alarm(120)
            code = 1
            try:
                for kind in sys.argv[2].split(","):
                    kinds[kind]()
                same = decompressor.decompress(threaded.compress(large)) == large
                same = same and decompressor.multi_decompress_to_list(frames, threads=2) == items
                code = 0 if same else 2
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0, "the child failed"
finally:
    done.set()
    for worker in workers:
        worker.join()
"""
)

# What is made once in a process is made in the first call that needs it. Each child is such a process: it forks once more while its
# threads are in the middle of their first calls.
FIRST = """
import importlib, io, os, signal, sys, threading, warnings

warnings.simplefilter("ignore")
zstd = importlib.import_module(sys.argv[1])
items = [b"x" * 20000] * 40

class Source:
    def __init__(self):
        self.source = io.BytesIO(b"x" * 1000)
    def read(self, size):
        return self.source.read(size)

class Sink:
    def write(self, data):
        return len(data)
    def flush(self):
        pass

def write():
    with zstd.ZstdCompressor().stream_writer(Sink()) as writer:
        writer.write(b"x")
        writer.flush()

def batch():
    frames = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_buffer(items, threads=3)
    zstd.ZstdDecompressor().multi_decompress_to_buffer(frames, threads=3)

def refuse(call, argument):
    try:
        call(argument)
    except (TypeError, ValueError, zstd.ZstdError):
        pass

calls = [
    lambda: zstd.ZstdCompressor().copy_stream(Source(), Sink()),
    lambda: list(zstd.ZstdCompressor().chunker().compress(b"x")),
    lambda: list(zstd.ZstdCompressor().read_to_iter(Source())),
    write,
    batch,
    lambda: refuse(lambda samples: zstd.train_dictionary(1000, samples), iter([b"x"])),
    lambda: refuse(zstd.ZstdCompressor().compress, "text"),
    lambda: refuse(zstd.ZstdDecompressor().decompress, b"no frame"),
]

def fork_among_threads(pause):
    begin = threading.Barrier(len(calls) + 1)

    def work(call):
        begin.wait()
        call()

    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    if hasattr(sys, "setswitchinterval"):
        sys.setswitchinterval(1e-6)
    begin.wait()
    for _ in range(pause):
        pass
    child = os.fork()
    if child == 0:
        # One that waits for threads which the fork did not copy would wait for ever.
        signal.alarm(60)
        for call in calls:
            call()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, pause
    for thread in threads:
        thread.join()

for round in range(80):
    child = os.fork()
    if child == 0:
        code = 1
        try:
            fork_among_threads(40 * round)
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0, "a child failed"
"""

LEAVE = (
    WORK
    + """
begun = threading.Semaphore(0)

def keep_busy(work):
    while True:
        begun.release()
        work()

for kind in sys.argv[2].split(","):
    for _ in range(2):
        threading.Thread(target=keep_busy, args=(kinds[kind],), daemon=True).start()
for _ in range(3):
    begun.acquire()
print("leaving")
"""
)

INTERPRETERS = """
import importlib, sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
zstd = importlib.import_module(sys.argv[1])
script = '''
import threading
try:
    import %s as zstd
except ImportError:
    pass
else:
    def work():
        items = [b"x" * 20000] * 40
        frames = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_list(items, threads=2)
        assert zstd.ZstdDecompressor().multi_decompress_to_list(frames, threads=2) == items
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
''' % sys.argv[1]
failures = []

def create():
    # One that may start threads, which newer interpreters call by another name.
    try:
        return interpreters.create(isolated=False)
    except TypeError:
        return interpreters.create("legacy")

def run():
    try:
        for _ in range(3):
            number = create()
            interpreters.run_string(number, script)
            interpreters.destroy(number)
    except BaseException as error:
        failures.append(error)

threads = [threading.Thread(target=run) for _ in range(3)]
for thread in threads:
    thread.start()
items = [b"y" * 20000] * 200
for _ in range(20):
    frames = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_list(items, threads=2)
    assert zstd.ZstdDecompressor().multi_decompress_to_list(frames, threads=2) == items
for thread in threads:
    thread.join()
if failures:
    raise failures[0]
print("leaving")
"""


@pytest.mark.parametrize("kinds", [",".join(KINDS[:4]), ",".join(KINDS[4:])])
def test_forks_in_the_middle_of_everything(zstd, kinds):
    capabilities.need_fork()
    run_script(FORK, zstd.__name__, kinds)


def test_forks_in_the_middle_of_first_calls(zstd):
    capabilities.need_fork()
    run_script(FIRST, zstd.__name__)


@pytest.mark.parametrize("kind", KINDS)
def test_the_interpreter_ends_in_the_middle_of_everything(zstd, kind):
    assert "leaving" in run_script(LEAVE, zstd.__name__, kind)


def test_interpreters_with_threads(zstd):
    capabilities.need_interpreters()
    assert "leaving" in run_script(INTERPRETERS, zstd.__name__)
