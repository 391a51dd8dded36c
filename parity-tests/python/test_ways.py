"""The two ways into the library of ``zstd_cffi``: built-in functions on CPython, and calls through cffi. Both do the same."""

import capabilities
from support import run_script

SCRIPT = """
import ctypes, hashlib, io, sys

class Poor(ctypes.PyDLL):
    '''An interpreter without a function that the library needs.'''

    def __getitem__(self, name):
        if name == "PyErr_CheckSignals":
            raise AttributeError(name)
        return super().__getitem__(name)

if sys.argv[1] == "cffi":
    ctypes.pythonapi = Poor(None)

import zstd_cffi as zstd
from zstd_cffi._calls import BUILT_IN
from zstd_cffi.compat import compression_zstd as face
from support import TEXT, records, sizes

assert bool(BUILT_IN) == (sys.argv[1] == "built-in")

class Other(bytes):
    pass

class Reversed(list):
    def __iter__(self):
        return reversed(list(super().__iter__()))

class Failing(io.RawIOBase):
    def readable(self):
        return True
    def writable(self):
        return True
    def read(self, size=-1):
        raise OSError("no")
    def write(self, data):
        raise OSError("no")

class Blocking(io.RawIOBase):
    def read(self, size=-1):
        return None
    def write(self, data):
        return None

def show(*things):
    for thing in things:
        if isinstance(thing, bytes) and len(thing) > 40:
            thing = len(thing), hashlib.sha256(thing).hexdigest()
        print(repr(thing))

def tried(call, *arguments, **options):
    try:
        result = call(*arguments, **options)
    except Exception as error:
        show((type(error).__name__, str(error)))
        return
    if isinstance(result, zstd.BufferWithSegmentsCollection):
        show(len(result), result.size(), *(item.tobytes() for item in result))
    elif isinstance(result, list):
        show(*result)
    else:
        show(result)

items = records(30)
compressor = zstd.ZstdCompressor(write_content_size=True)
plain = zstd.ZstdCompressor()
decompressor = zstd.ZstdDecompressor()
limited = zstd.ZstdDecompressor(max_output_size=200)
trained = zstd.ZstdCompressionDict(items[0] * 10)
keyed = zstd.ZstdCompressor(dict_data=trained, write_content_size=True)
unkeyed = zstd.ZstdDecompressor(dict_data=trained)
frames = compressor.multi_compress_to_list(items)
open_frames = [plain.compress(item) for item in items]
large = TEXT * 40
huge = compressor.compress(bytes(3_000_000))

for data in (b"", b"x", TEXT, large, Other(TEXT), bytearray(TEXT), 1, None, "text"):
    tried(compressor.compress, data)
    tried(compressor.compress, data, allow_empty=True)
    tried(plain.compress, data)
    tried(keyed.compress, data)
    tried(decompressor.decompress, data)
for frame in (frames[3], open_frames[3], frames[3] + frames[4], frames[3][:-1], compressor.compress(large), huge, huge[:-1], b"", Other(frames[3])):
    tried(decompressor.decompress, frame)
    tried(unkeyed.decompress, frame)
    tried(limited.decompress, frame)
    for limit in (1, 10_000, 2**40, 2**63, -1, None, 1.5):
        tried(decompressor.decompress, frame, max_output_size=limit)
    tried(decompressor.decompress, frame, read_across_frames=True)
    tried(decompressor.decompress, frame, 1 << 20, True)
    tried(decompressor.decompress, frame, allow_extra_data=True)
    tried(decompressor.decompress, frame, allow_extra_data=False)
tried(unkeyed.decompress, keyed.compress(items[1]))
tried(decompressor.decompress, keyed.compress(items[1]))

bad = frames[:5] + [frames[5][:-2] + b"xx"] + frames[6:]
for form in ("buffer", "list"):
    compress = getattr(compressor, "multi_compress_to_" + form)
    decompress = getattr(decompressor, "multi_decompress_to_" + form)
    for threads in (0, 2, -1, 2**70, None, "1"):
        tried(compress, items, threads=threads)
        tried(decompress, frames, threads=threads)
    for wrong in ([], [b"", b""], [b"x", 1], [1], (b"x",), None, [b"", b"x"], Reversed(items), [Other(b"x"), b"y"], [bytearray(b"x")]):
        tried(compress, wrong)
        tried(decompress, wrong)
    for given in (None, sizes(items), bytearray(sizes(items)), sizes(items)[:-1], sizes(items[:-1]), sizes(items[::-1]), 1):
        tried(decompress, frames, given)
        tried(decompress, open_frames, given)
    for limit in (1, 10_000_000, -1, 2**70, None):
        tried(decompress, frames, max_output_size=limit)
        tried(decompress, frames, sizes(items)[:-1], max_output_size=limit)
    tried(getattr(limited, "multi_decompress_to_" + form), frames)
    tried(decompress, bad)
    tried(decompress, bad, threads=2)

def pieces(data, size=70):
    return [data[at : at + size] for at in range(0, len(data), size)]

for kind in (bytes, bytearray):
    sink = io.BytesIO()
    writer = compressor.stream_writer(sink, closefd=False, size=len(TEXT))
    show(*(writer.write(kind(piece)) for piece in pieces(TEXT)))
    writer.close()
    tried(writer.write, kind(b"x"))
    show(sink.getvalue())
    made, back = compressor.compressobj(size=len(TEXT)), decompressor.decompressobj()
    made_pieces = [made.compress(kind(piece)) for piece in pieces(TEXT)] + [made.flush()]
    show(*made_pieces)
    tried(made.compress, kind(b"x"))
    frame = b"".join(made_pieces)
    show(*(back.decompress(kind(piece)) for piece in pieces(frame)))
    tried(back.decompress, kind(b"x"))
    back = decompressor.decompressobj()
    show(back.decompress(kind(frame + b"rest"), 100), back.decompress(b"", 10), back.unconsumed_tail, back.unused_data)
    tried(decompressor.decompressobj().decompress, kind(b"nothing at all"))
    tried(back.decompress, kind(b""), 2**64)
    chunker = compressor.chunker(chunk_size=50)
    for piece in pieces(TEXT * 3, 9):
        show(*chunker.compress(kind(piece)))
    show(*chunker.flush())
    first = chunker.compress(kind(TEXT[::-1] * 3))
    tried(chunker.compress, kind(b"x"))
    show(*first, *chunker.finish())
    tried(chunker.compress, kind(b"x"))
    one = face.ZstdCompressor()
    show(*(one.compress(kind(piece), mode) for piece in pieces(TEXT) for mode in (0, 1)), one.flush())
    for mode in (3, -1, 2**40, None, 0.0, "", 1.5):
        tried(one.compress, kind(b"x"), mode)
    two = face.ZstdDecompressor()
    show(*(two.decompress(kind(piece), limit) for piece in pieces(frame) for limit in (5, -1)))
    tried(two.decompress, kind(b"x"))
    tried(face.ZstdDecompressor().decompress, kind(b"nothing at all"))

for source in (lambda: io.BytesIO(frames[0] + frames[1]), lambda: io.BytesIO(frames[0][:-3]), lambda: compressor.compress(large), Failing, Blocking):
    for size in (1, 50, 70_000, 2**40):
        reader = decompressor.stream_reader(source(), read_across_frames=True)
        tried(reader.read, size)
        tried(reader.read, size)
        tried(reader.read1, size)
        tried(reader.readline)
        tried(reader.readline, 3)
        tried(reader.readlines, 100)
        tried(next, reader)
        show(reader.closed)
        reader.close()
        show(reader.closed)
        tried(reader.read, size)
        tried(next, reader)
for sink in (Failing, Blocking):
    writer = compressor.stream_writer(sink(), write_size=1)
    tried(writer.write, b"x")
    tried(writer.write, TEXT * 4000)
    show(writer.closed)
"""


def test_both_ways_do_the_same():
    capabilities.need_built_in_functions()
    capabilities.load("zstd_cffi")
    shown = [run_script(SCRIPT, way).splitlines() for way in ("built-in", "cffi")]
    assert len(shown[0]) > 1000
    assert shown[0] == shown[1]
