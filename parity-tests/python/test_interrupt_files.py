"""Ctrl-C ends long calls whose sources and sinks run no Python code that would notice it: files of the system, and memory."""

import capabilities
import pytest
from support import run_script

SCRIPT = """
import importlib, os, signal, sys

zstd = importlib.import_module(sys.argv[1])
call = sys.argv[2]
compressor, decompressor = zstd.ZstdCompressor(level=19), zstd.ZstdDecompressor()

# Terabytes in one frame: a header without a size and with a window of 128 KiB, and blocks that repeat a byte as often.
header = bytes([0x28, 0xB5, 0x2F, 0xFD, 0x00, 7 << 3])
block = ((128 << 10) << 3 | 1 << 1).to_bytes(3, "little") + b"x"
endless = header + block * (16 << 20)

nowhere = open(os.devnull, "wb", buffering=0)
if call == "compress.copy":
    zeros = open("/dev/urandom", "rb", buffering=0)
    run = lambda: compressor.copy_stream(zeros, nowhere)
elif call == "decompress.copy":
    import tempfile

    file = tempfile.TemporaryFile(buffering=0)
    file.write(endless)
    file.seek(0)
    run = lambda: decompressor.copy_stream(file, nowhere)
elif call == "decompress.write":
    run = lambda: decompressor.stream_writer(nowhere).write(endless)
elif call == "decompress.seek":
    run = lambda: decompressor.stream_reader(endless).seek(1 << 60)
else:
    text = os.urandom(1 << 20) * 300
    run = lambda: compressor.stream_writer(nowhere).write(text)

class Stop(KeyboardInterrupt):
    pass

def handler(number, frame):
    raise Stop

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.3)
try:
    run()
except Stop:
    print("interrupted")
else:
    sys.exit("the call came to its end")
assert zstd.decompress(zstd.compress(b"still works")) == b"still works"
"""


@pytest.mark.parametrize(
    "call", ["compress.copy", "compress.write", "decompress.copy", "decompress.write", "decompress.seek"]
)
def test_a_long_call_between_files_is_interrupted(zstd, call):
    capabilities.need_timer()
    capabilities.need_device_files()
    assert "interrupted" in run_script(SCRIPT, zstd.__name__, call)
