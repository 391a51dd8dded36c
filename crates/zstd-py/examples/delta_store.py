"""Stores the versions of a text: each is compressed with the one before it as its dictionary, so it takes as much room as what
has changed. Every so often one is compressed on its own, so that reading never follows a long chain."""

import random

import zstd


class DeltaStore:
    """Versions by number. A version in so many (``interval``) is compressed on its own."""

    def __init__(self, interval):
        self._frames = []
        self._last = b""
        self._interval = interval
        self._decompressor = zstd.ZstdDecompressor()

    def add(self, version):
        """Add a version and return its number."""
        alone = len(self._frames) % self._interval == 0
        dictionary = None if alone else zstd.ZstdCompressionDict(self._last)
        # A chain's frames must declare their sizes.
        compressor = zstd.ZstdCompressor(level=6, dict_data=dictionary, write_content_size=True)
        self._frames.append(compressor.compress(version))
        self._last = version
        return len(self._frames) - 1

    def get(self, number):
        """Restore a version: the chain from the last one before it that stands on its own."""
        if not 0 <= number < len(self._frames):
            raise KeyError(number)
        start = number - number % self._interval
        return self._decompressor.decompress_content_dict_chain(self._frames[start : number + 1])

    def size(self):
        """Return the room that the versions take, in bytes."""
        return sum(map(len, self._frames))


def version(edits):
    """Return the text after so many edits: lines that do not resemble each other, of which some have changed."""
    noise = random.Random(1)
    lines = []
    for number in range(200):
        state = "edited" if number * 37 % 200 < edits else "as it was"
        lines.append("line {}: {:016x} {}\n".format(number, noise.getrandbits(64), state))
    return "".join(lines).encode()


def main():
    """Store fifty versions."""
    store = DeltaStore(interval=20)
    alone = zstd.ZstdCompressor(level=6)
    versions = [version(edits) for edits in range(50)]
    for text in versions:
        store.add(text)
    for number in (0, 1, 19, 20, 49):
        if store.get(number) != versions[number]:
            raise SystemExit("version {} differs".format(number))
    raw, single = sum(map(len, versions)), sum(len(alone.compress(text)) for text in versions)
    print("50 versions: {} bytes, {} compressed one by one, {} as a chain".format(raw, single, store.size()))


if __name__ == "__main__":
    main()
