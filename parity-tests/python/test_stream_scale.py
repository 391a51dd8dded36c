"""Large streams: memory stays flat, time stays linear, and signals are handled."""

import capabilities
import pytest
from support import run_script

MEMORY = """
import importlib, sys

zstd = importlib.import_module(sys.argv[1])
way, count = sys.argv[2], int(sys.argv[3])
PIECE = 1 << 20

def high_water():
    # The most that the process ever had in memory, in bytes.
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024

class Repeated:
    # Gives a piece of content again and again.
    def __init__(self, piece, times):
        self.piece = piece
        self.times = times

    def read(self, size):
        self.times -= 1
        return self.piece if self.times >= 0 else b""

class Nowhere:
    def __init__(self):
        self.count = 0

    def write(self, data):
        self.count += len(data)
        return len(data)

def read(reader):
    return sum(map(len, iter(lambda: reader.read(131072), b"")))

def read_into(reader):
    room = bytearray(131072)
    return sum(iter(lambda: reader.readinto(room), 0))

def copy(source):
    sink = Nowhere()
    decompressor.copy_stream(source, sink)
    return sink.count

def write(source):
    sink = Nowhere()
    with decompressor.stream_writer(sink) as writer:
        for data in iter(lambda: source.read(131072), b""):
            writer.write(data)
    return sink.count

def use_object(source):
    thing, found = decompressor.decompressobj(), 0
    while not thing.eof:
        data = source.read(8192) if thing.needs_input else b""
        found += len(thing.decompress(data, 131072))
    return found

ways = {
    "read": lambda source: read(decompressor.stream_reader(source)),
    "readinto": lambda source: read_into(decompressor.stream_reader(source)),
    "lines": lambda source: sum(map(len, decompressor.stream_reader(source))),
    "iterator": lambda source: sum(map(len, decompressor.read_to_iter(source))),
    "copy": copy,
    "write": write,
    "object": use_object,
}
lines = [b"%d some text, and numbers %d\\n" % (n, n * n * 7919 % 10007) for n in range(40000)]
content = b"".join(lines)[:PIECE]
del lines
assert len(content) == PIECE
compressor, decompressor = zstd.ZstdCompressor(level=1), zstd.ZstdDecompressor()
start = high_water()
# One frame, which is made while it is read.
source = compressor.stream_reader(Repeated(content, count))
assert ways[way](source) == count * PIECE
grown = high_water() - start
assert grown < 20 << 20, grown
print("grown by", grown)
"""


@pytest.mark.parametrize(
    "way, mebibytes",
    [
        ("read", 1024),
        ("readinto", 100),
        ("lines", 50),
        ("iterator", 100),
        ("copy", 100),
        ("write", 100),
        ("object", 100),
    ],
)
def test_memory_stays_flat(zstd, way, mebibytes):
    capabilities.need_high_water_mark()
    assert "grown by" in run_script(MEMORY, zstd.__name__, way, mebibytes)


LINEAR = """
import importlib, sys

zstd = importlib.import_module(sys.argv[1])
size = 100_000_000
content = (b"a line that repeats, nearly; %d\\n" % 5 * (size // 32))[:size]
compressor, decompressor = zstd.ZstdCompressor(level=1), zstd.ZstdDecompressor()
thing = compressor.compressobj()
frames = [
    zstd.ZstdCompressor(level=1, write_content_size=True).compress(content),
    thing.compress(content) + thing.flush(),
]
for frame in frames:
    assert decompressor.decompressobj().decompress(frame) == content
    assert decompressor.stream_reader(frame).read() == content
    # Input that is held is not moved again and again.
    thing = decompressor.decompressobj()
    count = len(thing.decompress(frame * 20, 0))
    while not thing.eof:
        count += len(thing.decompress(b"", 20000))
    assert count == len(content)
    assert thing.unused_data == frame * 19
"""


def test_hundred_megabytes_in_one_call(zstd):
    """An algorithm of quadratic time would not come to an end."""
    run_script(LINEAR, zstd.__name__)


INTERRUPT = """
import importlib, io, signal, sys

zstd = importlib.import_module(sys.argv[1])
way = sys.argv[2]

class Stop(KeyboardInterrupt):
    pass

def handler(number, frame):
    raise Stop

class Endless(io.RawIOBase):
    # A source that never runs Python code for long and never ends.
    def __init__(self, piece):
        self.piece = piece

    def read(self, size=-1):
        return self.piece

class Nowhere:
    def write(self, data):
        return len(data)

text = b"".join(b"some text, and numbers %d\\n" % (n * n * 7919 % 10007) for n in range(30000))
strong, weak = zstd.ZstdCompressor(level=19), zstd.ZstdCompressor(level=1)
decompressor = zstd.ZstdDecompressor()
zeros = weak.compress(bytes(1 << 26)) * 4000
calls = {
    "compress.copy": lambda: weak.copy_stream(Endless(bytes(131072)), Nowhere()),
    "compress.read": lambda: weak.stream_reader(Endless(bytes(131072))).read(),
    "compress.memory": lambda: strong.stream_reader(text * 400).read(),
    "compress.iterator": lambda: list(weak.read_to_iter(Endless(bytes(131072)))),
    "decompress.copy": lambda: decompressor.copy_stream(io.BytesIO(zeros), Nowhere()),
    "decompress.iterator": lambda: [None for chunk in decompressor.read_to_iter(zeros)],
    "decompress.seek": lambda: decompressor.stream_reader(zeros).seek(0, 2),
    "decompress.write": lambda: decompressor.stream_writer(Nowhere()).write(zeros),
}
call = calls[way]
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    call()
except Stop:
    print("interrupted")
else:
    sys.exit("the call came to its end")
"""

WAYS = [
    "compress.copy",
    "compress.read",
    "compress.memory",
    "compress.iterator",
    "decompress.copy",
    "decompress.iterator",
    "decompress.seek",
    "decompress.write",
]


@pytest.mark.parametrize("way", WAYS)
def test_signals_interrupt_long_calls(zstd, way):
    capabilities.need_timer()
    assert "interrupted" in run_script(INTERRUPT, zstd.__name__, way)
