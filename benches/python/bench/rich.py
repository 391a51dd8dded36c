"""Modules with python-zstandard's interface: both flavours, and both backends of zstandard itself."""

import io
import struct

LEVEL = 3
PAIR = struct.Struct("=QQ")


class Sink:
    """A file that hands what is written to a function."""

    def __init__(self, keep):
        self.keep = keep

    def write(self, data):
        """Take all of it."""
        self.keep(data)
        return len(data)


class Rich:
    """A module with batch calls, dictionaries and all kinds of streams."""

    def __init__(self, module):
        self.module = module
        # The classes of a backend may be there without the calls.
        self.has_batches = "multi_compress_to_buffer" in module.backend_features

    def dictionary(self, content):
        """Return a dictionary as the module takes it."""
        return None if content is None else self.module.ZstdCompressionDict(content)

    def _compressor(self, dictionary=None):
        options = {"level": LEVEL, "write_content_size": True}
        return self.module.ZstdCompressor(dict_data=self.dictionary(dictionary), **options)

    def _decompressor(self, dictionary=None):
        return self.module.ZstdDecompressor(dict_data=self.dictionary(dictionary))

    def one_shot(self, direction, dictionary=None):
        """Return a function from a whole input to its result."""
        if direction == "compress":
            return self._compressor(dictionary).compress
        return self._decompressor(dictionary).decompress

    def items(self, items, form):
        """Return the items of a batch in one of the forms that batch calls take, or None."""
        if form == "list":
            return items
        if not self.has_batches:
            return None
        if form == "buffer":
            return self._buffer(items)
        quarter = -(-len(items) // 4)
        parts = [items[at : at + quarter] for at in range(0, len(items), quarter)]
        return self.module.BufferWithSegmentsCollection(*map(self._buffer, parts))

    def _buffer(self, items):
        table, offset = bytearray(), 0
        for item in items:
            table += PAIR.pack(offset, len(item))
            offset += len(item)
        return self.module.BufferWithSegments(b"".join(items), bytes(table))

    def batch(self, direction, dictionary, threads):
        """Return a function from a batch to its results. Without batch calls that is a loop."""
        if not self.has_batches:
            single = self.one_shot(direction, dictionary)
            return lambda items: [single(item) for item in items]
        if direction == "compress":
            many = self._compressor(dictionary).multi_compress_to_buffer
        else:
            many = self._decompressor(dictionary).multi_decompress_to_buffer
        return lambda items: many(items, threads=threads)

    def train(self, size):
        """Return a function from samples to the bytes of a dictionary."""
        return lambda samples: self.module.train_dictionary(size, samples).as_bytes()

    def stream(self, operation, direction, piece):
        """Return a function ``(data, keep=len)`` that hands its results to ``keep``."""
        makers = {"compress": self._compressor, "decompress": self._decompressor}
        return getattr(self, "_" + operation)(makers[direction](), direction, piece)

    def _object_once(self, engine, direction, _piece):
        def run(data, keep=len):
            machine = engine.compressobj() if direction == "compress" else engine.decompressobj()
            keep(machine.compress(data) if direction == "compress" else machine.decompress(data))
            keep(machine.flush())

        return run

    def _object_pieces(self, engine, direction, piece):
        def run(data, keep=len):
            machine = engine.compressobj() if direction == "compress" else engine.decompressobj()
            push = machine.compress if direction == "compress" else machine.decompress
            for at in range(0, len(data), piece):
                keep(push(data[at : at + piece]))
            keep(machine.flush())

        return run

    def _read_all(self, engine, _direction, _piece):
        def run(data, keep=len):
            with engine.stream_reader(io.BytesIO(data)) as reader:
                keep(reader.read())

        return run

    def _read_pieces(self, engine, _direction, piece):
        def run(data, keep=len):
            with engine.stream_reader(io.BytesIO(data)) as reader:
                while part := reader.read(piece):
                    keep(part)

        return run

    def _read_lines(self, engine, _direction, _piece):
        def run(data, keep=len):
            with io.TextIOWrapper(engine.stream_reader(io.BytesIO(data)), "latin-1", newline="\n") as lines:
                for line in lines:
                    keep(line)

        return run

    def _write_pieces(self, engine, _direction, piece):
        def run(data, keep=len):
            with engine.stream_writer(Sink(keep), closefd=False) as writer:
                for at in range(0, len(data), piece):
                    writer.write(data[at : at + piece])

        return run

    def _iterate(self, engine, _direction, _piece):
        def run(data, keep=len):
            for part in engine.read_to_iter(io.BytesIO(data)):
                keep(part)

        return run

    def _copy(self, engine, _direction, _piece):
        return lambda data, keep=len: engine.copy_stream(io.BytesIO(data), Sink(keep))

    def _chunks(self, engine, _direction, piece):
        def run(data, keep=len):
            chunker = engine.chunker(chunk_size=piece)
            for part in chunker.compress(data):
                keep(part)
            for part in chunker.finish():
                keep(part)

        return run
