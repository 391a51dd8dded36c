"""The shared libraries keep libzstd to themselves: both modules are loaded beside other users of it."""

import os
import re
import subprocess

import capabilities
import pytest

# Every name that libzstd, built with all that we use of it, gives to a function or a table.
PRIVATE = re.compile(
    r"^_?(ZSTD|ZDICT|ZSTDMT|ZBUFF|HUF|FSE|HIST|XXH\d*|ZSTD_XXH\d*|COVER|FASTCOVER|POOL|ERR|divsufsort|divbwt)(_|$)"
)
LIBRARIES = {"ZSTDRS_NATIVE": "zstd", "ZSTDRS_CFFI_LIB": "zstd_cffi", "ZSTDRS_CABI": None}


def exported(path):
    """Return the names that a shared library defines for others."""
    command = [capabilities.command("nm"), "-D", "--defined-only", path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line.split()[-1].split("@")[0] for line in done.stdout.splitlines()]


@pytest.fixture(params=sorted(LIBRARIES))
def library(request):
    """The path of one of the shared libraries."""
    path, name = os.environ.get(request.param), LIBRARIES[request.param]
    if path is None and name in capabilities.MODULES:
        path = find(capabilities.load(name))
    if path is None:
        pytest.skip(request.param + " is not set")
    return path


def find(module):
    """Return the shared library that a module has brought along."""
    for folder, _, names in sorted(os.walk(os.path.dirname(module.__file__))):
        for name in sorted(names):
            if name.endswith((".so", ".dylib", ".dll", ".pyd")):
                return os.path.join(folder, name)
    raise AssertionError(module.__name__ + " has no shared library")


def test_no_symbol_of_libzstd_is_exported(library):
    names = exported(library)
    assert names, "nm shows nothing at all"
    assert [name for name in names if PRIVATE.match(name)] == []


def test_only_what_belongs_to_the_interface_is_exported(library):
    names = exported(library)
    foreign = [
        name
        for name in names
        if not name.startswith(("zstdrs_", "PyInit_", "_init", "_fini", "rust_eh_personality"))
    ]
    assert foreign == []


def test_other_users_of_libzstd_in_the_same_process(zstd):
    peer = capabilities.peer("zstandard")
    data = b"the same process, three libraries " * 100
    for _ in range(3):
        assert peer.ZstdDecompressor().decompress(zstd.compress(data)) == data
        assert zstd.decompress(peer.ZstdCompressor().compress(data)) == data
