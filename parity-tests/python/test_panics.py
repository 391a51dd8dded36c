"""A panic of the library is an exception that names a bug, and no other object suffers from it.

Nothing that a program passes leads to one. What does is a system without a clock: the standard library has no error for that.
"""

import interposing
import pytest

NO_CLOCK = """
static int stopped = 0;

void stop_clock(int stop) { stopped = stop; }

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int (*ask)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    if (stopped && clock == CLOCK_MONOTONIC) {
        errno = EINVAL;
        return -1;
    }
    return ask(clock, time);
}
"""

SCRIPT = """
import ctypes, importlib, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
system = ctypes.CDLL(None)
items = records(3000, padding=300)
large = b"".join(items) * 4
samples = records(600)
compressor = zstd.ZstdCompressor(threads=2, write_content_size=True)
decompressor = zstd.ZstdDecompressor()
frames = compressor.multi_compress_to_list(items)
cases = {
    "compress_batch": lambda: compressor.multi_compress_to_buffer(items),
    "compress_batch to a list": lambda: compressor.multi_compress_to_list(items),
    "decompress_batch": lambda: decompressor.multi_decompress_to_buffer(frames),
    "decompress_batch to a list": lambda: decompressor.multi_decompress_to_list(frames),
    "train": lambda: zstd.train_dictionary(3000, samples),
    "train_cover": lambda: zstd.train_cover_dictionary(3000, samples, k=64, d=8),
    "compress": lambda: compressor.compress(large),
}
if zstd.backend == "native":
    # Streams over memory look at the clock there, to handle signals now and then.
    cases["reader"] = lambda: compressor.stream_reader(large).read()
    cases["iterator"] = lambda: list(compressor.read_to_iter(large))

for name, case in cases.items():
    system.stop_clock(1)
    try:
        case()
    except RuntimeError as error:
        text = str(error)
    else:
        text = "no exception"
    finally:
        system.stop_clock(0)
    assert text.startswith("internal error: ") and "this is a bug in zstdrs, please report it" in text, (name, text)
    # The same objects are of use.
    case()
    assert decompressor.multi_decompress_to_list(compressor.multi_compress_to_buffer(items)) == items

reader = compressor.stream_reader(large)
if zstd.backend == "native":
    system.stop_clock(1)
    try:
        reader.read(10)
    except RuntimeError:
        pass
    finally:
        system.stop_clock(0)
    try:
        reader.read(10)
    except zstd.ZstdError as error:
        assert "cut short" in str(error), error
    else:
        sys.exit("a stream that a panic has gone through goes on")
    reader.close()
print("done")
"""


def test_a_panic_is_an_exception_that_names_a_bug(zstd, tmp_path, monkeypatch):
    library = interposing.build(tmp_path, NO_CLOCK)
    assert "done" in interposing.run_script(library, monkeypatch, SCRIPT, zstd.__name__)
