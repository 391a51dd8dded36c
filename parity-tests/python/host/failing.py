"""Runs operations while memory fails: ``python failing.py MODULE [whole]``, with the library of ``failing.c`` preloaded.

Only what the module's shared library asks for fails, or with ``whole`` all that the process asks for. A request is a map: the
operation, and the first and the last of the sites to refuse.
"""

import ctypes
import gc
import importlib
import os
import sys

import operations
import wire

LIBRARIES = {"zstd": b"_native.abi3", "zstd_cffi": b"zstd_cffi/_native/"}
LARGEST = (1 << 63) - 1
# In the whole process, refusals end after so many: what reports them needs memory too.
REFUSALS = 40


class Control:
    """The functions of the preloaded library."""

    def __init__(self):
        library = ctypes.CDLL(None)
        library.failing_arm.argtypes = [ctypes.c_long, ctypes.c_long]
        for name in ("failing_disarm", "failing_refused", "failing_held"):
            getattr(library, name).restype = ctypes.c_long
        self.scope = library.failing_scope
        self.arm = library.failing_arm
        self.disarm = library.failing_disarm
        self.refused = library.failing_refused
        self.held = library.failing_held


def persist(call):
    """Call until there is memory for it."""
    while True:
        try:
            return call()
        except MemoryError:
            pass


def attempt(runner, control, request, whole):
    """Carry out a request, and say how it ended."""
    name, arguments = request["operation"]
    method = getattr(runner, name)
    first, last = request["first"], request["last"]
    if whole:
        last = min(last, first + REFUSALS)
    gc.collect()
    held = control.held()
    control.arm(first, min(last, LARGEST))
    try:
        outcome = runner.outcome(lambda: method(**arguments))
    except MemoryError:
        # There was no memory even to take note of the first one.
        outcome = None
    sites = persist(control.disarm)
    if outcome is None:
        outcome = wire.Failed("MemoryError", "", None)
    return {"held": held, "sites": sites, "refused": control.refused(), "outcome": outcome}


def main():
    """Serve until standard input ends."""
    name, *rest = sys.argv[1:]
    whole = rest == ["whole"]
    pipe_in = sys.stdin.buffer
    pipe_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module = importlib.import_module(name)
    runner = operations.Runner(module)
    control = Control()
    if not whole and not control.scope(LIBRARIES[name]):
        raise SystemExit("there is no %r among the loaded objects" % LIBRARIES[name])
    while True:
        request = wire.read_message(pipe_in)
        if request is None:
            return
        wire.write_message(pipe_out, attempt(runner, control, request, whole))


if __name__ == "__main__":
    main()
