"""What the face ``compat.compression_zstd`` is made of, in this flavour: the library's calls for it, and the classes below its own."""

from operator import index

from ._batch import sample_items
from ._borrowing import Borrowed, borrow, release
from ._calls import address_of
from ._compressor import ZstdCompressor
from ._decompressor import ZstdDecompressor
from ._dictionary import ZstdCompressionDict, handle_of, wrapped
from ._errors import check, failure
from ._native import ffi, lib
from ._results import compressed, decompressed_at_once
from ._watch import Watch
from .streams import _small
from .streams._calls import bytes_of, handed_out, made

__all__ = [
    "FrameCompressor",
    "FrameDecompressor",
    "compress",
    "compressor",
    "decompress",
    "decompressor",
    "finalize",
    "train",
]


def _settings(cls, free, kind, make, *arguments):
    self = object.__new__(cls)
    self._handle = made(kind, free, make, *arguments)
    self._address = address_of(self._handle)
    self._options = None
    return self


def compressor(level, numbers, dictionary, number):
    """Return the compressor with a level, parameters by number, and a dictionary that is used as a number says."""
    options = ffi.new("zstdrs_numbered_option[]", numbers)
    arguments = level, options, len(numbers), handle_of(dictionary), number
    make = lib.zstdrs_compressor_from_numbers
    return _settings(ZstdCompressor, lib.zstdrs_compressor_free, "zstdrs_compressor", make, *arguments)


def decompressor(numbers, dictionary, number):
    """Return the decompressor with parameters by number, and a dictionary that is used as a number says."""
    options = ffi.new("zstdrs_numbered_option[]", numbers)
    arguments = options, len(numbers), handle_of(dictionary), number
    make = lib.zstdrs_decompressor_from_numbers
    return _settings(ZstdDecompressor, lib.zstdrs_decompressor_free, "zstdrs_decompressor", make, *arguments)


def compress(compressor, data, /):
    """Return one frame with all of the data."""
    if type(data) is bytes:
        return compressed(lib.zstdrs_frame_compress, compressor._handle, data, len(data))
    view = borrow(data)
    try:
        return compressed(lib.zstdrs_frame_compress, compressor._handle, view, len(view))
    finally:
        release(view)


def decompress(decompressor, data, /):
    """Return the content of all frames of the data."""
    if type(data) is bytes:
        return _decompress(decompressor._handle, data, len(data))
    view = borrow(data)
    try:
        return _decompress(decompressor._handle, view, len(view))
    finally:
        release(view)


def _decompress(handle, view, length):
    try:
        content = decompressed_at_once(lib.zstdrs_frames_decompress_watched, handle, view, length)
    except MemoryError:
        # What the frames hold at most was refused: they may hold less.
        content = None
    return _grown(handle, view, length) if content is None else content


def _grown(handle, view, length):
    with Watch() as watch:
        arguments = handle, view, length, watch.proceed, ffi.NULL
        content = bytes_of(lib.zstdrs_frames_decompress_growing_watched, *arguments)
        if type(content) is int:
            watch.status = -content
    return content


def _number(value, bits, name):
    value = index(value)
    if not -(1 << bits - 1) <= value < 1 << bits - 1:
        raise OverflowError(f"Python int too large to convert to C {name}")
    return value


def train(samples, dict_size, /):
    """Return a dictionary that libzstd's default trainer makes."""
    dict_size = _number(dict_size, 64, "ssize_t")
    with sample_items(samples) as items:
        return wrapped(ZstdCompressionDict, lib.zstdrs_dictionary_train, items.items, dict_size)


def finalize(content, samples, dict_size, level, /):
    """Return a full dictionary of content that was chosen by other means."""
    numbers = _number(dict_size, 64, "ssize_t"), _number(level, 32, "int")
    with sample_items(samples) as items:
        return wrapped(ZstdCompressionDict, lib.zstdrs_dictionary_finalize, content._handle, items.items, *numbers)


_frame_compress = _small.frame_compress
_frame_decompress = _small.frame_decompress


