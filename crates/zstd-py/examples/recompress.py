"""Re-compresses the body of an HTTP response while it passes through: what the origin compressed fast goes on compressed well.

The objects do no I/O, so this code fits a proxy of any kind: it is told what has come, and says what is to be sent. ``main``
plays both the origin and the client.
"""

import zstd


class Recompressor:
    """One response that passes through. It holds one window and one block of each side, whatever the body's size."""

    # The origin is not ours: refuse frames that want more than 8 MiB of window.
    _decompressor = zstd.ZstdDecompressor(max_window_size=8 << 20)
    _compressor = zstd.ZstdCompressor(level=12, write_checksum=True)

    def __init__(self):
        self._from = self._decompressor.decompressobj()
        self._to = self._compressor.compressobj()

    def push(self, piece):
        """Take a piece of the body that came in, and yield what is ready to go out: often nothing."""
        while True:
            # A bomb comes out in pieces, and does not fill the memory.
            ready = self._to.compress(self._from.decompress(piece, max_length=1 << 17))
            if ready:
                yield ready
            if self._from.needs_input or self._from.eof:
                return
            piece = b""

    def finish(self):
        """Return the end of the body; a body that ends within a frame is an error."""
        if not self._from.eof or self._from.unused_data:
            raise zstd.ZstdError("the body is not one whole frame")
        return self._to.flush()


def chunk(piece):
    """Return a piece of a body as HTTP/1.1 sends it; an empty piece ends the body."""
    return b"%x\r\n%s\r\n" % (len(piece), piece)


def main():
    """Play the origin and the client."""
    text = b"".join(b'{"id": %d, "state": "open"}\n' % number for number in range(100_000))
    origin = zstd.ZstdCompressor(level=-5).compress(text)

    body = Recompressor()
    sent = []
    for start in range(0, len(origin), 1460):
        sent.extend(body.push(origin[start : start + 1460]))
    sent.append(body.finish())
    message = b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nTransfer-Encoding: chunked\r\n\r\n"
    message += b"".join(map(chunk, [*sent, b""]))
    size = sum(map(len, sent))
    print(len(origin), "bytes came in,", size, "go out,", len(message), "with headers")

    client = zstd.ZstdDecompressor().decompress(b"".join(sent), max_output_size=1 << 30)
    if client != text:
        raise SystemExit("the client sees another text")


if __name__ == "__main__":
    main()
