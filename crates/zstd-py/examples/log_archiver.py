"""Packs the lines of a log into one file from which any line can be read without the others.

``log_archiver.py pack LOG ARCHIVE`` trains a dictionary on the lines and compresses each on its own, all cores at once;
``log_archiver.py get ARCHIVE NUMBER`` maps the archive into memory and decompresses one line. The archive is: the sizes of
dictionary and table (u64 each), the dictionary, the table of offsets and lengths, the frames.
"""

import mmap
import struct
import sys

import zstd

HEAD = struct.Struct("=QQ")


def pack(log, archive):
    """Write the archive of a log."""
    with open(log, "rb") as file:
        lines = file.readlines()
    dictionary = zstd.train_dictionary(16 << 10, lines)
    compressor = zstd.ZstdCompressor(dict_data=dictionary, write_content_size=True, write_dict_id=False)
    frames = compressor.multi_compress_to_buffer(lines, threads=-1)

    table, offset = bytearray(), 0
    for number in range(len(frames)):
        table += struct.pack("=QQ", offset, len(frames[number]))
        offset += len(frames[number])
    with open(archive, "wb") as out:
        out.write(HEAD.pack(len(dictionary), len(table)))
        out.write(dictionary.as_bytes())
        out.write(table)
        out.writelines(frames[number] for number in range(len(frames)))
    print(len(lines), "lines,", sum(map(len, lines)), "bytes to", offset)


class Archive:
    """An archive that is mapped into memory: opening it reads nothing but the table, however large it is."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self._data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        dictionary_size, table_size = HEAD.unpack_from(self._data)
        table = HEAD.size + dictionary_size
        dictionary = zstd.ZstdCompressionDict(self._data[HEAD.size : table])
        self._frames = zstd.BufferWithSegments(self._data[table + table_size :], self._data[table : table + table_size])
        self._decompressor = zstd.ZstdDecompressor(dict_data=dictionary)

    def line(self, number):
        """Return one line."""
        return self._decompressor.decompress(self._frames[number])


def main():
    """Run the command."""
    if sys.argv[1:2] == ["pack"] and len(sys.argv) == 4:
        pack(sys.argv[2], sys.argv[3])
    elif sys.argv[1:2] == ["get"] and len(sys.argv) == 4:
        sys.stdout.buffer.write(Archive(sys.argv[2]).line(int(sys.argv[3])))
    else:
        sys.exit("usage: log_archiver.py pack LOG ARCHIVE | get ARCHIVE NUMBER")


if __name__ == "__main__":
    main()
