"""Memory stays flat over thousands of calls of every interface, those that fail included."""

import pytest
from support import run_script

SCRIPT = """
import copy, gc, importlib, io, os, pickle, sys, tempfile
from support import TEXT, buffer, records, sizes

zstd = importlib.import_module(sys.argv[1])
rounds = int(sys.argv[2])
items = records(40)
sized = zstd.ZstdCompressor(write_content_size=True, write_checksum=True)
plain = zstd.ZstdDecompressor()
frame = sized.compress(TEXT)
frames = [sized.compress(item) for item in items]
bad = frame[:-1] + bytes([frame[-1] ^ 1])
samples = records(300)
trained = zstd.train_dictionary(1024, samples)
parameters = zstd.ZstdCompressionParameters.from_level(3)
sequenced = zstd.ZstdCompressor(compression_params=parameters)
stdlib = importlib.import_module(zstd.__name__ + ".compat.compression_zstd")
zstandard = importlib.import_module(zstd.__name__ + ".compat.zstandard")
# So much that a copy in each of few rounds would show.
noise = os.urandom(20 << 10)
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "file.zst")

class Failing(io.RawIOBase):
    def read(self, size=-1):
        raise OSError("no")
    def write(self, data):
        raise OSError("no")

def fails(call, *arguments, **options):
    try:
        call(*arguments, **options)
    except Exception:
        return
    raise AssertionError("no failure")

def single():
    assert plain.decompress(sized.compress(TEXT)) == TEXT
    assert zstd.decompress(zstd.compress(TEXT)) == TEXT
    fails(plain.decompress, bad)
    fails(plain.decompress, frame[:20])
    fails(plain.decompress, b"nothing")
    fails(plain.decompress, frame, max_output_size=1)
    fails(sized.compress, 1)

def objects():
    zstd.ZstdCompressor(level=1).compress(b"x")
    zstd.ZstdDecompressor(max_window_size=1 << 20)
    zstd.ZstdCompressionParameters.from_level(3)
    fails(zstd.ZstdCompressor, level=99)
    fails(zstd.ZstdCompressionParameters, window_log=99)

def batches():
    made = sized.multi_compress_to_buffer(items)
    assert plain.multi_decompress_to_list(made) == items
    assert plain.multi_decompress_to_buffer(frames, decompressed_sizes=sizes(items))[3].tobytes() == items[3]
    sized.multi_compress_to_list(buffer(zstd, items))
    fails(plain.multi_decompress_to_buffer, frames + [bad])
    fails(plain.multi_decompress_to_list, frames, decompressed_sizes=b"12")
    fails(sized.multi_compress_to_buffer, [b"x", 1])

def buffers():
    both = zstd.BufferWithSegmentsCollection(buffer(zstd, items), buffer(zstd, items))
    memoryview(both[50]).release()
    bytes(memoryview(buffer(zstd, items).segments))
    fails(zstd.BufferWithSegments, b"x", b"1" * 15)
    fails(zstd.BufferWithSegments, b"x", b"1" * 16)
    fails(lambda: both[1000])

def dictionaries():
    dictionary = zstd.ZstdCompressionDict(trained.as_bytes())
    made = zstd.ZstdCompressor(dict_data=dictionary, write_content_size=True).compress(items[0])
    assert zstd.ZstdDecompressor(dict_data=dictionary).decompress(made) == items[0]
    fails(plain.decompress, made)
    fails(zstd.ZstdCompressor(dict_data=zstd.ZstdCompressionDict(trained.as_bytes()[:80], 2)).compress, b"x")
    plain.decompress_content_dict_chain([frame])
    fails(plain.decompress_content_dict_chain, [frame, b"x"])

def streams():
    sink = io.BytesIO()
    with sized.stream_writer(sink, closefd=False) as writer:
        writer.write(TEXT)
    assert plain.stream_reader(io.BytesIO(sink.getvalue())).read() == TEXT
    assert b"".join(plain.read_to_iter(io.BytesIO(frame))) == TEXT
    next(iter(sized.read_to_iter(io.BytesIO(TEXT))))
    plain.copy_stream(io.BytesIO(frame), io.BytesIO())
    made = sized.compressobj()
    made.compress(TEXT)
    made.flush()
    plain.decompressobj().decompress(frame + b"rest")
    plain.stream_reader(frame).read(10)
    fails(plain.stream_reader(Failing()).read, 1)
    fails(plain.stream_reader(bad).read)
    fails(plain.decompressobj().decompress, bad)
    fails(sized.copy_stream, io.BytesIO(TEXT), Failing())
    fails(sized.copy_stream, Failing(), io.BytesIO())
    fails(b"".join, plain.read_to_iter(io.BytesIO(bad)))

def inspecting():
    zstd.get_frame_parameters(frame)
    zstd.frame_content_size(frame)
    fails(zstd.get_frame_parameters, b"nothing at all")
    repr(trained), repr(sized), str(zstd.get_frame_parameters(frame))

def training():
    zstd.train_dictionary(1024, samples, k=64, d=8)
    fails(zstd.train_dictionary, 1024, [b"x"])

def chunks():
    chunker = sized.chunker(chunk_size=100)
    assert plain.decompress(b"".join([*chunker.compress(TEXT), *chunker.finish()]), max_output_size=9999) == TEXT
    fails(chunker.compress, TEXT)
    list(sized.chunker(chunk_size=5000).compress(noise))
    with sized.write_to(io.BytesIO()) as writer:
        writer.write(TEXT)
        writer.memory_size()
    fails(plain.write_to(io.BytesIO()).write, frame)
    reader = plain.stream_reader(frame)
    reader.readinto(bytearray(10)), reader.read1(10), reader.peek(), reader.readline(), reader.readlines(), reader.seek(0)
    fails(reader.seek, -1)
    fails(plain.stream_reader(io.BytesIO(frame[:-3])).readall)
    fails(plain.stream_writer(io.BytesIO()).write, bad)
    fails(plain.stream_writer(Failing()).write, frame)
    fails(sized.stream_writer(io.BytesIO(), size=1).write, TEXT)

def frames_of_all_kinds():
    sequenced.compress_sequences(sized.generate_sequences(noise * 2), noise * 2)
    fails(sequenced.compress_sequences, [(1, 2, 3)], TEXT)
    skippable = zstd.write_skippable_frame(noise, 3)
    zstd.read_skippable_frame(skippable)
    fails(zstd.read_skippable_frame, frame)
    fails(zstd.frame_compressed_size, frame[:10])

def pickles():
    for thing in (sized, plain, zstd.ZstdCompressionDict(noise), trained, parameters, zstd.ZstdError("text")):
        pickle.loads(pickle.dumps(thing))
        copy.deepcopy(thing)
    segment = buffer(zstd, items)
    pickle.loads(pickle.dumps(zstd.BufferWithSegmentsCollection(segment)))
    fails(pickle.dumps, sized.compressobj())
    fails(pickle.loads, pickle.dumps(sized)[:-5])

def files():
    for way in (zstd.open, stdlib.open):
        with way(path, "wb") as file:
            file.write(noise)
        with way(path, "rb") as file:
            assert file.read() == noise
        with way(path, "wb") as file:
            file.write(TEXT)
        with way(path, "rt", encoding="ascii") as file:
            assert sum(map(len, file)) == len(TEXT)
        fails(way, path, "nonsense")
        fails(way, path + ".missing", "rb")
    fails(zstd.open(io.BytesIO(bad)).read)
    fails(stdlib.ZstdFile(io.BytesIO(frame[:-1])).read)
    broken = stdlib.ZstdFile(Failing(), "wb")
    broken.write(TEXT)
    fails(broken.close)

def faces():
    assert stdlib.decompress(stdlib.compress(noise, level=1)) == noise
    made = stdlib.ZstdCompressor()
    packed = made.compress(TEXT) + made.flush()
    restored = stdlib.ZstdDecompressor()
    restored.decompress(packed + b"rest", 10), restored.decompress(b"")
    stdlib.get_frame_info(packed)
    known = stdlib.ZstdDict(trained.as_bytes())
    assert stdlib.decompress(stdlib.compress(TEXT, zstd_dict=known), zstd_dict=known.as_digested_dict) == TEXT
    fails(stdlib.decompress, bad)
    fails(stdlib.decompress, packed[:-1])
    fails(stdlib.ZstdDecompressor().decompress, b"nothing at all")
    fails(stdlib.ZstdDict, b"x")
    fails(made.set_pledged_input_size, -1)
    face = zstandard.ZstdCompressor(level=1, write_checksum=True)
    packed = face.compress(noise)
    assert zstandard.ZstdDecompressor().stream_reader(packed).read() == noise
    face.multi_compress_to_buffer([TEXT, TEXT])
    fails(zstandard.ZstdDecompressor().decompress, packed[:-1])
    fails(zstandard.ZstdCompressionParameters, window_log=99)

def resident():
    # Finalisers that a collection has found to be due run after it.
    for _ in range(3):
        gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

kinds = [
    (single, 1), (objects, 1), (batches, 1), (buffers, 1), (dictionaries, 1), (streams, 1), (inspecting, 1), (training, 40),
    (chunks, 4), (frames_of_all_kinds, 4), (pickles, 6), (files, 12), (faces, 6),
]
for kind, cost in kinds:
    count = max(rounds // cost, 20)
    # Allocators, and a compiler, take their time until they have what they need.
    for _ in range(3 * count):
        kind()
    # A leak of 100 bytes for each round would show; allocators move by less than this.
    allowed = max(100 * count, int(sys.argv[3]))
    # An allocator may take a step of megabytes, once. A leak goes on.
    for _ in range(2):
        before = resident()
        for _ in range(count):
            kind()
        grown = resident() - before
        if grown < allowed:
            break
    print(kind.__name__, count, grown)
    assert grown < allowed, "%s: %d bytes more after %d rounds" % (kind.__name__, grown, count)
"""


def test_memory_stays_flat(zstd, resident_memory):
    """More rounds do not take more memory."""
    rounds, slack = resident_memory
    run_script(SCRIPT, zstd.__name__, rounds, slack)


@pytest.fixture
def resident_memory():
    """Rounds, and how much memory may move by itself: more where a compiler and a collector are at work."""
    import capabilities

    capabilities.need_resident_memory()
    if capabilities.IMPLEMENTATION == "PyPy":
        return 300, 12 << 20
    return 600, 1 << 20
