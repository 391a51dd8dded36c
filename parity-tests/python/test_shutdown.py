"""The end of interpreters, and other interpreters: live objects, running threads, sub-interpreters, child processes."""

import capabilities
import pytest
from support import run_script

LIVE = """
import atexit, importlib, io, sys, threading
zstd = importlib.import_module(sys.argv[1])
data = bytes(range(256)) * 4000

class Cycle:
    pass

# Objects that are alive to the very end, also in cycles and in the module itself.
kept = [
    zstd.ZstdCompressor(threads=2), zstd.ZstdDecompressor(), zstd.ZstdCompressionDict(data[:1000]),
    zstd.ZstdCompressor().stream_reader(io.BytesIO(data)), zstd.ZstdCompressor().stream_writer(io.BytesIO()),
    zstd.ZstdCompressor().compressobj(), zstd.ZstdDecompressor().decompressobj(),
    zstd.ZstdCompressor().multi_compress_to_buffer([data] * 3)[0], iter(zstd.ZstdCompressor().read_to_iter(data)),
]
kept[3].read(10)
kept[4].write(data)
kept[5].compress(data)
cycle = Cycle()
cycle.me, cycle.kept = cycle, kept
zstd.kept = kept
atexit.register(lambda: zstd.decompress(zstd.compress(data)))

def work():
    compressor = zstd.ZstdCompressor(level=9, threads=2)
    while True:
        compressor.compress(data)
        compressor.multi_compress_to_buffer([data] * 8, threads=2)

for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
kept[0].compress(data * 4)
print("leaving")
"""

STOPPED = """
import importlib, signal, sys
from support import records
zstd = importlib.import_module(sys.argv[1])

class Stop(Exception):
    pass

def handler(number, frame):
    raise Stop

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    zstd.train_cover_dictionary(100_000, records(60_000), optimize=True, steps=1000)
except Stop:
    # The trainer is still at work, and does not keep the process from ending.
    print("leaving")
"""

PROCESSES = """
import importlib, multiprocessing, sys
from support import records

def work(numbers):
    zstd = importlib.import_module(sys.argv[1])
    items = [b"item %d " % number * 500 for number in numbers]
    compressor = zstd.ZstdCompressor(threads=2, write_content_size=True)
    frames = compressor.multi_compress_to_buffer(items, threads=2)
    restored = zstd.ZstdDecompressor().multi_decompress_to_list(frames, threads=2)
    return restored == items and zstd.decompress(compressor.compress(b"x" * 4_000_000)) == b"x" * 4_000_000

if __name__ == "__main__":
    assert work(range(300))
    context = multiprocessing.get_context(sys.argv[2])
    with context.Pool(2) as pool:
        assert all(pool.map(work, [range(300), range(50, 400), range(10)]))
    print("leaving")
"""

INTERPRETERS = """
import importlib, sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
zstd = importlib.import_module(sys.argv[1])
script = '''
try:
    import %s as zstd
except ImportError:
    pass
else:
    assert zstd.decompress(zstd.compress(b"x" * 1000)) == b"x" * 1000
''' % sys.argv[1]
for _ in range(3):
    number = interpreters.create()
    interpreters.run_string(number, script)
    interpreters.destroy(number)
assert zstd.decompress(zstd.compress(b"still works")) == b"still works"
print("leaving")
"""


def test_live_objects_and_running_threads(zstd):
    for _ in range(3):
        assert "leaving" in run_script(LIVE, zstd.__name__)


def test_a_training_that_was_stopped(zstd):
    capabilities.need_timer()
    assert "leaving" in run_script(STOPPED, zstd.__name__)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(zstd, method, tmp_path):
    capabilities.need_fork()
    # What a child imports must be in a file.
    import os
    import pathlib
    import subprocess
    import sys

    script = tmp_path / "processes.py"
    script.write_text(PROCESSES)
    environment = dict(os.environ, PYTHONPATH=str(pathlib.Path(__file__).parent))
    command = [sys.executable, str(script), zstd.__name__, method]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)
    assert done.returncode == 0 and "leaving" in done.stdout, done.stderr


def test_sub_interpreters_work_or_refuse(zstd):
    capabilities.need_interpreters()
    assert "leaving" in run_script(INTERPRETERS, zstd.__name__)
