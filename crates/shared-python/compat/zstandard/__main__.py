"""Prints what is identical to python-zstandard 0.25, what is better, and what differs on purpose."""

from ... import __version__ as version
from . import ZSTD_VERSION, __version__
from ._table import lines

FACE = __spec__.name.rpartition(".")[0]  # type: ignore[union-attr]

print(f"{FACE}: python-zstandard {__version__} on {FACE.partition('.')[0]} {version}, libzstd", *ZSTD_VERSION[:1], end="")
print("", *ZSTD_VERSION[1:], sep=".")
print("\n".join(lines()))
