"""Runs operations that come over standard input with a module, and writes how they ended to standard output.

Usage: ``python host MODULE``. Standard library only, so that every interpreter that has the module can run it.
"""

import importlib
import os
import signal
import sys

import operations
import wire

# An operation that takes this many seconds hangs; the signal ends the process, and the other end reports it.
LONGEST = 300


def main():
    """Say what is here, then serve until standard input ends."""
    pipe_in = sys.stdin.buffer
    # Only messages go to the pipe: whatever else is printed joins the messages of libzstd on standard error.
    pipe_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        module = importlib.import_module(sys.argv[1])
        hello = {"backend": module.backend, "python": sys.version}
    except Exception as error:
        wire.write_message(pipe_out, wire.Failed(type(error).__name__, str(error), None))
        return
    wire.write_message(pipe_out, hello)
    runner = operations.Runner(module)
    while True:
        message = wire.read_message(pipe_in)
        if message is None:
            return
        name, arguments = message
        signal.alarm(LONGEST)
        result = runner.outcome(lambda: getattr(runner, name)(**arguments))
        signal.alarm(0)
        wire.write_message(pipe_out, result)


if __name__ == "__main__":
    main()
