"""Every method of every stream in every state, and of the classes of the faces: each call ends, and the process lives."""

from support import run_script

PROBE = """
import importlib, inspect, io, pickle, sys
from support import TEXT

zstd = importlib.import_module(sys.argv[1])
compressor, decompressor = zstd.ZstdCompressor(write_checksum=True), zstd.ZstdDecompressor()
frame = compressor.compress(TEXT)
bad = frame[:-1] + bytes([frame[-1] ^ 1])
arguments = [
    b"", b"data", frame, bytearray(5), 0, 1, -1, 2**70, None, [], [b"data"], "text", 1.5, slice(None), object(),
    io.BytesIO(frame), zstd.ZstdCompressionDict(b"content"),
]
calls = 0

def attempt(call, *args):
    global calls
    calls += 1
    try:
        return call(*args)
    except Exception:
        return None

def exercise(make, states):
    "Calls every member of a fresh object in each state."
    probe = make()
    names = [name for name in dir(probe) if name not in ("__class__", "__init_subclass__", "__subclasshook__")]
    for state in states:
        for name in names:
            thing = make()
            attempt(state, thing)
            member = attempt(getattr, thing, name)
            if not callable(member) or inspect.isclass(member):
                continue
            attempt(member)
            for one in arguments:
                attempt(member, one)
            attempt(member, b"data", 3)
            attempt(member, None, None, None)
            for call in (repr, bytes, iter, list, len, hash, bool, pickle.dumps):
                attempt(call, thing)

class Failing(io.RawIOBase):
    def read(self, size=-1):
        raise OSError("no")
    def write(self, data):
        raise OSError("no")

def new(thing):
    pass

def used(thing):
    for name, data in (("read", 3), ("compress", TEXT), ("decompress", frame[:20]), ("write", TEXT), ("__next__", None)):
        if hasattr(thing, name):
            attempt(getattr(thing, name), *([] if data is None else [data]))

def closed(thing):
    used(thing)
    for name in ("flush", "finish", "close"):
        if hasattr(thing, name):
            result = attempt(getattr(thing, name))
            if result is not None and not isinstance(result, (bytes, int)):
                attempt(list, result)

def failed(thing):
    for name in ("decompress", "write"):
        if hasattr(thing, name):
            attempt(getattr(thing, name), bad)
            attempt(getattr(thing, name), b"nothing that could be a frame, nor its end")

def reset(thing):
    attempt(type(thing).__init__, thing)
    attempt(type(thing).__init__, thing, b"data", 3)

streams = {
    "reader": lambda: compressor.stream_reader(io.BytesIO(TEXT)),
    "memory": lambda: compressor.stream_reader(TEXT),
    "writer": lambda: compressor.stream_writer(io.BytesIO()),
    "context": lambda: compressor.write_to(io.BytesIO()),
    "object": lambda: compressor.compressobj(),
    "sized": lambda: compressor.compressobj(size=3),
    "chunker": lambda: compressor.chunker(chunk_size=10),
    "chunks": lambda: compressor.chunker(chunk_size=10).compress(TEXT),
    "iterator": lambda: compressor.read_to_iter(io.BytesIO(TEXT)),
    "back reader": lambda: decompressor.stream_reader(io.BytesIO(frame)),
    "back memory": lambda: decompressor.stream_reader(bad),
    "back writer": lambda: decompressor.stream_writer(io.BytesIO()),
    "back object": lambda: decompressor.decompressobj(),
    "back iterator": lambda: decompressor.read_to_iter(bad),
    "failing reader": lambda: decompressor.stream_reader(Failing()),
    "failing writer": lambda: compressor.stream_writer(Failing()),
    "file": lambda: zstd.open(io.BytesIO(frame)),
}
stdlib = importlib.import_module(zstd.__name__ + ".compat.compression_zstd")
zstandard = importlib.import_module(zstd.__name__ + ".compat.zstandard")
streams.update({
    "stdlib compressor": stdlib.ZstdCompressor,
    "stdlib decompressor": stdlib.ZstdDecompressor,
    "stdlib file": lambda: stdlib.ZstdFile(io.BytesIO(bad)),
    "stdlib written": lambda: stdlib.ZstdFile(io.BytesIO(), "wb"),
    "stdlib dictionary": lambda: stdlib.ZstdDict(b"content of a dictionary", is_raw=True),
    "zstandard reader": lambda: zstandard.ZstdDecompressor().stream_reader(frame),
    "zstandard writer": lambda: zstandard.ZstdCompressor().stream_writer(io.BytesIO()),
    "zstandard object": lambda: zstandard.ZstdDecompressor().decompressobj(),
})
for name, make in streams.items():
    exercise(make, (new, used, closed, failed, reset))

for face in (stdlib, zstandard):
    for name in dir(face):
        cls = getattr(face, name)
        if not inspect.isclass(cls):
            continue
        for base in (object, cls):
            if attempt(base.__new__, cls) is not None:
                exercise(lambda: base.__new__(cls), (new, reset))
print("alive after", calls, "calls")
"""


def test_no_call_on_a_stream_is_the_last_one(zstd):
    assert "alive" in run_script(PROBE, zstd.__name__)
