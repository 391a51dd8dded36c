"""The calls of ``refused.py``: what makes results, arguments and exceptions of each kind, on every class of the extension module."""

import importlib
import io
import struct
import types

import support

LARGE = 1 << 40


class Blocked(io.RawIOBase):
    """A raw file that takes and gives nothing now."""

    def writable(self):
        """Answer for the class."""
        return True

    def readinto(self, room):
        """Give nothing."""
        return None

    def write(self, data):
        """Take nothing."""
        return None


def failing(call):
    """The exception of a call that fails, as its result."""

    def wrapped():
        try:
            call()
        except (MemoryError, SystemError):
            raise
        except Exception as error:
            return type(error).__name__, error.args, getattr(error, "code", None)
        raise AssertionError("the call does not fail")

    return wrapped


class Objects:
    """One of each class, and what they work on."""

    def __init__(self, zstd):
        self.zstd = zstd
        self.items = support.records(30, padding=300)
        self.samples = support.records(200)
        self.text = b"\n".join(self.items)
        self.dictionary = zstd.ZstdCompressionDict(b"".join(self.items[:10]))
        self.compressor = zstd.ZstdCompressor(write_content_size=True)
        self.decompressor = zstd.ZstdDecompressor()
        self.frame = self.compressor.compress(self.text)
        self.unsized = zstd.ZstdCompressor().compress(self.text)
        self.frames = [self.compressor.compress(item) for item in self.items]
        self.buffer = support.buffer(zstd, self.items)
        self.collection = zstd.BufferWithSegmentsCollection(self.buffer, self.buffer)
        self.sequences = self.compressor.generate_sequences(self.text)
        self.parameters = zstd.ZstdCompressionParameters(window_log=20)
        self.classic = zstd.CompressionParameters(20, 16, 12, 1, 5, 16, 1)
        self.skippable = zstd.write_skippable_frame(b"payload" * 50, 3)
        self.face = zstd._native.stdlib_compressor(3, [], None, 0)
        self.unface = zstd._native.stdlib_decompressor([], None, 0)

    def all(self):
        """One object of every class that has attributes."""
        compressor, decompressor = self.compressor, self.decompressor
        return [
            self.dictionary,
            self.parameters,
            self.classic,
            self.buffer,
            self.buffer[3],
            self.buffer.segments,
            self.collection,
            self.zstd.get_frame_parameters(self.frame),
            compressor.stream_reader(self.text),
            compressor.stream_writer(io.BytesIO()),
            decompressor.stream_reader(self.frame),
            decompressor.stream_writer(io.BytesIO()),
            decompressor.decompressobj(),
            self.zstd._native.FrameCompressor(self.face),
            self.zstd._native.FrameDecompressor(self.unface),
        ]


def attributes(objects):
    """Every attribute that is computed, and what is shown, of every object."""
    for made in objects.all():
        cls = type(made)
        for name, attribute in sorted(vars(cls).items()):
            if isinstance(attribute, types.GetSetDescriptorType) and not name.startswith("__"):
                yield "%s.%s" % (cls.__name__, name), lambda made=made, name=name: getattr(made, name)
        if cls.__repr__ is not object.__repr__:
            yield "%s.__repr__" % cls.__name__, lambda made=made: repr(made)


def reductions(objects):
    """What is pickled."""
    held = [objects.dictionary, objects.parameters, objects.classic, objects.buffer, objects.collection]
    for made in [*held, objects.compressor, objects.decompressor]:
        name = "%s.__reduce_ex__" % type(made).__name__
        yield name, lambda made=made: [made.__reduce_ex__(protocol) for protocol in (2, 5)]
    yield "a face's", failing(lambda: objects.face.__reduce_ex__(4))


