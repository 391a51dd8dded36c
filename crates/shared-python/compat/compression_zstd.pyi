"""Types of the face ``compression_zstd``; what the objects do is said where they are."""

import enum
import io
import os
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, Protocol, TypeAlias, final, overload

from _typeshed import ReadableBuffer, WriteableBuffer
from typing_extensions import Self

from .. import ZstdCompressor as _OwnCompressor
from .. import ZstdDecompressor as _OwnDecompressor
from .. import ZstdError as ZstdError

__all__ = (
    "COMPRESSION_LEVEL_DEFAULT",
    "CompressionParameter",
    "DecompressionParameter",
    "FrameInfo",
    "Strategy",
    "ZstdCompressor",
    "ZstdDecompressor",
    "ZstdDict",
    "ZstdError",
    "ZstdFile",
    "compress",
    "decompress",
    "finalize_dict",
    "get_frame_info",
    "get_frame_size",
    "open",
    "register_shutil",
    "register_tarfile",
    "train_dict",
    "unregister_shutil",
    "unregister_tarfile",
    "zstd_version",
    "zstd_version_info",
)

COMPRESSION_LEVEL_DEFAULT: Final[int]
zstd_version: Final[str]
zstd_version_info: Final[tuple[int, int, int]]

_Dictionary: TypeAlias = ZstdDict | tuple[ZstdDict, int]
_Options: TypeAlias = Mapping[int, int]
_Path: TypeAlias = str | bytes | os.PathLike[str] | os.PathLike[bytes]
_ReadMode: TypeAlias = Literal["r", "rb"]
_WriteMode: TypeAlias = Literal["w", "wb", "x", "xb", "a", "ab"]
_Mode: TypeAlias = Literal[0, 1, 2]
_FlushMode: TypeAlias = Literal[1, 2]

class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...

class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...

def compress(
    data: ReadableBuffer,
    level: int | None = None,
    options: _Options | None = None,
    zstd_dict: _Dictionary | None = None,
) -> bytes: ...
def decompress(
    data: ReadableBuffer, zstd_dict: _Dictionary | None = None, options: _Options | None = None
) -> bytes: ...
def train_dict(samples: Iterable[ReadableBuffer], dict_size: int) -> ZstdDict: ...
def finalize_dict(
    zstd_dict: ZstdDict, /, samples: Iterable[ReadableBuffer], dict_size: int, level: int
) -> ZstdDict: ...
def get_frame_info(frame_buffer: ReadableBuffer) -> FrameInfo: ...
def get_frame_size(frame_buffer: ReadableBuffer) -> int: ...
def register_shutil(*, tar: bool = True, zip: bool = True) -> None: ...
def unregister_shutil(*, tar: bool = True, zip: bool = True) -> None: ...
def register_tarfile() -> None: ...
def unregister_tarfile() -> None: ...

class FrameInfo:
    __slots__ = ("decompressed_size", "dictionary_id")
    decompressed_size: int | None
    dictionary_id: int
    def __init__(self, decompressed_size: int | None, dictionary_id: int) -> None: ...
    def __setattr__(self, name: str, value: object) -> None: ...

class CompressionParameter(enum.IntEnum):
    compression_level = 100
    window_log = 101
    hash_log = 102
    chain_log = 103
    search_log = 104
    min_match = 105
    target_length = 106
    strategy = 107
    enable_long_distance_matching = 160
    ldm_hash_log = 161
    ldm_min_match = 162
    ldm_bucket_size_log = 163
    ldm_hash_rate_log = 164
    content_size_flag = 200
    checksum_flag = 201
    dict_id_flag = 202
    nb_workers = 400
    job_size = 401
    overlap_log = 402
    def bounds(self) -> tuple[int, int]: ...

class DecompressionParameter(enum.IntEnum):
    window_log_max = 100
    def bounds(self) -> tuple[int, int]: ...

class Strategy(enum.IntEnum):
    fast = 1
    dfast = 2
    greedy = 3
    lazy = 4
    lazy2 = 5
    btlazy2 = 6
    btopt = 7
    btultra = 8
    btultra2 = 9

