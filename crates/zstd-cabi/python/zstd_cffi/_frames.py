"""What frames say about themselves, and skippable frames."""

from operator import index

from ._borrowing import Borrowed
from ._classes import without_constructor, without_copies
from ._documentation import public
from ._errors import check
from ._native import ffi, lib
from ._results import number, shown, taken


@public
@without_constructor
@without_copies
class FrameParameters:
    __slots__ = ("_fields",)

    def _key(self):
        return self.content_size, self.window_size, self.dict_id, self.has_checksum

    def __eq__(self, value, /):
        if not isinstance(value, FrameParameters):
            return NotImplemented
        return self._key() == value._key()

    def __hash__(self, /):
        return hash(self._key())

    def __repr__(self, /):
        return shown(lib.zstdrs_frame_parameters_shown, self._fields)

    @property
    def content_size(self, /):
        return self._fields.content_size

    @property
    def window_size(self, /):
        return self._fields.window_size

    @property
    def dict_id(self, /):
        return self._fields.dict_id

    @property
    def has_checksum(self, /):
        return bool(self._fields.has_checksum)


@public
def get_frame_parameters(data, format=0):
    format = index(format)
    fields = ffi.new("zstdrs_frame_parameters *")
    with Borrowed(data) as frame:
        check(lib.zstdrs_get_frame_parameters(frame.pointer, frame.length, format, fields))
    parameters = object.__new__(FrameParameters)
    parameters._fields = fields
    return parameters


def _ask(call, data, *arguments, kind="size_t *"):
    with Borrowed(data) as frame:
        return number(call, frame.pointer, frame.length, *arguments, kind=kind)


@public
def frame_content_size(data):
    size = ffi.new("uint64_t *")
    known = _ask(lib.zstdrs_frame_content_size, data, size, kind="int32_t *")
    return size[0] if known else -1


@public
def frame_header_size(data):
    return _ask(lib.zstdrs_frame_header_size, data)


@public
def frame_compressed_size(data, format=0):
    return _ask(lib.zstdrs_frame_compressed_size, data, index(format))


@public
def decompressed_bound(data):
    return _ask(lib.zstdrs_decompressed_bound, data, kind="uint64_t *")


@public
def decompression_margin(data):
    return _ask(lib.zstdrs_decompression_margin, data)


@public
def is_frame(data):
    return bool(_ask(lib.zstdrs_is_frame, data, kind="int32_t *"))


@public
def is_skippable_frame(data):
    return bool(_ask(lib.zstdrs_is_skippable_frame, data, kind="int32_t *"))


@public
def write_skippable_frame(data, magic_variant=0):
    magic_variant = index(magic_variant)
    with Borrowed(data) as payload:
        return taken(lib.zstdrs_write_skippable_frame, payload.pointer, payload.length, magic_variant)


@public
def read_skippable_frame(data):
    start = ffi.new("const void **")
    length = ffi.new("size_t *")
    with Borrowed(data) as frame:
        arguments = frame.pointer, frame.length, start, length
        variant = number(lib.zstdrs_read_skippable_frame, *arguments, kind="uint32_t *")
        return ffi.buffer(start[0], length[0])[:], variant
