"""Every way to decompress a stream, as one function: a decompressor, frames and sizes in, content out."""

import io

from streams import Sink, Source


def by_reader(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_reader``, read by read."""
    reader = decompressor.stream_reader(Source(frames), read_size=read_size)
    return b"".join(iter(lambda: reader.read(write_size), b""))


def by_read_all(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_reader``, in one read."""
    return decompressor.stream_reader(Source(frames), read_size=read_size).readall()


def by_read1(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_reader``, whatever comes next each time."""
    reader = decompressor.stream_reader(Source(frames), read_size=read_size)
    return b"".join(iter(lambda: reader.read1(write_size), b""))


def by_read_into(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_reader``, into memory."""
    reader = decompressor.stream_reader(frames, read_size=read_size)
    content = b""
    room = bytearray(write_size)
    while True:
        count = reader.readinto(room)
        if not count:
            return content
        content += room[:count]


def by_lines(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_reader``, line by line."""
    return b"".join(decompressor.stream_reader(Source(frames), read_size=read_size))


def by_buffered_reader(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_reader`` behind Python's own buffer."""
    reader = decompressor.stream_reader(Source(frames), read_size=read_size)
    return io.BufferedReader(reader, buffer_size=write_size).read()


def by_writer(decompressor, frames, read_size, write_size):
    """Decompress by ``stream_writer``."""
    sink = Sink()
    with decompressor.stream_writer(sink, write_size=write_size) as writer:
        for start in range(0, len(frames), read_size):
            piece = frames[start : start + read_size]
            assert writer.write(piece) == len(piece)
    assert all(len(piece) <= write_size for piece in sink.pieces)
    return sink.content


def by_write_to(decompressor, frames, read_size, write_size):
    """Decompress by ``write_to``."""
    sink = Sink()
    written = 0
    with decompressor.write_to(sink, write_size=write_size) as writer:
        for start in range(0, len(frames), read_size):
            written += writer.write(frames[start : start + read_size])
        written += writer.flush()
    assert written == len(sink.content)
    assert all(len(piece) <= write_size for piece in sink.pieces)
    return sink.content


def by_iterator(decompressor, frames, read_size, write_size):
    """Decompress by ``read_to_iter``."""
    source = Source(frames)
    chunks = list(decompressor.read_to_iter(source, read_size=read_size, write_size=write_size))
    assert all(0 < len(chunk) <= write_size for chunk in chunks)
    return b"".join(chunks)


def by_old_iterator(decompressor, frames, read_size, write_size):
    """Decompress by ``read_from``."""
    chunks = decompressor.read_from(frames, read_size=read_size, write_size=write_size)
    return b"".join(chunks)


def by_copy(decompressor, frames, read_size, write_size):
    """Decompress by ``copy_stream``."""
    sink = Sink()
    counts = decompressor.copy_stream(Source(frames), sink, read_size=read_size, write_size=write_size)
    assert counts == (len(frames), len(sink.content))
    assert all(len(piece) <= write_size for piece in sink.pieces)
    return sink.content


def by_object(decompressor, frames, read_size, write_size):
    """Decompress by ``decompressobj``."""
    thing = decompressor.decompressobj(write_size=write_size, read_across_frames=True)
    pieces = [frames[start : start + read_size] for start in range(0, len(frames), read_size)]
    content = b"".join(map(thing.decompress, pieces))
    return content + thing.flush()


def by_limited_object(decompressor, frames, read_size, write_size):
    """Decompress by ``decompressobj``, with a limit for each result."""
    thing = decompressor.decompressobj(read_across_frames=True)
    content = b""
    for start in range(0, len(frames), read_size):
        piece = frames[start : start + read_size]
        while piece or not thing.needs_input:
            result = thing.decompress(piece, max_length=write_size)
            assert len(result) <= write_size
            content += result
            piece = b""
    return content


# Those that know where their input ends, so that they can tell a truncated stream.
ENDING = [
    by_reader,
    by_read_all,
    by_read1,
    by_read_into,
    by_lines,
    by_buffered_reader,
    by_writer,
    by_write_to,
    by_iterator,
    by_old_iterator,
    by_copy,
]
DECOMPRESSING = ENDING + [by_object, by_limited_object]