class FrameCompressor:
    """Compresses frame after frame; threads that share one wait for each other."""

    __slots__ = ("_handle", "_key", "_batch")

    def __new__(cls, batch):
        self = object.__new__(cls)
        make, free = lib.zstdrs_frame_compressor_new, lib.zstdrs_frame_compressor_free
        self._handle = made("zstdrs_frame_compressor", free, make, batch._handle)
        self._key = _small.key_of(self._handle)
        self._batch = batch
        return self

    def compress(self, /, data, mode=0):
        """Provide data to the compressor object.

        :param data: A bytes-like object.
        :param mode: ``CONTINUE``, ``FLUSH_BLOCK`` or ``FLUSH_FRAME``.
        :returns: The compressed data that are ready, as bytes; often none.
        """
        if type(data) is bytes:
            answer = _frame_compress(self._key, data, _number(mode, 32, "int") if mode else index(mode))
            if type(answer) is int:
                raise failure(-answer)
            return answer
        with Borrowed(data) as content:
            arguments = self._handle, content.pointer, content.length, _number(mode, 32, "int")
            return handed_out(failure, lib.zstdrs_frame_compressor_compress, *arguments)

    def flush(self, /, mode=2):
        """Finish the block or the frame. The object can be used for further frames.

        :param mode: ``FLUSH_FRAME`` or ``FLUSH_BLOCK``.
        :returns: The rest of the compressed data, as bytes.
        """
        return handed_out(failure, lib.zstdrs_frame_compressor_flush, self._handle, _number(mode, 32, "int"))

    def _declare_size(self, size, /):
        known = size is not None
        check(lib.zstdrs_frame_compressor_declare_size(self._handle, size if known else 0, known))

    @property
    def last_mode(self, /):
        """The mode of the last call that succeeded; ``FLUSH_FRAME`` at the start and after a failure."""
        return _stored(lib.zstdrs_frame_compressor_last_mode, self._handle)

    @property
    def batch(self, /):
        """The ``ZstdCompressor`` of this package with the same options: its batch calls and streams."""
        return self._batch


class FrameDecompressor:
    """Decompresses one frame; threads that share one wait for each other."""

    __slots__ = ("_handle", "_key", "_batch")

    def __new__(cls, batch):
        self = object.__new__(cls)
        make, free = lib.zstdrs_frame_decompressor_new, lib.zstdrs_frame_decompressor_free
        self._handle = made("zstdrs_frame_decompressor", free, make, batch._handle)
        self._key = _small.key_of(self._handle)
        self._batch = batch
        return self

    def decompress(self, /, data, max_length=-1):
        """Decompress data, to the end of the frame at most.

        :param data: A bytes-like object.
        :param max_length: The largest result in bytes; negative for no limit. What a limit leaves over is held inside: go on
            with ``b""`` until ``needs_input`` is true or ``eof`` is.
        :returns: The content, as bytes.
        :raises EOFError: After the end of the frame.
        """
        if type(data) is bytes:
            answer = _frame_decompress(self._key, data, _number(max_length, 64, "ssize_t"))
            if type(answer) is int:
                raise failure(-answer)
            return answer
        with Borrowed(data) as content:
            arguments = self._handle, content.pointer, content.length, _number(max_length, 64, "ssize_t")
            return handed_out(failure, lib.zstdrs_frame_decompressor_decompress, *arguments)

    @property
    def eof(self, /):
        """Whether the end of the frame has been reached."""
        return bool(_stored(lib.zstdrs_frame_decompressor_eof, self._handle))

    @property
    def needs_input(self, /):
        """Whether ``decompress()`` needs input to return anything."""
        return bool(_stored(lib.zstdrs_frame_decompressor_needs_input, self._handle))

    @property
    def unused_data(self, /):
        """What followed the end of the frame; ``b""`` before it."""
        return handed_out(failure, lib.zstdrs_frame_decompressor_unused_data, self._handle)

    @property
    def batch(self, /):
        """The ``ZstdDecompressor`` of this package with the same options: its batch calls and streams."""
        return self._batch


def _stored(call, handle):
    place = ffi.new("int32_t *")
    check(call(handle, place))
    return place[0]
