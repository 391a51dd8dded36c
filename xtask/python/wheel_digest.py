"""Prints one line per wheel: its file name and a digest of the contents.

Build stamps (archive times, the software bill of materials with its random serial number, and the
RECORD that hashes it) do not count: the digest changes only when something that runs has changed.
"""

import hashlib
import pathlib
import sys
import zipfile


def digest(path: pathlib.Path) -> str:
    """Returns the hex digest of names and contents of the wheel's members."""
    state = hashlib.sha256()
    with zipfile.ZipFile(path) as wheel:
        for name in sorted(wheel.namelist()):
            if name.endswith(".dist-info/RECORD") or ".dist-info/sboms/" in name:
                continue
            content = hashlib.sha256(wheel.read(name)).hexdigest()
            state.update(f"{name}\n{content}\n".encode())
    return state.hexdigest()


def main() -> None:
    """Prints the digests of the wheels named on the command line."""
    for argument in sys.argv[1:]:
        path = pathlib.Path(argument)
        print(path.name, digest(path))


if __name__ == "__main__":
    main()
