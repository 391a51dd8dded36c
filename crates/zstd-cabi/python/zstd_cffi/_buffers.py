"""Memory with segments, its segments, and its table."""

from functools import partial
from operator import index

from ._borrowing import Borrowed, borrow, content, exposed, release
from ._buffer_protocol import Exporter, export
from ._classes import final, without_constructor, without_copies
from ._documentation import public
from ._errors import check
from ._native import ffi, lib
from ._pickling import memory, reduction
from ._results import number, shown

# How many entries of a table are read at a time.
_ENTRIES = 4096


def _keep(kept, memory):
    """Do nothing, as the last act of memory that refers to what it lies in."""


def _address_of(pointer):
    return int(ffi.cast("uintptr_t", pointer))


def _view(start, length, kept):
    """Return a view of memory that stays valid as long as ``kept`` lives, and keep that alive."""
    memory = ffi.gc(ffi.cast("char *", start), partial(_keep, kept))
    return exposed(None, ffi.buffer(memory, length))[0]


@public
class BufferWithSegments(Exporter):
    __slots__ = ("_handle", "_address", "_source")

    def __new__(cls, data, segments):
        borrowed = borrow(data)
        try:
            with Borrowed(segments) as table:
                handle = ffi.new("zstdrs_buffer **")
                status = lib.zstdrs_buffer_borrow(
                    borrowed, len(borrowed), table.pointer, table.length, ffi.NULL, ffi.NULL, handle
                )
                check(status)
        except BaseException:
            release(borrowed)
            raise
        handle = ffi.gc(handle[0], lib.zstdrs_buffer_free)
        view, source = exposed(data, ffi.buffer(borrowed))
        address = _address_of(borrowed)
        self = export(cls, view, address)
        self._handle = handle
        self._address = address
        # The memory stays borrowed as long as this lives, or the view or a part of it does.
        self._source = (borrowed, source)
        return self

    def __reduce_ex__(self, protocol, /):
        table = BufferWithSegments.segments.fget(self)
        return reduction(BufferWithSegments, self, (memory(self, protocol), memory(table, protocol)), {})

    @classmethod
    def _owned(cls, handle):
        """Wrap a handle whose memory is the library's."""
        start = ffi.new("const void **")
        length = ffi.new("size_t *")
        check(lib.zstdrs_buffer_data(handle, start, length))
        handle = ffi.gc(handle, lib.zstdrs_buffer_free, length[0])
        address = _address_of(start[0])
        self = export(cls, _view(start[0], length[0], handle), address)
        self._handle = handle
        self._address = address
        self._source = (None, None)
        return self

    def _usable(self):
        """Return the handle, whose memory is there."""
        source = self._source[1]
        if source is not None:
            len(source)
        return self._handle

    def _segment(self, position):
        segment = ffi.new("zstdrs_segment_view *")
        check(lib.zstdrs_buffer_segment(self._handle, position, segment))
        return _segment(self, segment.offset, segment.length)

    def __len__(self, /):
        start = ffi.new("const zstdrs_segment **")
        return number(lib.zstdrs_buffer_table, self._handle, start)

    def __getitem__(self, key, /):
        if isinstance(key, slice):
            return [self._segment(position) for position in range(*key.indices(len(self)))]
        return self._segment(index(key))

    def __iter__(self, /):
        return _segments_of(self)

    def __repr__(self, /):
        return shown(lib.zstdrs_buffer_shown, self._handle)

    @property
    def size(self, /):
        return len(self._view)

    @property
    def segments(self, /):
        start = ffi.new("const zstdrs_segment **")
        count = number(lib.zstdrs_buffer_table, self._handle, start)
        view = _view(start[0], count * ffi.sizeof("zstdrs_segment"), self._handle)
        table = export(BufferSegments, view, _address_of(start[0]))
        table._handle = self._handle
        return table

    def tobytes(self, /):
        return self._view.tobytes()


def entries(buffer):
    """Iterate over the table of a buffer."""
    start = ffi.new("const zstdrs_segment **")
    count = number(lib.zstdrs_buffer_table, buffer._handle, start)
    numbers = ffi.cast("const uint64_t *", start[0])
    for first in range(0, count, _ENTRIES):
        pairs = iter(ffi.unpack(numbers + 2 * first, 2 * min(_ENTRIES, count - first)))
        yield from zip(pairs, pairs)


def _segments_of(buffer):
    """Iterate over the segments of a buffer."""
    for offset, length in entries(buffer):
        yield _segment(buffer, offset, length)


def _segment(buffer, offset, length):
    segment = export(BufferSegment, buffer._view[offset : offset + length], buffer._address + offset)
    segment._offset = offset
    return segment


@public
@final
@without_constructor
@without_copies
class BufferSegment(Exporter):
    __slots__ = ("_offset",)

    def __len__(self, /):
        return len(self._view)

    def __getitem__(self, key, /):
        if isinstance(key, slice):
            return self._view[key].tobytes()
        bytes_ = content(self)
        return number(lib.zstdrs_byte_at, bytes_, len(bytes_), index(key), kind="uint8_t *")

    def __repr__(self, /):
        return shown(lib.zstdrs_segment_shown, self._offset, len(self._view))

    @property
    def offset(self, /):
        return self._offset

    def tobytes(self, /):
        return self._view.tobytes()


@public
@final
@without_constructor
@without_copies
class BufferSegments(Exporter):
    __slots__ = ("_handle",)

    def __len__(self, /):
        return len(self._view) // ffi.sizeof("zstdrs_segment")

    def __getitem__(self, key, /):
        segment = ffi.new("zstdrs_segment_view *")
        check(lib.zstdrs_buffer_segment(self._handle, index(key), segment))
        return segment.offset, segment.length

    def __repr__(self, /):
        return shown(lib.zstdrs_table_shown, self._handle)

    def tobytes(self, /):
        return self._view.tobytes()
