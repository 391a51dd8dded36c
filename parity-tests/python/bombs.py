"""Small inputs that ask for much, and every way to decompress them; as a program it says how much memory that takes."""

import importlib
import io
import os
import struct
import sys

BLOCK = 128 << 10
GIB = 1 << 30
SMALL_WINDOW = 7 << 3
WINDOW_OF_128_MIB = 17 << 3


def zeros(blocks, claim=None, window=SMALL_WINDOW):
    """Return a frame of repeated zeros, 4 bytes for 128 KiB of them, with its size or without."""
    header = b"\xc0%c%s" % (window, struct.pack("<Q", claim)) if claim is not None else b"\x00%c" % window
    block = struct.pack("<I", BLOCK << 3 | 2)[:3] + b"\0"
    last = struct.pack("<I", BLOCK << 3 | 3)[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd" + header + block * (blocks - 1) + last


def inputs(zstd):
    """Return bombs by name."""
    inside = zstd.write_skippable_frame(zstd.write_skippable_frame(b"", 0) * 10_000, 1)
    return {
        "undeclared": zeros(GIB // BLOCK),
        "declared": zeros(GIB // BLOCK, GIB),
        "many undeclared": zeros(1) * 10_000,
        "many declared": zeros(1, BLOCK) * 10_000,
        "behind skippable frames": inside * 20 + zeros(GIB // BLOCK),
        "a claim of 2^60 bytes": zeros(1, 1 << 60),
        "a real one": zstd.ZstdCompressor(level=19).compress(bytes(64 << 20)),
    }


class Sink:
    """Counts what it is given."""

    def __init__(self):
        self.count = 0

    def write(self, data):
        """Take everything."""
        self.count += len(data)
        return len(data)


def ways(zstd, limit):
    """Return functions by name that decompress everything and return the size of what they got until they failed."""
    decompressor = zstd.ZstdDecompressor(max_output_size=limit)
    plain = zstd.ZstdDecompressor()

    def add(call, results):
        def run(data, got):
            for result in results(call(data)):
                got.count += len(result)

        return run

    def once(result):
        return (result,)

    def reads(name, *arguments):
        def run(data, got):
            reader = decompressor.stream_reader(data, read_across_frames=True)
            got.count = 0
            for result in iter(lambda: getattr(reader, name)(*arguments), b""):
                got.count += len(result)

        return run

    def read_into(data, got):
        reader, room = decompressor.stream_reader(io.BytesIO(data)), bytearray(100_000)
        for count in iter(lambda: reader.readinto(room), 0):
            got.count += count

    def write(make):
        def run(data, got):
            with make(got) as writer:
                for start in range(0, len(data), 1000):
                    writer.write(data[start : start + 1000])

        return run

    def use_object(most):
        def run(data, got):
            thing, held = decompressor.decompressobj(read_across_frames=True), data
            while held or not thing.needs_input:
                got.count += len(thing.decompress(held, most))
                held = b""

        return run

    def batch(call, **options):
        return lambda data: getattr(decompressor if not options else plain, call)(
            [data] * 20, struct.pack("=20Q", *[GIB] * 20), 2, **options
        )

    result = {
        "decompress": add(lambda data: decompressor.decompress(data, 0, True), once),
        "decompress with a limit": add(lambda data: plain.decompress(data, limit, True), once),
        "stream_writer": write(decompressor.stream_writer),
        "write_to": write(decompressor.write_to),
        "readinto": read_into,
        "copy_stream": lambda data, got: decompressor.copy_stream(io.BytesIO(data), got),
        "read_to_iter": add(lambda data: decompressor.read_to_iter(data), iter),
        "read_from": add(lambda data: decompressor.read_from(io.BytesIO(data)), iter),
        "open": add(lambda data: zstd.open(io.BytesIO(data), dctx=decompressor).read(), once),
        "open for text": add(lambda data: zstd.open(io.BytesIO(data), "rt", dctx=decompressor, encoding="ascii"), iter),
    }
    for name, arguments in [("read", (-1,)), ("read", (100_000,)), ("readall", ()), ("read1", ()), ("readline", ())]:
        result[f"{name}{arguments}"] = reads(name, *arguments)
    for most in (-1, 50_000):
        result[f"decompressobj {most}"] = use_object(most)
    for call in ("multi_decompress_to_buffer", "multi_decompress_to_list"):
        result[call] = add(batch(call), once)
        result[call + " with a limit"] = add(batch(call, max_output_size=limit), once)
    return result


def high_water():
    """Return the most memory that the process ever had, in bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def grown(run, data):
    """Return by how much the memory of a process grows at most that runs this alone."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        # The high water mark of a forked process begins with what it has.
        before = high_water()
        try:
            run(data, Sink())
        finally:
            os.write(write, b"%d" % (high_water() - before))
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with open(read, "rb") as pipe:
        return int(pipe.read())


def main(module, limit, window):
    """Print by how much the memory grows at most, and what takes that."""
    zstd = importlib.import_module(module)
    bombs = inputs(zstd) if window == SMALL_WINDOW else {"wide": zeros(GIB // BLOCK, None, window)}
    # What each way loads and sets up is not the bombs'.
    for run in ways(zstd, BLOCK).values():
        try:
            run(zeros(3), Sink())
        except zstd.ZstdError:
            pass
    found = [
        (grown(run, bomb), way, name) for name, bomb in bombs.items() for way, run in ways(zstd, limit).items()
    ]
    print(*max(found), sep=", ")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
