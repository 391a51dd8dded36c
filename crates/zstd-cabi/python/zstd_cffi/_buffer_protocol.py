"""The buffer protocol for classes that are written in Python.

``Exporter`` is the base of such classes, and ``export(cls, view, address)`` makes an instance whose bytes are those of a
memoryview, but read-only: ``memoryview(x)`` and ``bytes(x)`` work, and so does every call that takes a bytes-like object.
``address`` is where the bytes are. A view of an instance keeps the memory alive.

There are three ways, because Python code can conform to the protocol by itself only since CPython 3.12:

- CPython 3.12 and newer call the method ``__buffer__``;
- PyPy does so too, for a class of its own, from which others inherit;
- older CPython takes a type that is made from a C description, with a slot for buffer requests that subclasses inherit.
"""

import sys


def export(cls, view, address):
    """Make an instance with the bytes of a view, without calling the class."""
    instance = Exporter.__new__(cls)
    instance._view = view
    return instance


if sys.implementation.name == "pypy":
    from __pypy__.bufferable import bufferable  # type: ignore[import-not-found]

    class Exporter(bufferable):
        """Has the bytes of its view, which is not read-only here: such views are slow there."""

        __slots__ = ("_view",)

        def __buffer__(self, flags):
            return self._view.toreadonly()

        def __bytes__(self):
            return self._view.tobytes()

elif sys.version_info >= (3, 12):

    class Exporter:
        """Has the bytes of its view."""

        __slots__ = ("_view",)

        def __buffer__(self, flags, /):
            # A new view for each request: one that requests had in common could end up in a reference cycle and be
            # cleared while it is in use.
            return memoryview(self._view)

else:
    from ._buffer_slot import Slotted, attach

    class Exporter(Slotted):  # type: ignore[no-redef]
        """Has the bytes of its view."""

        __slots__ = ("_view",)

    def export(cls, view, address):
        instance = Exporter.__new__(cls)
        instance._view = view
        attach(instance, address, view.nbytes)
        return instance
