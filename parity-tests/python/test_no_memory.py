"""A process that may have little more memory, or an interpreter that has none: calls fail with MemoryError, and succeed later."""

import pathlib

import capabilities
import pytest
from support import run_script

SCRIPT = """
import importlib, resource, sys

zstd = importlib.import_module(sys.argv[1])
content = bytes(range(256)) * (32 << 12)
records = [b"record %d of many, " % number * 9 for number in range(20000)]
compressor = zstd.ZstdCompressor(write_content_size=True)
frame = compressor.compress(content)
frames = compressor.multi_compress_to_buffer([content] * 4)
calls = {
    "compress": lambda: zstd.ZstdCompressor(level=22).compress(content),
    "decompress": lambda: zstd.ZstdDecompressor().decompress(frame),
    "decompress a batch": lambda: zstd.ZstdDecompressor().multi_decompress_to_buffer(frames),
    "dictionary": lambda: zstd.ZstdCompressionDict(memoryview(content)),
    "stream": lambda: zstd.ZstdCompressor(level=22).compressobj().compress(content[:1000]),
    "read": lambda: zstd.ZstdDecompressor().stream_reader(frame).readall(),
    "train": lambda: zstd.train_dictionary(64 << 20, records),
}
with open("/proc/self/statm") as statm:
    pages = int(statm.read().split()[0])
soft, hard = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (12 << 20), hard))
ended = {}
for name, call in calls.items():
    try:
        call()
        ended[name] = "a result"
    except MemoryError:
        ended[name] = "MemoryError"
    except zstd.ZstdError as error:
        ended[name] = str(error)
resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
assert set(ended.values()) == {"MemoryError"}, ended
for name, call in calls.items():
    if name != "train":
        call()
print("done")
"""


def test_calls_that_need_much_memory_fail_and_succeed_later(zstd):
    capabilities.need_linux()
    assert run_script(SCRIPT, zstd.__name__) == "done\n"


@pytest.mark.parametrize("table", ["attributes", "reductions", "functions", "faces", "failures", "streams"])
def test_calls_end_when_the_interpreter_has_no_memory(table):
    capabilities.need_failing_interpreter()
    refused = pathlib.Path(__file__).with_name("refused.py")
    shown = run_script(refused.read_text(), "zstd", table)
    requests = [int(line.split()[0]) for line in shown.splitlines() if line.endswith(" requests")]
    assert sum(requests) > 10, shown
