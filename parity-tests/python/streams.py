"""Sources and sinks of many tempers, and data for the tests of streams."""

import io

from support import TEXT

# Content that compresses well, content that does not, and nothing.
RANDOM = bytes(i * i * 2654435761 >> 13 & 0xFF for i in range(40000))
CONTENTS = {"empty": b"", "text": TEXT, "random": RANDOM, "mixed": (TEXT + RANDOM) * 3}


class Source:
    """Gives content in pieces, of other sizes than asked for if so told; counts what is asked of it."""

    def __init__(self, content, piece=None):
        self.content = content
        self.piece = piece
        self.pos = 0
        self.asked = []
        self.closed = 0

    def read(self, size):
        """Return the next piece."""
        self.asked.append(size)
        start = self.pos
        self.pos = min(len(self.content), start + (self.piece or size))
        return self.content[start : self.pos]

    def close(self):
        """Note that it was closed."""
        self.closed += 1


class Script:
    """Answers reads and writes as a list says: values are returned, exceptions raised, callables called."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.given = []

    def answer(self, argument):
        """Return the next answer."""
        self.given.append(argument)
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer(argument) if callable(answer) else answer

    read = write = answer


class Sink:
    """Keeps the pieces that it is given."""

    def __init__(self):
        self.pieces = []
        self.flushed = 0
        self.closed = 0

    def write(self, data):
        """Take a piece."""
        assert type(data) is bytes
        assert data
        self.pieces.append(data)
        return len(data)

    def flush(self):
        """Note that it was flushed."""
        self.flushed += 1

    def close(self):
        """Note that it was closed."""
        self.closed += 1

    @property
    def content(self):
        """All pieces, joined."""
        return b"".join(self.pieces)


class RawSink(io.RawIOBase):
    """A raw file that takes at most ``most`` bytes at a time, and nothing at all when a call's number is in ``blocked``."""

    def __init__(self, most=None, blocked=()):
        self.most = most
        self.blocked = blocked
        self.calls = 0
        self.content = b""

    def writable(self):
        """Return true."""
        return True

    def write(self, data):
        """Take a part."""
        self.calls += 1
        if self.blocked == "always" or self.calls in self.blocked:
            return None
        taken = bytes(data[: self.most])
        self.content += taken
        return len(taken)


class RawSource(io.RawIOBase):
    """A raw file that has no data every other time it is asked."""

    def __init__(self, content, piece):
        self.source = Source(content, piece)
        self.turn = 0

    def readable(self):
        """Return true."""
        return True

    def read(self, size=-1):
        """Return nothing, or a piece."""
        self.turn += 1
        return None if self.turn % 2 else self.source.read(size)


def frame_of(zstd, content, **options):
    """Return content as a frame that tells its size, with a checksum."""
    options = {"write_checksum": True, "write_content_size": True, **options}
    return zstd.ZstdCompressor(**options).compress(content, allow_empty=True)


def unpack(zstd, frames):
    """Return the content of frames, by a way that the tests of streams do not test."""
    content = b""
    while frames:
        size = zstd.frame_compressed_size(frames)
        content += zstd.ZstdDecompressor().decompress(frames[:size], max_output_size=1 << 24)
        frames = frames[size:]
    return content


# Every way to compress: what each returns for a compressor, content and sizes is one frame.


def by_reader(compressor, content, read_size, write_size):
    """Compress by ``stream_reader``."""
    reader = compressor.stream_reader(Source(content), read_size=read_size)
    return b"".join(iter(lambda: reader.read(write_size), b""))


def by_writer(compressor, content, read_size, write_size):
    """Compress by ``stream_writer``."""
    sink = Sink()
    with compressor.stream_writer(sink, write_size=write_size) as writer:
        for start in range(0, len(content), read_size):
            writer.write(content[start : start + read_size])
    assert max(map(len, sink.pieces)) <= write_size
    return sink.content


def by_write_to(compressor, content, read_size, write_size):
    """Compress by ``write_to``."""
    sink = Sink()
    with compressor.write_to(sink, write_size=write_size) as writer:
        for start in range(0, len(content), read_size):
            writer.write(content[start : start + read_size])
    assert max(map(len, sink.pieces)) <= write_size
    return sink.content


def by_iterator(compressor, content, read_size, write_size):
    """Compress by ``read_to_iter``."""
    chunks = list(compressor.read_to_iter(Source(content), read_size=read_size, write_size=write_size))
    assert all(0 < len(chunk) <= write_size for chunk in chunks)
    return b"".join(chunks)


def by_old_iterator(compressor, content, read_size, write_size):
    """Compress by ``read_from``."""
    chunks = list(compressor.read_from(Source(content), read_size=read_size, write_size=write_size))
    assert all(0 < len(chunk) <= write_size for chunk in chunks)
    return b"".join(chunks)


def by_copy(compressor, content, read_size, write_size):
    """Compress by ``copy_stream``."""
    sink = Sink()
    counts = compressor.copy_stream(Source(content), sink, read_size=read_size, write_size=write_size)
    assert counts == (len(content), len(sink.content))
    assert all(len(piece) <= write_size for piece in sink.pieces)
    return sink.content


def by_object(compressor, content, read_size, write_size):
    """Compress by ``compressobj``."""
    thing = compressor.compressobj()
    pieces = [content[start : start + read_size] for start in range(0, len(content), read_size)]
    return b"".join([thing.compress(piece) for piece in pieces] + [thing.flush()])


def by_chunker(compressor, content, read_size, write_size):
    """Compress by ``chunker``."""
    chunker = compressor.chunker(chunk_size=write_size)
    chunks = []
    for start in range(0, len(content), read_size):
        chunks += chunker.compress(content[start : start + read_size])
    chunks += chunker.finish()
    assert all(len(chunk) == write_size for chunk in chunks[:-1])
    return b"".join(chunks)


COMPRESSING = [
    by_reader,
    by_writer,
    by_write_to,
    by_iterator,
    by_old_iterator,
    by_copy,
    by_object,
    by_chunker,
]
