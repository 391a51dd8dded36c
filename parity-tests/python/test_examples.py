"""The Python examples, run as programs on each module."""

import os
import re
import subprocess
import sys

import documentation
import pytest

FOLDER = os.path.join(documentation.ROOT, "crates", "zstd-py", "examples")


@pytest.fixture
def run(zstd, tmp_path):
    """Return a function that runs an example and returns what it prints."""

    def run(name, *arguments):
        with open(os.path.join(FOLDER, name + ".py"), encoding="utf-8") as file:
            code = documentation.for_module(file.read(), zstd.__name__)
        program = tmp_path / (name + ".py")
        program.write_text(code, encoding="utf-8")
        command = [sys.executable, str(program), *map(str, arguments)]
        done = subprocess.run(command, cwd=str(tmp_path), capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run


def numbers(text):
    return [int(word) for word in re.findall(rb"\d+", text)]


def test_every_example_is_run_and_short():
    names = {name for name in os.listdir(FOLDER) if name.endswith(".py")}
    assert names == {"log_archiver.py", "tar_compressor.py", "recompress.py", "delta_store.py"}
    for name in names:
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            assert len(file.readlines()) < 100, name


def test_log_archiver(run, tmp_path):
    lines = [
        "12:{:02} host service[{}]: request {} took {} ms\n".format(n % 60, n % 7, n, n * 7919 % 1000).encode()
        for n in range(5000)
    ]
    (tmp_path / "log").write_bytes(b"".join(lines))
    count, raw, packed = numbers(run("log_archiver", "pack", "log", "archive"))
    assert count == 5000
    assert packed < raw
    for number in (4999, 0, 1234):
        assert run("log_archiver", "get", "archive", number) == lines[number]


def test_tar_compressor(run, zstd, tmp_path):
    import tarfile

    read, written = numbers(run("tar_compressor", FOLDER, "examples.tar.zst"))
    assert written * 2 < read
    with zstd.open(str(tmp_path / "examples.tar.zst"), "rb") as file, tarfile.open(fileobj=file, mode="r|") as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}
    with open(os.path.join(FOLDER, "recompress.py"), "rb") as file:
        assert members["./recompress.py"] == file.read()


def test_recompress(run):
    came, went, _ = numbers(run("recompress"))
    assert went * 4 < came


def test_delta_store(run):
    count, raw, alone, chain = numbers(run("delta_store"))
    assert count == 50
    assert alone < raw
    assert chain * 5 < alone