def functions(objects):
    """Functions of the module, and methods that leave their object as it was."""
    zstd, text, frame = objects.zstd, objects.text, objects.frame
    compressor, decompressor, buffer = objects.compressor, objects.decompressor, objects.buffer
    lists = objects.frames
    # Made beforehand: interpreters from 3.12 on crash in generators without memory.
    memory, table = b"".join(objects.items), bytes(buffer.segments)
    return {
        "compress": lambda: compressor.compress(text),
        "compress()": lambda: zstd.compress(text),
        "decompress": lambda: decompressor.decompress(frame),
        "decompress()": lambda: zstd.decompress(frame),
        "decompress without a size": lambda: decompressor.decompress(objects.unsized, max_output_size=1 << 16),
        "compress a batch": lambda: [bytes(item) for item in compressor.multi_compress_to_buffer(objects.items)],
        "compress to a list": lambda: compressor.multi_compress_to_list(objects.items),
        "decompress to a buffer": lambda: decompressor.multi_decompress_to_buffer(lists)[3].tobytes(),
        "decompress to a list": lambda: decompressor.multi_decompress_to_list(lists),
        "decompress a buffer to a list": lambda: decompressor.multi_decompress_to_list(
            compressor.multi_compress_to_buffer(buffer)
        ),
        "generate_sequences": lambda: compressor.generate_sequences(text),
        "compress_sequences": lambda: compressor.compress_sequences(objects.sequences, text),
        "sequences of an iterator": lambda: compressor.compress_sequences(map(iter, objects.sequences), text),
        "a chain": lambda: decompressor.decompress_content_dict_chain([frame]),
        "copy_stream": lambda: compressor.copy_stream(io.BytesIO(text), io.BytesIO()),
        "copy_stream back": lambda: decompressor.copy_stream(io.BytesIO(frame), io.BytesIO()),
        "memory_size": lambda: decompressor.memory_size(),
        "memory_size of a compressor": lambda: compressor.memory_size() > 0,
        "frame_progression": lambda: compressor.frame_progression(),
        "make a compressor": lambda: zstd.ZstdCompressor(level=5, dict_data=objects.dictionary),
        "make a decompressor": lambda: zstd.ZstdDecompressor(dict_data=objects.dictionary),
        "make a dictionary": lambda: zstd.ZstdCompressionDict(text).as_bytes(),
        "make parameters": lambda: zstd.ZstdCompressionParameters(window_log=15, format=1),
        "make parameters of a level": lambda: zstd.ZstdCompressionParameters.from_level(3),
        "make classic parameters": lambda: zstd.CompressionParameters(20, 16, 12, 1, 5, 16, 1),
        "get_compression_parameters": lambda: zstd.get_compression_parameters(3),
        "parameter_bounds": lambda: zstd.parameter_bounds("window_log"),
        "parameter_bounds of large ones": lambda: zstd.parameter_bounds("src_size_hint"),
        "estimates": lambda: (
            zstd.estimate_decompression_context_size(),
            zstd.estimate_compression_context_size(objects.classic),
            objects.classic.estimated_compression_context_size(),
            objects.parameters.estimated_compression_context_size(),
        ),
        "dictionary_id": lambda: zstd.dictionary_id(text),
        "len": lambda: (len(buffer), len(objects.dictionary), len(objects.collection), objects.collection.size()),
        "get_frame_parameters": lambda: zstd.get_frame_parameters(frame),
        "frame sizes": lambda: (
            zstd.frame_content_size(frame),
            zstd.frame_header_size(frame),
            zstd.frame_compressed_size(frame),
            zstd.decompressed_bound(frame),
            zstd.decompression_margin(frame),
        ),
        "an unknown size": lambda: zstd.frame_content_size(objects.unsized),
        "equality": lambda: zstd.get_frame_parameters(frame) == zstd.get_frame_parameters(frame),
        "write_skippable_frame": lambda: zstd.write_skippable_frame(text, 1),
        "read_skippable_frame": lambda: zstd.read_skippable_frame(objects.skippable),
        "make a buffer": lambda: zstd.BufferWithSegments(memory, table).tobytes(),
        "make a collection": lambda: zstd.BufferWithSegmentsCollection(buffer, buffer),
        "a segment": lambda: (buffer[3].tobytes(), buffer[3][1], buffer[3][1:9], buffer[3][::7]),
        "a slice of segments": lambda: list(map(bytes, buffer[2:20:3])),
        "a slice of a collection": lambda: list(map(bytes, objects.collection[::-4])),
        "all segments": lambda: list(map(bytes, objects.collection)),
        "the table": lambda: (buffer.segments[20], buffer.segments.tobytes()),
        "a view": lambda: bytes(memoryview(buffer.segments)),
        "sizes": lambda: decompressor.multi_decompress_to_list(
            lists, decompressed_sizes=support.sizes(objects.items)
        ),
        "precompute": lambda: zstd.ZstdCompressionDict(text).precompute_compress(3),
        "finalize": lambda: len(zstd._native.stdlib_finalize(objects.dictionary, objects.samples, 5000, 3)),
        "train for the face": lambda: len(zstd._native.stdlib_train(objects.samples, 512)),
        "what is a frame": lambda: (zstd.is_frame(frame), zstd.is_skippable_frame(frame)),
        "train": lambda: len(zstd.train_dictionary(512, iter(objects.samples), selectivity=9)),
        "the face's compress": lambda: zstd._native.stdlib_compress(objects.face, text),
        "the face's decompress": lambda: zstd._native.stdlib_decompress(objects.unface, frame + frame),
        "the face's settings": lambda: zstd._native.stdlib_compressor(3, [(201, 1)], objects.dictionary, 1),
    }.items()


