"""Input in memory that stays where it is while the library uses it, whatever Python code does meanwhile.

``hold(data)`` returns the bytes of an object as a pointer that has a length, until ``release()``. ``Memory`` is a bytes-like
object whose parts are handed out one after the other.
"""

import sys

from .._borrowing import borrow, release
from .._native import ffi

if sys.implementation.name == "pypy":
    from .._borrowing import Borrowed

    _allocate = ffi.new_allocator(should_clear_after_alloc=False)

    def hold(data):
        # PyPy cannot lock objects, and what it lends of bytes for longer than a call is never freed: a copy is.
        with Borrowed(data) as content:
            memory = _allocate("char[]", content.length)
            ffi.memmove(memory, content.pointer, content.length)
            return memory

    class Memory:
        """A bytes-like object; what is not known to stay unchanged is copied."""

        __slots__ = ("_content", "_part")

        def __init__(self, data):
            with Borrowed(data) as content:
                self._content = data if type(data) is bytes else ffi.unpack(content.pointer, content.length)
            self._part = None

        def __len__(self):
            return len(self._content)

        def part(self, start, count):
            """Return a pointer to a part, until the next one is asked for."""
            if self._part is not None:
                release(self._part)
            self._part = hold(self._content[start : start + count])
            return self._part

        def release(self):
            """Give the object back."""
            self._content = b""
            if self._part is not None:
                release(self._part)
                self._part = None

else:
    hold = borrow

    class Memory:
        """A bytes-like object, locked."""

        __slots__ = ("_memory",)

        def __init__(self, data):
            self._memory = borrow(data)

        def __len__(self):
            return len(self._memory)

        def part(self, start, count):
            """Return a pointer to a part, until the next one is asked for."""
            return self._memory + start

        def release(self):
            """Unlock the object."""
            release(self._memory)
