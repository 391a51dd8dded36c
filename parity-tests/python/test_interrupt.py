"""Ctrl-C ends a long batch, and what was used in it stays usable."""

import capabilities
import pytest
from support import run_script

SCRIPT = """
import importlib, signal, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
direction, threads, form = sys.argv[2], int(sys.argv[3]), sys.argv[4]
compressor = zstd.ZstdCompressor(level=22 if direction == "compress" else 1, write_content_size=True)
decompressor = zstd.ZstdDecompressor()
small = records(50)

if direction == "compress":
    # Minutes of work, in pieces that take a fraction of a second each.
    items = [b"".join(records(3000))] * 1000
    call = getattr(compressor, "multi_compress_to_" + form)
else:
    # The same memory many times over: what is decompressed is never held, since the call does not come to its end.
    frame = compressor.compress(bytes(1 << 22))
    items = [frame] * 3000
    call = getattr(decompressor, "multi_decompress_to_" + form)

class Stop(KeyboardInterrupt):
    pass

def handler(number, frame):
    raise Stop

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    call(items, threads=threads)
except Stop:
    print("interrupted")
else:
    sys.exit("the call came to its end")

for _ in range(2):
    frames = compressor.multi_compress_to_buffer(small, threads=threads)
    assert decompressor.multi_decompress_to_list(frames, threads=threads) == small
"""


@pytest.mark.parametrize("form", ["buffer", "list"])
@pytest.mark.parametrize("threads", [0, 2])
def test_batch_compression_is_interrupted(zstd, threads, form):
    capabilities.need_timer()
    assert "interrupted" in run_script(SCRIPT, zstd.__name__, "compress", threads, form)


@pytest.mark.parametrize("threads", [0, 2])
def test_batch_decompression_is_interrupted(zstd, threads):
    capabilities.need_timer()
    assert "interrupted" in run_script(SCRIPT, zstd.__name__, "decompress", threads, "buffer")


KEYBOARD = """
import importlib, signal, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
compressor = zstd.ZstdCompressor(level=22)
items = [b"".join(records(3000))] * 1000
# The signal that a terminal sends, with the handler that Python has for it, unless it was started where the signal is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGALRM, lambda number, frame: signal.raise_signal(signal.SIGINT))
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    compressor.multi_compress_to_buffer(items, threads=-1)
except KeyboardInterrupt:
    print("interrupted")
assert zstd.decompress(zstd.compress(b"still works")) == b"still works"
"""


def test_the_signal_of_a_terminal(zstd):
    capabilities.need_timer()
    assert "interrupted" in run_script(KEYBOARD, zstd.__name__)


LONG = """
import importlib, signal, sys, time
from support import records

zstd = importlib.import_module(sys.argv[1])
call = sys.argv[2]

class Stop(KeyboardInterrupt):
    pass

def handler(number, frame):
    raise Stop

text = b"".join(records(40_000))
if call == "train":
    samples = records(60_000)
    run = lambda: zstd.train_cover_dictionary(100_000, samples, optimize=True, steps=1000)
elif call == "train_default":
    samples = records(60_000)
    run = lambda: zstd.train_dictionary(100_000, samples, steps=2000)
elif call == "compress":
    data = text * (200_000_000 // len(text))
    compressor = zstd.ZstdCompressor(level=19, threads=2)
    run = lambda: compressor.compress(data)
else:
    import io

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            return text[:size]

    class Nowhere(io.RawIOBase):
        def write(self, data):
            return len(data)

    compressor = zstd.ZstdCompressor(level=19, threads=int(sys.argv[3]))
    run = lambda: compressor.copy_stream(Endless(), Nowhere())

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.5)
try:
    run()
except Stop:
    print("interrupted")
else:
    sys.exit("the call came to its end")
assert zstd.ZstdDecompressor().decompress(zstd.ZstdCompressor(write_content_size=True).compress(text)) == text
if call == "compress":
    # The same object, whose worker threads are still at what they had begun.
    frame = compressor.compress(b"still works")
    assert zstd.ZstdDecompressor().decompress(frame, max_output_size=100) == b"still works"
"""


@pytest.mark.parametrize("call", ["train", "train_default", "compress"])
def test_a_long_call_is_interrupted(zstd, call):
    """Each would take minutes: it ends only because it is stopped."""
    capabilities.need_timer()
    assert "interrupted" in run_script(LONG, zstd.__name__, call, 0)


@pytest.mark.parametrize("threads", [0, 2])
def test_a_stream_copy_is_interrupted(zstd, threads):
    capabilities.need_timer()
    assert "interrupted" in run_script(LONG, zstd.__name__, "copy", threads)


CHANGING = """
import importlib, random, signal, sys

zstd = importlib.import_module(sys.argv[1])
direction, threads = sys.argv[2], int(sys.argv[3])
compressor = zstd.ZstdCompressor(level=9, write_content_size=True)
decompressor = zstd.ZstdDecompressor()
working = False
met = []

def handler(number, frame):
    # The list is the caller's: it may change, and what was in it may be gone but for the call.
    if working and not met:
        given.clear()
        met.append([bytes(1000) + bytes([number]) * 50_000 for number in range(200)])

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)

def content(number):
    return random.Random(number).randbytes(2000) * 25

frames = [bytes(compressor.compress(content(number))) for number in range(200)]
while not met:
    if direction == "compress":
        given = [content(number) for number in range(200)]
        call = compressor.multi_compress_to_list
    else:
        given = [bytes(bytearray(frame)) for frame in frames] * 20
        call = decompressor.multi_decompress_to_list
    working = True
    try:
        results = call(given, threads=threads)
    except ValueError:
        # The signal came ahead of the call, which finds an empty list.
        if given:
            raise
        met.clear()
    working = False
signal.setitimer(signal.ITIMER_REAL, 0)
for number, result in enumerate(results):
    restored = decompressor.decompress(result) if direction == "compress" else result
    assert restored == content(number % 200), number
print("right")
"""


@pytest.mark.parametrize("threads", [0, 2])
@pytest.mark.parametrize("direction", ["compress", "decompress"])
def test_a_list_may_change_while_it_is_worked_on(zstd, direction, threads):
    capabilities.need_timer()
    assert "right" in run_script(CHANGING, zstd.__name__, direction, threads)
