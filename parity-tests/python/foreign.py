"""Other implementations, each as a pair of functions over bytes.

``compress(data, level, checksum, size, dictionary)`` and ``decompress(frame, dictionary)``; a dictionary is bytes or None.
"""

import os
import subprocess

import capabilities

DECODED = 1 << 24


class Zstandard:
    """The package ``zstandard`` of PyPI."""

    def __init__(self):
        self.module = capabilities.peer("zstandard")

    def _dictionary(self, dictionary):
        return None if dictionary is None else self.module.ZstdCompressionDict(dictionary)

    def compress(self, data, level, checksum, size, dictionary):
        """Return one frame."""
        compressor = self.module.ZstdCompressor(
            level=level,
            write_checksum=checksum,
            write_content_size=size,
            dict_data=self._dictionary(dictionary),
        )
        return compressor.compress(data)

    def decompress(self, frame, dictionary):
        """Return the content of one frame."""
        decompressor = self.module.ZstdDecompressor(dict_data=self._dictionary(dictionary))
        return decompressor.decompress(frame, max_output_size=DECODED)


class Backports:
    """The package ``backports.zstd`` of PyPI: the module that Python 3.14 has."""

    def __init__(self):
        self.module = capabilities.peer("backports.zstd")

    def _dictionary(self, dictionary):
        if dictionary is None:
            return None
        raw = not dictionary.startswith(b"\x37\xa4\x30\xec")
        return self.module.ZstdDict(dictionary, is_raw=raw)

    def compress(self, data, level, checksum, size, dictionary):
        """Return one frame."""
        options = {
            self.module.CompressionParameter.compression_level: level,
            self.module.CompressionParameter.checksum_flag: int(checksum),
            self.module.CompressionParameter.content_size_flag: int(size),
        }
        return self.module.compress(data, options=options, zstd_dict=self._dictionary(dictionary))

    def decompress(self, frame, dictionary):
        """Return the content of one frame."""
        return self.module.decompress(frame, zstd_dict=self._dictionary(dictionary))


class Program:
    """The program ``zstd``."""

    def __init__(self, folder):
        self.path = capabilities.command("zstd")
        self.folder = folder

    def _run(self, data, arguments, dictionary):
        if dictionary is not None:
            path = os.path.join(str(self.folder), "dictionary")
            with open(path, "wb") as file:
                file.write(dictionary)
            arguments = [*arguments, "-D", path]
        command = [self.path, "-q", "-c", *arguments]
        done = subprocess.run(command, input=data, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def compress(self, data, level, checksum, size, dictionary):
        """Return one frame."""
        levels = ["-" + str(level)] if level > 0 else ["--fast=" + str(-level)]
        flags = ["--check" if checksum else "--no-check"]
        flags += ["--stream-size=" + str(len(data))] if size and data else ["--no-content-size"]
        return self._run(data, [*levels, "--ultra", *flags], dictionary)

    def decompress(self, frame, dictionary):
        """Return the content of one frame."""
        return self._run(frame, ["-d", "--memory=1024MB"], dictionary)