def failures(objects):
    """Calls that fail by an exception of the library."""
    zstd, frame = objects.zstd, objects.frame
    compressor, decompressor, buffer = objects.compressor, objects.decompressor, objects.buffer
    reader = compressor.stream_reader(b"")
    calls = {
        "no frame": lambda: decompressor.decompress(b"no frame at all"),
        "a damaged frame": lambda: decompressor.decompress(frame[:40] + b"\xff" * 20 + frame[60:]),
        "a short frame": lambda: zstd.get_frame_parameters(b"(\xb5/"),
        "no size": lambda: decompressor.decompress(objects.unsized),
        "a bad level": lambda: zstd.ZstdCompressor(level=1000),
        "a bad dictionary": lambda: zstd.ZstdCompressor(dict_data=7),
        "bad parameters": lambda: zstd.ZstdCompressor(compression_params=types.SimpleNamespace()),
        "a bad batch": lambda: compressor.multi_compress_to_buffer(types.SimpleNamespace()),
        "a bad item": lambda: compressor.multi_compress_to_buffer([b"x", 1]),
        "a bad chain": lambda: decompressor.decompress_content_dict_chain((frame,)),
        "bad samples": lambda: zstd.train_dictionary(100, 7),
        "too few samples": lambda: zstd.train_dictionary(8192, [b"x"]),
        "a bad index": lambda: buffer[LARGE],
        "a bad buffer": lambda: zstd.BufferWithSegments(b"x", struct.pack("=QQ", 0, 9)),
        "a bad collection": lambda: zstd.BufferWithSegmentsCollection(b"x"),
        "a bad name": lambda: zstd.parameter_bounds("wündow_log"),
        "no name": lambda: zstd.parameter_bounds(7),
        "a bad sequence": lambda: compressor.compress_sequences([(1, 2)], b"x"),
        "bad sequences": lambda: compressor.compress_sequences(7, b"x"),
        "no constructor": lambda: zstd.BufferSegment(),
        "a bad source": lambda: compressor.read_to_iter(7),
        "a bad sink": lambda: compressor.stream_writer(7),
        "no file": lambda: reader.fileno(),
        "no seek": lambda: reader.seek(0),
        "no write": lambda: reader.write(b""),
    }
    return [(name, failing(call)) for name, call in calls.items()]


def faces(objects):
    """Calls of the faces, whose classes are made of the module's."""
    zstandard = importlib.import_module(objects.zstd.__name__ + ".compat.zstandard")
    stdlib = importlib.import_module(objects.zstd.__name__ + ".compat.compression_zstd")
    text, frame = objects.text, objects.frame
    compressor, decompressor = zstandard.ZstdCompressor(), zstandard.ZstdDecompressor()

    def read(made):
        return made.read(300), made.read1(10), made.tell(), made.close()

    return {
        "zstandard.ZstdCompressor": lambda: zstandard.ZstdCompressor(level=5).compress(text),
        "zstandard.ZstdCompressor.stream_reader": lambda: read(compressor.stream_reader(text)),
        "zstandard.ZstdCompressor.stream_writer": lambda: compressor.stream_writer(io.BytesIO()).write(text),
        "zstandard.ZstdDecompressor": lambda: zstandard.ZstdDecompressor().decompress(frame),
        "zstandard.ZstdDecompressor.stream_reader": lambda: read(decompressor.stream_reader(frame)),
        "zstandard.ZstdDecompressor.stream_writer": lambda: decompressor.stream_writer(io.BytesIO()).write(frame),
        "zstandard.get_frame_parameters": lambda: zstandard.get_frame_parameters(frame).content_size,
        "compression_zstd.compress": lambda: stdlib.compress(text),
        "compression_zstd.decompress": lambda: stdlib.decompress(frame),
        "compression_zstd.ZstdCompressor": lambda: stdlib.ZstdCompressor().compress(text, mode=2),
        "compression_zstd.ZstdDecompressor": lambda: stdlib.ZstdDecompressor().decompress(frame),
        "compression_zstd.get_frame_info": lambda: stdlib.get_frame_info(frame).decompressed_size,
    }.items()


