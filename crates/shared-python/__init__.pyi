"""Zstandard compression with libzstd: single calls, batches, dictionaries and frames.

Two distributions provide this module with the same names, results and exceptions: ``zstd`` (an
extension module) and ``zstd_cffi`` (a shared library that is loaded with cffi).

>>> frame = ZstdCompressor(level=3, write_content_size=True).compress(b"data to compress")
>>> ZstdDecompressor().decompress(frame)
b'data to compress'

*Bytes-like* means any object with the buffer protocol whose buffer is C-contiguous and has one
dimension: ``bytes``, ``bytearray``, ``memoryview``, ``array.array``, ``mmap.mmap``, the buffer
types of this module. A call borrows such an object and does not copy it; a ``bytearray`` cannot be
resized while that lasts.

``threads`` has one meaning everywhere: 0 is the calling thread alone, a positive number is the
largest number of threads to use, a negative one stands for the number of logical CPUs. Calls that
run long release the GIL.

Exceptions: ``TypeError`` for an argument of a wrong type, ``ValueError`` for a value that is not
allowed (the message names the argument, the value and the range), ``MemoryError`` for memory that
was refused, ``ZstdError`` for everything that is wrong with the data or that libzstd refuses.

Streams take their input from a *source*, an object with ``read(size)`` or a bytes-like object, and
give their output to a *sink*, an object with ``write(data)``. What these raise arrives unchanged;
an answer of theirs that is of a wrong type is ``TypeError``. A stream that has failed says so to
every further call (``ZstdError``), and so does one that was closed (``ValueError``). A stream
belongs to one caller at a time: a call that comes in the middle of another, from a second thread or
from inside of the stream's own source or sink, is ``ZstdError``. A source that returns None has no
data now, and a raw sink (``io.RawIOBase``) that returns None takes none now: then ``read()`` and
``write()`` return None too, and other calls raise ``BlockingIOError``. Nothing is lost by that.

Where nothing else is said, a parameter needs libzstd 1.4.0. Sizes are in bytes, and a name that
ends in ``log`` is an exponent of 2. Ranges are those of a 64-bit system; ``parameter_bounds()``
asks the linked libzstd.

About the module:

=====================  =============================================================================
Name                   Meaning
=====================  =============================================================================
ZSTD_VERSION           Version of the linked libzstd: major, minor, release.
__version__            Version of this distribution.
backend                ``"native"`` for ``zstd``, ``"cffi"`` for ``zstd_cffi``.
backend_features       Names of the optional features of this build.
=====================  =============================================================================

The format:

=====================  =============================================================================
Name                   Meaning
=====================  =============================================================================
FRAME_HEADER           The 4 bytes that a frame begins with.
MAGIC_NUMBER           The same 4 bytes, read as a little-endian number.
MAGIC_DICTIONARY       The number that a full dictionary begins with.
MAGIC_SKIPPABLE_START  The first of the 16 numbers that a skippable frame can begin with.
MAGIC_SKIPPABLE_MASK   The bits of such a number that do not depend on the variant.
SKIPPABLE_HEADER_SIZE  Size of a skippable frame's header.
FRAME_HEADER_SIZE_MAX  Largest size of a frame header.
BLOCKSIZELOG_MAX       Largest block size, as an exponent of 2.
BLOCKSIZE_MAX          Largest block size.
CONTENTSIZE_UNKNOWN    libzstd's 64-bit number for a content size that is not known.
CONTENTSIZE_ERROR      libzstd's 64-bit number for a content size that cannot be read.
=====================  =============================================================================

Levels and recommended buffer sizes for streams:

=====================================  =============================================================
Name                                   Meaning
=====================================  =============================================================
DEFAULT_COMPRESSION_LEVEL              The level that libzstd uses by default.
MIN_COMPRESSION_LEVEL                  The most negative level, which is the fastest.
MAX_COMPRESSION_LEVEL                  The strongest level.
COMPRESSION_RECOMMENDED_INPUT_SIZE     Input per step of compression.
COMPRESSION_RECOMMENDED_OUTPUT_SIZE    Output per step of compression; holds any whole block.
DECOMPRESSION_RECOMMENDED_INPUT_SIZE   Input per step of decompression; holds any whole block.
DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE  Output per step of decompression; holds any whole block.
=====================================  =============================================================

Smallest and largest values of compression parameters (0, where a parameter accepts it as "derived",
is not part of the range):

============================================  ======================================================
Names                                         Parameter
============================================  ======================================================
WINDOWLOG_MIN, WINDOWLOG_MAX                  ``window_log``
CHAINLOG_MIN, CHAINLOG_MAX                    ``chain_log``
HASHLOG_MIN, HASHLOG_MAX                      ``hash_log``
SEARCHLOG_MIN, SEARCHLOG_MAX                  ``search_log``
MINMATCH_MIN, MINMATCH_MAX                    ``min_match``
SEARCHLENGTH_MIN, SEARCHLENGTH_MAX            ``search_length``, the older name of ``min_match``
TARGETLENGTH_MIN, TARGETLENGTH_MAX            ``target_length``
STRATEGY_MIN, STRATEGY_MAX                    ``strategy``
JOBSIZE_MIN, JOBSIZE_MAX                      ``job_size``
OVERLAPLOG_MIN, OVERLAPLOG_MAX                ``overlap_log``
LDM_HASHLOG_MIN, LDM_HASHLOG_MAX              ``ldm_hash_log``
LDM_MINMATCH_MIN, LDM_MINMATCH_MAX            ``ldm_min_match``
LDM_BUCKETSIZELOG_MIN, LDM_BUCKETSIZELOG_MAX  ``ldm_bucket_size_log``
LDM_HASHRATELOG_MIN, LDM_HASHRATELOG_MAX      ``ldm_hash_rate_log``
TARGETCBLOCKSIZE_MIN, TARGETCBLOCKSIZE_MAX    ``target_cblock_size``, libzstd 1.5.6
============================================  ======================================================

Values of arguments:

========================  ==========================================================================
Name                      Meaning
========================  ==========================================================================
STRATEGY_FAST             ``strategy``: one probe per position.
STRATEGY_DFAST            ``strategy``: two tables, for short and for long matches.
STRATEGY_GREEDY           ``strategy``: takes the first good match.
STRATEGY_LAZY             ``strategy``: looks one position further.
STRATEGY_LAZY2            ``strategy``: looks two positions further.
STRATEGY_BTLAZY2          ``strategy``: as LAZY2, over a binary tree.
STRATEGY_BTOPT            ``strategy``: optimal parsing over a binary tree.
STRATEGY_BTULTRA          ``strategy``: optimal parsing with more effort.
STRATEGY_BTULTRA2         ``strategy``: optimal parsing in two passes.
DICT_TYPE_AUTO            ``dict_type``: a full dictionary if it has the magic number, else content.
DICT_TYPE_RAWCONTENT      ``dict_type``: content only, whatever it begins with.
DICT_TYPE_FULLDICT        ``dict_type``: a full dictionary.
FORMAT_ZSTD1              ``format``: frames with the magic number.
FORMAT_ZSTD1_MAGICLESS    ``format``: frames without the magic number.
FLUSH_BLOCK               Flush a stream: end the block.
FLUSH_FRAME               Flush a stream: end the frame.
COMPRESSOBJ_FLUSH_FINISH  Flush a compression object: end the frame.
COMPRESSOBJ_FLUSH_BLOCK   Flush a compression object: end the block.
========================  ==========================================================================

Error codes, the values of ``ZstdError.code``. Those below 100 are the same in every version of
libzstd:

=======================================  ===========================================================
Name                                     Meaning
=======================================  ===========================================================
ERROR_NO_ERROR                           No error.
ERROR_GENERIC                            An error without a code of its own.
ERROR_PREFIX_UNKNOWN                     The data does not begin with a frame.
ERROR_VERSION_UNSUPPORTED                The frame is of a version that is not supported.
ERROR_FRAME_PARAMETER_UNSUPPORTED        The frame header asks for something that is not supported.
ERROR_FRAME_PARAMETER_WINDOW_TOO_LARGE   The frame needs a larger window than is allowed.
ERROR_CORRUPTION_DETECTED                The data is corrupted.
ERROR_CHECKSUM_WRONG                     The content does not match the checksum.
ERROR_LITERALS_HEADER_WRONG              The header of a literals section is wrong.
ERROR_DICTIONARY_CORRUPTED               The dictionary is corrupted.
ERROR_DICTIONARY_WRONG                   The frame was made with another dictionary.
ERROR_DICTIONARY_CREATION_FAILED         No dictionary can be made of the samples.
ERROR_PARAMETER_UNSUPPORTED              The parameter is not supported here.
ERROR_PARAMETER_COMBINATION_UNSUPPORTED  The parameters are not supported together.
ERROR_PARAMETER_OUT_OF_BOUND             The value of a parameter is out of its range.
ERROR_TABLE_LOG_TOO_LARGE                An entropy table is larger than the format allows.
ERROR_MAX_SYMBOL_VALUE_TOO_LARGE         A symbol is larger than the format allows.
ERROR_MAX_SYMBOL_VALUE_TOO_SMALL         The largest symbol is given as too small.
ERROR_CANNOT_PRODUCE_UNCOMPRESSED_BLOCK  The output has no room for an uncompressed block.
ERROR_STABILITY_CONDITION_NOT_RESPECTED  A buffer moved that was promised to stay in place.
ERROR_STAGE_WRONG                        The call does not fit the state of the operation.
ERROR_INIT_MISSING                       The context was not initialised.
ERROR_MEMORY_ALLOCATION                  Memory was refused.
ERROR_WORK_SPACE_TOO_SMALL               The working memory is too small.
ERROR_DST_SIZE_TOO_SMALL                 The output has no room for the result.
ERROR_SRC_SIZE_WRONG                     The input has a wrong size, often because it is cut off.
ERROR_DST_BUFFER_NULL                    There is no output buffer.
ERROR_NO_FORWARD_PROGRESS_DEST_FULL      No progress is possible: the output is full.
ERROR_NO_FORWARD_PROGRESS_INPUT_EMPTY    No progress is possible: there is no input.
ERROR_FRAME_INDEX_TOO_LARGE              Seekable format: there is no frame of this index.
ERROR_SEEKABLE_IO                        Seekable format: reading or seeking failed.
ERROR_DST_BUFFER_WRONG                   The output buffer is not the expected one.
ERROR_SRC_BUFFER_WRONG                   The input buffer is not the expected one.
ERROR_SEQUENCE_PRODUCER_FAILED           An external sequence producer failed.
ERROR_EXTERNAL_SEQUENCES_INVALID         The sequences do not describe the data.
=======================================  ===========================================================
"""

import io
from types import TracebackType
from typing import (
    Any,
    BinaryIO,
    Iterable,
    Iterator,
    Literal,
    NoReturn,
    Protocol,
    Sequence,
    TypeVar,
    final,
    overload,
)

from _typeshed import ReadableBuffer, StrOrBytesPath, WriteableBuffer
from typing_extensions import Self, TypeAlias

