"""``python -m bench``: measure, print a line for each row, and write the record."""

import argparse
import fnmatch
import json
import os
import sys
import tempfile

from . import cases, columns, measuring, memory, record, rows
from .source import Source

# Least time of a measurement and time for a row, in seconds; least and most rounds.
FULL = (0.004, 2.0, (5, 41))
QUICK = (0.002, 0.4, (3, 11))
SMOKE = (0.0, 0.0, (1, 1))

MEMORY_COLUMNS = ("zstandard", "native", "cffi")


def arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("--out", help="file for the record")
    parser.add_argument("--floor", help="the library that benches/src/floor.rs becomes")
    parser.add_argument("--source", help="file whose content the inputs are cut from; default: generated lines of JSON")
    parser.add_argument("--rows", help="only rows whose name or group contains this, or matches it as a pattern")
    parser.add_argument("--columns", help="only these columns, separated by commas")
    parser.add_argument("--keep", action="store_true", help="keep the rows of the record at --out that are not measured")
    parser.add_argument("--no-memory", action="store_true", help="do not measure peak memory")
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--quick", action="store_true", help="fewer rounds, no row above 100 MB, no peak memory")
    pace.add_argument("--smoke", action="store_true", help="tiny inputs, one round: only shows that everything works")
    return parser.parse_args()


def chosen(args):
    """Return the rows to measure."""
    found = []
    for row in rows.ROWS:
        names = (row.name, row.group)
        if args.rows and not any(args.rows in name or fnmatch.fnmatchcase(name, args.rows) for name in names):
            continue
        if args.quick and row.options.get("size", 0) > 100_000_000:
            continue
        found.append(rows.tiny(row) if args.smoke else row)
    return found


def line(entry):
    """Return what is printed of a row."""
    speeds = entry["speedups"]
    parts = [f"{over} {ratio:.2f}" for over, ratio in speeds["native"].items()]
    parts += [f"cffi/{over} {ratio:.2f}" for over, ratio in speeds["cffi"].items()]
    grown = {name: sizes["peak"] >> 20 for name, sizes in entry["memory"].items()}
    parts += [f"peak {name} {size} MiB" for name, size in grown.items()]
    return f"{entry['name']:<58} " + "  ".join(parts)


def run(args):
    """Measure all chosen rows."""
    source = Source.read(args.source) if args.source else Source.generated(1 << 20 if args.smoke else 16 << 20)
    loaded, missing = columns.load(args.columns.split(",") if args.columns else None, args.floor)
    shortest, budget, rounds = SMOKE if args.smoke else QUICK if args.quick else FULL
    cpus = record.machine()["cpus"]
    result = {
        "format": 1,
        "pace": "smoke" if args.smoke else "quick" if args.quick else "full",
        "corpus": "given" if args.source else "generated",
        "machine": record.machine(),
        "versions": record.versions(loaded),
        "missing": missing,
        "rows": [],
    }
    if args.keep:
        with open(args.out, encoding="utf-8") as file:
            result["rows"] = json.load(file)["rows"]
    wanted = chosen(args)
    if not wanted:
        raise SystemExit(f"bench: no row is called {args.rows}")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "source")
        with open(path, "wb") as file:
            file.write(source.content)
        task = {"source": path, "tiny": args.smoke, "cpus": cpus}
        for number, row in enumerate(wanted, 1):
            case = getattr(cases, row.case)(source, **row.options)
            calls = {}
            for name, column in loaded.items():
                try:
                    call = case.call(column, cpus)
                except cases.WrongResult as error:
                    raise SystemExit(f"bench: {row.name}, {name}: {error}") from error
                if call is not None:
                    calls[name] = call
            threads = cpus if row.options.get("threads") == rows.ALL else 1
            samples = measuring.measure(calls, shortest, budget, rounds, threads)
            peaks = {}
            if row.case == "Batch" and not (args.no_memory or args.quick) and sys.platform == "linux":
                peaks = memory.measure(row, [name for name in MEMORY_COLUMNS if name in calls], task)
            entry = record.entry(row, case, samples, peaks)
            record.put(result["rows"], entry)
            print(f"{number:>3}/{len(wanted)} {line(entry)}", flush=True)
            # After every row: a long run that is ended leaves what it has measured.
            if args.out:
                write(args.out, result)


def write(path, result):
    """Write the record."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file, separators=(",", ":"))
        file.write("\n")


def main():
    """Run."""
    run(arguments())


if __name__ == "__main__":
    main()
