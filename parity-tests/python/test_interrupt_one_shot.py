"""Ctrl-C ends long one-shot calls: those without an object, and those of the face ``compression_zstd``."""

import capabilities
import pytest
from support import run_script

SCRIPT = """
import importlib, os, signal, sys
from bombs import high_water
from support import records

zstd = importlib.import_module(sys.argv[1])
face = importlib.import_module(sys.argv[1] + ".compat.compression_zstd")
call, threads = sys.argv[2], int(sys.argv[3])
text = b"".join(records(20_000))
options = {face.CompressionParameter.compression_level: 19, face.CompressionParameter.nb_workers: threads}
unknown = {face.CompressionParameter.content_size_flag: 0}
# What a frame may be made with and read by.
prefix = face.ZstdDict(text[:100_000], is_raw=True).as_prefix if "prefix" in call else None

def repeated(blocks, size):
    # A frame with that many blocks that repeat a byte 128 KiB times each, whose header declares that size.
    header = bytes([0x28, 0xB5, 0x2F, 0xFD, 0xC0, 7 << 3]) + size.to_bytes(8, "little")
    if size == 0:
        header = bytes([0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3])
    block = (128 << 10) << 3 | 1 << 1
    last = (block | 1).to_bytes(3, "little") + b"x"
    return header + (block.to_bytes(3, "little") + b"x") * (blocks - 1) + last

# 2 GiB, of which little is made before the signals.
BLOCKS = 16 << 10
if call.startswith("compress"):
    # Without matches, which takes long.
    data = os.urandom(25_000_000).hex().encode()
    run = lambda: face.compress(data, options=options, zstd_dict=prefix)
    if call == "compress without object":
        run = lambda: zstd.compress(data, 19)
else:
    frames = {
        "known": lambda: repeated(BLOCKS, BLOCKS * (128 << 10)),
        "without object": lambda: repeated(BLOCKS, BLOCKS * (128 << 10)),
        "unknown": lambda: repeated(BLOCKS, 0),
        "prefix": lambda: repeated(BLOCKS, 0),
        "frames": lambda: repeated(BLOCKS // 64, 0) * 64,
        # What is wrong at the end is found by decoding all that is ahead of it, in memory that grows.
        "growing": lambda: repeated(BLOCKS, 0) + b"no frame",
        "small frames growing": lambda: face.compress(text[:30]) * 2_000_000 + b"no frame",
    }
    data = frames[call]()
    run = lambda: face.decompress(data, zstd_dict=prefix)
    if call == "without object":
        run = lambda: zstd.decompress(data)

class Stop(KeyboardInterrupt):
    pass

seen = 0

def handler(number, frame):
    # A call that does not look at signals lets all that have come meanwhile be handled as one, when it has ended.
    global seen
    seen += 1
    # Between looking over many small frames and decoding them there is another chance.
    if seen == (3 if "small" in call else 2):
        raise Stop

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
try:
    # Giving the result back takes long as well, and is no part of the call.
    result = run()
    signal.setitimer(signal.ITIMER_REAL, 0)
except Stop:
    print("interrupted")
else:
    sys.exit("the call came to its end")
signal.setitimer(signal.ITIMER_REAL, 0)
if os.path.exists("/proc/self/status"):
    # A call that hears the answer and goes on makes all of the content.
    assert high_water() < BLOCKS * (128 << 10)

# The same settings, whose contexts were in the middle of a frame.
little = text[:50_000]
for settings in options, unknown:
    frame = face.compress(little, options=settings, zstd_dict=prefix)
    assert face.decompress(frame * 2, zstd_dict=prefix) == little * 2
"""


@pytest.mark.parametrize(
    ("call", "threads"),
    [("compress without object", 0), ("compress", 0), ("compress", 2), ("compress prefix", 0), ("compress prefix", 2)],
)
def test_compression_is_interrupted(zstd, call, threads):
    capabilities.need_timer()
    assert "interrupted" in run_script(SCRIPT, zstd.__name__, call, threads)


@pytest.mark.parametrize(
    "call", ["without object", "known", "unknown", "prefix", "frames", "growing", "small frames growing"]
)
def test_decompression_is_interrupted(zstd, call):
    capabilities.need_timer()
    assert "interrupted" in run_script(SCRIPT, zstd.__name__, call, 0)


THREADS = """
import importlib, sys, threading
from support import records

face = importlib.import_module(sys.argv[1] + ".compat.compression_zstd")
data = b"".join(records(60_000)) * 4
found = []

def work():
    # Handlers of signals run on the main thread only: on others nobody is asked.
    frame = face.compress(data, level=1)
    found.append(face.decompress(frame) == data and face.decompress(frame + frame) == data + data)

threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert found == [True] * 3
print("right")
"""


def test_large_calls_on_other_threads(zstd):
    assert "right" in run_script(THREADS, zstd.__name__)
