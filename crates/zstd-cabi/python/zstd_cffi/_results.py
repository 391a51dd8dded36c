"""Results as bytes: out of reused memory if they are small, written in place if they are large."""

import sys

from ._errors import check, failure
from ._native import ffi, lib
from ._watch import WORTH_WATCHING, Watch

# Inputs and results of up to this size pass through reused memory.
SMALL = 128 << 10

# Results from this size on are copied to memory that has asked for huge pages.
_LARGE = 4 << 20

# Calls that may take long, and what does the same and can be stopped.
_WATCHED = {
    lib.zstdrs_compress: lib.zstdrs_compress_watched,
    lib.zstdrs_decompress: lib.zstdrs_decompress_watched,
    lib.zstdrs_frame_compress: lib.zstdrs_frame_compress_watched,
    lib.zstdrs_simple_compress: lib.zstdrs_simple_compress_watched,
    lib.zstdrs_simple_decompress: lib.zstdrs_simple_decompress_watched,
}

_CAPACITY_STATUS = lib.ZSTDRS_STATUS_CAPACITY
_UNSUPPORTED_STATUS = lib.ZSTDRS_STATUS_UNSUPPORTED
_NULL = ffi.NULL
_unpack = ffi.unpack
_allocate = ffi.new_allocator(should_clear_after_alloc=False)


def bound_of(length):
    """Return the largest size of a frame of that much content."""
    bound = ffi.new("size_t *")
    check(lib.zstdrs_compress_bound(length, bound))
    return bound[0]


# The size of the memory that is reused: for a small result, or for the frame of a small input.
ROOM = bound_of(SMALL)


class Scratch:
    """Memory for the result of one call, and a place for its size."""

    __slots__ = ("memory", "written")

    def __init__(self):
        self.memory = ffi.new("char[]", ROOM)
        self.written = ffi.new("size_t *")


# Scratch memory that no call uses. A call takes it out and puts it back: no other thread, and no signal handler that calls
# the library meanwhile, can meet it.
_idle: list = []


def compressed(call, first, view, length, *rest):
    """Return the frame that ``call(first, view, length, *rest, memory, capacity, written)`` makes."""
    if length > SMALL:
        return _compressed_large(call, first, view, length, *rest)
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = Scratch()
    memory = scratch.memory
    written = scratch.written
    status = call(first, view, length, *rest, memory, ROOM, written)
    if status:
        _idle.append(scratch)
        raise failure(status)
    frame = _unpack(memory, written[0])
    _idle.append(scratch)
    return frame


def _compressed_large(call, first, view, length, *rest):
    capacity = bound_of(length)
    written = ffi.new("size_t *")
    place = Shrinking(capacity)
    _make_large(call, length, (first, view, length, *rest, place.memory, capacity), written)
    return place.finish(written[0])


def _make_large(call, size, arguments, written):
    """Call ``call(*arguments, written)``, watched if ``size`` bytes may take long."""
    if size < WORTH_WATCHING or call not in _WATCHED:
        check(call(*arguments, written))
        return
    with Watch() as watch:
        watch.status = _WATCHED[call](*arguments, watch.proceed, _NULL, written)


def decompressed(call, *arguments):
    """Return the content that ``call(*arguments, memory, capacity, written)`` restores."""
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = Scratch()
    memory = scratch.memory
    written = scratch.written
    status = call(*arguments, memory, ROOM, written)
    needed = written[0]
    if not status:
        content = _unpack(memory, needed)
    _idle.append(scratch)
    if not status:
        return content
    if status == _CAPACITY_STATUS:
        return _decompressed_large(call, arguments, needed)
    raise failure(status)


