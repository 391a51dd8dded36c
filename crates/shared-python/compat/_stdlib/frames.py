"""What frames say about themselves."""

from ... import ZstdError, frame_compressed_size, frame_content_size, get_frame_parameters
from .public import public


@public
class FrameInfo:
    """What the header of a frame says."""

    __slots__ = "decompressed_size", "dictionary_id"

    def __init__(self, decompressed_size, dictionary_id):
        object.__setattr__(self, "decompressed_size", decompressed_size)
        object.__setattr__(self, "dictionary_id", dictionary_id)

    def __repr__(self):
        return f"FrameInfo(decompressed_size={self.decompressed_size}, dictionary_id={self.dictionary_id})"

    def __setattr__(self, name, value):
        raise AttributeError(f"can't set attribute {name!r}")


@public
def get_frame_info(frame_buffer):
    """Return what the header of a frame says.

    :param frame_buffer: A bytes-like object that begins with a frame; 18 bytes of it always suffice.
    :returns: A ``FrameInfo``: ``decompressed_size`` in bytes, None if it is unknown; ``dictionary_id``, 0 for none or unknown.
    """
    try:
        size = frame_content_size(frame_buffer)
        dictionary = get_frame_parameters(frame_buffer).dict_id
    except ZstdError as error:
        text = (
            "Error when getting information from the header of a Zstandard frame. Ensure the frame_buffer argument starts "
            "from the beginning of a frame, and its length is not less than the frame header (6~18 bytes)."
        )
        raise reworded(error, text) from None
    return FrameInfo(None if size < 0 else size, dictionary)


@public
def get_frame_size(frame_buffer):
    """Return the size of a frame, as it is compressed, in bytes.

    :param frame_buffer: A bytes-like object that begins with a frame and has all of it.
    """
    try:
        return frame_compressed_size(frame_buffer)
    except ZstdError as error:
        text = (
            "Error when finding the compressed size of a Zstandard frame. Ensure the frame_buffer argument starts from the "
            f"beginning of a frame, and its length is not less than this complete frame. Zstd error message: {words(error)}."
        )
        raise reworded(error, text) from None


def words(error):
    """Return what libzstd itself has said."""
    return str(error).partition(": ")[2]


def reworded(error, text):
    """Return an error like another one, with another text."""
    made = ZstdError(text)
    if error.code is not None:
        made.code = error.code
    return made
