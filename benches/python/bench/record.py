"""What is written down of a run."""

import importlib.metadata
import os
import platform

from . import columns
from .measuring import speedup


def machine():
    """Return what the machine is: nothing that tells whose."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
        model = models[0] if models else model
    except OSError:
        pass
    return {"cpu": model, "cpus": len(os.sched_getaffinity(0)), "system": platform.system(), "kernel": platform.release()}


def versions(loaded):
    """Return the versions of what was measured, by column."""
    found = {"python": platform.python_version()}
    for name in loaded:
        distribution = columns.distribution(name)
        if distribution is not None:
            found[name] = importlib.metadata.version(distribution)
    native = loaded.get("native")
    if native is not None:
        found["libzstd"] = ".".join(map(str, native.module.ZSTD_VERSION))
    return found


PAIRS = [
    ("native", ["zstandard", "floor", "backports", "pyzstd", "cramjam", "zstandard_cffi"]),
    ("cffi", ["zstandard_cffi", "native", "zstandard", "floor"]),
]


def entry(row, case, samples, memory):
    """Return the record of one row."""
    speedups = {}
    for name, others in PAIRS:
        ratios = {over: speedup(samples, name, over) for over in others}
        speedups[name] = {over: round(ratio, 4) for over, ratio in ratios.items() if ratio is not None}
    return {
        "name": row.name,
        "group": row.group,
        "bytes": case.bytes,
        "bar": row.bar,
        "floor_bar": row.floor_bar,
        "seconds": {name: [float(f"{value:.5g}") for value in values] for name, values in samples.items()},
        "speedups": speedups,
        "memory": memory,
    }


def put(entries, entry):
    """Put an entry in place of the one of the same name, or at the end."""
    for at, other in enumerate(entries):
        if other["name"] == entry["name"]:
            entries[at] = entry
            return
    entries.append(entry)
