"""Versions, features and constants, as the library states them."""

from itertools import count

from ._errors import check
from ._native import ffi, lib


def names(name_at):
    """Return the names that ``name_at(index)`` lists until it returns NULL."""
    found = []
    for index in count():
        name = name_at(index)
        if not name:
            return found
        found.append(ffi.string(name).decode())


def _constant(index):
    name = ffi.new("const char **")
    magnitude = ffi.new("uint64_t *")
    negative = ffi.new("int32_t *")
    check(lib.zstdrs_constant(index, name, magnitude, negative))
    value = -magnitude[0] if negative[0] else magnitude[0]
    return ffi.string(name[0]).decode(), value


# From the name of each constant to its value.
CONSTANTS = dict(map(_constant, range(lib.zstdrs_constant_count())))

# Major, minor and release of libzstd.
LIBZSTD_VERSION = tuple(lib.zstdrs_libzstd_version() // place % 100 for place in (10000, 100, 1))

VERSION = ffi.string(lib.zstdrs_version()).decode()

FEATURES = set(names(lib.zstdrs_backend_feature))
