"""Prints the numbers of ``docs/concepts.md``: how much each concept is worth on this machine.

Run it in an environment with one of the modules: ``target/venv/bin/python benches/python/concepts.py [zstd_cffi]``.
"""

import glob
import importlib
import os
import random
import sys
import time

zstd = importlib.import_module(sys.argv[1] if len(sys.argv) > 1 else "zstd")


def best(call, rounds=7, clock=time.process_time):
    """Return the shortest time of a call, in seconds of the processor: what it costs without the noise of other programs."""
    times = []
    for _ in range(rounds):
        start = clock()
        call()
        times.append(clock() - start)
    return min(times)


def records(count, fields=6):
    """Return JSON-like records of the same structure."""
    source = random.Random(7)
    words = ["active", "suspended", "pending", "north", "south", "alpha", "omega", "basic", "premium"]
    made = []
    for number in range(count):
        pairs = ", ".join(
            '"field_{}": "{}-{}"'.format(field, source.choice(words), source.randrange(10000)) for field in range(fields)
        )
        made.append('{{"id": {}, {}}}'.format(number, pairs).encode())
    return made


def corpus(size):
    """Return source text, as much of it as is wanted: the standard library of this interpreter."""
    text, total = [], 0
    for path in sorted(glob.glob(os.path.join(os.path.dirname(os.__file__), "**", "*.py"), recursive=True)):
        with open(path, "rb") as file:
            text.append(file.read())
        total += len(text[-1])
        if total >= size:
            break
    return b"".join(text)[:size]


def frames():
    """What a frame adds to its content."""
    empty = len(zstd.ZstdCompressor().compress(b""))
    print("frame of nothing:", empty, "bytes")
    for size in (100, 1000, 100_000):
        data = random.Random(1).randbytes(size)
        plain = len(zstd.ZstdCompressor().compress(data)) - size
        sized = len(zstd.ZstdCompressor(write_content_size=True).compress(data)) - size
        checked = len(zstd.ZstdCompressor(write_content_size=True, write_checksum=True).compress(data)) - size
        print("overhead for", size, "random bytes:", plain, "with size:", sized, "with checksum too:", checked)


def contexts():
    """What it is worth to keep a compressor."""
    items = records(2000)
    shared = zstd.ZstdCompressor()
    reuse = best(lambda: [shared.compress(item) for item in items]) / len(items)
    anew = best(lambda: [zstd.ZstdCompressor().compress(item) for item in items]) / len(items)
    print("compress", len(items[0]), "bytes: {:.1f} us reused, {:.1f} us anew".format(reuse * 1e6, anew * 1e6))


def sizes():
    """What a declared size is worth, and what a batch is."""
    data = corpus(8 << 20)
    declared = zstd.ZstdCompressor(write_content_size=True).compress(data)
    silent = zstd.ZstdCompressor().compress(data)
    decompressor = zstd.ZstdDecompressor()
    one = best(lambda: decompressor.decompress(declared))
    grown = best(lambda: decompressor.decompressobj().decompress(silent))
    print("decompress 8 MiB: {:.1f} ms declared, {:.1f} ms grown".format(one * 1e3, grown * 1e3))
    items = records(20_000)
    compressor = zstd.ZstdCompressor(write_content_size=True)
    single = best(lambda: [compressor.compress(item) for item in items], 3)
    batch = best(lambda: compressor.multi_compress_to_buffer(items), 3)
    print("20,000 records: {:.1f} ms single, {:.1f} ms in a batch on one thread".format(single * 1e3, batch * 1e3))


def bombs():
    """How small a gigabyte can be."""
    stream = zstd.ZstdCompressor(level=19).compressobj()
    zeros = bytes(1 << 20)
    size = sum(len(stream.compress(zeros)) for _ in range(1024)) + len(stream.flush())
    print("1 GiB of zeros:", size, "bytes")


def dictionaries():
    """What a dictionary is worth for inputs of several sizes."""
    dictionary = zstd.train_dictionary(32 << 10, records(20_000))
    print("dictionary:", len(dictionary), "bytes")
    for fields in (2, 6, 24, 96, 384, 1536):
        items = records(max(3000 // fields, 20), fields)
        raw = sum(map(len, items))
        without = sum(map(len, map(zstd.ZstdCompressor().compress, items)))
        using = sum(map(len, map(zstd.ZstdCompressor(dict_data=dictionary).compress, items)))
        print("inputs of {:6} bytes: {:4.1f}x without, {:4.1f}x with".format(raw // len(items), raw / without, raw / using))


def levels():
    """Speed, ratio and memory of levels."""
    data = corpus(16 << 20)
    for level in (-5, 1, 3, 6, 9, 12, 19):
        compressor = zstd.ZstdCompressor(level=level)
        seconds = best(lambda: compressor.compress(data), 1 if level > 9 else 3)
        frame = compressor.compress(data)
        bound = len(data)
        back = best(lambda: zstd.ZstdDecompressor().decompress(frame, max_output_size=bound), 3)
        print(
            "level {:3}: {:7.1f} MB/s, {:.2f}x, back {:6.0f} MB/s, context {:.1f} MB".format(
                level, bound / seconds / 1e6, bound / len(frame), bound / back / 1e6, compressor.memory_size() / 1e6
            )
        )


def threads():
    """What worker threads are worth for one input."""
    data = corpus(32 << 20)
    for count in (0, 1, 2):
        compressor = zstd.ZstdCompressor(level=6, threads=count)
        seconds = best(lambda: compressor.compress(data), 3, time.perf_counter)
        print("32 MiB at level 6, threads={}: {:.0f} ms, {} bytes".format(count, seconds * 1e3, len(compressor.compress(data))))


def main():
    """Measure everything."""
    print(zstd.__name__, "on libzstd", ".".join(map(str, zstd.ZSTD_VERSION)), "and", os.cpu_count(), "CPUs")
    for part in (frames, contexts, sizes, bombs, dictionaries, levels, threads):
        part()


if __name__ == "__main__":
    main()