__all__ = [
    "BLOCKSIZELOG_MAX",
    "BLOCKSIZE_MAX",
    "BufferSegment",
    "BufferSegments",
    "BufferWithSegments",
    "BufferWithSegmentsCollection",
    "CHAINLOG_MAX",
    "CHAINLOG_MIN",
    "COMPRESSION_RECOMMENDED_INPUT_SIZE",
    "COMPRESSION_RECOMMENDED_OUTPUT_SIZE",
    "COMPRESSOBJ_FLUSH_BLOCK",
    "COMPRESSOBJ_FLUSH_FINISH",
    "CONTENTSIZE_ERROR",
    "CONTENTSIZE_UNKNOWN",
    "CompressionParameters",
    "DECOMPRESSION_RECOMMENDED_INPUT_SIZE",
    "DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE",
    "DEFAULT_COMPRESSION_LEVEL",
    "DICT_TYPE_AUTO",
    "DICT_TYPE_FULLDICT",
    "DICT_TYPE_RAWCONTENT",
    "ERROR_CANNOT_PRODUCE_UNCOMPRESSED_BLOCK",
    "ERROR_CHECKSUM_WRONG",
    "ERROR_CORRUPTION_DETECTED",
    "ERROR_DICTIONARY_CORRUPTED",
    "ERROR_DICTIONARY_CREATION_FAILED",
    "ERROR_DICTIONARY_WRONG",
    "ERROR_DST_BUFFER_NULL",
    "ERROR_DST_BUFFER_WRONG",
    "ERROR_DST_SIZE_TOO_SMALL",
    "ERROR_EXTERNAL_SEQUENCES_INVALID",
    "ERROR_FRAME_INDEX_TOO_LARGE",
    "ERROR_FRAME_PARAMETER_UNSUPPORTED",
    "ERROR_FRAME_PARAMETER_WINDOW_TOO_LARGE",
    "ERROR_GENERIC",
    "ERROR_INIT_MISSING",
    "ERROR_LITERALS_HEADER_WRONG",
    "ERROR_MAX_SYMBOL_VALUE_TOO_LARGE",
    "ERROR_MAX_SYMBOL_VALUE_TOO_SMALL",
    "ERROR_MEMORY_ALLOCATION",
    "ERROR_NO_ERROR",
    "ERROR_NO_FORWARD_PROGRESS_DEST_FULL",
    "ERROR_NO_FORWARD_PROGRESS_INPUT_EMPTY",
    "ERROR_PARAMETER_COMBINATION_UNSUPPORTED",
    "ERROR_PARAMETER_OUT_OF_BOUND",
    "ERROR_PARAMETER_UNSUPPORTED",
    "ERROR_PREFIX_UNKNOWN",
    "ERROR_SEEKABLE_IO",
    "ERROR_SEQUENCE_PRODUCER_FAILED",
    "ERROR_SRC_BUFFER_WRONG",
    "ERROR_SRC_SIZE_WRONG",
    "ERROR_STABILITY_CONDITION_NOT_RESPECTED",
    "ERROR_STAGE_WRONG",
    "ERROR_TABLE_LOG_TOO_LARGE",
    "ERROR_VERSION_UNSUPPORTED",
    "ERROR_WORK_SPACE_TOO_SMALL",
    "FLUSH_BLOCK",
    "FLUSH_FRAME",
    "FORMAT_ZSTD1",
    "FORMAT_ZSTD1_MAGICLESS",
    "FRAME_HEADER",
    "FRAME_HEADER_SIZE_MAX",
    "FrameParameters",
    "HASHLOG_MAX",
    "HASHLOG_MIN",
    "JOBSIZE_MAX",
    "JOBSIZE_MIN",
    "LDM_BUCKETSIZELOG_MAX",
    "LDM_BUCKETSIZELOG_MIN",
    "LDM_HASHLOG_MAX",
    "LDM_HASHLOG_MIN",
    "LDM_HASHRATELOG_MAX",
    "LDM_HASHRATELOG_MIN",
    "LDM_MINMATCH_MAX",
    "LDM_MINMATCH_MIN",
    "MAGIC_DICTIONARY",
    "MAGIC_NUMBER",
    "MAGIC_SKIPPABLE_MASK",
    "MAGIC_SKIPPABLE_START",
    "MAX_COMPRESSION_LEVEL",
    "MINMATCH_MAX",
    "MINMATCH_MIN",
    "MIN_COMPRESSION_LEVEL",
    "OVERLAPLOG_MAX",
    "OVERLAPLOG_MIN",
    "SEARCHLENGTH_MAX",
    "SEARCHLENGTH_MIN",
    "SEARCHLOG_MAX",
    "SEARCHLOG_MIN",
    "SKIPPABLE_HEADER_SIZE",
    "STRATEGY_BTLAZY2",
    "STRATEGY_BTOPT",
    "STRATEGY_BTULTRA",
    "STRATEGY_BTULTRA2",
    "STRATEGY_DFAST",
    "STRATEGY_FAST",
    "STRATEGY_GREEDY",
    "STRATEGY_LAZY",
    "STRATEGY_LAZY2",
    "STRATEGY_MAX",
    "STRATEGY_MIN",
    "TARGETCBLOCKSIZE_MAX",
    "TARGETCBLOCKSIZE_MIN",
    "TARGETLENGTH_MAX",
    "TARGETLENGTH_MIN",
    "WINDOWLOG_MAX",
    "WINDOWLOG_MIN",
    "ZSTD_VERSION",
    "ZstdCompressionChunker",
    "ZstdCompressionDict",
    "ZstdCompressionObj",
    "ZstdCompressionParameters",
    "ZstdCompressionReader",
    "ZstdCompressionWriter",
    "ZstdCompressor",
    "ZstdDecompressionObj",
    "ZstdDecompressionReader",
    "ZstdDecompressionWriter",
    "ZstdDecompressor",
    "ZstdError",
    "__version__",
    "backend",
    "backend_features",
    "compress",
    "decompress",
    "decompressed_bound",
    "decompression_margin",
    "dictionary_id",
    "estimate_compression_context_size",
    "estimate_decompression_context_size",
    "frame_compressed_size",
    "frame_content_size",
    "frame_header_size",
    "get_compression_parameters",
    "get_frame_parameters",
    "is_frame",
    "is_skippable_frame",
    "open",
    "parameter_bounds",
    "read_skippable_frame",
    "train_cover_dictionary",
    "train_dictionary",
    "write_skippable_frame",
]

_BufferT = TypeVar("_BufferT", bound=ReadableBuffer)

# What streams take.

class _Readable(Protocol):
    def read(self, size: int, /) -> ReadableBuffer | None: ...

class _Sink(Protocol):
    def write(self, data: bytes, /) -> int | None: ...

_Source: TypeAlias = _Readable | ReadableBuffer

ZSTD_VERSION: tuple[int, int, int]
__version__: str
backend: str
backend_features: set[str]

FRAME_HEADER: bytes
MAGIC_NUMBER: int
MAGIC_DICTIONARY: int
MAGIC_SKIPPABLE_START: int
MAGIC_SKIPPABLE_MASK: int
SKIPPABLE_HEADER_SIZE: int
FRAME_HEADER_SIZE_MAX: int
BLOCKSIZELOG_MAX: int
BLOCKSIZE_MAX: int
CONTENTSIZE_UNKNOWN: int
CONTENTSIZE_ERROR: int

DEFAULT_COMPRESSION_LEVEL: int
MIN_COMPRESSION_LEVEL: int
MAX_COMPRESSION_LEVEL: int
COMPRESSION_RECOMMENDED_INPUT_SIZE: int
COMPRESSION_RECOMMENDED_OUTPUT_SIZE: int
DECOMPRESSION_RECOMMENDED_INPUT_SIZE: int
DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE: int

WINDOWLOG_MIN: int
WINDOWLOG_MAX: int
CHAINLOG_MIN: int
CHAINLOG_MAX: int
HASHLOG_MIN: int
HASHLOG_MAX: int
SEARCHLOG_MIN: int
SEARCHLOG_MAX: int
MINMATCH_MIN: int
MINMATCH_MAX: int
SEARCHLENGTH_MIN: int
SEARCHLENGTH_MAX: int
TARGETLENGTH_MIN: int
TARGETLENGTH_MAX: int
STRATEGY_MIN: int
STRATEGY_MAX: int
JOBSIZE_MIN: int
JOBSIZE_MAX: int
OVERLAPLOG_MIN: int
OVERLAPLOG_MAX: int
LDM_HASHLOG_MIN: int
LDM_HASHLOG_MAX: int
LDM_MINMATCH_MIN: int
LDM_MINMATCH_MAX: int
LDM_BUCKETSIZELOG_MIN: int
LDM_BUCKETSIZELOG_MAX: int
LDM_HASHRATELOG_MIN: int
LDM_HASHRATELOG_MAX: int
TARGETCBLOCKSIZE_MIN: int
TARGETCBLOCKSIZE_MAX: int

STRATEGY_FAST: int
STRATEGY_DFAST: int
STRATEGY_GREEDY: int
STRATEGY_LAZY: int
STRATEGY_LAZY2: int
STRATEGY_BTLAZY2: int
STRATEGY_BTOPT: int
STRATEGY_BTULTRA: int
STRATEGY_BTULTRA2: int
DICT_TYPE_AUTO: int
DICT_TYPE_RAWCONTENT: int
DICT_TYPE_FULLDICT: int
FORMAT_ZSTD1: int
FORMAT_ZSTD1_MAGICLESS: int
FLUSH_BLOCK: int
FLUSH_FRAME: int
COMPRESSOBJ_FLUSH_FINISH: int
COMPRESSOBJ_FLUSH_BLOCK: int

ERROR_NO_ERROR: int
ERROR_GENERIC: int
ERROR_PREFIX_UNKNOWN: int
ERROR_VERSION_UNSUPPORTED: int
ERROR_FRAME_PARAMETER_UNSUPPORTED: int
ERROR_FRAME_PARAMETER_WINDOW_TOO_LARGE: int
ERROR_CORRUPTION_DETECTED: int
ERROR_CHECKSUM_WRONG: int
ERROR_LITERALS_HEADER_WRONG: int
ERROR_DICTIONARY_CORRUPTED: int
ERROR_DICTIONARY_WRONG: int
ERROR_DICTIONARY_CREATION_FAILED: int
ERROR_PARAMETER_UNSUPPORTED: int
ERROR_PARAMETER_COMBINATION_UNSUPPORTED: int
ERROR_PARAMETER_OUT_OF_BOUND: int
ERROR_TABLE_LOG_TOO_LARGE: int
ERROR_MAX_SYMBOL_VALUE_TOO_LARGE: int
ERROR_MAX_SYMBOL_VALUE_TOO_SMALL: int
ERROR_CANNOT_PRODUCE_UNCOMPRESSED_BLOCK: int
ERROR_STABILITY_CONDITION_NOT_RESPECTED: int
ERROR_STAGE_WRONG: int
ERROR_INIT_MISSING: int
ERROR_MEMORY_ALLOCATION: int
ERROR_WORK_SPACE_TOO_SMALL: int
ERROR_DST_SIZE_TOO_SMALL: int
ERROR_SRC_SIZE_WRONG: int
ERROR_DST_BUFFER_NULL: int
ERROR_NO_FORWARD_PROGRESS_DEST_FULL: int
ERROR_NO_FORWARD_PROGRESS_INPUT_EMPTY: int
ERROR_FRAME_INDEX_TOO_LARGE: int
ERROR_SEEKABLE_IO: int
ERROR_DST_BUFFER_WRONG: int
ERROR_SRC_BUFFER_WRONG: int
ERROR_SEQUENCE_PRODUCER_FAILED: int
ERROR_EXTERNAL_SEQUENCES_INVALID: int

class ZstdError(Exception):
    """Compression, decompression or training failed.

    Raised where the data is at fault or where libzstd refuses. The message says what was being
    done and what is wrong; in a batch it names the item by its index.

    The attribute ``code`` is libzstd's error code as an int, one of the ``ERROR_*`` constants, or
    None where libzstd has no code for the failure.
    """

    code: int | None

# Compression.

