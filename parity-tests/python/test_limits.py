"""What makes calls fast may be missing: CPUs, huge pages, madvise. The results are the same without."""

import subprocess
import sys
from pathlib import Path

import capabilities
import limits
import pytest

PROGRAM = Path(limits.__file__)


def digest(limit, module):
    """Return what the program prints."""
    command = [sys.executable, str(PROGRAM), limit, module.__name__]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("limit", [name for name in limits.LIMITS if name != "nothing"])
def test_results_do_not_depend_on_what_the_system_offers(zstd, limit):
    capabilities.need_linux()
    assert digest(limit, zstd) == digest("nothing", zstd)


def test_the_limits_are_in_force():
    capabilities.need_linux()
    code = (
        "import ctypes, limits\n"
        "limits.one_cpu(); assert bin(limits.cpus()).count('1') == 1\n"
        "madvise = ctypes.CDLL(None).madvise\n"
        "assert madvise(None, 0, 0) == 0\n"
        "limits.no_madvise()\n"
        "assert madvise(None, 0, 0) == -1\n"
        "print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROGRAM.parent, capture_output=True, text=True, check=False)
    assert done.stdout == "refused\n", done.stderr
