"""What rows measure: inputs, calls, and how a result is known to be right."""

import zstandard

from .measuring import Call
from .rows import KIB

SAMPLES = 4_000
DICTIONARY_SIZE = 32 * KIB


class WrongResult(Exception):
    """A column made something else than it should have."""


def reference_compress(data):
    """Return a frame that declares its size."""
    return zstandard.ZstdCompressor(level=3).compress(data)


def restore(frame, dictionary=None):
    """Return what is in a frame, whether or not it declares its size."""
    given = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
    return zstandard.ZstdDecompressor(dict_data=given).decompressobj().decompress(frame)


def _dictionary(source, size=800):
    samples = source.pieces([(SAMPLES, size)])
    return zstandard.train_dictionary(DICTIONARY_SIZE, samples).as_bytes()


class _Items:
    """Items to compress or, as frames, to decompress."""

    def __init__(self, direction, items, dictionary=None):
        self.direction = direction
        self.dictionary = dictionary
        self.contents = items
        self.inputs = items
        self.sizes = [0] * len(items)
        if direction == "decompress":
            given = None if dictionary is None else zstandard.ZstdCompressionDict(dictionary)
            compress = zstandard.ZstdCompressor(level=3, dict_data=given).compress
            self.inputs = [compress(item) for item in items]
            self.sizes = [len(item) for item in items]

    @property
    def bytes(self):
        """Return the number of bytes that are compressed or restored."""
        return sum(map(len, self.contents))

    def check(self, results):
        """Raise unless the results are those of the inputs, in order."""
        count = 0
        for content, result in zip(self.contents, results):
            count += 1
            found = bytes(result)
            if self.direction == "compress":
                found = restore(found, self.dictionary)
            if found != content:
                raise WrongResult(f"item {count - 1} is wrong")
        if count != len(self.contents):
            raise WrongResult(f"{count} results for {len(self.contents)} items")

    def floor(self, column, threads=1):
        """Return the floor's call, checked."""
        call = column.call(self.direction, self.dictionary, self.inputs, self.sizes, threads)
        self.check(call.results())
        return call


class OneShot(_Items):
    """One input, whole."""

    def __init__(self, source, direction, size):
        super().__init__(direction, [source.piece(size)])

    def call(self, column, _cpus):
        """Return the column's call, checked; None if it has none."""
        if hasattr(column, "call"):
            return self.floor(column)
        function = column.one_shot(self.direction)
        self.check([function(self.inputs[0])])
        return Call(function, self.inputs[0])


class Loop(_Items):
    """Many inputs, a call each, with a dictionary."""

    def __init__(self, source, direction, count, size, dictionary):
        super().__init__(direction, source.pieces([(count, size)]), _dictionary(source) if dictionary else None)

    def call(self, column, _cpus):
        """Return the column's call, checked; None if it has none."""
        if hasattr(column, "call"):
            return self.floor(column)
        single = column.one_shot(self.direction, self.dictionary)
        if single is None:
            return None
        self.check(map(single, self.inputs))

        def loop(items):
            for item in items:
                single(item)

        return Call(loop, self.inputs)


class Batch(_Items):
    """Many inputs in one call, or in a loop where there are no batch calls."""

    def __init__(self, source, direction, parts, form, dictionary, threads):
        super().__init__(direction, source.pieces(parts), _dictionary(source) if dictionary else None)
        self.form = form
        self.threads = threads

    def call(self, column, cpus):
        """Return the column's call, checked; None if it has none."""
        threads = cpus if self.threads < 0 else self.threads
        if hasattr(column, "call"):
            return self.floor(column, threads)
        function = column.batch(self.direction, self.dictionary, threads)
        items = None if function is None else column.items(self.inputs, self.form)
        if items is None:
            return None
        results = function(items)
        self.check(results if isinstance(results, list) else (results[index].tobytes() for index in range(len(results))))
        return Call(function, items)


class Stream(_Items):
    """One input that goes through a streaming interface. The floor is one call for all of it."""

    def __init__(self, source, operation, direction, size, piece=0):
        super().__init__(direction, [source.piece(size)])
        self.operation = operation
        self.piece = piece

    def call(self, column, _cpus):
        """Return the column's call, checked; None if it has none."""
        if hasattr(column, "call"):
            return self.floor(column)
        function = column.stream(self.operation, self.direction, self.piece)
        if function is None:
            return None
        parts = []

        def keep(part):
            parts.append(part.encode("latin-1") if isinstance(part, str) else bytes(part))

        function(self.inputs[0], keep)
        self.check([b"".join(parts)])
        return Call(function, self.inputs[0])


class Training:
    """Training of a dictionary."""

    def __init__(self, source, count, size, dictionary_size):
        self.samples = source.pieces([(count, size)])
        self.size = dictionary_size

    @property
    def bytes(self):
        """Return the number of bytes of all samples."""
        return sum(map(len, self.samples))

    def call(self, column, _cpus):
        """Return the column's call, checked; None if it has none."""
        train = None if hasattr(column, "call") else column.train(self.size)
        if train is None:
            return None
        content = train(self.samples)
        given = zstandard.ZstdCompressionDict(content)
        if not 0 < len(content) <= self.size or not given.dict_id():
            raise WrongResult("that is no dictionary of the wanted size")
        return Call(train, self.samples)
