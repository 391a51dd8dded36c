"""The rows of the benchmark: what is measured, and what has to be reached."""

from dataclasses import dataclass, field

KIB = 1 << 10
MIB = 1 << 20

SIZES = {
    "100 B": 100,
    "1 KB": 1_000,
    "10 KB": 10_000,
    "100 KB": 100_000,
    "1 MB": 1_000_000,
    "64 MB": 64_000_000,
    "256 MB": 256_000_000,
}

# The number of threads of a row that uses all CPUs; what it stands for is in the record.
ALL = -1


@dataclass(frozen=True)
class Row:
    """One measurement of all columns."""

    name: str
    group: str
    # A class of `cases`, and what it is made with.
    case: str
    options: dict = field(default_factory=dict)
    # The least speed of the native flavour, as a multiple of zstandard's C extension.
    bar: float = 0.95
    # The most time of the native flavour, as a multiple of the floor's; 0 for no bar.
    floor_bar: float = 0.0


def _one_shot():
    bars = {"100 B": 1.1, "1 KB": 1.1, "64 MB": 1.6, "256 MB": 1.7}
    floors = {"10 KB": 1.05, "100 KB": 1.05, "1 MB": 1.05, "64 MB": 1.2}
    for direction in ("compress", "decompress"):
        for label, size in SIZES.items():
            yield Row(
                f"{direction} {label}",
                "one shot",
                "OneShot",
                {"direction": direction, "size": size},
                bars.get(label, 0.95) if direction == "decompress" else 0.95,
                floors.get(label, 0.0),
            )


def _dictionary():
    for direction in ("compress", "decompress"):
        options = {"direction": direction, "count": 2_000, "size": 800, "dictionary": True}
        yield Row(f"{direction} loop, dictionary", "one shot", "Loop", options)


def _batches():
    shapes = {
        "63,000 x 800 B": [(63_000, 800)],
        "skewed": [(10_000, 800), (1, 8 * MIB), (5_000, 800), (1, 8 * MIB), (5_000, 800), (1, 8 * MIB)],
        "20 x 800 B": [(20, 800)],
    }
    bars = {
        ("decompress", "63,000 x 800 B", 1): 1.4,
        ("decompress", "63,000 x 800 B", ALL): 1.7,
        ("compress", "skewed", ALL): 1.5,
        ("compress", "20 x 800 B", ALL): 2.5,
    }
    forms = {
        "63,000 x 800 B": [("list", False), ("buffer", False), ("collection", False), ("list", True), ("buffer", True)],
        "skewed": [("list", False), ("buffer", False)],
        "20 x 800 B": [("list", False)],
    }
    for direction in ("compress", "decompress"):
        for shape, parts in shapes.items():
            for form, dictionary in forms[shape]:
                for threads in (1, ALL):
                    name = f"{direction} {shape}, {form}{', dictionary' if dictionary else ''}, threads {'N' if threads == ALL else threads}"
                    options = {"direction": direction, "parts": parts, "form": form, "dictionary": dictionary, "threads": threads}
                    bar = bars.get((direction, shape, threads), 0.95)
                    yield Row(name, "batch", "Batch", options, 0.95 if dictionary else bar)


def _streams():
    def row(name, operation, direction, size, bar=0.95, **more):
        options = {"operation": operation, "direction": direction, "size": size, **more}
        return Row(name, "stream", "Stream", options, bar)

    large, small = 20_000_000, 2_000_000
    yield row("compressobj, one call, 20 MB", "object_once", "compress", large)
    yield row("compressobj, 100 B pieces", "object_pieces", "compress", small, piece=100)
    yield row("decompressobj, one call, 20 MB", "object_once", "decompress", large, 1.3)
    yield row("decompressobj, 8 KiB pieces", "object_pieces", "decompress", large, piece=8 * KIB)
    yield row("compressing stream_reader, read() all, 20 MB", "read_all", "compress", large)
    yield row("compressing stream_reader, 8 KiB reads", "read_pieces", "compress", large, piece=8 * KIB)
    yield row("stream_reader, read() all, 128 MB", "read_all", "decompress", 128_000_000, 2.0)
    yield row("stream_reader, 8 KiB reads", "read_pieces", "decompress", large, piece=8 * KIB)
    yield row("stream_reader, text lines", "read_lines", "decompress", large)
    yield row("stream_writer, 100 B writes", "write_pieces", "compress", small, piece=100)
    yield row("stream_writer, 64 KiB writes", "write_pieces", "compress", large, piece=64 * KIB)
    yield row("decompressing stream_writer, 8 KiB writes", "write_pieces", "decompress", large, piece=8 * KIB)
    yield row("read_to_iter, compress", "iterate", "compress", large)
    yield row("read_to_iter, decompress", "iterate", "decompress", large)
    yield row("copy_stream, compress", "copy", "compress", large)
    yield row("copy_stream, decompress", "copy", "decompress", large)
    yield row("chunker, 32 KiB chunks", "chunks", "compress", large, piece=32 * KIB)


def _training():
    options = {"count": 1_000, "size": 800, "dictionary_size": 8 * KIB}
    yield Row("train_dictionary, 1,000 samples of 800 B", "training", "Training", options)


ROWS = [*_one_shot(), *_dictionary(), *_batches(), *_streams(), *_training()]


def tiny(row):
    """Return the same row over little data: it shows that the row works, not how fast it is."""
    options = dict(row.options)
    if "size" in options and "count" not in options:
        options["size"] = min(options["size"], 20_000)
    if "count" in options:
        options["count"] = min(options["count"], 200)
    if "dictionary_size" in options:
        options["dictionary_size"] = 2 * KIB
    if "parts" in options:
        options["parts"] = [(min(count, 30), min(size, 20_000)) for count, size in options["parts"]]
    return Row(row.name, row.group, row.case, options, row.bar, row.floor_bar)