class ZstdCompressor:
    """Compresses data with one set of options.

    Any number of threads may call one instance at the same time; the calls run in parallel. The
    instance keeps the contexts that it has made for later calls. The objects that it makes for
    streams belong to one caller at a time. With a dictionary the parameters are derived once, from
    level and dictionary, and are used for all inputs; without one they are derived for the size of
    each input.

    :param level: 1 to 22, or a negative number down to ``MIN_COMPRESSION_LEVEL`` for more speed.
    :param dict_data: A dictionary to compress all data with; readers need it too.
    :param compression_params: Explicit parameters; they replace ``level``. What they say about
        checksum, content size, dictionary ID and threads wins over the arguments here. A
        ``CompressionParameters`` says nothing about these; a ``ZstdCompressionParameters`` always
        decides about the first three, and about threads if its ``threads`` is not 0.
    :param write_checksum: Write a 32-bit checksum of the content at the end of each frame.
    :param write_content_size: Write the size of the content into each frame header where it is
        known. Readers can then allocate the result at once and need no limit to be given.
    :param write_dict_id: Write the ID of the dictionary into each frame header, if it has one.
    :param threads: Threads of libzstd for each single input. More than 256 count as 256. libzstd
        compresses inputs of up to 512 KiB, or more at most levels, in one thread anyway.
    :raises ValueError: ``level`` is 0 or out of range.
    :raises ZstdError: libzstd does not accept the parameters together.
    """

    def __new__(
        cls,
        level: int = 3,
        dict_data: ZstdCompressionDict | None = None,
        compression_params: CompressionParameters | ZstdCompressionParameters | None = None,
        write_checksum: bool = False,
        write_content_size: bool = False,
        write_dict_id: bool = True,
        threads: int = 0,
    ) -> Self: ...

    # Single inputs.

    def compress(self, data: ReadableBuffer, allow_empty: bool = False) -> bytes:
        """Compress data into one frame.

        :param data: A bytes-like object.
        :param allow_empty: Accept empty data although the content size is written. Some readers
            take the size 0 in a header for an unknown size.
        :returns: The frame.
        :raises ValueError: ``data`` is empty, the content size is written, and ``allow_empty`` is
            false.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for the result or for a context was refused.
        """

    # Batches.

    def multi_compress_to_buffer(
        self,
        data: BufferWithSegments | BufferWithSegmentsCollection | list[_BufferT],
        threads: int = 0,
    ) -> BufferWithSegmentsCollection:
        """Compress many inputs, each into a frame of its own, into shared memory.

        The frames are in the order of the inputs and are the same for any number of threads. A
        reference to any segment of the result keeps the memory of its neighbours alive; where that
        is unwanted, use ``multi_compress_to_list()``. Ctrl-C interrupts the call.

        :param data: The inputs: a list of bytes-like objects, a ``BufferWithSegments`` or a
            ``BufferWithSegmentsCollection``.
        :param threads: 0 for the calling thread alone, or the largest number of threads to use;
            negative for the number of logical CPUs. Small inputs use fewer.
        :returns: One segment per input.
        :raises TypeError: ``data`` is of another type, or an item is not bytes-like.
        :raises ValueError: There are no inputs, or all of them are empty.
        :raises ZstdError: An input cannot be compressed; the message names the first such item.
        :raises MemoryError: Memory was refused.
        """

    def multi_compress_to_list(
        self,
        data: BufferWithSegments | BufferWithSegmentsCollection | list[_BufferT],
        threads: int = 0,
    ) -> list[bytes]:
        """Compress many inputs, each into a frame of its own, into independent objects.

        As ``multi_compress_to_buffer()``, with the same arguments, frames and exceptions, but each
        frame has memory of its own.

        :param data: The inputs: a list of bytes-like objects, a ``BufferWithSegments`` or a
            ``BufferWithSegmentsCollection``.
        :param threads: 0 for the calling thread alone, or the largest number of threads to use;
            negative for the number of logical CPUs. Small inputs use fewer.
        :returns: One frame per input, in the order of the inputs.
        :raises TypeError: ``data`` is of another type, or an item is not bytes-like.
        :raises ValueError: There are no inputs, or all of them are empty.
        :raises ZstdError: An input cannot be compressed; the message names the first such item.
        :raises MemoryError: Memory was refused.
        """

    # Sequences.

    def generate_sequences(self, data: ReadableBuffer) -> list[tuple[int, int, int, int]]:
        """Return the sequences that libzstd finds in data, without making a frame.

        A sequence is a run of literals and the match that follows it. The last sequence of each
        block has offset and match length 0; its literals end the block. libzstd means this for
        inspection and experiments, and may give up on some inputs.

        :param data: A bytes-like object.
        :returns: Tuples of offset (distance back to the match in bytes), literal length in bytes,
            match length in bytes, and repeat (which of the last offsets was used, 0 for none).
        :raises ZstdError: libzstd gives up, or the compressor has ``threads`` or a
            ``target_cblock_size``, which libzstd does not support here.
        :raises MemoryError: Memory was refused; up to 16 bytes are needed for 3 bytes of data.
        """

    def compress_sequences(
        self, sequences: Sequence[tuple[int, int, int, int]], data: ReadableBuffer
    ) -> bytes:
        """Compress data into one frame that is made of the given sequences.

        The sequences must reproduce ``data``. They are always validated, so that wrong ones are an
        exception. With the parameter ``block_delimiters`` at 1 they must carry delimiters, as
        ``generate_sequences()`` makes them; with 0, the default, they must not, and data beyond
        the last sequence becomes literals.

        :param sequences: Tuples of offset, literal length, match length and repeat, as those of
            ``generate_sequences()``. Repeat is ignored.
        :param data: The whole content, a bytes-like object.
        :returns: The frame.
        :raises ZstdError: The sequences do not fit ``data``, or the delimiters are not as the
            parameter says.
        :raises MemoryError: Memory was refused.
        """

    # Streams.

    def stream_reader(
        self,
        source: _Source,
        size: int = -1,
        read_size: int = 131072,
        *,
        closefd: bool = True,
    ) -> ZstdCompressionReader:
        """Return a file-like object that reads the compressed form of a source, as one frame.

        :param source: An object with ``read(size)``, or a bytes-like object.
        :param size: Size of the content in bytes; -1 for unknown. That of a bytes-like object is
            known anyway.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``COMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param closefd: Close the source together with the reader.
        :raises ValueError: ``source`` is neither of the two, ``size`` is less than -1, or
            ``read_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def stream_writer(
        self,
        writer: _Sink,
        size: int = -1,
        write_size: int = 131591,
        write_return_read: bool = True,
        *,
        closefd: bool = True,
    ) -> ZstdCompressionWriter:
        """Return a file-like object that compresses what is written to it into a sink.

        :param writer: An object with ``write(data)``.
        :param size: Size of the first frame's content in bytes; -1 for unknown. Other data than
            that is an error.
        :param write_size: Largest piece in bytes that the sink is given; the default is
            ``COMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param write_return_read: ``write()`` returns how much it took, as files do. If false, it
            returns how many bytes the sink took.
        :param closefd: Close the sink together with the writer.
        :raises ValueError: ``writer`` has no ``write()``, ``size`` is less than -1, or
            ``write_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def write_to(
        self, fh: _Sink, size: int = 0, write_size: int = 131591
    ) -> ZstdCompressionWriter:
        """Return a context manager that compresses what is written to it into a sink.

        The older form of ``stream_writer()``. The result can be used inside of one ``with`` only
        (``ZstdError`` before and after), ``write()`` and ``flush()`` return the number of bytes
        that the sink took. Leaving ``with`` ends the frame, unless an exception leaves it, and
        never closes the sink.

        :param fh: An object with ``write(data)``.
        :param size: Size of the first frame's content in bytes; 0 for unknown. Other data than
            that is an error.
        :param write_size: Largest piece in bytes that the sink is given; the default is
            ``COMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :raises ValueError: ``fh`` has no ``write()``, ``size`` is less than -1, or ``write_size``
            is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def read_to_iter(
        self,
        reader: _Source,
        size: int = -1,
        read_size: int = 131072,
        write_size: int = 131591,
    ) -> Iterator[bytes]:
        """Return an iterator over the compressed form of a source, as one frame.

        It is lazy: the source is read only while a chunk is asked for. Once it is exhausted it
        stays exhausted. Ctrl-C interrupts it.

        :param reader: An object with ``read(size)``, or a bytes-like object.
        :param size: Size of the content in bytes; -1 for unknown. That of a bytes-like object is
            known anyway.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``COMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param write_size: Largest size of a chunk in bytes; the default is
            ``COMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :raises ValueError: ``reader`` is neither of the two, ``size`` is less than -1, or a size
            of pieces is less than 1.
        :raises ZstdError: The source has another size than declared; while iterating.
        :raises BlockingIOError: The source has no data now; iterating may go on later.
        :raises MemoryError: Memory was refused.
        """

    def read_from(
        self,
        reader: _Source,
        size: int = 0,
        read_size: int = 131072,
        write_size: int = 131591,
    ) -> Iterator[bytes]:
        """Return an iterator over the compressed form of a source, as one frame.

        The older name of ``read_to_iter()``; here size 0 stands for unknown.

        :param reader: An object with ``read(size)``, or a bytes-like object.
        :param size: Size of the content in bytes; 0 for unknown. That of a bytes-like object is
            known anyway.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``COMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param write_size: Largest size of a chunk in bytes; the default is
            ``COMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :raises ValueError: ``reader`` is neither of the two, ``size`` is less than -1, or a size
            of pieces is less than 1.
        :raises ZstdError: The source has another size than declared; while iterating.
        :raises BlockingIOError: The source has no data now; iterating may go on later.
        :raises MemoryError: Memory was refused.
        """

    def copy_stream(
        self,
        ifh: _Readable,
        ofh: _Sink,
        size: int = 0,
        read_size: int = 131072,
        write_size: int = 131591,
    ) -> tuple[int, int]:
        """Compress everything that a source has into a sink, as one frame.

        Neither of the two is closed. Ctrl-C interrupts the call. Both should block: the call
        cannot be carried on after ``BlockingIOError``.

        :param ifh: An object with ``read(size)``.
        :param ofh: An object with ``write(data)``.
        :param size: Size of the content in bytes; 0 for unknown.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``COMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param write_size: Largest piece in bytes that the sink is given; the default is
            ``COMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :returns: How many bytes the source gave, and how many the sink took.
        :raises ValueError: ``ifh`` has no ``read()``, ``ofh`` has no ``write()``, ``size`` is less
            than -1, or a size of pieces is less than 1.
        :raises ZstdError: The source has another size than declared.
        :raises BlockingIOError: The source has no data now, or the sink takes none.
        :raises MemoryError: Memory was refused.
        """

    def compressobj(self, size: int = 0) -> ZstdCompressionObj:
        """Return an object that compresses one frame, call by call, without files.

        :param size: Size of the content in bytes; 0 for unknown. Other data than that is an error.
        :raises ValueError: ``size`` is less than -1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def chunker(self, size: int = -1, chunk_size: int = 131591) -> ZstdCompressionChunker:
        """Return an object that compresses one frame into chunks of one size, call by call.

        :param size: Size of the content in bytes; -1 for unknown. Other data than that is an
            error.
        :param chunk_size: Size of each chunk in bytes; the default is
            ``COMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :raises ValueError: ``size`` is less than -1, or ``chunk_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context or for a chunk was refused.
        """

    # State.

    def memory_size(self) -> int:
        """Return the size in bytes of one context of this compressor.

        Tables are counted from the first compression on. Calls that run at the same time have a
        context each.

        :raises MemoryError: There was no context yet, and memory for one was refused.
        """

    def frame_progression(self) -> tuple[int, int, int]:
        """Return how far the last frame came, or has come so far if a stream makes it.

        Of a compressor that several threads use at the same time, it may be the frame of any of
        them.

        :returns: Three sizes in bytes: input ingested, input consumed (compressed), and output
            produced. All are 0 before the first frame.
        """

class CompressionParameters:
    """The seven basic parameters of compression.

    All are required, by position or by name, and can be read as attributes. Instances cannot be
    changed. ``get_compression_parameters()`` makes them from a level, and
    ``ZstdCompressionParameters`` has all other parameters too.

    :param window_log: Largest distance of back-references: 10 to 31. Decompressors refuse more
        than 27 for streams unless they are told to accept it.
    :param chain_log: Size of the multi-probe table: 6 to 30.
    :param hash_log: Size of the first probe table: 6 to 30.
    :param search_log: Number of search attempts: 1 to 30.
    :param search_length: Shortest match that is looked for, in bytes: 3 to 7.
    :param target_length: Match length that is good enough, or step of the fast strategy: 0 to
        131072.
    :param strategy: One of the ``STRATEGY_*`` constants: 1 to 9.
    :raises ValueError: A parameter is out of range; the message names it, the value and the range.
    """

    def __new__(
        cls,
        window_log: int,
        chain_log: int,
        hash_log: int,
        search_log: int,
        search_length: int,
        target_length: int,
        strategy: int,
    ) -> Self: ...
    @property
    def window_log(self) -> int:
        """Largest distance of back-references, as an exponent of 2 of bytes."""

    @property
    def chain_log(self) -> int:
        """Size of the multi-probe table, as an exponent of 2 of entries of 4 bytes."""

    @property
    def hash_log(self) -> int:
        """Size of the first probe table, as an exponent of 2 of entries of 4 bytes."""

    @property
    def search_log(self) -> int:
        """Number of search attempts, as an exponent of 2."""

    @property
    def search_length(self) -> int:
        """Shortest match that is looked for, in bytes."""

    @property
    def target_length(self) -> int:
        """Match length in bytes that is good enough, or step of the fast strategy."""

    @property
    def strategy(self) -> int:
        """Search strategy, one of the ``STRATEGY_*`` constants."""

    def estimated_compression_context_size(self) -> int:
        """Return the size in bytes of a context that compresses with these parameters.

        It is an estimate for compression in a single thread.

        :raises ZstdError: libzstd does not accept the parameters together.
        """

