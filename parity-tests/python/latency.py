"""How long a signal waits while a call is at work: run it, it prints a table. A tool for people, no test.

    python parity-tests/python/latency.py [--module NAME] [--rows WORD] [--rounds N]

For each call, a child process begins it, and is sent a signal whose handler raises. What is shown is the time from the signal to
the exception at the caller: in seconds of the clock, and in seconds of processor time for each thread that the call uses,
which other programs on the machine make no longer. It takes a Linux system.
"""

import argparse
import gc
import io
import itertools
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import time

import support

MEBI = 1 << 20
# How long a call is left alone, in seconds.
EARLIEST, LATEST = 0.15, 0.45


class Stop(KeyboardInterrupt):
    """What the handler raises."""


class Endless(io.RawIOBase):
    """The same data without an end."""

    def __init__(self, data):
        self._data = data

    def readable(self):
        """It is."""
        return True

    def read(self, size=-1):
        """Return as much as was asked for, or as there is in one piece."""
        return self._data[:size]


class Nowhere(io.RawIOBase):
    """Takes everything."""

    def writable(self):
        """It is."""
        return True

    def write(self, data):
        """Keep nothing."""
        return len(data)


class Material:
    """The inputs of the calls, each made when it is first needed."""

    def __init__(self, zstd):
        self.zstd = zstd
        self._made = {}

    def content(self, mebi):
        """Return text as records have it, which compresses about as well as text does."""
        unit = b"".join(support.records(40_000))
        return self._kept(("content", mebi), lambda: (unit * (mebi * MEBI // len(unit) + 1))[: mebi * MEBI])

    def noisy(self, mebi):
        """Return content that takes decoders longer: literals, few matches."""
        letters = bytes(byte % 23 + 97 for byte in random.Random(1).randbytes(MEBI))
        return self._kept(("noisy", mebi), lambda: b"".join(bytes([n % 256]) + letters[1:] for n in range(mebi)))

    def frame(self, mebi):
        """Return a frame of noisy content, its size declared."""
        compressor = self.zstd.ZstdCompressor(level=1, write_content_size=True, write_checksum=True, threads=2)
        return self._kept(("frame", mebi), lambda: compressor.compress(self.noisy(mebi)))

    def samples(self):
        """Return samples that a training takes minutes for."""
        return self._kept("samples", lambda: support.records(60_000))

    def _kept(self, key, make):
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def compressing(level, threads, mebi):
    """One call that compresses everything."""
    def prepare(zstd, material):
        compressor, data = zstd.ZstdCompressor(level=level, threads=threads), material.content(mebi)
        return lambda: compressor.compress(data)

    return prepare


def decompressing(mebi, **options):
    """One call that decompresses everything."""
    def prepare(zstd, material):
        decompressor, frame = zstd.ZstdDecompressor(), material.frame(mebi)
        return lambda: decompressor.decompress(frame, **options)

    return prepare


def batch_compressing(level, items, mebi, form="buffer"):
    """A batch of large items on two threads."""
    def prepare(zstd, material):
        call = getattr(zstd.ZstdCompressor(level=level), "multi_compress_to_" + form)
        data = [material.content(mebi)] * items
        return lambda: call(data, threads=2)

    return prepare


def batch_decompressing(items, mebi, form="buffer"):
    """A batch of large frames on two threads."""
    def prepare(zstd, material):
        call = getattr(zstd.ZstdDecompressor(), "multi_decompress_to_" + form)
        data = [material.frame(mebi)] * items
        return lambda: call(data, threads=2)

    return prepare


def training(name, **options):
    """One of the trainers."""
    def prepare(zstd, material):
        samples = material.samples()
        return lambda: getattr(zstd, name)(100_000, samples, **options)

    return prepare


def on(kind, call):
    """A call that is made of a new compressor or decompressor, and material."""
    def prepare(zstd, material):
        maker = zstd.ZstdCompressor(level=12) if kind == "compressor" else zstd.ZstdDecompressor()
        data = material.content(256) if kind == "compressor" else material.frame(1024)
        return lambda: call(maker, data)

    return prepare


def exhaust(chunks):
    """Take all of an iterator."""
    for _ in chunks:
        pass


# Name, threads that the call keeps busy, and what prepares it.
ROWS = [
    ("batch compress, 8 of 64 MiB, level 3", 2, batch_compressing(3, 8, 64)),
    ("batch compress, 8 of 64 MiB, level 12", 2, batch_compressing(12, 8, 64)),
    ("batch compress to list, 2000 of 1 MiB, level 12", 2, batch_compressing(12, 2000, 1, "list")),
    ("batch decompress, 16 of 256 MiB", 2, batch_decompressing(16, 256)),
    ("batch decompress to list, 16 of 256 MiB", 2, batch_decompressing(16, 256, "list")),
    ("train, legacy", 1, training("train_dictionary", selectivity=9)),
    ("train, default", 1, training("train_dictionary", steps=2000)),
    ("train, cover, k and d given", 1, training("train_cover_dictionary", k=2000, d=8)),
    ("train, cover, optimised", 1, training("train_cover_dictionary", optimize=True, steps=1000)),
    ("train, cover, optimised by two threads", 2, training("train_cover_dictionary", optimize=True, steps=1000, threads=2)),
    ("compress, two threads, 256 MiB, level 19", 2, compressing(19, 2, 256)),
    ("compress, 256 MiB, level 3", 1, compressing(3, 0, 1024)),
    ("compress, 256 MiB, level 12", 1, compressing(12, 0, 256)),
    ("decompress, 1 GiB", 1, decompressing(1024)),
    ("decompress, 1 GiB, across frames", 1, decompressing(1024, read_across_frames=True)),
    ("compressor.copy_stream", 1, on("compressor", lambda maker, data: maker.copy_stream(Endless(data), Nowhere()))),
    ("decompressor.copy_stream", 1, on("decompressor", lambda maker, data: maker.copy_stream(io.BytesIO(data), Nowhere()))),
    ("compression reader.read()", 1, on("compressor", lambda maker, data: maker.stream_reader(data).read())),
    ("compression reader.readall(), file", 1, on("compressor", lambda maker, data: maker.stream_reader(io.BytesIO(data)).readall())),
    ("decompression reader.read()", 1, on("decompressor", lambda maker, data: maker.stream_reader(data).read())),
    ("decompression reader.read(1 GiB)", 1, on("decompressor", lambda maker, data: maker.stream_reader(data).read(1 << 30))),
    ("decompression reader.readall(), file", 1, on("decompressor", lambda maker, data: maker.stream_reader(io.BytesIO(data)).readall())),
    ("compression writer.write, one piece", 1, on("compressor", lambda maker, data: maker.stream_writer(Nowhere()).write(data))),
    ("decompression writer.write, one piece", 1, on("decompressor", lambda maker, data: maker.stream_writer(Nowhere()).write(data))),
    ("compressor.read_to_iter, one piece", 1, on("compressor", lambda maker, data: exhaust(maker.read_to_iter(data)))),
    ("decompressor.read_to_iter, one piece", 1, on("decompressor", lambda maker, data: exhaust(maker.read_to_iter(data)))),
    ("compressobj.compress, one piece", 1, on("compressor", lambda maker, data: maker.compressobj().compress(data))),
    ("decompressobj.decompress, one piece", 1, on("decompressor", lambda maker, data: maker.decompressobj().decompress(data))),
    ("chunker.compress, one piece", 1, on("compressor", lambda maker, data: exhaust(maker.chunker().compress(data)))),
]


def child(module, row, rounds):
    """Make the call again and again, each time until the signal ends it; say when that was."""
    zstd = __import__(module)
    name, _, prepare = ROWS[row]
    call = prepare(zstd, Material(zstd))
    armed = False

    def handler(number, frame):
        if armed:
            raise Stop

    signal.signal(signal.SIGALRM, handler)
    for _ in range(rounds):
        gc.collect()
        try:
            armed = True
            print("begun", flush=True)
            call()
            armed = False
            answer = "finished"
        except Stop:
            answer = "stopped %r %r" % (time.monotonic(), time.process_time())
        armed = False
        print(answer, flush=True)
        if sys.stdin.readline() != "next\n":
            return


def cpu_time(process):
    """Return the processor time that another process has taken, in seconds."""
    # How Linux numbers the clocks of processes.
    return time.clock_gettime(~process << 3 | 2)


def measure(module, row, rounds):
    """Return pairs of latencies: by the clock, and of processor time for each thread. None if the call came to its end."""
    name, threads, _ = ROWS[row]
    command = [sys.executable, __file__, "--child", str(row), "--module", module, "--rounds", str(rounds)]
    environment = dict(os.environ, PYTHONPATH=str(pathlib.Path(__file__).parent))
    found = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as process:
        for _ in range(rounds):
            if process.stdout.readline() != "begun\n":
                sys.exit(name + ": the child has failed")
            time.sleep(random.uniform(EARLIEST, LATEST))
            cpu, sent = cpu_time(process.pid), time.monotonic()
            process.send_signal(signal.SIGALRM)
            kind, *times = process.stdout.readline().split()
            if kind == "stopped":
                ended, ended_cpu = map(float, times)
                found.append((ended - sent, (ended_cpu - cpu) / threads))
            process.stdin.write("next\n")
            process.stdin.flush()
    return found


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--module", action="append", help="the module to measure; more than once for several")
    parser.add_argument("--rows", default="", help="only rows with this in their names")
    parser.add_argument("--rounds", type=int, default=10, help="how often each call is stopped")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    pypy = sys.implementation.name == "pypy"
    modules = arguments.module or (["zstd_cffi"] if pypy else ["zstd", "zstd_cffi"])
    if arguments.child is not None:
        child(modules[0], arguments.child, arguments.rounds)
        return
    print("| call | module | stopped | median | worst | processor time, median | worst |")
    print("|---|---|---|---|---|---|---|")
    chosen = (row for row, (name, _, _) in enumerate(ROWS) if arguments.rows in name)
    for row, module in itertools.product(chosen, modules):
        found = measure(module, row, arguments.rounds)
        cells = ["%d of %d" % (len(found), arguments.rounds)]
        for values in zip(*found):
            cells += ["%.3f s" % statistics.median(values), "%.3f s" % max(values)]
        print("| %s | %s%s | %s |" % (ROWS[row][0], module, " on PyPy" if pypy else "", " | ".join(cells)), flush=True)


if __name__ == "__main__":
    main()
