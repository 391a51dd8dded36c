"""A type whose instances answer buffer requests, for CPython before 3.12.

``Slotted`` is that type, made from a C description whose slot is a function of the library. ``attach(instance, address,
length)`` says which bytes an instance has; they must stay valid as long as it lives.
"""

import ctypes

from ._errors import check
from ._native import ffi, lib

_api = ctypes.pythonapi


class _Slot(ctypes.Structure):
    _fields_ = [("number", ctypes.c_int), ("function", ctypes.c_void_p)]


class _Spec(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("basicsize", ctypes.c_int),
        ("itemsize", ctypes.c_int),
        ("flags", ctypes.c_uint),
        ("slots", ctypes.POINTER(_Slot)),
    ]


# Of the stable ABI: the number of the slot, and flags that say "may be inherited from" and "has the current layout".
_BF_GETBUFFER = 1
_FLAGS = 1 << 10 | 1 << 18

# Behind what every object has, instances have room for a pointer and a length.
_ROOM = 2 * ctypes.sizeof(ctypes.c_void_p)


def _make_type():
    fill_info = ctypes.cast(_api.PyBuffer_FillInfo, ctypes.c_void_p).value
    kind = ffi.typeof(lib.zstdrs_python_setup).args[0]
    check(lib.zstdrs_python_setup(ffi.cast(kind, fill_info), object.__basicsize__))
    getbuffer = int(ffi.cast("uintptr_t", lib.zstdrs_python_getbuffer))
    slots = (_Slot * 2)(_Slot(_BF_GETBUFFER, getbuffer), _Slot(0, None))
    name = f"{__name__}.Slotted".encode()
    spec = _Spec(name, object.__basicsize__ + _ROOM, 0, _FLAGS, slots)
    from_spec = _api.PyType_FromSpecWithBases
    from_spec.restype = ctypes.py_object
    from_spec.argtypes = (ctypes.POINTER(_Spec), ctypes.c_void_p)
    slotted = from_spec(ctypes.byref(spec), None)
    # The type refers to the name and to the library as long as the process lives.
    _api.Py_IncRef(ctypes.py_object((name, lib)))
    return slotted


Slotted = _make_type()

_attach = lib.zstdrs_python_attach


def attach(instance, address, length):
    """Give an instance of ``Slotted`` its bytes."""
    # In CPython the identity of an object is its address.
    check(_attach(id(instance), address, length))