class ZstdCompressionParameters:
    """All parameters of compression.

    All are optional and can be read as attributes, whose docstrings give units, ranges and the
    libzstd that is needed. Instances cannot be changed. A parameter at its default is left to
    libzstd: derived from the level and the size of the input, or off. Where the default is -1,
    both -1 and 0 mean that, and the attribute reads back as 0. ``write_content_size``,
    ``write_checksum`` and ``write_dict_id`` are always taken as they stand. *Experimental* says
    that a later libzstd may change or drop the parameter.

    :param format: ``FORMAT_ZSTD1``, or ``FORMAT_ZSTD1_MAGICLESS`` for no magic number.
    :param compression_level: Level that parameters left open are derived from; 0 for the default.
    :param window_log: Largest distance of back-references.
    :param hash_log: Size of the first probe table.
    :param chain_log: Size of the multi-probe table.
    :param search_log: Number of search attempts.
    :param min_match: Shortest match that is looked for.
    :param target_length: Match length that is good enough, or step of the fast strategy.
    :param strategy: One of the ``STRATEGY_*`` constants.
    :param write_content_size: 1 to write the content size into frame headers.
    :param write_checksum: 1 to write a checksum at the end of frames.
    :param write_dict_id: 1 to write the dictionary ID into frame headers.
    :param job_size: Bytes per job of multi-threaded compression.
    :param overlap_log: Part of the window that a job shares with the one before it.
    :param force_max_window: 1 to keep back-references within the window, dictionary included.
    :param enable_ldm: Long distance matching: 1 on, 2 off.
    :param ldm_hash_log: Size of the table of long distance matching.
    :param ldm_min_match: Shortest match of long distance matching.
    :param ldm_bucket_size_log: Size of the buckets of that table.
    :param ldm_hash_rate_log: How seldom positions are inserted into that table.
    :param threads: Threads of libzstd for each single input; negative for all logical CPUs.
    :param target_cblock_size: Wanted size of compressed blocks.
    :param rsyncable: 1 to keep small changes of the input local in the output.
    :param force_attach_dict: How a digested dictionary is used.
    :param literal_compression_mode: Whether literals are compressed: 1 always, 2 never.
    :param src_size_hint: Likely size of inputs of unknown size.
    :param enable_dedicated_dict_search: 1 to digest dictionaries for faster search.
    :param stable_in_buffer: 1 to promise that input stays in place.
    :param stable_out_buffer: 1 to promise that output stays in place.
    :param block_delimiters: 1 if given sequences carry block delimiters.
    :param validate_sequences: 1 to validate given sequences.
    :param split_after_sequences: Whether blocks are split after search: 1 on, 2 off.
    :param use_row_match_finder: Row-based match finder: 1 on, 2 off.
    :param deterministic_ref_prefix: 1 to make output independent of where a prefix lies.
    :param prefetch_cdict_tables: Prefetching of dictionary tables: 1 on, 2 off.
    :param enable_seq_producer_fallback: 1 to replace a failing external sequence producer.
    :param max_block_size: Largest block.
    :param repcode_resolution: Search for repeated offsets in given sequences: 1 on, 2 off.
    :param block_splitter_level: Effort of splitting blocks before search.
    :raises ValueError: A parameter is out of range; the message names it, the value and the range.
    """

    def __new__(
        cls,
        format: int = 0,
        compression_level: int = 0,
        window_log: int = 0,
        hash_log: int = 0,
        chain_log: int = 0,
        search_log: int = 0,
        min_match: int = 0,
        target_length: int = 0,
        strategy: int = -1,
        write_content_size: int = 1,
        write_checksum: int = 0,
        write_dict_id: int = 0,
        job_size: int = -1,
        overlap_log: int = -1,
        force_max_window: int = 0,
        enable_ldm: int = 0,
        ldm_hash_log: int = 0,
        ldm_min_match: int = 0,
        ldm_bucket_size_log: int = 0,
        ldm_hash_rate_log: int = -1,
        threads: int = 0,
        *,
        target_cblock_size: int = 0,
        rsyncable: int = 0,
        force_attach_dict: int = 0,
        literal_compression_mode: int = 0,
        src_size_hint: int = 0,
        enable_dedicated_dict_search: int = 0,
        stable_in_buffer: int = 0,
        stable_out_buffer: int = 0,
        block_delimiters: int = 0,
        validate_sequences: int = 0,
        split_after_sequences: int = 0,
        use_row_match_finder: int = 0,
        deterministic_ref_prefix: int = 0,
        prefetch_cdict_tables: int = 0,
        enable_seq_producer_fallback: int = 0,
        max_block_size: int = 0,
        repcode_resolution: int = 0,
        block_splitter_level: int = 0,
    ) -> Self: ...
    @staticmethod
    def from_level(
        level: int, source_size: int = 0, dict_size: int = 0, **kwargs: int
    ) -> ZstdCompressionParameters:
        """Make parameters from a level, with some of them set to other values.

        The result has explicit values for window_log, chain_log, hash_log, search_log, min_match,
        target_length and strategy, as ``get_compression_parameters()`` derives them.

        :param level: 1 to 22, or a negative number down to ``MIN_COMPRESSION_LEVEL``; 0 for the
            default, 3.
        :param source_size: Size of the input in bytes; 0 for unknown.
        :param dict_size: Size of the dictionary in bytes; 0 for none.
        :param kwargs: Arguments of the constructor; they win over what the level gives.
        :raises TypeError: A keyword argument is not one of the constructor's.
        :raises ValueError: ``level`` or a parameter is out of range.
        """

    @property
    def format(self) -> int:
        """Format of frames: 0 = standard, 1 = without the magic number. Experimental."""

    @property
    def compression_level(self) -> int:
        """Level that parameters left open are derived from: -131072 to 22; 0 = the default, 3."""

    @property
    def window_log(self) -> int:
        """Largest distance of back-references, as an exponent of 2 of bytes.

        10 to 31; 0 = derived. Decompressors refuse more than 27 for streams unless they are told
        to accept it.
        """

    @property
    def hash_log(self) -> int:
        """Size of the first probe table, as an exponent of 2 of entries of 4 bytes.

        6 to 30; 0 = derived.
        """

    @property
    def chain_log(self) -> int:
        """Size of the multi-probe table, as an exponent of 2 of entries of 4 bytes.

        6 to 30; 0 = derived. The fast strategy does not use it.
        """

    @property
    def search_log(self) -> int:
        """Number of search attempts, as an exponent of 2.

        1 to 30; 0 = derived. The fast and dfast strategies do not use it.
        """

    @property
    def min_match(self) -> int:
        """Shortest match that is looked for, in bytes.

        3 to 7; 0 = derived. Strategies below btopt use at least 4, those above fast at most 6.
        """

    @property
    def target_length(self) -> int:
        """Match length in bytes that ends a search, or step of the fast strategy.

        0 to 131072; 0 = derived. For btopt and stronger strategies larger values compress better,
        for fast they are faster.
        """

    @property
    def strategy(self) -> int:
        """Search strategy, one of the ``STRATEGY_*`` constants: 1 to 9; 0 = derived."""

    @property
    def write_content_size(self) -> int:
        """1 = write the content size into the frame header where it is known, 0 = do not."""

    @property
    def write_checksum(self) -> int:
        """1 = write a 32-bit checksum of the content at the end of the frame, 0 = do not."""

    @property
    def write_dict_id(self) -> int:
        """1 = write the ID of the dictionary, if it has one, into the frame header, 0 = do not."""

    @property
    def job_size(self) -> int:
        """Bytes per job of multi-threaded compression: up to 1 GiB; 0 = derived from the window.

        libzstd raises values that are too small, to 512 KiB at least.
        """

    @property
    def overlap_log(self) -> int:
        """Part of the window that a job of multi-threaded compression reloads from the last one.

        0 to 9; 1 = none, 9 = the whole window, each step below halves it; 0 = derived.
        """

    @property
    def force_max_window(self) -> int:
        """1 = back-references never leave the window, even into a dictionary. Experimental."""

    @property
    def enable_ldm(self) -> int:
        """Long distance matching: 0 = automatic, 1 = on, 2 = off.

        It helps large inputs whose repetitions lie far apart. Turned on, it raises the window to
        128 MiB unless ``window_log`` is set.
        """

    @property
    def ldm_hash_log(self) -> int:
        """Size of the table of long distance matching, as an exponent of 2.

        6 to 30; 0 = derived.
        """

    @property
    def ldm_min_match(self) -> int:
        """Shortest match of long distance matching, in bytes: 4 to 4096; 0 = the default, 64."""

    @property
    def ldm_bucket_size_log(self) -> int:
        """Size of the buckets of long distance matching, as an exponent of 2.

        1 to 8; 0 = the default, 3.
        """

    @property
    def ldm_hash_rate_log(self) -> int:
        """How seldom long distance matching inserts a position, as an exponent of 2 of bytes.

        0 to 25; 0 = derived.
        """

    @property
    def threads(self) -> int:
        """Threads of libzstd for each single input: 0 to 256; 0 = the calling thread.

        A negative argument is resolved to the number of logical CPUs.
        """

    @property
    def target_cblock_size(self) -> int:
        """Wanted size of compressed blocks in bytes, a best effort to lower latency.

        1340 to 131072; 0 = no target. Needs libzstd 1.5.6.
        """

    @property
    def rsyncable(self) -> int:
        """1 = small changes of the input stay local in the output; needs ``threads``. Experimental.

        The synchronisation points are about half a ``job_size`` apart.
        """

    @property
    def force_attach_dict(self) -> int:
        """How a digested dictionary is used. Experimental.

        0 = automatic, 1 = attach its tables, 2 = copy them, 3 = load the content anew.
        """

    @property
    def literal_compression_mode(self) -> int:
        """Huffman compression of literals. Experimental.

        0 = automatic (off for negative levels), 1 = always, 2 = never.
        """

    @property
    def src_size_hint(self) -> int:
        """Likely size in bytes of an input whose size is unknown. Experimental.

        0 to 2147483647; 0 = no hint.
        """

    @property
    def enable_dedicated_dict_search(self) -> int:
        """1 = digest dictionaries in a form that is searched faster. Experimental.

        Only for the strategies greedy, lazy and lazy2. Needs libzstd 1.5.0.
        """

    @property
    def stable_in_buffer(self) -> int:
        """1 = promise that the input stays in one place until the frame ends. Experimental.

        Single calls imply it; streams refuse it. Needs libzstd 1.5.0.
        """

    @property
    def stable_out_buffer(self) -> int:
        """1 = promise that the output stays in one place until the frame ends. Experimental.

        Single calls imply it; streams refuse it. Needs libzstd 1.5.0.
        """

    @property
    def block_delimiters(self) -> int:
        """Whether sequences for ``compress_sequences()`` carry block delimiters. Experimental.

        0 = no, 1 = yes. Needs libzstd 1.5.0.
        """

    @property
    def validate_sequences(self) -> int:
        """1 = validate sequences that are given to libzstd. Experimental.

        ``compress_sequences()`` always does. Needs libzstd 1.5.0.
        """

    @property
    def split_after_sequences(self) -> int:
        """Whether blocks are split once their sequences are known. Experimental.

        0 = automatic, 1 = on, 2 = off. Needs libzstd 1.5.2.
        """

    @property
    def use_row_match_finder(self) -> int:
        """Row-based match finder of the strategies greedy, lazy and lazy2. Experimental.

        0 = automatic, 1 = on, 2 = off. Needs libzstd 1.5.2.
        """

    @property
    def deterministic_ref_prefix(self) -> int:
        """1 = the output does not depend on where a prefix lies in memory. Experimental.

        Needs libzstd 1.5.0.
        """

    @property
    def prefetch_cdict_tables(self) -> int:
        """Whether the tables of a digested dictionary are prefetched. Experimental.

        0 = automatic, 1 = on, 2 = off. Needs libzstd 1.5.4.
        """

    @property
    def enable_seq_producer_fallback(self) -> int:
        """1 = use libzstd's own search where an external sequence producer fails. Experimental.

        This module registers no such producer. Needs libzstd 1.5.4.
        """

    @property
    def max_block_size(self) -> int:
        """Largest block in bytes: 1024 to 131072; 0 = 131072. Experimental.

        Needs libzstd 1.5.5.
        """

    @property
    def repcode_resolution(self) -> int:
        """Whether repeated offsets are searched in given sequences. Experimental.

        0 = automatic (on from level 10), 1 = on, 2 = off. Needs libzstd 1.5.5.
        """

    @property
    def block_splitter_level(self) -> int:
        """Effort of splitting blocks before sequences are searched. Experimental.

        0 = automatic, 1 = none, up to 6. Needs libzstd 1.5.7.
        """

    def estimated_compression_context_size(self) -> int:
        """Return the size in bytes of a context that compresses with these parameters.

        It is an estimate for compression in a single thread, without long distance matching.
        Parameters that are not set are derived from ``compression_level``.

        :raises ZstdError: libzstd does not accept the parameters together.
        """

# Decompression.

