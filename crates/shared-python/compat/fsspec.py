"""Compressed files for ``fsspec``: a file system, and the compression of ``fsspec.open()``.

The file system comes with the extra ``fsspec`` of this package's distribution, by itself: in
``fsspec.open("zstdrs://data.csv::https://example.org/data.csv.zst")`` (``zstdrs-cffi`` for the package for other interpreters) it
shows the content of a file as one file of its own. For ``compression="zstd"`` this package is used after ``register_fsspec()``.
"""

import fsspec
import fsspec.compression
from fsspec.archive import AbstractArchiveFileSystem

from .compression_zstd import ZstdFile

__all__ = ["ZstdFileSystem", "register_fsspec", "unregister_fsspec"]

_COMPRESSION = "zstd"
_ENDINGS = (".zst", ".zstd")


class _Content(ZstdFile):
    """The content of a file that is closed with it."""

    def close(self):
        target = self._file
        try:
            super().close()
        finally:
            if target is not None:
                target.close()


class ZstdFileSystem(AbstractArchiveFileSystem):
    """The content of one compressed file, as a file system with one file, whose name lacks the ending ``.zst``.

    :param fo: The compressed file: its URL, or an object like a file, which stays open.
    :param mode: ``r`` only; compressed files are written with ``compression="zstd"``.
    :param target_protocol: The protocol of the URL, as a chain of URLs says it.
    :param target_options: Options of that protocol.
    """

    root_marker = ""
    protocol = ("zstdrs", "zstdrs-cffi")
    cachable = False

    def __init__(self, fo="", mode="r", target_protocol=None, target_options=None, **kwargs):
        super().__init__(**kwargs)
        if mode not in ("r", "rb"):
            raise ValueError("mode must be 'r': a compressed file is written with compression='zstd'")
        if isinstance(fo, str):
            fo = fsspec.open(fo, mode="rb", protocol=target_protocol, **(target_options or {}))
            path = fo.path
        else:
            path = getattr(fo, "name", None)
        self.fo = fo
        name = path.replace("\\", "/").rstrip("/").rpartition("/")[2] if isinstance(path, str) else ""
        for ending in _ENDINGS:
            if name.endswith(ending):
                name = name[: -len(ending)]
        self._name = name or "content"
        self.dir_cache = None

    def _get_dirs(self):
        if self.dir_cache is None:
            # How large the content is, only reading all of it would tell.
            self.dir_cache = {self._name: {"name": self._name, "size": None, "type": "file"}}

    def _open(self, path, mode="rb", **kwargs):
        if mode != "rb":
            raise ValueError("only mode 'rb' is possible")
        if self._strip_protocol(path) != self._name:
            raise FileNotFoundError(path)
        if isinstance(self.fo, fsspec.core.OpenFile):
            return _Content(self.fo.open())
        self.fo.seek(0)
        return ZstdFile(self.fo)


# What was registered before, while that is replaced.
_before = []


def register_fsspec():
    """Have ``fsspec`` read and write files with ``compression="zstd"``, and those whose names end so, with this package."""
    if not _before:
        _before.append(fsspec.compression.compr.get(_COMPRESSION))
        fsspec.compression.register_compression(_COMPRESSION, ZstdFile, "zst", force=True)


def unregister_fsspec():
    """Take ``register_fsspec()`` back. Without it, nothing happens."""
    if _before:
        before = _before.pop()
        if before is not None:
            fsspec.compression.register_compression(_COMPRESSION, before, "zst", force=True)
        else:
            del fsspec.compression.compr[_COMPRESSION]
