"""What is done with streams in small pieces, which is why it is built into CPython by the library. Others call it through cffi.

Each function takes what ``key_of()`` returns for the stream's handle, and data of the type ``bytes``. Each returns an answer.
"""

from .._calls import BUILT_IN, address_of
from .._native import ffi, lib
from .._results import Place, copied
from ._calls import ROOM, Scratch, bytes_of, count_of, idle

if BUILT_IN:
    key_of = address_of

    write = BUILT_IN["write"]
    compressobj_compress = BUILT_IN["compressobj_compress"]
    decompressobj_decompress = BUILT_IN["decompressobj_decompress"]
    chunker_next = BUILT_IN["chunker_next"]
    frame_compress = BUILT_IN["frame_compress"]
    frame_decompress = BUILT_IN["frame_decompress"]
    read = BUILT_IN["read"]
    read1 = BUILT_IN["read1"]
    read_line = BUILT_IN["read_line"]
    next_line = BUILT_IN["next_line"]

else:

    def key_of(handle):
        return handle

    def write(writer, data):
        return count_of(lib.zstdrs_writer_write, writer, data, len(data))

    def compressobj_compress(object, data):
        return bytes_of(lib.zstdrs_compressobj_compress, object, data, len(data))

    def decompressobj_decompress(object, data, max_length):
        return bytes_of(lib.zstdrs_decompressobj_decompress, object, data, len(data), max_length)

    def chunker_next(chunker):
        return bytes_of(lib.zstdrs_chunker_next, chunker)

    def frame_compress(object, data, mode):
        return bytes_of(lib.zstdrs_frame_compressor_compress, object, data, len(data), mode)

    def frame_decompress(object, data, max_length):
        return bytes_of(lib.zstdrs_frame_decompressor_decompress, object, data, len(data), max_length)

    def read(reader, size):
        return _read(lib.zstdrs_reader_read_into, reader, size)

    def read1(reader, size):
        return _read(lib.zstdrs_reader_read1_into, reader, size)

    def read_line(reader, size):
        return _line(lib.zstdrs_reader_read_line_into, reader, size)

    def next_line(reader):
        return _line(lib.zstdrs_reader_next_line_into, reader)


def _read(call, reader, size):
    """Return the answer of ``call(reader, memory, size, count)``: what it reads into memory."""
    if size > ROOM:
        place = Place(size)
        count = count_of(call, reader, place.memory, size)
        return count if count is None or count < 0 else place.finish(count)
    try:
        scratch = idle.pop()
    except IndexError:
        scratch = Scratch()
    memory = scratch.memory
    status = call(reader, memory, size, scratch.count)
    if status:
        idle.append(scratch)
        return -status
    count = scratch.count[0]
    content = None if count < 0 else ffi.unpack(memory, count)
    idle.append(scratch)
    return content


def _line(call, *arguments):
    """Return the answer of ``call(*arguments, memory, capacity, count, output)``: the line that it reads."""
    try:
        scratch = idle.pop()
    except IndexError:
        scratch = Scratch()
    output = scratch.output
    memory = scratch.memory
    status = call(*arguments, memory, ROOM, scratch.count, output)
    if status:
        idle.append(scratch)
        return -status
    count = scratch.count[0]
    owner = output.owner
    if owner:
        data = output.data
        idle.append(scratch)
        try:
            return copied(data, count)
        finally:
            lib.zstdrs_bytes_free(owner)
    line = None if count < 0 else ffi.unpack(memory, count)
    idle.append(scratch)
    return line
