"""Large results ask for huge pages: told by what the system remembers of the memory that they lie in."""

import ctypes
import io
import mmap
import re

import capabilities
import pytest

# Twice the size from which on results ask for them, so that there is an inside to advise whatever the alignment.
SIZE = 8 << 20


def advised(address, size):
    """Whether the system was asked for huge pages for the middle of some memory."""
    middle, inside = address + size // 2, False
    with open("/proc/self/smaps", encoding="ascii") as maps:
        for line in maps:
            bounds = re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line)
            if bounds:
                inside = int(bounds[1], 16) <= middle < int(bounds[2], 16)
            elif inside and line.startswith("VmFlags:"):
                return "hg" in line.split()
    raise AssertionError("the memory is not mapped")


def address(data):
    """Where a bytes-like object has its content."""
    if isinstance(data, bytes):
        # The content of a bytes object stands behind its header, and before a zero byte that is not counted.
        return id(data) + bytes.__basicsize__ - 1
    place = ctypes.py_object(data)
    description = (ctypes.c_ssize_t * 16)()
    ctypes.pythonapi.PyObject_GetBuffer(place, description, 0)
    try:
        return description[0]
    finally:
        ctypes.pythonapi.PyBuffer_Release(description)


def results(zstd):
    """Large results of every call that decompresses, by name."""
    content = bytes(SIZE)
    frame = zstd.ZstdCompressor(write_content_size=True).compress(content)
    decompressor = zstd.ZstdDecompressor()
    return {
        "decompress": lambda: decompressor.decompress(frame),
        "function": lambda: zstd.decompress(frame),
        "list": lambda: decompressor.multi_decompress_to_list([frame])[0],
        "buffer": lambda: decompressor.multi_decompress_to_buffer([frame])[0],
        "reader": lambda: decompressor.stream_reader(frame).read(),
        "reader.readall": lambda: decompressor.stream_reader(io.BytesIO(frame)).readall(),
        "reader.read(n)": lambda: decompressor.stream_reader(frame).read(SIZE),
        "object": lambda: decompressor.decompressobj().decompress(frame),
    }


NAMES = "decompress function list buffer reader reader.readall reader.read(n) object".split()


@pytest.mark.parametrize("name", NAMES)
def test_large_results_ask_for_huge_pages(zstd, name):
    capabilities.need_huge_pages()
    result = results(zstd)[name]()
    assert advised(address(result), SIZE)
    assert bytes(result) == bytes(SIZE)


def test_other_memory_does_not_ask():
    """The means of these tests. Memory of the allocator's may have been advised for another object before."""
    capabilities.need_huge_pages()
    with mmap.mmap(-1, SIZE) as mapping:
        place = ctypes.c_char.from_buffer(mapping)
        assert not advised(ctypes.addressof(place), SIZE)
        del place
