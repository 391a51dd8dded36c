"""Every call of ``calls/`` gives on the face what it gives on python-zstandard 0.25.

A line is an expression; after ``  #`` stands the key of the row of the face's table that says why it gives something else. Such
a line must give something else, so that the table stays true.

Where the original is not installed, its outcomes are those of ``calls/recorded.json``, which are compared with it where it is;
``ZSTDRS_RECORD=1`` writes that file anew.
"""

import gc
import importlib
import importlib.util
import json
import os
import pathlib
import re
import sys
import warnings

import capabilities
import pytest
from scene import outcome, scene

FOLDER = pathlib.Path(__file__).parent / "calls"

# Calls may leave files open.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

# Classes for which one that inherits from them may stand: programs that expect the one catch the other.
SUBCLASSES = [("OSError", "UnsupportedOperation"), ("UnicodeError", "UnicodeDecodeError")]

# What only the interpreter says of calls that do not fit a signature, numbers that do not fit a type, or text in no encoding.
INTERPRETERS = ("TypeError", "OverflowError", "AttributeError", "UnicodeError")


def lines():
    """Return file, expression and key of every call."""
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            expression, _, key = line.partition("  # ")
            yield pytest.param(expression, key, id=path.stem + ":" + expression[:90])


CALLS = list(lines())


@pytest.fixture(scope="module", autouse=True)
def left_open():
    """Collect what calls have left open, some of them on purpose, before other tests do."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


# With this call the original ends interpreters from 3.12 on.
CRASHING = "D().copy_stream(type('X', (), {'read': lambda s, n: 'a'})(), Sink())"

RECORDED = FOLDER / "recorded.json"
INSTALLED = importlib.util.find_spec("zstandard") is not None


@pytest.fixture(scope="module")
def theirs():
    """What expressions give on the original."""
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    if not INSTALLED:
        return recorded.__getitem__
    stage = scene(capabilities.peer("zstandard"))

    def original(expression):
        if expression == CRASHING and sys.version_info >= (3, 12):
            return recorded[expression]
        return outcome(eval, expression, stage)

    return original


@pytest.fixture(scope="module", params=capabilities.MODULES)
def ours(request):
    """The stage with the face in each flavour."""
    capabilities.load(request.param)
    return scene(importlib.import_module(request.param + ".compat.zstandard"))


def agree(expected, found):
    """Whether two outcomes are the same; a text may say more than the original's."""
    if expected == found:
        return True
    if not isinstance(expected, list) or not isinstance(found, list) or len(expected) != len(found):
        return False
    if len(expected) == 3 and expected[0] == found[0] == "raises":
        same_class = expected[1] == found[1] or (expected[1], found[1]) in SUBCLASSES
        return same_class and (expected[1] in INTERPRETERS or plain(expected[2]) in plain(found[2]))
    return all(map(agree, expected, found))


def plain(text):
    """Leave out what the file system has chosen."""
    return re.sub(r"/tmp/\w+", "/tmp", text)


@pytest.mark.parametrize("expression, key", CALLS)
def test_calls(theirs, ours, expression, key):
    expected = theirs(expression)
    found = outcome(eval, expression, ours)
    assert expected[:2] != ["raises", "NameError"]
    if key:
        table = importlib.import_module(ours["z"].__name__ + "._table")
        assert key in table.ROWS, "the face's table has no such row"
        assert not agree(expected, found), "the table says that this differs"
    else:
        assert agree(expected, found), f"\nexpected {expected}\nfound    {found}"


def test_what_is_recorded_is_what_the_original_gives(theirs):
    capabilities.peer("zstandard")
    found = {case.values[0]: theirs(case.values[0]) for case in CALLS}
    if os.environ.get("ZSTDRS_RECORD") == "1":
        text = json.dumps(found, indent=0, sort_keys=True, ensure_ascii=True)
        RECORDED.write_text(text + "\n", encoding="utf-8")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    assert recorded.keys() == found.keys()
    different = [expression for expression in found if not agree(recorded[expression], found[expression])]
    assert not different
