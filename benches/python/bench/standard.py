"""Peers with the interface of Python's ``compression.zstd``, and cramjam, which has one-shot calls alone."""

import io

from .rich import LEVEL, Sink


class Standard:
    """backports.zstd, and pyzstd, which is a layer over it: its loops over records are not measured a second time."""

    def __init__(self, module):
        self.module = module
        self.has_loops = module.__name__ != "pyzstd"

    def dictionary(self, content):
        """Return a dictionary as the module takes it."""
        return None if content is None else self.module.ZstdDict(content)

    def one_shot(self, direction, dictionary=None):
        """Return a function from a whole input to its result."""
        module, given = self.module, self.dictionary(dictionary)
        if direction == "compress":
            if given is None:
                return lambda data: module.compress(data, LEVEL)
            digested = given.as_digested_dict
            return lambda data: module.compress(data, LEVEL, zstd_dict=digested)
        if given is None:
            return module.decompress
        digested = given.as_digested_dict
        return lambda data: module.decompress(data, zstd_dict=digested)

    def items(self, items, form):
        """Return the items of a batch: only lists serve."""
        return items if form == "list" else None

    def batch(self, direction, dictionary, threads):
        """Return a loop: there are no batch calls."""
        if threads != 1 or not self.has_loops:
            return None
        single = self.one_shot(direction, dictionary)
        return lambda items: [single(item) for item in items]

    def train(self, size):
        """Return a function from samples to the bytes of a dictionary."""
        train = getattr(self.module, "train_dict")
        return lambda samples: train(samples, size).dict_content

    def stream(self, operation, direction, piece):
        """Return a function ``(data, keep=len)`` that hands its results to ``keep``, or None."""
        make = getattr(self, "_" + operation, None)
        return None if make is None else make(direction, piece)

    def _object_once(self, direction, _piece):
        module = self.module

        def run(data, keep=len):
            if direction == "compress":
                machine = module.ZstdCompressor(LEVEL)
                keep(machine.compress(data))
                keep(machine.flush())
            else:
                keep(module.ZstdDecompressor().decompress(data))

        return run

    def _object_pieces(self, direction, piece):
        module = self.module

        def run(data, keep=len):
            machine = module.ZstdCompressor(LEVEL) if direction == "compress" else module.ZstdDecompressor()
            push = machine.compress if direction == "compress" else machine.decompress
            for at in range(0, len(data), piece):
                keep(push(data[at : at + piece]))
            if direction == "compress":
                keep(machine.flush())

        return run

    def _read_all(self, direction, _piece):
        if direction == "compress":
            return None

        def run(data, keep=len):
            with self.module.ZstdFile(io.BytesIO(data)) as reader:
                keep(reader.read())

        return run

    def _read_pieces(self, direction, piece):
        if direction == "compress":
            return None

        def run(data, keep=len):
            with self.module.ZstdFile(io.BytesIO(data)) as reader:
                while part := reader.read(piece):
                    keep(part)

        return run

    def _read_lines(self, _direction, _piece):
        def run(data, keep=len):
            with self.module.open(io.BytesIO(data), "rt", encoding="latin-1", newline="\n") as lines:
                for line in lines:
                    keep(line)

        return run

    def _write_pieces(self, direction, piece):
        if direction == "decompress":
            return None

        def run(data, keep=len):
            with self.module.open(Sink(keep), "wb") as writer:
                for at in range(0, len(data), piece):
                    writer.write(data[at : at + piece])

        return run


class Cramjam:
    """cramjam: whole inputs only."""

    def __init__(self, module):
        self.module = module.zstd

    def one_shot(self, direction, dictionary=None):
        """Return a function from a whole input to its result, or None."""
        if dictionary is not None:
            return None
        if direction == "compress":
            compress = self.module.compress
            return lambda data: compress(data, LEVEL)
        return self.module.decompress

    def items(self, items, form):
        """Return the items of a batch: only lists serve."""
        return items if form == "list" else None

    def batch(self, direction, dictionary, threads):
        """Return a loop: there are no batch calls."""
        single = self.one_shot(direction, dictionary)
        if threads != 1 or single is None:
            return None
        return lambda items: [single(item) for item in items]

    def train(self, _size):
        """Return None: there is no training."""

    def stream(self, _operation, _direction, _piece):
        """Return None: its streams are of another kind."""
