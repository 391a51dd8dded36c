"""Options by name, in the form that the library takes."""

from operator import index

from ._errors import c_text
from ._native import ffi


class Options:
    """Options by name, as an array for the library. It keeps what the array points to."""

    __slots__ = ("array", "count", "_names")

    def __init__(self, options):
        values = [(name, index(value)) for name, value in options.items()]
        self._names = [ffi.new("char[]", c_text(name)) for name, _ in values]
        self.array = ffi.new("zstdrs_named_option[]", len(values))
        self.count = len(values)
        for entry, name, (_, value) in zip(self.array, self._names, values):
            entry.name = name
            entry.value = value
