"""The stage for calls on a module: objects, data and helpers by short names.

``scene(z)`` returns the names that the expressions in ``calls/`` use, for the module ``z``. What an expression gives is made
comparable by ``outcome()``.
"""

import array
import atexit
import hashlib
import io
import os
import pathlib
import shutil
import struct
import tempfile

DATA = b"foo" * 1000 + bytes(range(256)) * 20
PAIR = struct.Struct("=QQ")
SKIP = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
PARAMETERS = (
    "format compression_level window_log hash_log chain_log search_log min_match target_length strategy "
    "write_content_size write_checksum write_dict_id job_size overlap_log force_max_window enable_ldm "
    "ldm_hash_log ldm_min_match ldm_bucket_size_log ldm_hash_rate_log threads"
).split()
MISC = [
    ("readable",),
    ("writable",),
    ("seekable",),
    ("isatty",),
    ("tell",),
    (".closed",),
    ("flush",),
    ("readline",),
    ("readline", 5),
    ("readline", None),
    ("readlines",),
    ("readlines", 5),
    ("iter",),
    ("next",),
    ("write", b"x"),
    ("writelines", [b"x"]),
    ("tell",),
]
W = [
    *MISC[:6],
    *MISC[7:14],
    ("read",),
    ("read", 5),
    ("readall",),
    ("readinto", bytearray(3)),
    ("truncate",),
    ("truncate", 3),
    ("seek", 0),
    ("seek", 0, 0),
    ("writelines", [b"x"]),
    ("writelines", []),
    ("tell",),
    ("fileno",),
]


class Source:
    """A file that counts what it is asked for."""

    def __init__(self, data):
        self.data = io.BytesIO(data)
        self.reads = []
        self.closes = 0

    def read(self, size=-1):
        """Return the next bytes."""
        self.reads.append(size)
        return self.data.read(size)

    def close(self):
        """Count."""
        self.closes += 1


class Sink:
    """A file that counts what it is given."""

    def __init__(self, says=True):
        self.pieces = []
        self.flushes = 0
        self.closes = 0
        self.says = says

    def write(self, data):
        """Take a piece."""
        self.pieces.append(bytes(data))
        return len(data) if self.says else None

    def flush(self):
        """Count."""
        self.flushes += 1

    def close(self):
        """Count."""
        self.closes += 1

    def state(self):
        """Return all that was counted."""
        return [b"".join(self.pieces), list(map(len, self.pieces)), self.flushes, self.closes]


def outcome(call, *args, **kwargs):
    """Return what a call gives, as plain data, or the class and the text of its exception."""
    try:
        return ["ok", shown(call(*args, **kwargs))]
    except Exception as error:
        return ["raises", type(error).__name__, str(error)]


