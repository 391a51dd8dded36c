"""``tar_compressor.py FOLDER ARCHIVE.tar.zst``: packs a folder and compresses it on all cores, with progress on standard error."""

import os
import sys
import tarfile
import time

import zstd


class Progress:
    """Passes data on, and says now and then how far it has come."""

    def __init__(self, to, total):
        self._to, self._total = to, max(total, 1)
        self._shown = time.monotonic()
        self.done = 0

    def write(self, data):
        """Take all of the data."""
        self._to.write(data)
        self.done += len(data)
        if time.monotonic() - self._shown > 0.2:
            self._shown = time.monotonic()
            percent = min(100 * self.done // self._total, 100)
            sys.stderr.write("\r{:3} % read, {} bytes written ".format(percent, self._to.tell()))
        return len(data)


def total_size(folder):
    """Return the size of all files in a folder."""
    return sum(os.path.getsize(os.path.join(path, name)) for path, _, names in os.walk(folder) for name in names)


def main():
    """Run the command."""
    if len(sys.argv) != 3:
        sys.exit("usage: tar_compressor.py FOLDER ARCHIVE.tar.zst")
    folder, archive = sys.argv[1:]
    # Long distance matching finds what is far apart, such as the same licence in every subfolder.
    parameters = zstd.ZstdCompressionParameters.from_level(
        6, enable_ldm=1, window_log=27, threads=-1, write_checksum=1
    )
    compressor = zstd.ZstdCompressor(compression_params=parameters)
    with open(archive, "wb") as file:
        # Leaving the block ends the frame.
        with compressor.stream_writer(file, closefd=False) as stream:
            progress = Progress(stream, total_size(folder))
            with tarfile.open(fileobj=progress, mode="w|") as tar:
                tar.add(folder, arcname=".")
        written = file.tell()
    print("\r{} bytes packed to {}".format(progress.done, written))


if __name__ == "__main__":
    main()
