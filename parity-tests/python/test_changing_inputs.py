"""Inputs that change while a call lasts: what it borrowed stays where it is, and cannot be resized."""

import capabilities
import pytest
from support import run_script

SCRIPT = """
import gc, importlib, signal, sys
from support import records

zstd = importlib.import_module(sys.argv[1])
threads = int(sys.argv[2])
texts = records(40, padding=200_000)
compressor = zstd.ZstdCompressor(level=19)
# Objects that only the list refers to.
items = [bytes(bytearray(text)) for text in texts] * 12
locked = bytearray(texts[0])
items[0] = locked
seen = []

def handler(number, frame):
    items.clear()
    gc.collect()
    # What was freed would be written over.
    seen.append([bytes([number]) * 200_000 for number in range(200)])
    try:
        locked.extend(b"more")
        seen.append("resized")
    except BufferError:
        seen.append("locked")

signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)
frames = compressor.multi_compress_to_list(items, threads=threads)
assert seen and not items, "the call was too short"
print(seen[1])
back = zstd.ZstdDecompressor().multi_decompress_to_list
sizes = b"".join(len(text).to_bytes(8, sys.byteorder) for text in texts) * 12
assert back(frames, decompressed_sizes=sizes) == texts * 12
"""


@pytest.mark.parametrize("threads", [0, 2])
def test_a_batch_keeps_what_it_reads(zstd, threads):
    capabilities.need_timer()
    capabilities.need_locked_exporters()
    assert run_script(SCRIPT, zstd.__name__, threads).strip() == "locked"