class ZstdDecompressor:
    """Decompresses frames with one set of options.

    Any number of threads may call one instance at the same time; the calls run in parallel. The
    instance keeps the contexts that it has made for later calls. The objects that it makes for
    streams belong to one caller at a time.

    Data may consist of several frames. What each call does at the end of a frame, by default and
    with its argument ``read_across_frames``:

    ==========================================  =========  =========  =========
    Call                                        Default    True       False
    ==========================================  =========  =========  =========
    ``decompress()``                            one        all        one
    ``stream_reader()``                         all, stop  all        all, stop
    ``read_to_iter()``, ``read_from()``         all        all        one
    ``copy_stream()``                           all        all        one
    ``stream_writer()``, ``write_to()``         all        all        one
    ``decompressobj()``                         first      all        first
    ``open()``, the function                    all
    ==========================================  =========  =========  =========

    *all*: all frames, as if their contents were one; what is no frame is an error. *stop*: a read
    with a size ends where a frame does, and the next one goes on. *one*: one frame; whatever
    follows is an error. *first*: one frame; what follows is handed back. Skippable frames in front
    are passed over and do not count. In streams, empty input is an empty result. Input that ends
    inside of a frame is an error everywhere but in ``decompressobj()``, which cannot know where its
    input ends.

    :param dict_data: The dictionary that the frames were made with.
    :param max_window_size: Largest window in bytes that a frame without a declared content size
        may ask for; 0 for libzstd's default, 128 MiB in streams.
    :param format: ``FORMAT_ZSTD1``, or ``FORMAT_ZSTD1_MAGICLESS`` for frames without magic number.
    :param force_ignore_checksum: 1 to leave checksums unverified. Needs libzstd 1.4.9.
    :param disable_huffman_assembly: 1 to decode without hand-written assembly. Needs libzstd
        1.5.4.
    :param max_block_size: Largest block in bytes that is accepted, 1024 to 131072; 0 for 131072.
        Saves memory if all frames keep to it. Needs libzstd 1.5.6.
    :param max_output_size: The most content in bytes that one call, one batch, one chain or one
        stream may decompress, all frames together; 0 for no limit. No more than that is ever
        handed out. More content is ``ZstdError`` as soon as that is known: where a frame begins
        that declares too much, otherwise where the limit is reached and content goes on. Limits of
        single calls come on top: the smaller one counts. Set it, and ``max_window_size``, to
        decompress data that you do not trust.
    :raises ValueError: An argument is out of range.
    :raises ZstdError: libzstd does not accept the parameters.
    """

    def __new__(
        cls,
        dict_data: ZstdCompressionDict | None = None,
        max_window_size: int = 0,
        format: int = 0,
        *,
        force_ignore_checksum: int = 0,
        disable_huffman_assembly: int = 0,
        max_block_size: int = 0,
        max_output_size: int = 0,
    ) -> Self: ...

    # Single inputs.

    def decompress(
        self,
        data: ReadableBuffer,
        max_output_size: int = 0,
        read_across_frames: bool = False,
        allow_extra_data: bool | None = None,
    ) -> bytes:
        """Decompress one frame, or all frames of the data.

        Skippable frames before a frame are passed over.

        :param data: A bytes-like object that begins with a frame.
        :param max_output_size: Largest size of the result in bytes; 0 for no limit but the
            decompressor's own. One of both is needed where a frame does not declare its content
            size; where it does, it is a limit.
        :param read_across_frames: Decompress all frames and join their content.
        :param allow_extra_data: Ignore what follows the frame, or the last frame, rather than
            refuse it. None: refuse it, in ``compat.zstandard`` ignore it.
        :returns: The content, of the size that it has.
        :raises ZstdError: No frame, a truncated or corrupted one, another dictionary, an
            undeclared size without ``max_output_size``, more content than ``max_output_size``, a
            window above ``max_window_size``, or data after the frame that is not allowed.
        :raises MemoryError: Memory for the result was refused, or the limit is beyond what memory
            can be.
        """

    # Batches.

    def multi_decompress_to_buffer(
        self,
        frames: BufferWithSegments | BufferWithSegmentsCollection | list[_BufferT],
        decompressed_sizes: ReadableBuffer | None = None,
        threads: int = 0,
        *,
        max_output_size: int = 0,
    ) -> BufferWithSegmentsCollection:
        """Decompress many frames into shared memory.

        A file that is mapped with ``mmap`` can be decompressed in place: wrap it in a
        ``BufferWithSegments``. A reference to any segment of the result keeps the memory of its
        neighbours alive; where that is unwanted, use ``multi_decompress_to_list()``. Ctrl-C
        interrupts the call.

        :param frames: One frame per item: a list of bytes-like objects, a ``BufferWithSegments``
            or a ``BufferWithSegmentsCollection``.
        :param decompressed_sizes: The content size of each frame, as bytes-like array of native
            64-bit unsigned integers. Needed if frames do not declare their sizes; saves reading
            the headers if they do.
        :param threads: 0 for the calling thread alone, or the largest number of threads to use;
            negative for the number of logical CPUs. Small inputs use fewer.
        :param max_output_size: The most content of all frames together in bytes; 0 for no limit but
            the decompressor's own.
        :returns: One segment per frame, in the order of the frames.
        :raises TypeError: ``frames`` is of another type, or an item is not bytes-like.
        :raises ValueError: There are no frames, ``decompressed_sizes`` has a wrong length, or the
            size of a frame cannot be determined.
        :raises ZstdError: A frame fails, or has another size than expected, in which case the
            message names the first such item; or there is more content than allowed.
        :raises MemoryError: Memory was refused.
        """

    def multi_decompress_to_list(
        self,
        frames: BufferWithSegments | BufferWithSegmentsCollection | list[_BufferT],
        decompressed_sizes: ReadableBuffer | None = None,
        threads: int = 0,
        *,
        max_output_size: int = 0,
    ) -> list[bytes]:
        """Decompress many frames into independent objects.

        As ``multi_decompress_to_buffer()``, with the same arguments, content and exceptions, but
        each result has memory of its own.

        :param frames: One frame per item: a list of bytes-like objects, a ``BufferWithSegments``
            or a ``BufferWithSegmentsCollection``.
        :param decompressed_sizes: The content size of each frame, as bytes-like array of native
            64-bit unsigned integers; None to read the sizes from the headers.
        :param threads: 0 for the calling thread alone, or the largest number of threads to use;
            negative for the number of logical CPUs. Small inputs use fewer.
        :param max_output_size: The most content of all frames together in bytes; 0 for no limit but
            the decompressor's own.
        :returns: The content of each frame, in the order of the frames.
        :raises TypeError: ``frames`` is of another type, or an item is not bytes-like.
        :raises ValueError: There are no frames, ``decompressed_sizes`` has a wrong length, or the
            size of a frame cannot be determined.
        :raises ZstdError: A frame fails, or has another size than expected, in which case the
            message names the first such item; or there is more content than allowed.
        :raises MemoryError: Memory was refused.
        """

    # Dictionary chains.

    def decompress_content_dict_chain(self, frames: list[_BufferT]) -> bytes:
        """Decompress a chain of frames and return the content of the last one.

        In a chain each frame but the first was compressed with the content of the frame before it
        as a content-only dictionary. Every frame must declare its content size
        (``write_content_size=True``). The decompressor's own dictionary is not used; its
        ``max_output_size`` is for the content of all links together.

        :param frames: The links as bytes-like objects, the first one first.
        :returns: The content of the last link.
        :raises TypeError: ``frames`` is not a list.
        :raises ValueError: The list is empty, or an item is not bytes-like, is too small for a
            frame, is no frame, or does not declare its content size; the message has its index.
        :raises ZstdError: A link cannot be decompressed; the message has its index. Or there is
            more content than the decompressor allows.
        :raises MemoryError: Memory was refused.
        """

    # Streams.

    def stream_reader(
        self,
        source: _Source,
        read_size: int = 131075,
        read_across_frames: bool = False,
        *,
        closefd: bool = True,
    ) -> ZstdDecompressionReader:
        """Return a file-like object that reads the content of compressed data.

        :param source: An object with ``read(size)``, or a bytes-like object.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``DECOMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param read_across_frames: All frames are read in either case. If false, ``read(size)`` and
            ``readinto()`` end where a frame does and go on with the next call; if true, they
            return less than asked for only at the end.
        :param closefd: Close the source together with the reader.
        :raises ValueError: ``source`` is neither of the two, or ``read_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def stream_writer(
        self,
        writer: _Sink,
        write_size: int = 131072,
        write_return_read: bool = True,
        *,
        closefd: bool = True,
        read_across_frames: bool = True,
    ) -> ZstdDecompressionWriter:
        """Return a file-like object that decompresses what is written to it into a sink.

        :param writer: An object with ``write(data)``.
        :param write_size: Largest piece in bytes that the sink is given; the default is
            ``DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param write_return_read: ``write()`` returns how much it took, as files do. If false, it
            returns how many bytes the sink took.
        :param closefd: Close the sink together with the writer.
        :param read_across_frames: Decompress all frames. If false, data after the first one is an
            error.
        :raises ValueError: ``writer`` has no ``write()``, or ``write_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def write_to(
        self, fh: _Sink, write_size: int = 131072, *, read_across_frames: bool = True
    ) -> ZstdDecompressionWriter:
        """Return a context manager that decompresses what is written to it into a sink.

        The older form of ``stream_writer()``. The result can be used inside of one ``with`` only
        (``ZstdError`` before and after), ``write()`` and ``flush()`` return the number of bytes
        that the sink took. Leaving ``with`` never closes the sink.

        :param fh: An object with ``write(data)``.
        :param write_size: Largest piece in bytes that the sink is given; the default is
            ``DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param read_across_frames: Decompress all frames. If false, data after the first one is an
            error.
        :raises ValueError: ``fh`` has no ``write()``, or ``write_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    def read_to_iter(
        self,
        reader: _Source,
        read_size: int = 131075,
        write_size: int = 131072,
        skip_bytes: int = 0,
        *,
        read_across_frames: bool = True,
    ) -> Iterator[bytes]:
        """Return an iterator over the content of compressed data.

        It is lazy: the source is read only while a chunk is asked for. Once it is exhausted it
        stays exhausted. Ctrl-C interrupts it.

        :param reader: An object with ``read(size)``, or a bytes-like object.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``DECOMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param write_size: Largest size of a chunk in bytes; the default is
            ``DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param skip_bytes: How many bytes to pass over at the start of the source, for a header of
            another format; less than ``read_size``.
        :param read_across_frames: Decompress all frames. If false, data after the first one is an
            error.
        :raises ValueError: ``reader`` is neither of the two, a size of pieces is less than 1, or
            ``skip_bytes`` is negative, not less than ``read_size``, or (while iterating) more than
            the first piece of the source.
        :raises ZstdError: A truncated or corrupted frame, no frame, or data after the frame that
            is not allowed; while iterating, after the chunks that come before it.
        :raises BlockingIOError: The source has no data now; iterating may go on later.
        :raises MemoryError: Memory was refused.
        """

    def read_from(
        self,
        reader: _Source,
        read_size: int = 131075,
        write_size: int = 131072,
        skip_bytes: int = 0,
        *,
        read_across_frames: bool = True,
    ) -> Iterator[bytes]:
        """Return an iterator over the content of compressed data.

        The older name of ``read_to_iter()``, with the same arguments and exceptions.

        :param reader: An object with ``read(size)``, or a bytes-like object.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``DECOMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param write_size: Largest size of a chunk in bytes; the default is
            ``DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param skip_bytes: How many bytes to pass over at the start of the source, for a header of
            another format; less than ``read_size``.
        :param read_across_frames: Decompress all frames. If false, data after the first one is an
            error.
        :raises ValueError: As in ``read_to_iter()``.
        :raises ZstdError: A truncated or corrupted frame, no frame, or data after the frame that
            is not allowed; while iterating, after the chunks that come before it.
        :raises BlockingIOError: The source has no data now; iterating may go on later.
        :raises MemoryError: Memory was refused.
        """

    def copy_stream(
        self,
        ifh: _Readable,
        ofh: _Sink,
        read_size: int = 131075,
        write_size: int = 131072,
        *,
        read_across_frames: bool = True,
    ) -> tuple[int, int]:
        """Decompress everything that a source has into a sink.

        Neither of the two is closed. What comes before an error is written. Ctrl-C interrupts the
        call. Both should block: the call cannot be carried on after ``BlockingIOError``.

        :param ifh: An object with ``read(size)``.
        :param ofh: An object with ``write(data)``.
        :param read_size: How many bytes to ask the source for at a time; the default is
            ``DECOMPRESSION_RECOMMENDED_INPUT_SIZE``.
        :param write_size: Largest piece in bytes that the sink is given; the default is
            ``DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param read_across_frames: Decompress all frames. If false, data after the first one is an
            error.
        :returns: How many bytes the source gave, and how many the sink took.
        :raises ValueError: ``ifh`` has no ``read()``, ``ofh`` has no ``write()``, or a size of
            pieces is less than 1.
        :raises ZstdError: A truncated or corrupted frame, no frame, or data after the frame that
            is not allowed.
        :raises BlockingIOError: The source has no data now, or the sink takes none.
        :raises MemoryError: Memory was refused.
        """

    def decompressobj(
        self, write_size: int = 131072, read_across_frames: bool = False
    ) -> ZstdDecompressionObj:
        """Return an object that decompresses call by call, without files.

        :param write_size: The least memory in bytes that is allocated for a result whose size no
            frame header declares; the default is ``DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE``.
        :param read_across_frames: Decompress frame after frame; what is no frame is an error. If
            false, the object is used up after one frame, and hands back what follows.
        :raises ValueError: ``write_size`` is less than 1.
        :raises ZstdError: libzstd refuses, for example because the dictionary is corrupted.
        :raises MemoryError: Memory for a context was refused.
        """

    # State.

    def memory_size(self) -> int:
        """Return the size in bytes of one context of this decompressor.

        Calls that run at the same time have a context each.

        :raises MemoryError: There was no context yet, and memory for one was refused.
        """

# Streams: file-like objects.

class ZstdCompressionReader(io.RawIOBase, BinaryIO):
    """Reads the compressed form of a source: ``ZstdCompressor.stream_reader()`` makes it.

    A read-only binary file, registered as ``io.RawIOBase``, with the whole interface of one. It
    has no public constructor. What is read, joined, is one frame; the position is counted in
    compressed bytes, and there is no seeking. After an exception of the source every further read
    is ``ZstdError``.

    Leaving ``with`` closes the reader. Closing frees its memory, and closes the source unless
    ``closefd`` is false.
    """

    def __enter__(self) -> Self:
        """Return the reader itself."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the reader."""

    def read(self, size: int | None = -1) -> bytes | Any:
        """Read bytes of the stream.

        :param size: How many bytes to read; -1 or None for everything to the end.
        :returns: That many bytes. Fewer are the end of the stream, or all that a source without
            more data now has given. Empty: the end of the stream. None: there is no data now.
        :raises ValueError: ``size`` is less than -1, or the reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        :raises MemoryError: Memory for the result was refused.
        """

    def read1(self, size: int | None = -1) -> bytes | Any:
        """Read what comes next, without asking the source more often than is needed for a byte.

        :param size: How many bytes to read at most; -1 or None for as many as come at once.
        :returns: At least one byte. Empty: the end of the stream, or ``size`` is 0. None: there is
            no data now.
        :raises ValueError: ``size`` is less than -1, or the reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        """

    def readall(self) -> bytes | Any:
        """Read everything to the end of the stream, as ``read()`` does.

        :raises ValueError: The reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        :raises MemoryError: Memory for the result was refused.
        """

    def readinto(self, b: WriteableBuffer) -> int | Any:
        """Fill a buffer.

        :param b: A writable bytes-like object.
        :returns: How many bytes were read, as many as ``read(len(b))`` would return. 0: the end of
            the stream. None: there is no data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        """

    def readinto1(self, b: WriteableBuffer) -> int | Any:
        """Write what comes next to the start of a buffer, as ``read1()`` reads it.

        :param b: A writable bytes-like object.
        :returns: How many bytes were read. 0: the end of the stream. None: there is no data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        """

    def peek(self, size: int = -1) -> bytes:
        """Return what comes next without moving the position.

        :param size: Without effect; it exists because other files have it.
        :returns: At least one byte, usually more. Empty: the end of the stream, or there is no
            data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        """

    def readline(self, size: int | None = -1) -> bytes | Any:
        """Read a line, with the newline byte that ends it.

        :param size: How many bytes to read at most; negative or None for no limit.
        :returns: The line; the last one may lack the newline. Empty: the end of the stream. None:
            there is no data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        """

    def readlines(self, hint: int | None = -1) -> list[bytes]:
        """Read lines, with the newline bytes that end them.

        :param hint: Stop after the line that makes it this many bytes or more; 0, negative or None
            for all lines to the end.
        :returns: The lines; of a source without more data now, those that there are.
        :raises BlockingIOError: There is no data now, and so no line.
        :raises ValueError: The reader is closed.
        :raises ZstdError: The source has another size than declared, or an earlier failure.
        """

    def __iter__(self) -> Self:
        """Return the reader itself: it is an iterator over lines."""

    def __next__(self) -> bytes:
        """Return the next line, as ``readline()`` does.

        :raises BlockingIOError: There is no data now; iterating may go on later.
        """

    def seek(self, pos: int, whence: int = 0) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: compressed output has no positions to go to.

        :param pos: Without effect.
        :param whence: Without effect.
        """

    def tell(self) -> int:
        """Return the position: how many bytes were read."""

    def seekable(self) -> bool:
        """Return false."""

    def readable(self) -> bool:
        """Return true."""

    def writable(self) -> bool:
        """Return false."""

    def isatty(self) -> bool:
        """Return false: compressed streams are no terminals."""

    def fileno(self) -> int:
        """Return the file descriptor of the source.

        :raises OSError: The source has none.
        """

    def flush(self) -> None:
        """Do nothing, as files that are read do.

        :raises ValueError: The reader is closed.
        """

    def close(self) -> None:
        """Free the memory, and close the source unless ``closefd`` is false.

        Closing again does nothing.
        """

    @property
    def closed(self) -> bool:
        """Whether the reader was closed."""

    def write(self, data: ReadableBuffer) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a reader.

        :param data: Without effect.
        """

    def writelines(self, lines: Iterable[ReadableBuffer]) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a reader.

        :param lines: Without effect.
        """

    def truncate(self, size: int | None = None) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a reader.

        :param size: Without effect.
        """