def shown(value):
    """Return a value as plain data: bytes by their content, or its digest; other objects by their class."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        value = bytes(value)
        return ["bytes", value.hex() if len(value) < 80 else hashlib.sha256(value).hexdigest(), len(value)]
    if isinstance(value, (tuple, list)):
        return [shown(item) for item in value]
    if isinstance(value, (int, str, float, bool, type(None))):
        return value
    return value.__name__ if isinstance(value, type) else type(value).__name__


def steps(thing, *operations):
    """Return the outcomes of operations on a stream: names of methods with arguments, or of attributes after a dot."""

    def one(name, *args):
        if name.startswith("."):
            return outcome(getattr, thing, name[1:])
        if name == "iter":
            return outcome(lambda: list(thing))
        if name == "next":
            return outcome(lambda: next(thing))
        if name == "enter":
            return outcome(lambda: thing.__enter__() is thing)
        if name == "exit":
            return outcome(lambda: thing.__exit__(None, None, None))
        if name in ("into", "into1"):
            room = bytearray(args[0])
            done = outcome(getattr(thing, "read" + name), room)
            # What is behind the result may have been written to.
            return [done, shown(room[: done[1]] if done[0] == "ok" else room)]
        return outcome(lambda: getattr(thing, name)(*args))

    return [one(*operation) for operation in operations]


def scene(z):
    """Return the names for expressions on a module."""
    compressor, decompressor = z.ZstdCompressor, z.ZstdDecompressor
    names = {
        "z": z,
        "C": compressor,
        "D": decompressor,
        "d": decompressor(),
        "p": z.ZstdCompressionParameters(),
        **globals(),
        "sized": compressor().compress(DATA),
        "unsized": compressor(write_content_size=False).compress(DATA),
        "empty": compressor().compress(b""),
        "empty_unsized": compressor(write_content_size=False).compress(b""),
        "checked": compressor(write_checksum=True).compress(DATA),
        "small": compressor(level=1).compress(b"foobar"),
    }
    names["two"] = names["sized"] + compressor().compress(b"second frame")
    names.update(_objects(z), **_files(z), **_paths(z), **_batches(z), **_dictionaries(z))
    return names


def _objects(z):
    def compress_steps(*operations, size=None, **options):
        sizes = {} if size is None else {"size": size}
        return steps(z.ZstdCompressor(**options).compressobj(**sizes), *operations)

    def decompress_steps(*operations, **options):
        thing = z.ZstdDecompressor().decompressobj(**options)
        state = [(".unused_data",), (".unconsumed_tail",), (".eof",)]
        return [steps(thing, *state), *[steps(thing, operation, *state) for operation in operations]]

    def chunk_steps(*operations, size=None, cs=None, consume=True, **options):
        sizes = {"size": size, "chunk_size": cs}
        sizes = {name: value for name, value in sizes.items() if value is not None}
        chunker = z.ZstdCompressor(**options).chunker(**sizes)

        def one(name, *args):
            chunks = getattr(chunker, name)(*args)
            return list(chunks) if consume else "chunks"

        return [outcome(one, *operation) for operation in operations]

    def all_of(parameters):
        return [getattr(parameters, name) for name in PARAMETERS]

    def frame(data, *args, **kwargs):
        found = z.get_frame_parameters(data, *args, **kwargs)
        return found.content_size, found.window_size, found.dict_id, found.has_checksum

    return {name: thing for name, thing in locals().items() if name != "z"}


def _files(z):
    def compress_reader(source=DATA, *args, c={}, **kwargs):
        return z.ZstdCompressor(**c).stream_reader(source, *args, **kwargs)

    def decompress_reader(source=z.compress(DATA), *args, **kwargs):
        return z.ZstdDecompressor().stream_reader(source, *args, **kwargs)

    def compress_source(operations, **options):
        source = Source(DATA)
        done = steps(compress_reader(source, **options), *operations)
        return [done, source.reads, source.closes]

    def decompress_source(operations, data=z.compress(DATA), **options):
        source = Source(data)
        done = steps(decompress_reader(source, **options), *operations)
        return [done, source.reads, source.closes]

    def compress_writer(*args, c={}, **kwargs):
        return z.ZstdCompressor(**c).stream_writer(*args, **kwargs)

    def decompress_writer(*args, c={}, **kwargs):
        return z.ZstdDecompressor(**c).stream_writer(*args, **kwargs)

    def compress_sink(*operations, ret=True, **options):
        sink = Sink(ret)
        return [steps(compress_writer(sink, **options), *operations), sink.state()]

    def decompress_sink(*operations, **options):
        sink = Sink()
        return [steps(decompress_writer(sink, **options), *operations), sink.state()]

    def compressed_chunks(source, *args, c={}, **kwargs):
        return list(z.ZstdCompressor(**c).read_to_iter(source, *args, **kwargs))

    def content_chunks(source, *args, c={}, **kwargs):
        return list(z.ZstdDecompressor(**c).read_to_iter(source, *args, **kwargs))

    def compress_reads(**options):
        source = Source(DATA * 50)
        chunks = z.ZstdCompressor().read_to_iter(source, **options)
        return [list(map(len, chunks)), source.reads, source.closes]

    def decompress_reads(data=z.compress(DATA), **options):
        source = Source(data)
        chunks = z.ZstdDecompressor().read_to_iter(source, **options)
        return [list(map(len, chunks)), source.reads, source.closes]

    def compress_copy(data=DATA, ret=True, **options):
        source, sink = Source(data), Sink(ret)
        done = outcome(z.ZstdCompressor().copy_stream, source, sink, **options)
        return [done, source.reads, source.closes, sink.state()]

    def decompress_copy(data=z.compress(DATA), c={}, ret=True, **options):
        source, sink = Source(data), Sink(ret)
        done = outcome(z.ZstdDecompressor(**c).copy_stream, source, sink, **options)
        return [done, source.reads, source.closes, sink.state()]

    return {name: thing for name, thing in locals().items() if name != "z"}


def _paths(z):
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = os.path.join(folder, "file.zst")
    path_bytes = os.fsencode(path)
    store = open
    lines_frame = z.compress(b"hello\nworld\n")

    def put(data):
        pathlib.Path(path).write_bytes(data)

    def get():
        return pathlib.Path(path).read_bytes()

    put(lines_frame)

    def written(mode, *args, data=b"foo", fn=path, **kwargs):
        pathlib.Path(path).unlink(missing_ok=True)
        with z.open(fn, mode, *args, **kwargs) as file:
            file.write(data)
        return get()

    def read_back(*args, **kwargs):
        put(lines_frame)
        with z.open(*args, **kwargs) as file:
            return type(file), file.read()

    return {name: thing for name, thing in locals().items() if name != "z"}


def _batches(z):
    items = [b"foo" * 20, b"bar" * 40, b"baz" * 60]
    frames = list(map(z.compress, items))
    unsized_frames = [z.ZstdCompressor(write_content_size=False).compress(item) for item in items]

    def buffer():
        return z.BufferWithSegments(b"foofoobar", PAIR.pack(0, 3) + PAIR.pack(3, 6))

    def long_buffer():
        return z.BufferWithSegments(b"foofoobar" * 10, PAIR.pack(0, 30) + PAIR.pack(30, 60))

    def batch(collection):
        kind = isinstance(collection, z.BufferWithSegmentsCollection)
        return [kind, [item.tobytes() for item in collection], collection.size(), len(collection)]

    def sizes(*numbers):
        return struct.pack("=%dQ" % len(numbers), *numbers)

    def links():
        first, second, third = b"foo" * 64, b"foobar" * 64, b"baz" * 64 + b"foo"

        def with_prefix(prefix, data):
            dictionary = z.ZstdCompressionDict(prefix)
            return z.ZstdCompressor(dict_data=dictionary).compress(data)

        return [z.compress(first), with_prefix(first, second), with_prefix(second, third)]

    return {name: thing for name, thing in locals().items() if name != "z"}


def _dictionaries(z):
    words = [b"foo", b"bar", b"foobar", b"baz", b"foobaz", b"bazfoo"]
    samples = [word * 64 for word in words] * 128
    dictionary = z.train_dictionary(8192, samples)
    raw = z.ZstdCompressionDict(b"rawcontent" * 20)

    def trained(*args, **kwargs):
        found = z.train_dictionary(*args, **kwargs)
        return len(found), found.dict_id(), found.k, found.d, found.as_bytes()

    return {name: thing for name, thing in locals().items() if name != "z"}


# For expressions alone.
EXTERNAL = (array, io)
