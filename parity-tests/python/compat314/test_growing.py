"""Results whose size nobody has said: they are whole, and take no more memory than they must."""

import hashlib

import capabilities
import pytest
import support

TEXT = b"".join(hashlib.sha256(b"%d" % number).hexdigest().encode() for number in range(3000))


def unsized(face, content, **options):
    """Return a frame that does not say how large its content is."""
    return face.compress(content, options={face.CompressionParameter.content_size_flag: 0, **options})


@pytest.mark.parametrize("size", [0, 1, 1000, 131071, 131072, 131073, 1 << 20, (1 << 20) + 1, 5_000_000, 40_000_000])
def test_content_of_any_size(face, size):
    content = (TEXT * (size // len(TEXT) + 1))[:size]
    frame = unsized(face, content)
    assert face.get_frame_info(frame).decompressed_size is None
    restored = face.decompress(frame)
    assert restored == content
    # Results are ordinary objects: their parts, hashes and copies are those of any bytes.
    assert hash(restored) == hash(content)
    assert restored + b"x" == content + b"x"
    assert bytearray(restored) == content
    assert face.decompress(frame * 2 + face.compress(b"tail")) == content * 2 + b"tail"


def test_many_small_blocks(face):
    compressor = face.ZstdCompressor()
    parts = [compressor.compress(b"line %d\n" % number, compressor.FLUSH_BLOCK) for number in range(20_000)]
    parts.append(compressor.flush())
    content = b"".join(b"line %d\n" % number for number in range(20_000))
    assert face.decompress(b"".join(parts)) == content
    assert face.ZstdDecompressor().decompress(b"".join(parts)) == content


def test_dense_content(face):
    content = bytes(50_000_000)
    assert face.decompress(unsized(face, content)) == content


def test_objects_of_any_size(face):
    content = TEXT * 60
    for frame in (face.compress(content), unsized(face, content)):
        assert face.ZstdDecompressor().decompress(frame) == content
        decompressor, parts = face.ZstdDecompressor(), []
        for at in range(0, len(frame), 99_999):
            parts.append(decompressor.decompress(frame[at : at + 99_999]))
        assert b"".join(parts) == content


MEMORY = """
import importlib, resource, sys
face = importlib.import_module(sys.argv[1] + ".compat.compression_zstd")
blocks = 200_000
# Stored blocks of one byte each behind a header without a size: what they may hold is little.
frame = b"\\x28\\xb5\\x2f\\xfd\\x00\\x58" + b"\\x08\\x00\\x00x" * blocks + b"\\x01\\x00\\x00"
assert face.decompress(frame) == b"x" * blocks
# Compressed blocks may hold 128 KiB each: 100 bytes here.
compressor = face.ZstdCompressor(options={200: 0})
small = b"".join(compressor.compress(b"ab" * 50, compressor.FLUSH_BLOCK) for _ in range(20_000)) + compressor.flush()
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert len(face.decompress(small)) == 2_000_000
more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used
assert more < 40_000, more
"""


def test_blocks_that_hold_little_take_little_memory(zstd):
    capabilities.need_high_water_mark()
    support.run_script(MEMORY, zstd.__name__)


LIMIT = """
import importlib, resource, sys
face = importlib.import_module(sys.argv[1] + ".compat.compression_zstd")
compressor = face.ZstdCompressor(options={200: 0})
small = b"".join(compressor.compress(b"ab" * 50, compressor.FLUSH_BLOCK) for _ in range(50_000)) + compressor.flush()
lie = b"\\x28\\xb5\\x2f\\xfd\\xe0" + (1 << 60).to_bytes(8, "little") + b"\\x09\\x00\\x00x"
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
# The blocks could hold 6.5 GB, which is refused.
assert len(face.decompress(small)) == 5_000_000
for call in (face.decompress, lambda data: face.ZstdDecompressor().decompress(data)):
    try:
        call(lie)
    except face.ZstdError as error:
        pass
    else:
        raise AssertionError("a lie was believed")
"""


def test_memory_that_is_refused_is_done_without(zstd):
    capabilities.need_high_water_mark()
    support.run_script(LIMIT, zstd.__name__)