class ZstdDecompressionReader(io.RawIOBase, BinaryIO):
    """Reads the content of compressed data: ``ZstdDecompressor.stream_reader()`` makes it.

    A read-only binary file, registered as ``io.RawIOBase``, with the whole interface of one: use it
    where a file is wanted, or put ``io.BufferedReader`` or ``io.TextIOWrapper`` on top of it. It
    has no public constructor. The position is counted in bytes of content. Skippable frames are
    passed over. A truncated or corrupted frame, and data that is no frame, is ``ZstdError``; after
    that, and after an exception of the source, every further read is ``ZstdError``.

    Leaving ``with`` closes the reader. Closing frees its memory, and closes the source unless
    ``closefd`` is false.
    """

    def __enter__(self) -> Self:
        """Return the reader itself."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the reader."""

    def read(self, size: int | None = -1) -> bytes | Any:
        """Read bytes of the stream.

        :param size: How many bytes to read; -1 or None for everything to the end.
        :returns: That many bytes. Fewer are the end of the stream or of a frame (see
            ``stream_reader()``), or all that a source without more data now has given. Empty: the
            end of the stream. None: there is no data now.
        :raises ValueError: ``size`` is less than -1, or the reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        :raises MemoryError: Memory for the result was refused.
        """

    def read1(self, size: int | None = -1) -> bytes | Any:
        """Read what comes next, without asking the source more often than is needed for a byte.

        :param size: How many bytes to read at most; -1 or None for as many as come at once.
        :returns: At least one byte. Empty: the end of the stream, or ``size`` is 0. None: there is
            no data now.
        :raises ValueError: ``size`` is less than -1, or the reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        """

    def readall(self) -> bytes | Any:
        """Read everything to the end of the stream, as ``read()`` does.

        :raises ValueError: The reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        :raises MemoryError: Memory for the result was refused.
        """

    def readinto(self, b: WriteableBuffer) -> int | Any:
        """Fill a buffer.

        :param b: A writable bytes-like object.
        :returns: How many bytes were read, as many as ``read(len(b))`` would return. 0: the end of
            the stream. None: there is no data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        """

    def readinto1(self, b: WriteableBuffer) -> int | Any:
        """Write what comes next to the start of a buffer, as ``read1()`` reads it.

        :param b: A writable bytes-like object.
        :returns: How many bytes were read. 0: the end of the stream. None: there is no data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        """

    def peek(self, size: int = -1) -> bytes:
        """Return what comes next without moving the position.

        :param size: Without effect; it exists because other files have it.
        :returns: At least one byte, usually more. Empty: the end of the stream, or there is no
            data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        """

    def readline(self, size: int | None = -1) -> bytes | Any:
        """Read a line, with the newline byte that ends it.

        :param size: How many bytes to read at most; negative or None for no limit.
        :returns: The line; the last one may lack the newline. Empty: the end of the stream. None:
            there is no data now.
        :raises ValueError: The reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        """

    def readlines(self, hint: int | None = -1) -> list[bytes]:
        """Read lines, with the newline bytes that end them.

        :param hint: Stop after the line that makes it this many bytes or more; 0, negative or None
            for all lines to the end.
        :returns: The lines; of a source without more data now, those that there are.
        :raises BlockingIOError: There is no data now, and so no line.
        :raises ValueError: The reader is closed.
        :raises ZstdError: A truncated or corrupted frame, no frame, or an earlier failure.
        """

    def __iter__(self) -> Self:
        """Return the reader itself: it is an iterator over lines."""

    def __next__(self) -> bytes:
        """Return the next line, as ``readline()`` does.

        :raises BlockingIOError: There is no data now; iterating may go on later.
        """

    def seek(self, pos: int, whence: int = 0) -> int:
        """Move the position, and return the new one.

        Forward decompresses and drops what is between. Backward begins anew at the start of the
        source, so it costs as much as reading up to there; ``seekable()`` says whether the source
        allows it. A position beyond the end becomes the end.

        :param pos: Where to go, in bytes of content.
        :param whence: What ``pos`` counts from: 0 is the start, 1 the current position, 2 the end.
        :raises ValueError: There is no such ``whence``, or the reader is closed.
        :raises OSError: The position is before the start, or going back to it needs a source that
            can seek. The position is as before.
        :raises BlockingIOError: The source has no data now; the position is where the data ended.
        :raises ZstdError: A truncated or corrupted frame, or data that is no frame.
        """

    def tell(self) -> int:
        """Return the position: how many bytes were read."""

    def seekable(self) -> bool:
        """Return whether ``seek()`` can go backward: whether the source can."""

    def readable(self) -> bool:
        """Return true."""

    def writable(self) -> bool:
        """Return false."""

    def isatty(self) -> bool:
        """Return false: compressed streams are no terminals."""

    def fileno(self) -> int:
        """Return the file descriptor of the source.

        :raises OSError: The source has none.
        """

    def flush(self) -> None:
        """Do nothing, as files that are read do.

        :raises ValueError: The reader is closed.
        """

    def close(self) -> None:
        """Free the memory, and close the source unless ``closefd`` is false.

        Closing again does nothing.
        """

    @property
    def closed(self) -> bool:
        """Whether the reader was closed."""

    def write(self, data: ReadableBuffer) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a reader.

        :param data: Without effect.
        """

    def writelines(self, lines: Iterable[ReadableBuffer]) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a reader.

        :param lines: Without effect.
        """

    def truncate(self, size: int | None = None) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a reader.

        :param size: Without effect.
        """

class ZstdCompressionWriter(io.RawIOBase, BinaryIO):
    """Compresses what is written to it: ``ZstdCompressor.stream_writer()`` makes it.

    A write-only binary file, registered as ``io.RawIOBase``, with the whole interface of one. It
    has no public constructor. The sink gets pieces of at most ``write_size`` bytes. Without
    ``close()`` or ``with`` the last frame has no end, which readers report as truncated. After an
    exception of the sink every further write is ``ZstdError``.

    Leaving ``with`` closes the writer. If an exception leaves the block, it arrives, even if
    closing fails too. A writer that was made by ``write_to()`` does not end the frame then.
    """

    def __enter__(self) -> Self:
        """Return the writer itself."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the writer."""

    def write(self, data: ReadableBuffer) -> int | Any:
        """Compress data, and write to the sink what is ready.

        :param data: A bytes-like object.
        :returns: How much of the data was taken: all of it, unless the sink takes none now. None:
            nothing was taken. If the writer was made with ``write_return_read=False`` or by
            ``write_to()``, all data is taken, and the result is how many bytes the sink took.
        :raises ValueError: The writer is closed.
        :raises ZstdError: There is more data than was declared, or an earlier call has failed.
        :raises OSError: The sink claims to have taken what it cannot have taken.
        :raises MemoryError: Memory was refused.
        """

    def writelines(self, lines: Iterable[ReadableBuffer]) -> None:
        """Write one after the other, as ``write()`` does, without adding anything.

        :param lines: Bytes-like objects.
        :raises BlockingIOError: The sink takes no data now. How much was taken is not said, so use
            ``write()`` with sinks that do not block.
        """

    def flush(self, flush_mode: int = 0) -> int:  # type: ignore[override]
        """Write everything so far to the sink, and flush the sink if it has ``flush()``.

        :param flush_mode: ``FLUSH_BLOCK`` ends the block: readers can decompress all data so far.
            ``FLUSH_FRAME`` ends the frame, and the next write begins a new one. Without data since
            the last frame it writes nothing; without any data it writes an empty frame, once.
        :returns: How many bytes the sink took.
        :raises ValueError: ``flush_mode`` is neither of the two, or the writer is closed.
        :raises BlockingIOError: The sink takes no data now; flush again later.
        :raises ZstdError: There is less data than was declared, or an earlier call has failed.
        """

    def tell(self) -> int:
        """Return how many bytes the sink took."""

    def seekable(self) -> bool:
        """Return false."""

    def readable(self) -> bool:
        """Return false."""

    def writable(self) -> bool:
        """Return true."""

    def isatty(self) -> bool:
        """Return false: compressed streams are no terminals."""

    def fileno(self) -> int:
        """Return the file descriptor of the sink.

        :raises OSError: The sink has none.
        """

    def close(self) -> None:
        """End the frame, write what is left, free the memory, and close the sink.

        The sink stays open if ``closefd`` is false, or if the writer was made by ``write_to()``.
        If nothing was written, an empty frame is. Closing again does nothing. Closing a writer
        that has failed writes nothing and is no error, so that the first error stays the one that
        is seen. After an error of its own, writer and sink are closed too.

        :raises BlockingIOError: The sink takes no data now; the writer is still open, close it
            again later.
        :raises ZstdError: There is less data than was declared.
        """

    def memory_size(self) -> int:
        """Return the size in bytes of the memory of the stream; once closed, what it was."""

    @property
    def closed(self) -> bool:
        """Whether the writer was closed."""

    def seek(self, pos: int, whence: int = 0) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: a stream is written from its start to its end.

        :param pos: Without effect.
        :param whence: Without effect.
        """

    def read(self, size: int | None = -1) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param size: Without effect.
        """

    def readall(self) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer."""

    def readinto(self, b: WriteableBuffer) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param b: Without effect.
        """

    def readline(self, size: int | None = -1) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param size: Without effect.
        """

    def readlines(self, hint: int | None = -1) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param hint: Without effect.
        """

    def __iter__(self) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer."""

    def __next__(self) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer."""

    def truncate(self, size: int | None = None) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: what was written cannot be taken back.

        :param size: Without effect.
        """

class ZstdDecompressionWriter(io.RawIOBase, BinaryIO):
    """Decompresses what is written to it: ``ZstdDecompressor.stream_writer()`` makes it.

    A write-only binary file, registered as ``io.RawIOBase``, with the whole interface of one. It
    has no public constructor. The sink gets pieces of at most ``write_size`` bytes. That the last
    frame is truncated can only be found out by ``close()`` or by leaving ``with``. After an
    exception of the sink, and after corrupted data, every further write is ``ZstdError``.

    Leaving ``with`` closes the writer. If an exception leaves the block, it arrives, even if
    closing fails too. A writer that was made by ``write_to()`` writes nothing more then.
    """

    def __enter__(self) -> Self:
        """Return the writer itself."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the writer."""

    def write(self, data: ReadableBuffer) -> int | Any:
        """Decompress data, and write to the sink what comes out of it.

        What comes before an error is written.

        :param data: A bytes-like object.
        :returns: How much of the data was taken: all of it, unless the sink takes none now. None:
            nothing was taken. If the writer was made with ``write_return_read=False`` or by
            ``write_to()``, all data is taken, and the result is how many bytes the sink took.
        :raises ValueError: The writer is closed.
        :raises ZstdError: The data is corrupted, no frame, or not allowed after the frame; an
            earlier call has failed.
        :raises OSError: The sink claims to have taken what it cannot have taken.
        :raises MemoryError: Memory was refused.
        """

    def writelines(self, lines: Iterable[ReadableBuffer]) -> None:
        """Write one after the other, as ``write()`` does, without adding anything.

        :param lines: Bytes-like objects.
        :raises BlockingIOError: The sink takes no data now. How much was taken is not said, so use
            ``write()`` with sinks that do not block.
        """

    def flush(self, flush_mode: int = 0) -> int:  # type: ignore[override]
        """Write everything so far to the sink, and flush the sink if it has ``flush()``.

        Content is never held back for long, so this is for the sink's sake.

        :param flush_mode: ``FLUSH_BLOCK`` or ``FLUSH_FRAME``; both do the same here.
        :returns: How many bytes the sink took.
        :raises ValueError: ``flush_mode`` is neither of the two, or the writer is closed.
        :raises BlockingIOError: The sink takes no data now; flush again later.
        :raises ZstdError: An earlier call has failed.
        """

    def tell(self) -> int:
        """Return how many bytes the sink took."""

    def seekable(self) -> bool:
        """Return false."""

    def readable(self) -> bool:
        """Return false."""

    def writable(self) -> bool:
        """Return true."""

    def isatty(self) -> bool:
        """Return false: compressed streams are no terminals."""

    def fileno(self) -> int:
        """Return the file descriptor of the sink.

        :raises OSError: The sink has none.
        """

    def close(self) -> None:
        """Write what is left, free the memory, and close the sink.

        The sink stays open if ``closefd`` is false, or if the writer was made by ``write_to()``.
        Closing again does nothing. Closing a writer that has failed writes nothing and is no
        error, so that the first error stays the one that is seen. After an error of its own,
        writer and sink are closed too.

        :raises BlockingIOError: The sink takes no data now; the writer is still open, close it
            again later.
        :raises ZstdError: The last frame is truncated.
        """

    def memory_size(self) -> int:
        """Return the size in bytes of the memory of the stream; once closed, what it was."""

    @property
    def closed(self) -> bool:
        """Whether the writer was closed."""

    def seek(self, pos: int, whence: int = 0) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: a stream is written from its start to its end.

        :param pos: Without effect.
        :param whence: Without effect.
        """

    def read(self, size: int | None = -1) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param size: Without effect.
        """

    def readall(self) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer."""

    def readinto(self, b: WriteableBuffer) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param b: Without effect.
        """

    def readline(self, size: int | None = -1) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param size: Without effect.
        """

    def readlines(self, hint: int | None = -1) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer.

        :param hint: Without effect.
        """

    def __iter__(self) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer."""

    def __next__(self) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: this is a writer."""

    def truncate(self, size: int | None = None) -> NoReturn:
        """Raise ``io.UnsupportedOperation``: what was written cannot be taken back.

        :param size: Without effect.
        """