if sys.implementation.name == "cpython":
    import ctypes

    # Documented for this use: bytes without content, to be filled before anybody else sees them.
    _new_bytes = ctypes.pythonapi.PyBytes_FromStringAndSize
    _new_bytes.restype = ctypes.py_object
    _new_bytes.argtypes = (ctypes.c_char_p, ctypes.c_ssize_t)

    class Place:
        """New bytes of a given size, and the memory to write their content to."""

        __slots__ = ("memory", "_content")

        def __init__(self, size):
            self._content = _new_bytes(None, size)
            self.memory = ffi.from_buffer(self._content)
            check(lib.zstdrs_advise_huge_pages(self.memory, size))

        def finish(self, size):
            """Return the first bytes, which must have been written."""
            ffi.release(self.memory)
            content = self._content
            return content if size == len(content) else content[:size]

    _pointer = ctypes.c_void_p
    _new_object = ctypes.PYFUNCTYPE(_pointer, ctypes.c_char_p, ctypes.c_ssize_t)(
        ("PyBytes_FromStringAndSize", ctypes.pythonapi)
    )
    _address_of = ctypes.PYFUNCTYPE(_pointer, _pointer)(("PyBytes_AsString", ctypes.pythonapi))
    _resize = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.POINTER(_pointer), ctypes.c_ssize_t)(
        ("_PyBytes_Resize", ctypes.pythonapi)
    )
    _drop = ctypes.PYFUNCTYPE(None, _pointer)(("Py_DecRef", ctypes.pythonapi))

    class Shrinking:
        """New bytes of a given size at most, and the memory to write their content to. Nothing is copied."""

        __slots__ = ("memory", "_size", "_object")

        def __init__(self, size):
            # The only reference, without an object of Python's around it: what is resized must have no other.
            self._object = None
            self._object = _pointer(_new_object(None, size))
            self._size = size
            self.memory = ffi.cast("char *", _address_of(self._object))
            check(lib.zstdrs_advise_huge_pages(self.memory, size))

        def finish(self, size):
            """Return the first bytes, which must have been written."""
            if size != self._size:
                _resize(self._object, size)
            content = ctypes.cast(self._object, ctypes.py_object).value
            self._release()
            return content

        def _release(self):
            reference, self._object = self._object, None
            if reference:
                _drop(reference)

        __del__ = _release

else:

    class Place:  # type: ignore[no-redef]
        """Memory for bytes of a given size."""

        __slots__ = ("memory",)

        def __init__(self, size):
            self.memory = _allocate("char[]", max(size, 1))
            check(lib.zstdrs_advise_huge_pages(self.memory, size))

        def finish(self, size):
            """Return the first bytes, which must have been written."""
            content = _unpack(self.memory, size)
            ffi.release(self.memory)
            return content

    Shrinking = Place


def copied(data, length):
    """Return a copy of that many bytes at a pointer."""
    if length < _LARGE:
        return ffi.buffer(data, length)[:]
    place = Place(length)
    ffi.memmove(place.memory, data, length)
    return place.finish(length)


def _decompressed_large(call, arguments, needed):
    place = Place(needed)
    written = ffi.new("size_t *")
    _make_large(call, needed, (*arguments, place.memory, needed), written)
    return place.finish(written[0])


def decompressed_at_once(call, *arguments):
    """Return the content that ``call(*arguments, memory, capacity, proceed, user_data, written)`` restores, whose size is known
    at most; None if it must be restored to memory that grows.
    """
    try:
        scratch = _idle.pop()
    except IndexError:
        scratch = Scratch()
    memory = scratch.memory
    written = scratch.written
    status = call(*arguments, memory, ROOM, _NULL, _NULL, written)
    needed = written[0]
    if not status:
        content = _unpack(memory, needed)
    _idle.append(scratch)
    if not status:
        return content
    if status == _CAPACITY_STATUS:
        return _decompressed_at_once_large(call, arguments, needed)
    if status == _UNSUPPORTED_STATUS:
        return None
    raise failure(status)


def _decompressed_at_once_large(call, arguments, needed):
    place = Shrinking(needed)
    written = ffi.new("size_t *")
    with Watch(needed >= WORTH_WATCHING) as watch:
        status = call(*arguments, place.memory, needed, watch.proceed, _NULL, written)
        if status == _UNSUPPORTED_STATUS:
            return None
        watch.status = status
    return place.finish(written[0])


def taken(call, *arguments):
    """Return the bytes that ``call(*arguments, result)`` makes a handle of."""
    handle = ffi.new("zstdrs_bytes **")
    check(call(*arguments, handle))
    try:
        start = ffi.new("const void **")
        length = ffi.new("size_t *")
        check(lib.zstdrs_bytes_data(handle[0], start, length))
        return ffi.buffer(start[0], length[0])[:]
    finally:
        lib.zstdrs_bytes_free(handle[0])


def shown(call, *arguments):
    """Return the text that ``call(*arguments, result)`` makes a handle of."""
    return taken(call, *arguments).decode("utf-8")


def number(call, *arguments, kind="size_t *"):
    """Return the number that ``call(*arguments, result)`` stores."""
    place = ffi.new(kind)
    check(call(*arguments, place))
    return place[0]
