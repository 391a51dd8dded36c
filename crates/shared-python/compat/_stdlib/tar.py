"""Archives of ``tarfile`` that are compressed with Zstandard."""

import tarfile

from ... import ZstdError
from .file import ZstdFile


def _zstopen(cls, name, mode="r", fileobj=None, level=None, options=None, zstd_dict=None, **kwargs):
    """Open a tar archive that is compressed with Zstandard, to read or to write it."""
    if mode not in ("r", "w", "x"):
        raise ValueError("mode must be 'r', 'w' or 'x'")
    target = name if fileobj is None else fileobj
    file = ZstdFile(target, mode, level=level, options=options, zstd_dict=zstd_dict)
    try:
        archive = cls.taropen(name, mode, file, **kwargs)
    except (ZstdError, EOFError) as error:
        file.close()
        if mode == "r":
            raise tarfile.ReadError("not a zstd file") from error
        raise
    except BaseException:
        file.close()
        raise
    # The archive closes the file.
    archive._extfileobj = False
    return archive


open_tar = classmethod(_zstopen)

# What was in place before, while it is replaced.
_before = []


def register():
    """Have ``tarfile`` know the compression ``zst``."""
    archive = tarfile.TarFile
    if vars(archive).get("zstopen") is open_tar:
        return
    _before[:] = [(vars(archive).get("zstopen"), archive.OPEN_METH)]
    archive.zstopen = open_tar
    archive.OPEN_METH = {**archive.OPEN_METH, "zst": "zstopen"}


def unregister():
    """Take ``register()`` back, unless something else has taken the place meanwhile."""
    archive = tarfile.TarFile
    if vars(archive).get("zstopen") is not open_tar:
        return
    method, archive.OPEN_METH = _before.pop()
    if method is None:
        del archive.zstopen
    else:
        archive.zstopen = method
