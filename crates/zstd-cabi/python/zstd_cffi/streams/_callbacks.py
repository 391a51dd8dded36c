"""The functions that the library calls when it needs a source or a sink: one of each kind, for all streams.

The argument of each is a handle of the end of the stream that is meant. What a Python object raises cannot pass the library:
it is kept there, the library is told so by a number, and the call into the library raises it again, the very same exception.
"""

import sys

from .._native import ffi, lib

OK = lib.ZSTDRS_ANSWER_OK
WOULD_BLOCK = lib.ZSTDRS_ANSWER_WOULD_BLOCK
NOT_SAID = lib.ZSTDRS_ANSWER_NOT_SAID
CANNOT_REWIND = lib.ZSTDRS_ANSWER_CANNOT_REWIND

# What the library is told of an exception. It may be any positive number.
_RAISED = 1


# What PyPy has compiled lets handlers of signals run at the ends of loops only. A callback that goes once through a loop lets a
# call that keeps calling back be interrupted, whatever the other objects do.
_ONCE = (None,)


def _keep(kind, error, traceback):
    """Keep an exception, wherever in a callback it was raised: a signal may interrupt even its first line."""
    end = ffi.from_handle(traceback.tb_frame.f_locals["end"])
    end.raised = error.with_traceback(traceback)
    return _RAISED


def _kept(callback):
    """Keep a callback beyond the end of the interpreter, which frees what modules have: other threads may still be in calls."""
    if sys.implementation.name == "cpython":
        import ctypes

        ctypes.pythonapi.Py_IncRef(ctypes.py_object(callback))
    return callback


def _callback(declaration):
    return lambda function: _kept(ffi.callback(declaration, function, _RAISED, _keep))


@_callback("int32_t(void *, size_t, const void **, size_t *)")
def read(end, wanted, data, length):
    """Ask a source for a piece of input."""
    for _ in _ONCE:
        pass
    return ffi.from_handle(end).read(wanted, data, length)


@_callback("int32_t(void *, int32_t)")
def rewind(end, probe):
    """Let a source go back to where it began, or ask whether it can."""
    return ffi.from_handle(end).rewind(probe)


@_callback("int32_t(void *, const void *, size_t, int64_t *)")
def write(end, data, length, taken):
    """Offer output to a sink."""
    for _ in _ONCE:
        pass
    return ffi.from_handle(end).write(data, length, taken)


@_callback("int32_t(void *)")
def flush(end):
    """Let a sink pass on what it holds back."""
    return ffi.from_handle(end).flush()
