"""What frames say about themselves."""

from ... import CONTENTSIZE_UNKNOWN, FORMAT_ZSTD1, FRAME_HEADER, FRAME_HEADER_SIZE_MAX, ZstdError, frame_header_size
from ... import frame_content_size as _content_size
from ... import get_frame_parameters as _parameters

__all__ = ["FrameParameters", "frame_content_size", "frame_header_size", "get_frame_parameters"]


class FrameParameters:
    """What the header of a frame says."""

    __slots__ = ("_content_size", "_frame")

    @property
    def content_size(self):
        """The size of the content in bytes, ``CONTENTSIZE_UNKNOWN`` where the header does not say."""
        return self._content_size

    @property
    def window_size(self):
        """The window in bytes that streaming decompression needs."""
        return self._frame.window_size

    @property
    def dict_id(self):
        """The ID of the dictionary that is needed, 0 where none is named."""
        return self._frame.dict_id

    @property
    def has_checksum(self):
        """Whether a checksum of the content ends the frame."""
        return self._frame.has_checksum


def get_frame_parameters(data, format=None):
    """Read the header that the data begins with; ``format`` is one of ``FORMAT_ZSTD1`` and ``FORMAT_ZSTD1_MAGICLESS``."""
    format = FORMAT_ZSTD1 if format is None else format
    try:
        frame = _parameters(data, format)
    except ValueError as error:
        raise ZstdError(f"cannot get frame parameters: Unsupported frame parameter: {error}") from None
    parameters = FrameParameters()
    parameters._frame = frame
    parameters._content_size = frame.content_size or _zero_or_unknown(data, format)
    return parameters


def _zero_or_unknown(data, format):
    """Return what a content size of 0 stands for, in the frame that the data begins with."""
    header = memoryview(data)[:FRAME_HEADER_SIZE_MAX].tobytes()
    known = _content_size(header if format == FORMAT_ZSTD1 else FRAME_HEADER + header)
    return CONTENTSIZE_UNKNOWN if known < 0 else known


def frame_content_size(data):
    """Return the size of the content in bytes of the frame that the data begins with, -1 where its header does not say."""
    try:
        return _content_size(data)
    except ZstdError as error:
        raise ZstdError(f"error when determining content size: {error}") from None
