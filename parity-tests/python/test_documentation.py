"""Every Python block of README and docs runs, on each module."""

import os
import subprocess
import sys

import capabilities
import documentation
import pytest

BLOCKS = [(page, line, code) for page in documentation.pages() for line, code in documentation.blocks(page)]
IDS = ["{}:{}".format(page, line) for page, line, _ in BLOCKS]


def test_the_pages_are_found():
    assert {page for page, _, _ in BLOCKS} >= {"README.md", os.path.join("docs", "streaming.md")}


@pytest.mark.parametrize(("page", "line", "code"), BLOCKS, ids=IDS)
def test_block(zstd, page, line, code, tmp_path):
    """In a process and a folder of its own, as a program that somebody has copied."""
    capabilities.need_libraries(code)
    program = tmp_path / "program.py"
    program.write_text(documentation.for_module(code, zstd.__name__), encoding="utf-8")
    done = subprocess.run([sys.executable, str(program)], cwd=str(tmp_path), capture_output=True, text=True)
    assert done.returncode == 0, "{}:{}\n{}".format(page, line, done.stderr)
