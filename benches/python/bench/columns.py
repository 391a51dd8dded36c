"""The columns of the benchmark, by name, in the order in which they are measured.

Those that are compared most stand next to each other. A column has a method for each operation of ``cases``; one that it
lacks is left out of that row.
"""

import importlib

from .floor import Floor
from .rich import Rich
from .standard import Cramjam, Standard

MODULES = {
    "zstandard": (Rich, "zstandard.backend_c", "zstandard"),
    "native": (Rich, "zstd", "zstdrs"),
    "floor": (Floor, None, None),
    "cffi": (Rich, "zstd_cffi", "zstdrs-cffi"),
    "zstandard_cffi": (Rich, "zstandard.backend_cffi", "zstandard"),
    "backports": (Standard, "backports.zstd", "backports.zstd"),
    "pyzstd": (Standard, "pyzstd", "pyzstd"),
    "cramjam": (Cramjam, "cramjam", "cramjam"),
}


def load(names, floor):
    """Return the columns that can be imported, by name, and the names of those that cannot; ``floor`` is the path of the
    library, or None."""
    columns, missing = {}, []
    for name, (kind, module, _) in MODULES.items():
        if names and name not in names:
            continue
        try:
            columns[name] = kind(floor if module is None else importlib.import_module(module))
        except (ImportError, OSError):
            missing.append(name)
    return columns, missing


def distribution(name):
    """Return the name of the distribution that a column comes from, or None."""
    return MODULES[name][2]