def leaving(calls):
    """Calls that leave their objects as they were, as what makes them."""
    return [(name, lambda call=call: call) for name, call in calls]


def streams(objects):
    """What makes a call on a stream of its own; the call leaves the stream in another state."""
    text, frame = objects.text, objects.frame
    compressor, decompressor = objects.compressor, objects.decompressor

    def writer(make, *calls):
        def prepare():
            made = make(io.BytesIO())
            return lambda: [getattr(made, name)(*arguments) for name, *arguments in calls]

        return prepare

    def reading(make, *names):
        def prepare():
            made = make()
            return lambda: [getattr(made, name)() for name in names]

        return prepare

    def once(make):
        def prepare():
            made = make()
            return lambda: next(made)

        return prepare

    def room():
        reader = decompressor.stream_reader(frame)
        place = bytearray(600)
        return lambda: (reader.readinto(place), reader.readinto1(place), reader.tell())

    def seeking():
        reader = decompressor.stream_reader(io.BytesIO(frame))
        return lambda: (reader.read(700), reader.seek(300), reader.tell(), reader.read(10), reader.seek(0))

    def objects_of():
        one = compressor.compressobj()
        return lambda: (one.compress(text), one.flush(1), one.flush())

    def content():
        one = decompressor.decompressobj()
        return lambda: (one.decompress(frame + b"more" * 100), one.unused_data, one.eof)

    def chunker():
        one = compressor.chunker(chunk_size=500)
        return lambda: (list(one.compress(text)), list(one.flush()), list(one.finish()))

    def face():
        one = objects.zstd._native.FrameCompressor(objects.face)
        return lambda: (one.compress(text), one.flush(), one.last_mode)

    def unface():
        one = objects.zstd._native.FrameDecompressor(objects.unface)
        return lambda: (one.decompress(frame + b"more" * 100, 300), one.decompress(b""), one.unused_data)

    def blocked():
        one = compressor.stream_writer(Blocked(), write_size=1)
        return lambda: (one.write(b"x"), one.write(b"y" * 500000))

    def with_block():
        def use():
            to = io.BytesIO()
            with compressor.write_to(to) as made:
                made.write(text)
            return to.getvalue()

        return use

    def with_reader():
        def use():
            with decompressor.stream_reader(io.BytesIO(frame)) as made:
                return made.seekable(), made.read()

        return use

    return {
        "read": reading(lambda: decompressor.stream_reader(io.BytesIO(frame)), "read", "tell", "close"),
        "read of memory": reading(lambda: decompressor.stream_reader(frame), "peek", "readline", "read1", "readlines"),
        "read a compressed form": reading(lambda: compressor.stream_reader(io.BytesIO(text)), "readall", "tell"),
        "readinto": room,
        "seek": seeking,
        "lines": once(lambda: iter(decompressor.stream_reader(io.BytesIO(frame)))),
        "chunks": once(lambda: decompressor.read_to_iter(io.BytesIO(frame))),
        "compressed chunks": once(lambda: compressor.read_to_iter(io.BytesIO(text))),
        "write": writer(compressor.stream_writer, ("write", text), ("flush", 1), ("tell",), ("close",)),
        "write back": writer(decompressor.stream_writer, ("write", frame), ("flush",), ("tell",), ("close",)),
        "writelines": writer(compressor.stream_writer, ("writelines", objects.items), ("flush", 1)),
        "memory_size of a writer": writer(compressor.stream_writer, ("write", text), ("memory_size",)),
        "write to what blocks": blocked,
        "with": with_block,
        "with a reader": with_reader,
        "compressobj": objects_of,
        "decompressobj": content,
        "chunker": chunker,
        "the face's compressor": face,
        "the face's decompressor": unface,
    }.items()


TABLES = {
    "attributes": lambda objects: leaving(attributes(objects)),
    "reductions": lambda objects: leaving(reductions(objects)),
    "functions": lambda objects: leaving(functions(objects)),
    "faces": lambda objects: leaving(faces(objects)),
    "failures": lambda objects: leaving(failures(objects)),
    "streams": streams,
}
