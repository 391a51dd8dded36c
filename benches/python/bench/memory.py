"""Peak memory of one call, measured in a process of its own."""

import json
import os
import subprocess
import sys

from . import columns, rows
from .cases import Batch
from .source import Source


def _status(field):
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            name, _, rest = line.partition(":")
            if name == field:
                return int(rest.split()[0]) << 10
    raise OSError(f"the system does not tell {field}")


def peak(work):
    """Run ``work`` and return by how many bytes the process grew at the most while it ran."""
    before = _status("VmRSS")
    with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
        file.write("5")
    kept = work()
    grown = _status("VmHWM") - before
    del kept
    return max(grown, 0)


def measure(row, names, task):
    """Return the sizes and the peak of a row in bytes, by column; without columns that have no such call, and empty where the
    system does not tell. ``task`` says how the harness was started."""
    command = [sys.executable, "-m", "bench.memory", json.dumps({**task, "row": row.name, "columns": list(names)})]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"the process that measures memory failed: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout)


def _sizes(case, column, threads):
    """Make the call, the first one of this process, and return what it took."""
    function = column.batch(case.direction, case.dictionary, threads)
    items = None if function is None else column.items(case.inputs, case.form)
    if items is None:
        return None
    results = []
    try:
        grown = peak(lambda: results.append(function(items)))
    except OSError:
        return None
    return {"input": sum(map(len, case.inputs)), "output": sum(map(len, results[0])), "peak": grown, "threads": threads}


def _in_child(work):
    """Return what ``work`` returns in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as file:
        answer = file.read()
    os.waitpid(child, 0)
    if not answer:
        raise OSError("a call whose memory was measured failed")
    return json.loads(answer)


def main():
    """Measure what the argument names, and print it. The inputs are made once; the calls run in children, none of which
    finds what an earlier one left behind."""
    task = json.loads(sys.argv[1])
    row = next(row for row in rows.ROWS if row.name == task["row"])
    if task["tiny"]:
        row = rows.tiny(row)
    case = Batch(Source.read(task["source"]), **row.options)
    threads = task["cpus"] if case.threads < 0 else case.threads
    loaded, _ = columns.load(task["columns"], None)
    found = {name: _in_child(lambda: _sizes(case, column, threads)) for name, column in loaded.items()}
    print(json.dumps({name: sizes for name, sizes in found.items() if sizes is not None}))


if __name__ == "__main__":
    main()
