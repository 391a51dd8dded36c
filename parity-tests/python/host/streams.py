"""What the operation ``stream`` means in Python: a stream is made, and called step by step."""

import itertools


class Sink:
    """Keeps what it is given, also after it was closed."""

    def __init__(self):
        self.content = b""

    def write(self, data):
        """Take all of it."""
        self.content += data
        return len(data)


def make(compressor, decompressor, shape, size, across, piece, source, returns_taken):
    """Return the function that carries out a step of the stream that one of both makes; the other one is None."""
    if shape == "object" and compressor:
        thing = compressor.compressobj(size)
        return lambda name, data, number: thing.compress(data) if name == "compress" else thing.flush(number)
    if shape == "object":
        thing = decompressor.decompressobj(piece, across)
        return lambda name, data, number: _object(thing, name, data, number)
    if shape == "chunker":
        thing = compressor.chunker(size, piece)
        return lambda name, data, number: _chunks(thing, name, data, number)
    if shape == "reader":
        if compressor:
            thing = compressor.stream_reader(source, size=size, read_size=piece)
        else:
            thing = decompressor.stream_reader(source, read_size=piece, read_across_frames=across)
        return lambda name, data, number: _read(thing, name, number)
    sink = Sink()
    sizes = {"write_size": piece, "write_return_read": returns_taken}
    if compressor:
        thing = compressor.stream_writer(sink, size=size, **sizes)
    else:
        thing = decompressor.stream_writer(sink, read_across_frames=across, **sizes)
    return lambda name, data, number: _write(thing, sink, name, data, number)


def _object(thing, name, data, number):
    if name == "decompress":
        return thing.decompress(data, number)
    return thing.flush() if name == "flush" else getattr(thing, name)


def _chunks(thing, name, data, number):
    chunks = thing.compress(data) if name == "compress" else getattr(thing, name)()
    return list(chunks if number < 0 else itertools.islice(chunks, number))


def _read(thing, name, number):
    if name in ("read", "read1", "readline", "seek"):
        return getattr(thing, name)(number)
    return getattr(thing, name)()


def _write(thing, sink, name, data, number):
    if name == "written":
        return sink.content
    if name == "write":
        return thing.write(data)
    return thing.flush(number) if name == "flush" else getattr(thing, name)()
