"""The main job through a Python module: train a dictionary on a sample of many small records, compress all of them in one
batch with and without it, decompress them and compare every byte.

The same job as ``benches/src/bin/demo-rust.rs``; which records are in the sample, and how large the dictionary may become,
is written down in ``benches/src/sampling.rs``.
"""

import argparse
import importlib
import json
import mmap
import os
import struct
import sys
import time

LARGEST_DICTIONARY = 110 << 10
SMALLEST_DICTIONARY = 1 << 10
RECORDS_PER_DICTIONARY = 20
SAMPLE_PER_DICTIONARY = 100
PAIR = struct.Struct("=QQ")


def dictionary_size(raw):
    """Return the largest dictionary in bytes for records of ``raw`` bytes together."""
    return min(max(raw // RECORDS_PER_DICTIONARY, SMALLEST_DICTIONARY), LARGEST_DICTIONARY)


def sample_step(raw):
    """Return the distance between records of the sample."""
    return max(-(-raw // (dictionary_size(raw) * SAMPLE_PER_DICTIONARY)), 1)


def say(line):
    """Print one line of the report."""
    print(json.dumps(line), flush=True)


class Report:
    """Reports stages as they begin and end, and keeps their times."""

    def __init__(self):
        self.seconds = {}

    def stage(self, name, total, work):
        """Run ``work``, which handles ``total`` records, and measure its wall time."""
        say({"stage": name, "done": 0, "total": total})
        start = time.perf_counter()
        result = work()
        self.seconds[name] = time.perf_counter() - start
        say({"stage": name, "done": total, "total": total})
        return result


def store(folder, name, items):
    """Write items one behind the other, and the table of where they lie; return the bytes of all."""
    table = bytearray()
    offset = 0
    with open(os.path.join(folder, name + ".bin"), "wb") as data:
        for item in items:
            length = data.write(item)
            table += PAIR.pack(offset, length)
            offset += length
    with open(os.path.join(folder, name + ".idx"), "wb") as index:
        index.write(table)
    return offset


def round_trip(zstd, report, records, level, dictionary=None):
    """Compress all records and decompress them again; return frames and restored records."""
    suffix = "" if dictionary is None else "-dict"
    compressor = zstd.ZstdCompressor(level=level, dict_data=dictionary, write_content_size=True)
    decompressor = zstd.ZstdDecompressor(dict_data=dictionary)
    frames = report.stage(
        "compress" + suffix,
        len(records),
        lambda: compressor.multi_compress_to_buffer(records, threads=-1),
    )
    restored = report.stage(
        "decompress" + suffix,
        len(records),
        lambda: decompressor.multi_decompress_to_buffer(frames, threads=-1),
    )
    return frames, restored


def verify(records, restored):
    """Compare every record with what came back."""
    total = len(records)
    if len(restored) != total:
        raise SystemExit(f"demo.py: {len(restored)} of {total} records came back")
    say({"stage": "verify", "done": 0, "total": total})
    for index, (record, again) in enumerate(zip(records, restored)):
        if record.tobytes() != again.tobytes():
            raise SystemExit(f"demo.py: record {index} came back changed")
    say({"stage": "verify", "done": total, "total": total})


def run(zstd, args):
    """Do the job and report it."""
    with open(args.records, "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with open(args.index, "rb") as file:
        records = zstd.BufferWithSegments(data, file.read())
    raw = sum(length for _, length in PAIR.iter_unpack(records.segments))
    report = Report()

    sample = [records[index] for index in range(0, len(records), sample_step(raw))]
    dictionary = report.stage(
        "train",
        len(records),
        lambda: zstd.train_dictionary(dictionary_size(raw), sample, level=args.level),
    )
    with open(os.path.join(args.out, "dictionary.zdict"), "wb") as file:
        file.write(dictionary.as_bytes())

    frames, restored = round_trip(zstd, report, records, args.level)
    frames_dict, restored_dict = round_trip(zstd, report, records, args.level, dictionary)
    compressed = store(args.out, "frames", frames)
    compressed_dict = store(args.out, "frames-dict", frames_dict)
    verify(records, restored)
    verify(records, restored_dict)
    result = {
        "flavour": zstd.backend,
        "records": len(records),
        "raw": raw,
        "compressed": compressed,
        "compressed_dict": compressed_dict,
        "seconds": report.seconds,
        "verified": len(records),
    }
    say({"result": result})


def main():
    """Read the arguments and run; failures that have a cause outside are one line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--module", choices=["zstd", "zstd_cffi"], required=True)
    parser.add_argument("--records", required=True, help="the records, one behind the other")
    parser.add_argument("--index", required=True, help="their offsets and lengths")
    parser.add_argument("--out", required=True, help="folder for dictionary and frames")
    parser.add_argument("--level", type=int, default=3, help="compression level")
    args = parser.parse_args()
    zstd = importlib.import_module(args.module)
    try:
        run(zstd, args)
    except (OSError, ValueError, MemoryError, zstd.ZstdError) as error:
        sys.exit(f"demo.py: {error}")


if __name__ == "__main__":
    main()
