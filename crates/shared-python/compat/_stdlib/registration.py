"""Registration in the standard library: only when it is asked for, and until it is taken back."""

from .public import public


@public
def register_tarfile():
    """Have ``tarfile.open()`` read and write ``.tar.zst`` files: modes ``r``, ``r:zst``, ``w:zst`` and ``x:zst``.

    Python 3.14 can do it by itself; there it uses this package from then on.
    """
    from . import tar

    tar.register()


@public
def unregister_tarfile():
    """Take ``register_tarfile()`` back. Without it, nothing happens."""
    from . import tar

    tar.unregister()


@public
def register_shutil(*, tar=True, zip=True):
    """Have ``shutil`` pack and unpack archives that are compressed with Zstandard.

    :param tar: Tar files: the format ``zstdtar``, and the endings ``.tar.zst`` and ``.tzst``.
    :param zip: Zip files, which are unpacked whether or not their members are compressed with Zstandard.
    """
    from . import archives

    archives.register(tar, zip)


@public
def unregister_shutil(*, tar=True, zip=True):
    """Take ``register_shutil()`` back. Without it, nothing happens.

    :param tar: Whether for tar files.
    :param zip: Whether for zip files.
    """
    from . import archives

    archives.unregister(tar, zip)
