"""Trees of plain values as bytes: the other end of ``parity-tests/src/wire/codec.rs``.

A message is a 32-bit length and a tree; a tree is a tag byte and what the tag says. Numbers are little-endian.
"""

import struct

LENGTH = struct.Struct("<I")
COUNT = struct.Struct("<Q")
FLOAT = struct.Struct("<d")
INT_SIZE = 16


class Failed:
    """An exception as a value: class name, message, and libzstd's code or None."""

    def __init__(self, class_name, message, code):
        self.parts = (class_name, message, code)

    @classmethod
    def of(cls, error, zstd_error):
        """Make it of an exception; ``zstd_error`` is the module's own exception class."""
        ours = isinstance(error, zstd_error)
        name = "ZstdError" if ours else type(error).__name__
        return cls(name, str(error), error.code if ours else None)


def read_message(pipe):
    """Return the next tree, or None at the end of the pipe."""
    head = pipe.read(LENGTH.size)
    if not head:
        return None
    (length,) = LENGTH.unpack(head)
    return Reader(pipe.read(length)).tree()


def write_message(pipe, tree):
    """Write one tree and hand it over."""
    body = bytearray()
    put(tree, body)
    pipe.write(LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def put(tree, out):
    """Append a tree to ``out``."""
    if tree is None:
        out += b"N"
    elif isinstance(tree, bool):
        out += b"B\1" if tree else b"B\0"
    elif isinstance(tree, int):
        out += b"I" + tree.to_bytes(INT_SIZE, "little", signed=True)
    elif isinstance(tree, float):
        out += b"F" + FLOAT.pack(tree)
    elif isinstance(tree, bytes):
        put_sized(b"Y", tree, out)
    elif isinstance(tree, str):
        put_sized(b"T", tree.encode(), out)
    elif isinstance(tree, (list, tuple)):
        out += b"L" + COUNT.pack(len(tree))
        for value in tree:
            put(value, out)
    elif isinstance(tree, dict):
        out += b"M" + COUNT.pack(len(tree))
        for name, value in tree.items():
            put(name, out)
            put(value, out)
    elif isinstance(tree, Failed):
        out += b"E"
        for part in tree.parts:
            put(part, out)
    else:
        raise TypeError("no tree can hold a " + type(tree).__name__)


def put_sized(tag, data, out):
    """Append a tag, a length and bytes."""
    out += tag + COUNT.pack(len(data)) + data


class Reader:
    """Reads trees out of bytes."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, size):
        """Return the next ``size`` bytes."""
        part = self.data[self.at : self.at + size]
        self.at += size
        return part

    def count(self):
        """Return the next number of bytes or values."""
        return COUNT.unpack(self.take(COUNT.size))[0]

    def tree(self):
        """Return the next tree."""
        tag = self.take(1)
        if tag == b"N":
            return None
        if tag == b"B":
            return self.take(1) != b"\0"
        if tag == b"I":
            return int.from_bytes(self.take(INT_SIZE), "little", signed=True)
        if tag == b"F":
            return FLOAT.unpack(self.take(FLOAT.size))[0]
        if tag == b"Y":
            return self.take(self.count())
        if tag == b"T":
            return self.take(self.count()).decode()
        if tag == b"L":
            return [self.tree() for _ in range(self.count())]
        if tag == b"M":
            return {self.tree(): self.tree() for _ in range(self.count())}
        raise ValueError("unknown tag " + repr(tag))
