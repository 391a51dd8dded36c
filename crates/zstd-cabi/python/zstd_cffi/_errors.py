"""Failures of the library as exceptions."""

from io import UnsupportedOperation

from ._documentation import public
from ._native import ffi, lib


@public
class ZstdError(Exception):
    code = None


_EXCEPTIONS = {
    lib.ZSTDRS_STATUS_VALUE: ValueError,
    lib.ZSTDRS_STATUS_TYPE: TypeError,
    lib.ZSTDRS_STATUS_INDEX: IndexError,
    lib.ZSTDRS_STATUS_MEMORY: MemoryError,
    lib.ZSTDRS_STATUS_OS: OSError,
    lib.ZSTDRS_STATUS_INTERRUPTED: KeyboardInterrupt,
    lib.ZSTDRS_STATUS_UNSUPPORTED: UnsupportedOperation,
    lib.ZSTDRS_STATUS_WOULD_BLOCK: BlockingIOError,
    lib.ZSTDRS_STATUS_BUSY: ZstdError,
    lib.ZSTDRS_STATUS_END: EOFError,
}


def failure(status):
    """Return the exception for the call of this thread that has just ended with a status other than success."""
    message = ffi.string(lib.zstdrs_last_error_message()).decode("utf-8", "replace")
    if status != lib.ZSTDRS_STATUS_ZSTD:
        return _EXCEPTIONS.get(status, RuntimeError)(message)
    error = ZstdError(message)
    code = lib.zstdrs_last_error_code()
    if code:
        error.code = code
    return error


def check(status):
    """Raise the exception for the call that has just ended with this status, if it has failed."""
    if status:
        raise failure(status)


def wrong_argument(argument, index=0, name=None):
    """Return the exception for an argument of a wrong type."""
    name = ffi.NULL if name is None else c_text(name)
    return failure(lib.zstdrs_argument_error(argument, index, name))


def wrong_type(argument, value):
    """Return the exception for an argument whose type is named in the message."""
    return wrong_argument(argument, name=type(value).__name__)


def c_text(text):
    """Return a str in the form that the library takes."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace")
