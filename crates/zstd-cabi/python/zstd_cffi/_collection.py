"""Several buffers as one sequence of segments."""

from operator import index

from ._buffers import BufferWithSegments, _segment, _segments_of, entries
from ._documentation import public
from ._errors import check, wrong_argument
from ._native import ffi, lib
from ._pickling import reduction
from ._results import number, shown


@public
class BufferWithSegmentsCollection:
    # The buffers of a result are None until they are asked for.
    __slots__ = ("_handle", "_made")

    def __new__(cls, /, *buffers):
        if not all(isinstance(buffer, BufferWithSegments) for buffer in buffers):
            raise wrong_argument(lib.ZSTDRS_ARGUMENT_COLLECTION_MEMBER)
        handles = ffi.new("const zstdrs_buffer *[]", [buffer._handle for buffer in buffers])
        handle = ffi.new("zstdrs_collection **")
        check(lib.zstdrs_collection_new(handles, len(buffers), handle))
        return cls._wrap(handle[0], buffers)

    def __reduce_ex__(self, protocol, /):
        return reduction(BufferWithSegmentsCollection, self, self._buffers, {})

    @classmethod
    def _wrap(cls, handle, buffers):
        self = object.__new__(cls)
        self._handle = ffi.gc(handle, lib.zstdrs_collection_free)
        self._made = buffers
        return self

    @classmethod
    def _taken(cls, call, *arguments):
        """Wrap what ``call(*arguments, result)`` makes a handle of."""
        result = ffi.new("zstdrs_collection **")
        call(*arguments, result)
        return cls._wrap(result[0], None)

    @property
    def _buffers(self):
        """The buffers, always the same ones."""
        if self._made is None:
            count = number(lib.zstdrs_collection_buffer_count, self._handle)
            buffers = tuple(map(self._buffer, range(count)))
            if self._made is None:
                self._made = buffers
        return self._made

    def _buffer(self, position):
        handle = ffi.new("zstdrs_buffer **")
        check(lib.zstdrs_collection_buffer(self._handle, position, handle))
        return BufferWithSegments._owned(handle[0])

    def _usable(self):
        """Return the handle, whose memory is there."""
        for buffer in self._made or ():
            buffer._usable()
        return self._handle

    def _segment(self, position):
        segment = ffi.new("zstdrs_segment_view *")
        check(lib.zstdrs_collection_segment(self._handle, position, segment))
        return _segment(self._buffers[segment.buffer], segment.offset, segment.length)

    def __len__(self, /):
        return self._sizes()[0]

    def __getitem__(self, key, /):
        if isinstance(key, slice):
            return [self._segment(position) for position in range(*key.indices(len(self)))]
        return self._segment(index(key))

    def __iter__(self, /):
        for buffer in self._buffers:
            yield from _segments_of(buffer)

    def _to_list(self):
        """Return copies of all segments. The memory must be the library's."""
        copies = []
        for buffer in self._buffers:
            memory = buffer._view.obj
            copies += [memory[offset : offset + length] for offset, length in entries(buffer)]
        return copies

    def __repr__(self, /):
        return shown(lib.zstdrs_collection_shown, self._handle)

    def _sizes(self):
        count = ffi.new("size_t *")
        size = ffi.new("uint64_t *")
        check(lib.zstdrs_collection_size(self._handle, count, size))
        return count[0], size[0]

    def size(self, /):
        return self._sizes()[1]


_POINTER = ffi.typeof("zstdrs_collection *")


def collection_at(address):
    """Return the collection whose handle is at an address, and is its own."""
    return BufferWithSegmentsCollection._wrap(ffi.cast(_POINTER, address), None)
