"""Peak memory of one call, measured in a process of its own."""

import json
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


def measure(row, name, arguments):
    """Return the sizes and the peak of a row and column, in bytes; None where the column has no such call, or where the system
    does not tell. ``arguments`` are the harness's own."""
    command = [sys.executable, "-m", "bench.memory", json.dumps({**arguments, "row": row.name, "column": name})]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"the process that measures memory failed: {done.stderr.strip().splitlines()[-1:]}")
    return json.loads(done.stdout)


def main():
    """Measure what the argument names, and print it."""
    task = json.loads(sys.argv[1])
    row = next(row for row in rows.ROWS if row.name == task["row"])
    if task["tiny"]:
        row = rows.tiny(row)
    source = Source.read(task["source"])
    loaded, _ = columns.load([task["column"]], None)
    case = Batch(source, **row.options)
    threads = task["cpus"] if case.threads < 0 else case.threads
    column = loaded[task["column"]]
    function = column.batch(case.direction, case.dictionary, threads)
    items = None if function is None else column.items(case.inputs, case.form)
    result = None
    if items is not None:
        results = []
        sizes = {"input": sum(map(len, case.inputs)), "threads": threads}
        try:
            sizes["peak"] = peak(lambda: results.append(function(items)))
            sizes["output"] = sum(map(len, results[0]))
            result = sizes
        except OSError:
            result = None
    print(json.dumps(result))


if __name__ == "__main__":
    main()
