"""Archives of ``shutil``: tar files that are compressed with Zstandard, and members of zip files that are."""

import os
import shutil
import tarfile
import zipfile
import zlib

from ... import ZstdError
from .file import ZstdFile

_TAR = "zstdtar"
_ZIP = "zip"
_DESCRIPTION = "zstd'ed tar-file"
_ENDINGS = [".tar.zst", ".tzst"]

# The method of zip files that Zstandard has, and the part of a member's own header that lengths are in.
_METHOD = 93
_HEADER = 30
_LENGTHS = slice(26, 28), slice(28, 30)
_ENCRYPTED = 1


def _number_of(module, function, name):
    """Return the number that the system has for an owner or a group; None if there is none."""
    try:
        return getattr(__import__(module), function)(name)[2]
    except (ImportError, KeyError):
        return None


def make_tar(
    base_name, base_dir, verbose=0, dry_run=0, owner=None, group=None, logger=None, root_dir=None
):
    """Make an archive of a directory; return its name."""
    name = base_name + ".tar.zst"
    folder = os.path.dirname(name)
    user = None if owner is None else _number_of("pwd", "getpwnam", owner)
    members = None if group is None else _number_of("grp", "getgrnam", group)

    def owned(member):
        if user is not None:
            member.uid, member.uname = user, owner
        if members is not None:
            member.gid, member.gname = members, group
        return member

    if logger is not None:
        logger.info("creating %s", name)
    if not dry_run:
        if folder:
            os.makedirs(folder, exist_ok=True)
        source = base_dir if root_dir is None else os.path.join(root_dir, base_dir)
        with ZstdFile(name, "w") as file, tarfile.open(fileobj=file, mode="w") as archive:
            archive.add(source, base_dir, filter=owned)
    return name if root_dir is None else os.path.abspath(name)


# Otherwise shutil changes the working directory of the whole process.
make_tar.supports_root_dir = True


def unpack_tar(filename, extract_dir, *, filter=None):
    """Extract an archive."""
    options = {} if filter is None else {"filter": filter}
    try:
        with ZstdFile(filename) as content, tarfile.open(fileobj=content, mode="r:") as archive:
            archive.extractall(extract_dir, **options)
    except (tarfile.ReadError, ZstdError, EOFError) as error:
        raise shutil.ReadError(f"{filename} is not a compressed or uncompressed tar file") from error


def unpack_zip(filename, extract_dir):
    """Extract a zip file, some members of which may be compressed with Zstandard."""
    if not zipfile.is_zipfile(filename):
        raise shutil.ReadError(f"{filename} is not a zip file")
    with zipfile.ZipFile(filename) as archive, open(filename, "rb") as file:
        for member in archive.infolist():
            parts = member.filename.split("/")
            # As in shutil: names that lead elsewhere are left out.
            if member.filename.startswith("/") or ".." in parts:
                continue
            target = os.path.join(extract_dir, *parts)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if member.filename.endswith("/"):
                continue
            with open(target, "wb") as sink:
                if member.compress_type == _METHOD:
                    _extract(file, member, sink)
                else:
                    with archive.open(member) as source:
                        shutil.copyfileobj(source, sink)


def _extract(file, member, sink):
    """Write the content of one member that is compressed with Zstandard."""
    if member.flag_bits & _ENCRYPTED:
        raise shutil.ReadError(f"{member.filename} is encrypted")
    file.seek(member.header_offset)
    header = file.read(_HEADER)
    names = sum(int.from_bytes(header[lengths], "little") for lengths in _LENGTHS)
    file.seek(names, os.SEEK_CUR)
    checksum = size = 0
    try:
        with ZstdFile(_Part(file, member.compress_size)) as source:
            for piece in iter(lambda: source.read(1 << 20), b""):
                checksum = zlib.crc32(piece, checksum)
                size += len(piece)
                sink.write(piece)
    except (ZstdError, EOFError) as error:
        raise shutil.ReadError(f"{member.filename} is broken: {error}") from error
    if (checksum, size) != (member.CRC, member.file_size):
        raise shutil.ReadError(f"{member.filename} is broken: its content is not what the archive says")


class _Part:
    """So many bytes of a file from where it is."""

    def __init__(self, file, size):
        self._file = file
        self._left = size

    def read(self, size):
        data = self._file.read(min(size, self._left))
        self._left -= len(data)
        return data

    def seekable(self):
        return False


# What was registered for zip files before, while that is replaced.
_before = []


def _unpack_formats():
    return {name for name, _, _ in shutil.get_unpack_formats()}


def _archive_formats():
    return {name for name, _ in shutil.get_archive_formats()}


def register(tar, zip):
    """Register for ``shutil``; once more changes nothing."""
    if tar:
        _unregister_tar()
        shutil.register_archive_format(_TAR, make_tar, [], _DESCRIPTION)
        shutil.register_unpack_format(_TAR, _ENDINGS, unpack_tar, [], _DESCRIPTION)
    if zip and not _before:
        _before.append(getattr(shutil, "_UNPACK_FORMATS", {}).get(_ZIP))
        if _ZIP in _unpack_formats():
            shutil.unregister_unpack_format(_ZIP)
        shutil.register_unpack_format(_ZIP, [".zip"], unpack_zip, [], "ZIP file")


def unregister(tar, zip):
    """Take ``register()`` back."""
    if tar:
        _unregister_tar()
    if zip and _before:
        before = _before.pop()
        if _ZIP in _unpack_formats():
            shutil.unregister_unpack_format(_ZIP)
        if before is not None:
            endings, function, arguments, description = before
            shutil.register_unpack_format(_ZIP, endings, function, arguments, description)


def _unregister_tar():
    if _TAR in _archive_formats():
        shutil.unregister_archive_format(_TAR)
    if _TAR in _unpack_formats():
        shutil.unregister_unpack_format(_TAR)
