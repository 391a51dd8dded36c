"""Calls of the extension module while the interpreter itself is refused memory: ``python refused.py MODULE``.

Of each call every request of memory that the interpreter makes is refused in turn: alone, and with all that follow. The call must
end in its result or in ``MemoryError``, and succeed once there is memory again.
"""

import re
import sys

import _testcapi

# More requests than any call makes.
MOST = 2000
END = object()


class Ended(Exception):
    """How a call ended that ended in no way that is allowed."""


def attempt(call, first, last):
    """Return what a call returns while the requests after ``first``, up to ``last``, are refused; 0 for all of them."""
    _testcapi.set_nomemory(first, last)
    try:
        return call()
    except MemoryError:
        return END
    finally:
        _testcapi.remove_mem_hooks()


def shown(result):
    """Return what can be compared of a result, and is short enough to be read."""
    text = re.sub(" at 0x[0-9a-f]+", "", repr(result))
    return text if len(text) < 200 else "%s... (%d, %x)" % (text[:100], len(text), hash(text))


def refuse(name, make, first, last):
    """Refuse requests of one call, and return whether it went on all the same."""
    call = make()
    expected = shown(make()())
    where = "%s, request %d%s" % (name, first + 1, " and all that follow" if last == 0 else "")
    try:
        result = attempt(call, first, last)
    except BaseException as error:
        raise Ended("%s: %s: %s" % (where, type(error).__name__, error)) from None
    if result is not END and shown(result) != expected:
        raise Ended("%s: %r instead of %r" % (where, shown(result), expected))
    if shown(make()()) != expected:
        raise Ended("%s: another result afterwards" % where)
    return result is not END


def refuse_each(name, make):
    """Refuse each request of a call, and return how many there are. What is made once is made before."""
    shown(make()())
    for first in range(MOST):
        alone, all_that_follow = (refuse(name, make, first, last) for last in (first + 1, 0))
        if alone and all_that_follow:
            return first
    raise Ended("%s: more than %d requests" % (name, MOST))
