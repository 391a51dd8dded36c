"""Calls of the extension module while the interpreter itself is refused memory: ``python refused.py MODULE TABLE``.

Of each call in a table of ``refused_calls.py`` every request of memory that the interpreter makes is refused in turn: alone, and
with those that follow. The call must end in its result or in ``MemoryError``, and succeed once there is memory again.
"""

import gc
import importlib
import re
import sys

import _testcapi
import refused_calls

# More requests than any call makes.
MOST = 2000
# How many are refused in a row, in place of all: CPython 3.11 asks for ever for what some handlers of exceptions need.
ROW = 40
REFUSED = object()
# Where there is no memory for the frame that an exception passes through, CPython loses the exception, and says so.
LOST = "error return without exception set"
# What Python is told of exceptions that nobody can be given.
DROPPED = []


class Ended(Exception):
    """A call has ended in a way that is not allowed."""


def attempt(call, first, last):
    """Return what a call returns while the requests after ``first``, up to ``last``, are refused."""
    # Tuples, lists and dictionaries that were kept for the next use are given back.
    gc.collect()
    _testcapi.set_nomemory(first, last)
    try:
        return call()
    except MemoryError:
        return REFUSED
    except SystemError as error:
        if error.args != (LOST,):
            raise
        return REFUSED
    finally:
        _testcapi.remove_mem_hooks()


def shown(result):
    """Return what can be compared of a result, and is short enough to be read."""
    text = re.sub(" at 0x[0-9a-f]+", "", repr(result))
    return text if len(text) < 200 else "%s... (%d, %x)" % (text[:100], len(text), hash(text))


def refuse(name, make, expected, first, last):
    """Refuse requests of one call, and return whether it went on all the same."""
    where = "%s, request %d%s" % (name, first + 1, " and more" if last > first + 1 else "")
    call = make()
    try:
        result = attempt(call, first, last)
    except BaseException as error:
        raise Ended("%s: %s: %s" % (where, type(error).__name__, error)) from None
    if result is not REFUSED and shown(result) != expected:
        raise Ended("%s: %s instead of %s" % (where, shown(result), expected))
    if DROPPED:
        raise Ended("%s: %s was dropped" % (where, DROPPED.pop().exc_type.__name__))
    if shown(make()()) != expected:
        raise Ended("%s: another result afterwards" % where)
    return result is not REFUSED


def refuse_each(name, make):
    """Refuse each request of a call in turn, and return how many there are."""
    # What is made once is made now.
    make()()
    expected = shown(make()())
    for first in range(MOST):
        refuse(name, make, expected, first, first + 1)
        if refuse(name, make, expected, first, first + ROW):
            return first
    raise Ended("%s: more than %d requests" % (name, MOST))


def main():
    """Run a table; the last name that is printed is that of the call which ended the process, if one does."""
    module, table = sys.argv[1:]
    objects = refused_calls.Objects(importlib.import_module(module))
    sys.unraisablehook = DROPPED.append
    # What is there is not looked at again.
    gc.freeze()
    for name, make in refused_calls.TABLES[table](objects):
        print(name, flush=True)
        print("   ", refuse_each(name, make), "requests")


if __name__ == "__main__":
    main()
