"""Data and small helpers that many tests use."""

import json
import os
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUB = ROOT / "crates" / "shared-python" / "__init__.pyi"
PAIR = struct.Struct("=QQ")
# Lets PyPy free objects soon after their last use, so that a high water mark says something about the library.
PROMPT_COLLECTOR = {"PYPY_GC_NURSERY": "1M", "PYPY_GC_MIN": "8M"}
TEXT = b"to be or not to be, that is the question; " * 40


def record(number, padding=0):
    """Return a record of a log, as bytes."""
    fields = {
        "id": number,
        "user": "user%d" % (number * 7919 % 97),
        "status": ("ok", "failed", "retried")[number * 31 % 3],
        "score": number * number % 10007,
        "note": "n" * padding,
    }
    return json.dumps(fields).encode()


def records(count, padding=0):
    """Return many records."""
    return [record(number, padding) for number in range(count)]


def table(pairs):
    """Return offsets and lengths as the table of a buffer."""
    return b"".join(PAIR.pack(offset, length) for offset, length in pairs)


def buffer(zstd, items):
    """Return items as a buffer with segments."""
    pairs = []
    offset = 0
    for item in items:
        pairs.append((offset, len(item)))
        offset += len(item)
    return zstd.BufferWithSegments(b"".join(items), table(pairs))


def sizes(items):
    """Return the lengths of items as an array for ``decompressed_sizes``."""
    return struct.pack("=%dQ" % len(items), *map(len, items))


def outcome(zstd, call, *args, **kwargs):
    """Return the result of a call, or the class and the text of its exception, in a form that can be compared.

    The text of an ``OverflowError`` is left out: it is the interpreter's.
    """
    try:
        return call(*args, **kwargs)
    except zstd.ZstdError as error:
        return ("ZstdError", str(error), error.code)
    except OverflowError:
        return ("OverflowError",)
    except Exception as error:
        return (type(error).__name__, str(error))


def run_script(script, *args, timeout=300):
    """Run Python code in a process of its own; its failure is the caller's, with all that it printed."""
    environment = dict(os.environ, **PROMPT_COLLECTOR, PYTHONPATH=str(pathlib.Path(__file__).parent))
    command = [sys.executable, "-c", script, *map(str, args)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, env=environment, check=False
    )
    report = "status %d\n%s\n%s" % (done.returncode, done.stdout, done.stderr)
    assert done.returncode == 0, report
    return done.stdout
