"""How many threads calls make: none where none are asked for, and no more than are."""

import capabilities
import pytest
from support import run_script

SCRIPT = """
import importlib, os, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
call, threads = sys.argv[2], int(sys.argv[3])
items = records(3000, padding=300)
large = b"".join(items) * 8
frames = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_list(items)

def names():
    found = []
    for task in os.listdir("/proc/self/task"):
        try:
            with open("/proc/self/task/%s/comm" % task) as file:
                found.append(file.read().strip())
        except FileNotFoundError:
            pass
    return found

before = len(names())
if call == "single":
    kept = zstd.ZstdCompressor(threads=threads)
    kept.compress(large)
elif call == "stream":
    kept = zstd.ZstdCompressor(threads=threads).compressobj()
    kept.compress(large)
elif call == "compress":
    zstd.ZstdCompressor().multi_compress_to_buffer(items, threads=threads)
elif call == "compress_list":
    zstd.ZstdCompressor().multi_compress_to_list(items, threads=threads)
elif call == "decompress":
    zstd.ZstdDecompressor().multi_decompress_to_buffer(frames, threads=threads)
else:
    zstd.ZstdDecompressor().multi_decompress_to_list(frames, threads=threads)
print(len(names()) - before, sum(name.startswith("zstd-batch") for name in names()))
"""

BATCHES = ["compress", "compress_list", "decompress", "decompress_list"]


def made(zstd, call, threads):
    """How many threads there are after a call that were not there before, and how many of them are for batches."""
    return tuple(map(int, run_script(SCRIPT, zstd.__name__, call, threads).split()))


@pytest.fixture(scope="module")
def logical_cpus(zstd):
    """The number that a negative number of threads stands for; the system may allow fewer than there are."""
    capabilities.need_visible_threads()
    number, helpers = made(zstd, "single", -1)
    assert 1 <= number <= capabilities.cpus()
    assert helpers == 0
    return number


@pytest.mark.parametrize("call", BATCHES)
def test_batches_make_threads_only_if_told_to(zstd, logical_cpus, call):
    assert made(zstd, call, 0) == made(zstd, call, 1) == (0, 0)
    for threads in (2, -1):
        # The threads of the process are made together; the caller is one more.
        assert made(zstd, call, threads) == (logical_cpus - 1, logical_cpus - 1)


@pytest.mark.parametrize("call", ["single", "stream"])
def test_compressors_make_as_many_threads_as_they_are_told(zstd, logical_cpus, call):
    for threads, expected in [(0, 0), (1, 1), (3, 3), (-7, logical_cpus)]:
        assert made(zstd, call, threads) == (expected, 0)
