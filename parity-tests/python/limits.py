"""A batch round trip in a process that lacks something: run as ``python limits.py LIMIT MODULE``.

Prints a digest of all results, which must not depend on what is missing.
"""

import ctypes
import errno
import hashlib
import importlib
import os
import struct
import sys

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
PR_SET_THP_DISABLE = 41
SECCOMP_MODE_FILTER = 2
# The number of the system call madvise, by machine.
MADVISE = {"x86_64": 28, "aarch64": 233}


def _prctl(*arguments):
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(*(ctypes.c_ulong(argument) for argument in arguments)) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def cpus():
    """Return the logical CPUs that the process may use, as a set of bits."""
    mask = ctypes.create_string_buffer(128)
    # PyPy's `os` lacks these calls.
    if ctypes.CDLL(None).sched_getaffinity(0, ctypes.c_size_t(len(mask)), mask) != 0:
        raise OSError("sched_getaffinity")
    return int.from_bytes(mask.raw, sys.byteorder)


def one_cpu():
    """Leave one logical CPU to the process."""
    mask = cpus()
    lowest = (mask & -mask).to_bytes(128, sys.byteorder)
    if ctypes.CDLL(None).sched_setaffinity(0, ctypes.c_size_t(len(lowest)), lowest) != 0:
        raise OSError("sched_setaffinity")


def no_huge_pages():
    """Have all pages of the process be small ones, whatever it asks for."""
    _prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)


def no_madvise():
    """Have every madvise fail, as on a system that does not know the advice."""
    number = MADVISE[os.uname().machine]
    # Load the number of the system call; if it is madvise, answer EINVAL; otherwise allow it.
    program = struct.pack("=HBBI", 0x20, 0, 0, 0)
    program += struct.pack("=HBBI", 0x15, 0, 1, number)
    program += struct.pack("=HBBI", 0x06, 0, 0, 0x00050000 | errno.EINVAL)
    program += struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    _prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(header), 0, 0)


def nothing():
    """Leave the process as it is."""


LIMITS = {limit.__name__: limit for limit in (nothing, one_cpu, no_huge_pages, no_madvise)}


def round_trips(zstd):
    """Return a digest of batches and single calls whose results are large enough for huge pages."""
    records = [bytes([number % 251]) * (number % 900 + 1) for number in range(20_000)]
    large = b"".join(records)
    compressor = zstd.ZstdCompressor(write_content_size=True)
    decompressor = zstd.ZstdDecompressor()
    digest = hashlib.sha256()
    for threads in (0, 2, -1):
        frames = compressor.multi_compress_to_buffer(records, threads=threads)
        # Twice: the second result may lie where the first one was.
        for _ in range(2):
            restored = decompressor.multi_decompress_to_buffer(frames, threads=threads)
            assert all(restored[index].tobytes() == record for index, record in enumerate(records))
        digest.update(b"".join(frames[index].tobytes() for index in range(len(frames))))
    frame = compressor.compress(large)
    assert len(large) > 8 << 20 and decompressor.decompress(frame) == large
    digest.update(frame)
    return digest.hexdigest()


if __name__ == "__main__":
    loaded = importlib.import_module(sys.argv[2])
    LIMITS[sys.argv[1]]()
    print(round_trips(loaded))
