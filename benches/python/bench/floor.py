"""The floor: libzstd called from Rust into memory that is already mapped, through ctypes."""

import ctypes
import time

from .rich import LEVEL

FAILED = (1 << 64) - 1


class FloorCall:
    """A call that is repeated inside of the library, so that ctypes costs nothing."""

    def __init__(self, library, direction, dictionary, items, sizes, threads=1):
        self.library = library
        self.handle = library.floor_new(LEVEL, dictionary or b"", len(dictionary or b""), direction == "decompress")
        if not self.handle:
            raise ValueError("the floor cannot be made")
        count = len(items)
        self.count = count
        # Kept here, since the library only borrows them.
        self.joined = items[0] if count == 1 else b"".join(items)
        self.lengths = (ctypes.c_size_t * count)(*map(len, items))
        self.sizes = (ctypes.c_uint64 * count)(*sizes)
        self.threads = threads
        if library.floor_prepare(*self._input()) == FAILED:
            raise ValueError("the floor has no room")

    def _input(self):
        return self.handle, self.joined, self.lengths, self.sizes, self.count

    def seconds(self, count, clock):
        """Process all items ``count`` times and return the time in seconds of all of them."""
        start = clock()
        total = self.library.floor_run(*self._input(), self.threads, count)
        taken = clock() - start
        if total == FAILED:
            raise ValueError("the floor failed")
        return taken

    def results(self):
        """Return the results of all items."""
        self.seconds(1, time.perf_counter)
        length = ctypes.c_size_t()
        found = []
        for index in range(self.count):
            start = self.library.floor_result(self.handle, index, ctypes.byref(length))
            found.append(ctypes.string_at(start, length.value))
        return found

    def __del__(self):
        self.library.floor_free(self.handle)


class Floor:
    """The column."""

    def __init__(self, path):
        if path is None:
            raise OSError("the library of the floor was not named")
        library = ctypes.CDLL(path)
        size, pointer = ctypes.c_size_t, ctypes.c_void_p
        common = [pointer, ctypes.c_char_p, ctypes.POINTER(size), ctypes.POINTER(ctypes.c_uint64), size]
        signatures = {
            "floor_new": (pointer, [ctypes.c_int64, ctypes.c_char_p, size, ctypes.c_bool]),
            "floor_free": (None, [pointer]),
            "floor_prepare": (ctypes.c_uint64, common),
            "floor_run": (ctypes.c_uint64, [*common, size, size]),
            "floor_result": (pointer, [pointer, size, ctypes.POINTER(size)]),
        }
        for name, (result, arguments) in signatures.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self.library = library

    def call(self, direction, dictionary, items, sizes, threads=1):
        """Return a call that processes all items; ``sizes`` are those of the decompressed results."""
        return FloorCall(self.library, direction, dictionary, items, sizes, threads)
