"""Functions of the library that CPython calls itself, without cffi between: for the calls that programs make most often.

Each takes the address of a handle first, and then its arguments. Data are of the type ``bytes``, lists are of the type ``list``.
An answer that is an ``int`` below 0 is the status of a failure with its sign changed.

The functions here return None where the ordinary way must be taken: something else is in a list, or the interpreter is another
one, where they always do. Those of streams are in ``BUILT_IN``, which is empty there.
"""

import sys

from ._errors import failure
from ._native import ffi, lib


def address_of(handle):
    """Return the address of a handle, which must be kept as long as that is used."""
    return int(ffi.cast("uintptr_t", handle))


def failed(answer):
    """Return the exception for a call whose answer is the status of a failure."""
    return failure(-answer)


def _nothing(*arguments):
    return None


BUILT_IN = {}

if sys.implementation.name == "cpython":
    import ctypes

    class _Method(ctypes.Structure):
        _fields_ = [
            ("name", ctypes.c_char_p),
            ("function", ctypes.c_void_p),
            ("flags", ctypes.c_int),
            ("documentation", ctypes.c_char_p),
        ]

    @ffi.callback("void *(char *)")
    def _find(name):
        try:
            found = ctypes.pythonapi[ffi.string(name).decode()]
        except AttributeError:
            return ffi.NULL
        return ffi.cast("void *", ctypes.cast(found, ctypes.c_void_p).value)

    def _functions():
        methods = ffi.new("const void **")
        # Without one of the functions that it needs, an interpreter takes the ordinary way.
        if lib.zstdrs_python_calls(_find, methods):
            return
        kind = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
        new = kind(("PyCFunction_NewEx", ctypes.pythonapi))
        address = address_of(methods[0])
        while name := _Method.from_address(address).name:
            yield name.decode(), new(address, None, None)
            address += ctypes.sizeof(_Method)

    BUILT_IN.update(_functions())

compress = BUILT_IN.get("compress", _nothing)
decompress = BUILT_IN.get("decompress", _nothing)
compress_batch = BUILT_IN.get("compress_batch", _nothing)
compress_list = BUILT_IN.get("compress_list", _nothing)
decompress_batch = BUILT_IN.get("decompress_batch", _nothing)
decompress_list = BUILT_IN.get("decompress_list", _nothing)