# Streams: objects that are driven call by call.

class ZstdCompressionObj:
    """Compresses one frame, call by call: ``ZstdCompressor.compressobj()`` makes it.

    It has no public constructor. The frame is the results of all calls, joined; without the final
    ``flush()`` it is truncated. Memory is given back once the frame is ended.
    """

    def compress(self, data: ReadableBuffer) -> bytes:
        """Take data, and return what is ready of the frame.

        The result is often empty: the frame comes in blocks, and the object waits until it has
        enough for one.

        :param data: A bytes-like object.
        :raises ZstdError: The frame was ended, or there is more data than was declared.
        :raises MemoryError: Memory was refused.
        """

    def flush(self, flush_mode: int = 0) -> bytes:
        """Return everything so far.

        :param flush_mode: ``COMPRESSOBJ_FLUSH_FINISH`` ends the frame, after which the object is
            used up. ``COMPRESSOBJ_FLUSH_BLOCK`` ends the block: readers can decompress all data so
            far, and more may follow.
        :raises ValueError: ``flush_mode`` is neither of the two.
        :raises ZstdError: The frame was ended, or there is less data than was declared.
        :raises MemoryError: Memory was refused.
        """

class ZstdCompressionChunker:
    """Compresses one frame into chunks of one size: ``ZstdCompressor.chunker()`` makes it.

    It has no public constructor. Every chunk has exactly the size that was asked for; only the
    last one of ``flush()`` and of ``finish()`` may be shorter. Each call returns an iterator over
    chunks, and the work is done while it is iterated, so iterate it to the end before the next
    call.
    """

    def compress(self, data: ReadableBuffer) -> Iterator[bytes]:
        """Take data, and return an iterator over the chunks that are ready.

        :param data: A bytes-like object; it is borrowed until the iterator is exhausted.
        :raises ZstdError: The frame was ended, the iterator of the call before was not exhausted,
            or (while iterating) there is more data than was declared.
        """

    def flush(self) -> Iterator[bytes]:
        """End the block, and return an iterator over the chunks of everything so far.

        Readers can then decompress all data so far. More may follow.

        :raises ZstdError: The frame was ended, or the iterator of the call before was not
            exhausted.
        """

    def finish(self) -> Iterator[bytes]:
        """End the frame, and return an iterator over the chunks that are left.

        The chunker is used up after that.

        :raises ZstdError: The frame was ended, the iterator of the call before was not exhausted,
            or (while iterating) there is less data than was declared.
        """

class ZstdDecompressionObj:
    """Decompresses call by call: ``ZstdDecompressor.decompressobj()`` makes it.

    It has no public constructor. It takes the data in pieces of any size and decompresses one
    frame, or frame after frame if made with ``read_across_frames``. It cannot know where the data
    ends: whoever feeds it checks ``eof`` when there is no more.
    """

    def decompress(self, data: ReadableBuffer, max_length: int = -1) -> bytes:
        """Take data, and return the content that comes out of it.

        :param data: A bytes-like object; empty to go on with what is held.
        :param max_length: Largest size of the result in bytes; -1 for no limit. Data that a limit
            keeps from being decompressed is held inside: call again with ``b""`` until
            ``needs_input`` is true or ``eof`` is.
        :raises ZstdError: The only frame has ended, or the data is corrupted or no frame.
        :raises MemoryError: Memory was refused.
        """

    def flush(self, length: int = 0) -> bytes:
        """Return the content that a limit has held back, without a limit.

        Without ``max_length`` nothing is ever held back. Missing data is no error.

        :param length: Without effect; it exists for programs that were written for zlib.
        :raises ZstdError: The data is corrupted or no frame.
        :raises MemoryError: Memory was refused.
        """

    @property
    def eof(self) -> bool:
        """Whether the only frame has ended. Always false with ``read_across_frames``."""

    @property
    def needs_input(self) -> bool:
        """Whether more data is needed before there can be more content.

        False after a call that has reached its ``max_length``, and once ``eof`` is true.
        """

    @property
    def unused_data(self) -> bytes:
        """What came after the end of the only frame. Empty before that."""

    @property
    def unconsumed_tail(self) -> bytes:
        """Always empty: data that ``max_length`` leaves over is held inside.

        It exists for programs that were written for zlib.
        """

@overload
def open(
    filename: StrOrBytesPath | _Readable,
    mode: Literal["rb"] = "rb",
    cctx: ZstdCompressor | None = None,
    dctx: ZstdDecompressor | None = None,
    encoding: None = None,
    errors: None = None,
    newline: None = None,
    closefd: bool | None = None,
) -> ZstdDecompressionReader:
    """Open a compressed file, for its content.

    Reading gives the content of all frames. Modes with ``b`` are binary, others are text, as in
    the built-in ``open()``; ``t`` may be written too. Appending adds a frame to the file.

    :param filename: A path, or an object with ``read(size)`` for reading or ``write(data)`` for
        writing.
    :param mode: ``rb``, ``wb``, ``ab`` or ``xb``; ``r``, ``w``, ``a`` or ``x`` for text.
    :param cctx: The compressor for writing; None for one with default options.
    :param dctx: The decompressor for reading; None for one with default options.
    :param encoding: Encoding of text; None for the one that ``io.TextIOWrapper`` takes.
    :param errors: How to handle errors of the encoding, in text modes.
    :param newline: How to handle line ends, in text modes.
    :param closefd: Close the given object together with the result; None stands for false. A file
        that was opened by its path is always closed.
    :returns: ``ZstdDecompressionReader`` or ``ZstdCompressionWriter`` in binary modes,
        ``io.TextIOWrapper`` in text modes.
    :raises TypeError: ``filename`` is neither a path nor such an object.
    :raises ValueError: There is no such mode.
    :raises OSError: The file cannot be opened.
    """

@overload
def open(
    filename: StrOrBytesPath | _Sink,
    mode: Literal["wb", "ab", "xb"],
    cctx: ZstdCompressor | None = None,
    dctx: ZstdDecompressor | None = None,
    encoding: None = None,
    errors: None = None,
    newline: None = None,
    closefd: bool | None = None,
) -> ZstdCompressionWriter: ...
@overload
def open(
    filename: StrOrBytesPath | _Readable,
    mode: Literal["r", "rt"],
    cctx: ZstdCompressor | None = None,
    dctx: ZstdDecompressor | None = None,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool | None = None,
) -> io.TextIOWrapper: ...
@overload
def open(
    filename: StrOrBytesPath | _Sink,
    mode: Literal["w", "wt", "a", "at", "x", "xt"],
    cctx: ZstdCompressor | None = None,
    dctx: ZstdDecompressor | None = None,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool | None = None,
) -> io.TextIOWrapper: ...
@overload
def open(
    filename: StrOrBytesPath | _Readable | _Sink,
    mode: str,
    cctx: ZstdCompressor | None = None,
    dctx: ZstdDecompressor | None = None,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool | None = None,
) -> ZstdDecompressionReader | ZstdCompressionWriter | io.TextIOWrapper: ...

# Dictionaries.

class ZstdCompressionDict:
    """A dictionary for compression and decompression.

    It holds what many small inputs have in common. Any bytes can serve as content; a full
    dictionary, made by ``train_dictionary()`` or ``train_cover_dictionary()``, has an ID and
    entropy tables too. ``len()`` is its size in bytes. One dictionary may be shared by any number
    of compressors, decompressors and threads.

    :param data: The bytes of the dictionary, a bytes-like object; they are copied.
    :param dict_type: ``DICT_TYPE_AUTO``, ``DICT_TYPE_RAWCONTENT`` or ``DICT_TYPE_FULLDICT``.
    :param k: Segment size in bytes of cover training, for the attribute only.
    :param d: Dmer size in bytes of cover training, for the attribute only.
    :raises ValueError: ``dict_type`` is none of the constants. A full dictionary that is
        corrupted is noticed when it is first used, which raises ``ZstdError``.
    """

    def __new__(cls, data: ReadableBuffer, dict_type: int = 0, k: int = 0, d: int = 0) -> Self: ...
    def __len__(self) -> int:
        """Return the size of the dictionary in bytes."""

    def as_bytes(self) -> bytes:
        """Return the bytes of the dictionary, for example to store them."""

    def dict_id(self) -> int:
        """Return the ID of the dictionary, 0 for one that is content only."""

    @property
    def k(self) -> int:
        """Segment size in bytes that cover training used, 0 where it is not known."""

    @property
    def d(self) -> int:
        """Dmer size in bytes that cover training used, 0 where it is not known."""

    def precompute_compress(
        self,
        level: int = 0,
        compression_params: CompressionParameters | ZstdCompressionParameters | None = None,
    ) -> None:
        """Digest the dictionary now, for compressors that are made later.

        Those compressors share the digested form, and the level or the parameters that are given
        here win over theirs. Without this call each compressor digests the dictionary itself when
        it is first used.

        :param level: 1 to 22, or a negative level.
        :param compression_params: Explicit parameters, in place of a level.
        :raises ValueError: Both or none of the two are given, or ``level`` is out of range.
        :raises ZstdError: The dictionary is corrupted.
        :raises MemoryError: Memory was refused.
        """

def dictionary_id(dict_data: ReadableBuffer) -> int:
    """Return the ID of a dictionary that is given as bytes.

    :param dict_data: A bytes-like object.
    :returns: The ID, or 0 if the data is not a full dictionary.
    """

def train_dictionary(
    dict_size: int,
    samples: Iterable[ReadableBuffer],
    selectivity: int = 0,
    level: int = 0,
    dict_id: int = 0,
    notifications: int = 0,
    *,
    k: int = 0,
    d: int = 0,
    f: int = 0,
    split_point: float = 0.0,
    accel: int = 0,
    steps: int = 0,
    threads: int = 0,
) -> ZstdCompressionDict:
    """Train a dictionary on samples of the data that it is for.

    The trainer is libzstd's default, a fast cover that tries several parameters, or the legacy one
    if ``selectivity`` is given. A dictionary of about 100 KiB and samples of a hundred times its
    size are a good start.

    :param dict_size: Largest size of the dictionary in bytes, at least 256.
    :param samples: The samples: a list or another iterable of bytes-like objects, of less than
        4 GiB together.
    :param selectivity: 1 to 30 for the legacy trainer; larger values put more data into the
        dictionary, and 9 is usual. 0 for the fast cover trainer.
    :param level: Level that the dictionary will be used with; 0 for the default.
    :param dict_id: ID of the dictionary, of up to 32 bits; 0 for a random one, which is drawn from
        the content.
    :param notifications: What is written to stderr: 0 nothing, 1 errors, 2 progress, 3 details,
        4 all.
    :param k: Fast cover: segment size in bytes, 16 to 2048 or so; 0 to try several.
    :param d: Fast cover: dmer size in bytes, 6 or 8, at most ``k``; 0 for 8 or, with ``steps`` or
        ``threads``, for the better of both.
    :param f: Fast cover: size of the frequency table as an exponent of 2, 1 to 31; 0 for 20.
    :param split_point: Fast cover: share of the samples to train with, up to 1.0; the others test
        the result, with 1.0 all do. 0 for 0.75.
    :param accel: Fast cover: 1 to 10, faster and less accurate; 0 for 1.
    :param steps: Fast cover: number of values of ``k`` to try; 0 for the default.
    :param threads: Fast cover: threads to try values with; negative for all logical CPUs.
    :raises TypeError: ``samples`` is not iterable.
    :raises ValueError: A sample is not bytes-like, or ``selectivity``, ``level``, ``dict_id`` or
        ``notifications`` is out of range.
    :raises ZstdError: There are too few samples, or they are too small (8 bytes are the least) or
        too much alike, or the trainer cannot work with ``dict_size`` or a parameter of its own.
    :raises MemoryError: Memory was refused.
    """

