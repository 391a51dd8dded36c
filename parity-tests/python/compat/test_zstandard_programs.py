"""Real programs run on the face: what each writes with it they read with the original, and the reverse."""

import os
import pathlib
import subprocess
import sys

import capabilities
import pytest
from programs import PROGRAMS
from support import records

SCRIPT = pathlib.Path(__file__).with_name("programs.py")
CONTENT = b"\n".join(records(3000))

# Name and folder; of one there are two versions, which decode by different code.
INSTALLED = [(name, ["programs"]) for name in PROGRAMS] + [("urllib3", ["programs-urllib3", "programs"])]

pytestmark = pytest.mark.slow


def run(name, folders, direction, module, path):
    """Run a program in a process of its own."""
    capabilities.need_cpython_for_programs()
    search = os.pathsep.join(str(capabilities.programs(folder)) for folder in folders)
    command = [sys.executable, str(SCRIPT), name, direction, module, str(path)]
    done = subprocess.run(
        command, env=dict(os.environ, PYTHONPATH=search), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name, folders", INSTALLED, ids=lambda value: value if isinstance(value, str) else value[0])
@pytest.mark.parametrize("flavour", capabilities.MODULES)
def test_programs(tmp_path, name, folders, flavour):
    capabilities.peer("zstandard")
    face = flavour + ".compat.zstandard"
    for writer, reader in ((face, "zstandard"), ("zstandard", face), (face, face)):
        path = tmp_path / (writer + "." + reader)
        path.with_name(path.name + ".content").write_bytes(CONTENT)
        run(name, folders, "write", writer, path)
        run(name, folders, "read", reader, path)
