"""The system refuses threads: calls work with fewer, or raise, and the same objects work once there are threads again."""

import interposing
import pytest

# Takes the place of the function that makes threads, in every library of the process.
REFUSING = """
static int left = -1;
static int refused = 0;

void allow_threads(int count) { left = count; }

int refused_threads(void) { return refused; }

int pthread_create(pthread_t *thread, const pthread_attr_t *options, void *(*run)(void *), void *argument)
{
    int (*make)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) = dlsym(RTLD_NEXT, "pthread_create");
    if (left == 0) {
        refused += 1;
        return EAGAIN;
    }
    if (left > 0)
        left -= 1;
    return make(thread, options, run, argument);
}
"""

SCRIPT = """
import ctypes, importlib, io, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
count = int(sys.argv[2])
system = ctypes.CDLL(None)
items = records(3000, padding=300)
large = b"".join(items) * 4
samples = records(600)
expected = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_list(items)
single = zstd.ZstdCompressor(write_content_size=True)
reader = zstd.ZstdDecompressor()

def batches():
    for threads in (2, 8, -1):
        frames = single.multi_compress_to_buffer(items, threads=threads)
        assert [bytes(frame) for frame in frames] == expected
        assert reader.multi_decompress_to_list(frames, threads=threads) == items

def oneshot(compressor):
    assert reader.decompress(compressor.compress(large)) == large

def stream(compressor):
    sink = io.BytesIO()
    compressor.copy_stream(io.BytesIO(large), sink)
    assert reader.stream_reader(sink.getvalue(), read_across_frames=True).read() == large

def trained(train):
    assert len(train()) > 0

threaded = [zstd.ZstdCompressor(threads=threads, write_content_size=True) for threads in (1, 2, 5)]
cases = {"batches": batches}
for at, compressor in enumerate(threaded):
    cases["oneshot %d" % at] = lambda compressor=compressor: oneshot(compressor)
    cases["stream %d" % at] = lambda compressor=compressor: stream(compressor)
cases["train"] = lambda: trained(lambda: zstd.train_dictionary(3000, samples))
cases["legacy"] = lambda: trained(lambda: zstd.train_dictionary(3000, samples, selectivity=9))
cases["optimise"] = lambda: trained(lambda: zstd.train_dictionary(3000, samples, threads=2, steps=4, d=8))
cases["cover"] = lambda: trained(lambda: zstd.train_cover_dictionary(3000, samples, optimize=True, d=8, steps=2, threads=2))

failed = set()
for name, case in cases.items():
    system.allow_threads(count)
    try:
        case()
    except (MemoryError, zstd.ZstdError, OSError) as error:
        failed.add(name)
        assert str(error), name
    system.allow_threads(-1)
    # The same objects, with what they kept.
    case()
assert system.refused_threads() > 0
# A batch needs nobody but its caller.
assert "batches" not in failed, failed
print("done", sorted(failed))
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The library that refuses threads."""
    return interposing.build(tmp_path_factory.mktemp("threads"), REFUSING)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_refused_threads_are_done_without_or_reported(zstd, library, monkeypatch, count):
    assert "done" in interposing.run_script(library, monkeypatch, SCRIPT, zstd.__name__, count)