def train_cover_dictionary(
    dict_size: int,
    samples: Iterable[ReadableBuffer],
    k: int = 0,
    d: int = 0,
    dict_id: int = 0,
    optimize: bool = False,
    level: int = 1,
    steps: int = 32,
    threads: int = 0,
    notifications: int = 0,
) -> ZstdCompressionDict:
    """Train a dictionary with the cover trainer.

    It is slower than ``train_dictionary()``, needs about 9 bytes of memory per byte of the
    samples, and often makes better dictionaries. The attributes ``k`` and ``d`` of the result are
    the values that were used.

    :param dict_size: Largest size of the dictionary in bytes, at least 256.
    :param samples: The samples: a list or another iterable of bytes-like objects, of less than
        4 GiB together.
    :param k: Segment size in bytes; 16 to 2048 is reasonable.
    :param d: Dmer size in bytes; 6 to 16 is reasonable, at most ``k``.
    :param dict_id: ID of the dictionary, of up to 32 bits; 0 for a random one, which is drawn from
        the content.
    :param optimize: Try several values of ``k`` and ``d``, where they are 0, and take those that
        compress the samples best. Without it both are required.
    :param level: Level to compress the samples with while trying; 0 for the default.
    :param steps: Number of values of ``k`` to try.
    :param threads: Threads to try values with; negative for all logical CPUs.
    :param notifications: What is written to stderr: 0 nothing, 1 errors, 2 progress, 3 details,
        4 all.
    :raises TypeError: ``samples`` is not iterable.
    :raises ValueError: A sample is not bytes-like, or ``level``, ``dict_id`` or ``notifications``
        is out of range.
    :raises ZstdError: ``k`` or ``d`` is missing although ``optimize`` is false, or does not fit;
        ``dict_size`` is too small; there are too few samples, or they are too small (8 bytes are
        the least) or too much alike.
    :raises MemoryError: Memory was refused.
    """

# Single calls.

def compress(data: ReadableBuffer, level: int = 3) -> bytes:
    """Compress data into one frame that declares its content size.

    For more than a few inputs a ``ZstdCompressor`` is faster.

    :param data: A bytes-like object.
    :param level: 1 to 22, or a negative number down to ``MIN_COMPRESSION_LEVEL``.
    :returns: The frame.
    :raises ValueError: ``level`` is 0 or out of range.
    :raises MemoryError: Memory was refused.
    """

def decompress(data: ReadableBuffer, max_output_size: int = 0) -> bytes:
    """Decompress one frame.

    For more than a few frames a ``ZstdDecompressor`` is faster.

    :param data: A bytes-like object that is one frame.
    :param max_output_size: Largest size of the result in bytes; 0 for no limit. Needed if the
        frame does not declare its content size.
    :returns: The content.
    :raises ZstdError: No frame, a truncated or corrupted one, an undeclared size without
        ``max_output_size``, more content than ``max_output_size``, or data after the frame.
    :raises MemoryError: Memory was refused.
    """

# Frames.

class FrameParameters:
    """What a frame header says, as ``get_frame_parameters()`` returns it.

    It has no public constructor, and instances cannot be changed.
    """

    @property
    def content_size(self) -> int:
        """Size of the content in bytes, 0 if the header does not declare it.

        Empty content reads as 0 too; ``frame_content_size()`` tells the two apart.
        """

    @property
    def window_size(self) -> int:
        """Window in bytes that decompressing the frame as a stream needs."""

    @property
    def dict_id(self) -> int:
        """ID of the dictionary that the frame needs, 0 if the header names none."""

    @property
    def has_checksum(self) -> bool:
        """Whether a checksum of the content ends the frame."""

def get_frame_parameters(data: ReadableBuffer, format: int = 0) -> FrameParameters:
    """Read the header of the frame that the data begins with.

    :param data: A bytes-like object; at most 18 bytes of it are read.
    :param format: ``FORMAT_ZSTD1``, or ``FORMAT_ZSTD1_MAGICLESS`` for a frame without the magic
        number.
    :raises ValueError: ``format`` is neither of the two.
    :raises ZstdError: There is too little data for the header (the message says how much is
        needed), or it is not a frame.
    """

def frame_content_size(data: ReadableBuffer) -> int:
    """Return the content size that a frame declares.

    :param data: A bytes-like object that begins with a frame header.
    :returns: The size in bytes, or -1 if the header does not declare it.
    :raises ZstdError: The data does not begin with a complete frame header.
    """

def frame_header_size(data: ReadableBuffer) -> int:
    """Return the size of a frame's header.

    The magic number is not checked; ``is_frame()`` does that.

    :param data: A bytes-like object that begins with a frame; its first 5 bytes suffice.
    :returns: The size in bytes, 18 at most.
    :raises ZstdError: There is too little data.
    """

def frame_compressed_size(data: ReadableBuffer, format: int = 0) -> int:
    """Return the size of the frame that the data begins with, without decompressing it.

    It tells where the next frame begins. Skippable frames are measured too.

    :param data: A bytes-like object that holds the whole frame; more data may follow.
    :param format: ``FORMAT_ZSTD1``, or ``FORMAT_ZSTD1_MAGICLESS`` for a frame without the magic
        number.
    :returns: The size in bytes, from the header to the end of the frame.
    :raises ValueError: ``format`` is neither of the two.
    :raises ZstdError: The data does not begin with a frame, or the frame is truncated or broken.
    """

def decompressed_bound(data: ReadableBuffer) -> int:
    """Return an upper bound of the size of the content of all frames.

    It is exact where all headers declare their sizes. Skippable frames and empty data count as 0.

    :param data: A bytes-like object that consists of whole frames.
    :returns: The bound in bytes.
    :raises ZstdError: There is something else than frames in the data, or one is truncated.
    """

def decompression_margin(data: ReadableBuffer) -> int:
    """Return the room that decompressing in place needs beyond the content.

    For that, a buffer has the compressed data at its end and receives the content from its start.
    It must be this much larger than the content.

    :param data: A bytes-like object that consists of whole frames.
    :returns: The margin in bytes.
    :raises ZstdError: There is something else than frames in the data, or one is truncated.
    """

def is_frame(data: ReadableBuffer) -> bool:
    """Return whether the data begins with the magic number of a frame, skippable or not.

    :param data: A bytes-like object; fewer than 4 bytes are never a frame.
    """

def write_skippable_frame(data: ReadableBuffer, magic_variant: int = 0) -> bytes:
    """Return a skippable frame: bytes of any kind that decompressors pass over.

    :param data: The payload, a bytes-like object of less than 4 GiB.
    :param magic_variant: 0 to 15, for the meaning that a program gives to it. It is added to
        ``MAGIC_SKIPPABLE_START``.
    :raises ValueError: ``magic_variant`` is out of range.
    :raises ZstdError: The payload is too large.
    :raises MemoryError: Memory was refused.
    """

def read_skippable_frame(data: ReadableBuffer) -> tuple[bytes, int]:
    """Return the payload and the magic variant of a skippable frame.

    :param data: A bytes-like object that begins with a skippable frame; more data may follow.
    :returns: The payload, and the variant from 0 to 15.
    :raises ZstdError: The data does not begin with a skippable frame, or it is truncated.
    :raises MemoryError: Memory was refused.
    """

def is_skippable_frame(data: ReadableBuffer) -> bool:
    """Return whether the data begins with the magic number of a skippable frame.

    :param data: A bytes-like object; fewer than 4 bytes are never a frame.
    """

# Parameters.

def get_compression_parameters(
    level: int, source_size: int = 0, dict_size: int = 0
) -> CompressionParameters:
    """Return the parameters that libzstd derives from a level.

    :param level: 1 to 22, or a negative number down to ``MIN_COMPRESSION_LEVEL``; 0 for the
        default, 3.
    :param source_size: Size of the input in bytes; 0 for unknown.
    :param dict_size: Size of the dictionary in bytes; 0 for none.
    :raises ValueError: ``level`` is out of range.
    """

def estimate_compression_context_size(
    params: CompressionParameters | ZstdCompressionParameters,
) -> int:
    """Return the size in bytes of a context that compresses with the given parameters.

    It is an estimate for compression in a single thread.

    :param params: The parameters.
    :raises ZstdError: libzstd does not accept the parameters together.
    """

def estimate_decompression_context_size() -> int:
    """Return the size in bytes of a context for decompression in single calls.

    Streams need memory for the window of the frame on top.
    """

def parameter_bounds(name: str) -> tuple[int, int]:
    """Return the smallest and the largest value that the linked libzstd allows for a parameter.

    Besides these, 0 stands for "derived" or "the default" where the docstring of a parameter says
    so.

    :param name: The name of a parameter: an argument of ``ZstdCompressionParameters``, or one of
        decompression: window_log_max, force_ignore_checksum, ref_multiple_dicts,
        disable_huffman_assembly. A name that exists for both is compression's.
    :raises ValueError: There is no such parameter; the message lists the names.
    """

# Buffers with segments.

class BufferWithSegments:
    """Memory that holds many items, and the table of where they lie in it.

    It is a sequence: ``len()`` is the number of items, ``b[i]`` a ``BufferSegment`` that refers to
    the memory without copying it, a slice is a list of those, and iteration works. Instances
    cannot be changed and keep ``data`` alive.

    In both modules ``bytes(b)``, ``memoryview(b)`` and ``b.tobytes()`` give the bytes of the whole
    memory; ``bytes`` and ``tobytes`` copy, ``memoryview`` does not. This holds for all three buffer
    types and on every supported Python: CPython before 3.12, CPython 3.12 and newer, PyPy. So do
    calls that take bytes-like objects, such as ``file.write(b)``. Only the method ``__buffer__``
    depends on the version: Python has it from 3.12 on, so call ``memoryview(b)`` instead.

    :param data: A bytes-like object with all items; it is not copied. A mapped file will do.
    :param segments: A bytes-like table of native 64-bit unsigned integers: offset and length of
        each item in bytes. Items may overlap.
    :raises TypeError: An argument is not bytes-like.
    :raises ValueError: The size of the table is not a multiple of 16, or an item lies outside of
        ``data``.
    """

    def __new__(cls, data: ReadableBuffer, segments: ReadableBuffer) -> Self: ...
    def __len__(self) -> int:
        """Return the number of segments."""

    @overload
    def __getitem__(self, index: int, /) -> BufferSegment:
        """Return the segment at an index from 0, or a list of segments for a slice.

        :raises IndexError: The index is negative, or not less than the number of segments.
        """

    @overload
    def __getitem__(self, index: slice, /) -> list[BufferSegment]: ...
    def __iter__(self) -> Iterator[BufferSegment]:
        """Return an iterator over the segments."""

    @property
    def size(self) -> int:
        """Size of the whole memory in bytes, segments or not."""

    @property
    def segments(self) -> BufferSegments:
        """The table of offsets and lengths."""

    def tobytes(self) -> bytes:
        """Return a copy of the whole memory."""

    def __buffer__(self, flags: int, /) -> memoryview:
        """Return a read-only view of the whole memory, for Python 3.12 and newer."""

@final
class BufferSegment:
    """One item of a ``BufferWithSegments``.

    It refers to memory without copying it, and keeps all of that memory alive. ``len()`` is its
    length in bytes. ``bytes(s)``, ``memoryview(s)`` and ``s.tobytes()`` give its bytes on every
    Python, ``s[i]`` one byte as an int, and a slice ``bytes``. It has no public constructor.
    """

    def __len__(self) -> int:
        """Return the length of the segment in bytes."""

    @overload
    def __getitem__(self, index: int, /) -> int:
        """Return the byte at an index from 0 as an int, or a copy of the bytes of a slice.

        :raises IndexError: There is no such byte.
        """

    @overload
    def __getitem__(self, index: slice, /) -> bytes: ...
    @property
    def offset(self) -> int:
        """Where the segment begins in its ``BufferWithSegments``, in bytes."""

    def tobytes(self) -> bytes:
        """Return a copy of the bytes of the segment."""

    def __buffer__(self, flags: int, /) -> memoryview:
        """Return a read-only view of the segment, for Python 3.12 and newer."""

@final
class BufferSegments:
    """The table of a ``BufferWithSegments``: offset and length of each segment in bytes.

    ``len()`` is the number of segments, and ``t[i]`` a tuple of offset and length. As a bytes-like
    object it is an array of native 64-bit unsigned integers, two for each segment, so 16 bytes for
    each: ``bytes(t)``, ``memoryview(t)`` and ``t.tobytes()`` work on every Python. It has no
    public constructor.
    """

    def __len__(self) -> int:
        """Return the number of segments."""

    def __getitem__(self, index: int, /) -> tuple[int, int]:
        """Return the offset and the length in bytes of the segment at an index from 0.

        :raises IndexError: The index is negative, or not less than the number of segments.
        """

    def tobytes(self) -> bytes:
        """Return a copy of the table: 16 bytes for each segment."""

    def __buffer__(self, flags: int, /) -> memoryview:
        """Return a read-only view of the table, for Python 3.12 and newer."""

class BufferWithSegmentsCollection:
    """Several ``BufferWithSegments``, seen as one sequence of their segments.

    ``len()`` is the number of all segments, ``c[i]`` a ``BufferSegment``, counted through all
    buffers in their order, a slice is a list of those, and iteration works. Batch calls return
    and accept it.

    :param buffers: One or more ``BufferWithSegments``, each with at least one segment.
    :raises TypeError: An argument is of another type.
    :raises ValueError: There is no argument, or a buffer has no segments.
    """

    def __new__(cls, *buffers: BufferWithSegments) -> Self: ...
    def __len__(self) -> int:
        """Return the number of segments in all buffers."""

    @overload
    def __getitem__(self, index: int, /) -> BufferSegment:
        """Return the segment at an index from 0, or a list of segments for a slice.

        :raises IndexError: The index is negative, or not less than the number of segments.
        """

    @overload
    def __getitem__(self, index: slice, /) -> list[BufferSegment]: ...
    def __iter__(self) -> Iterator[BufferSegment]:
        """Return an iterator over the segments of all buffers."""

    def size(self) -> int:
        """Return the size of all segments together in bytes."""