@final
class ZstdCompressor:
    CONTINUE: Final = 0
    FLUSH_BLOCK: Final = 1
    FLUSH_FRAME: Final = 2
    def __new__(
        cls, level: int | None = None, options: _Options | None = None, zstd_dict: _Dictionary | None = None
    ) -> Self: ...
    def compress(self, /, data: ReadableBuffer, mode: _Mode = 0) -> bytes: ...
    def flush(self, /, mode: _FlushMode = 2) -> bytes: ...
    def set_pledged_input_size(self, size: int | None, /) -> None: ...
    @property
    def last_mode(self) -> _Mode: ...
    @property
    def batch(self) -> _OwnCompressor: ...

@final
class ZstdDecompressor:
    def __new__(cls, zstd_dict: _Dictionary | None = None, options: _Options | None = None) -> Self: ...
    def decompress(self, /, data: ReadableBuffer, max_length: int = -1) -> bytes: ...
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def batch(self) -> _OwnDecompressor: ...

@final
class ZstdDict:
    def __new__(cls, dict_content: ReadableBuffer, /, *, is_raw: bool = False) -> Self: ...
    def __len__(self) -> int: ...
    @property
    def dict_content(self) -> bytes: ...
    @property
    def dict_id(self) -> int: ...
    @property
    def as_digested_dict(self) -> tuple[Self, int]: ...
    @property
    def as_undigested_dict(self) -> tuple[Self, int]: ...
    @property
    def as_prefix(self) -> tuple[Self, int]: ...

class ZstdFile(io.BufferedIOBase):
    FLUSH_BLOCK: Final = 1
    FLUSH_FRAME: Final = 2
    @overload
    def __init__(
        self,
        file: _Path | _Source,
        /,
        mode: _ReadMode = "r",
        *,
        level: None = None,
        options: _Options | None = None,
        zstd_dict: _Dictionary | None = None,
    ) -> None: ...
    @overload
    def __init__(
        self,
        file: _Path | _Sink,
        /,
        mode: _WriteMode,
        *,
        level: int | None = None,
        options: _Options | None = None,
        zstd_dict: _Dictionary | None = None,
    ) -> None: ...
    @property
    def mode(self) -> Literal["rb", "wb"]: ...
    @property
    def name(self) -> Any: ...
    @property
    def closed(self) -> bool: ...
    def write(self, data: ReadableBuffer, /) -> int: ...
    def flush(self, mode: _FlushMode = 1) -> None: ...
    def read(self, size: int | None = -1) -> bytes: ...
    def read1(self, size: int = -1) -> bytes: ...
    def readinto(self, b: WriteableBuffer) -> int: ...
    def readinto1(self, b: WriteableBuffer) -> int: ...
    def readline(self, size: int | None = -1) -> bytes: ...
    def peek(self, size: int = -1) -> bytes: ...
    def seek(self, offset: int, whence: int = 0) -> int: ...

@overload
def open(
    file: _Path | _Source,
    /,
    mode: _ReadMode = "rb",
    *,
    level: None = None,
    options: _Options | None = None,
    zstd_dict: _Dictionary | None = None,
    encoding: None = None,
    errors: None = None,
    newline: None = None,
) -> ZstdFile: ...
@overload
def open(
    file: _Path | _Sink,
    /,
    mode: _WriteMode,
    *,
    level: int | None = None,
    options: _Options | None = None,
    zstd_dict: _Dictionary | None = None,
    encoding: None = None,
    errors: None = None,
    newline: None = None,
) -> ZstdFile: ...
@overload
def open(
    file: _Path | _Source,
    /,
    mode: Literal["rt"],
    *,
    level: None = None,
    options: _Options | None = None,
    zstd_dict: _Dictionary | None = None,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
) -> io.TextIOWrapper: ...
@overload
def open(
    file: _Path | _Sink,
    /,
    mode: Literal["wt", "xt", "at"],
    *,
    level: int | None = None,
    options: _Options | None = None,
    zstd_dict: _Dictionary | None = None,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
) -> io.TextIOWrapper: ...
