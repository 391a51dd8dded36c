"""Programs that use python-zstandard, each as a way to write data and a way to read it.

``python programs.py NAME write|read MODULE PATH`` runs one of them in a process of its own, with ``import zstandard`` redirected
to the module of that name. What is written is the content of the file ``PATH + ".content"``, and what is read must equal it.
"""

import importlib
import io
import pathlib
import sys


def pandas_write(content, path):
    """Write a table with one column."""
    import pandas

    frame = pandas.DataFrame({"line": content.decode().split("\n")})
    frame.to_csv(path, compression={"method": "zstd", "level": 7}, index=False)
    frame.to_pickle(path + ".pickle", compression="zstd")


def pandas_read(path):
    """Read the table."""
    import pandas

    frame = pandas.read_csv(path, compression="zstd", keep_default_na=False)
    assert frame.equals(pandas.read_pickle(path + ".pickle", compression="zstd"))
    return "\n".join(frame["line"]).encode()


def fsspec_write(content, path):
    """Write through a file system."""
    import fsspec

    with fsspec.open(path, "wb", compression="zstd") as file:
        file.write(content)


def fsspec_read(path):
    """Read through a file system, and lines of text."""
    import fsspec

    with fsspec.open(path, "rt", compression="zstd", newline="") as file:
        lines = list(file)
    with fsspec.open(path, "rb", compression="zstd") as file:
        found = file.read()
    assert "".join(lines).encode() == found
    return found


def body_write(content, path):
    """Write the body of a response: two frames."""
    import zstandard

    half = len(content) // 2
    with open(path, "wb") as file:
        with zstandard.ZstdCompressor(level=5).stream_writer(file, closefd=False) as writer:
            writer.write(content[:half])
            writer.flush(zstandard.FLUSH_FRAME)
            writer.write(content[half:])


def httpx_read(path):
    """Decode the body of a response, at once and in pieces."""
    import httpx

    body = pathlib.Path(path).read_bytes()
    headers = {"content-encoding": "zstd"}
    found = httpx.Response(200, headers=headers, content=body).content
    pieces = (body[at : at + 7] for at in range(0, len(body), 7))
    streamed = httpx.Response(200, headers=headers, stream=httpx._content.IteratorByteStream(pieces))
    assert b"".join(streamed.iter_bytes()) == found
    return found


def urllib3_read(path):
    """Decode the body of a response, at once and in pieces."""
    from urllib3.response import HTTPResponse

    body = pathlib.Path(path).read_bytes()

    def response():
        return HTTPResponse(io.BytesIO(body), headers={"content-encoding": "zstd"}, preload_content=False)

    found = response().read()
    assert b"".join(response().stream(50)) == found
    short = HTTPResponse(io.BytesIO(body[:-3]), headers={"content-encoding": "zstd"}, preload_content=False)
    try:
        short.read()
    except Exception as error:
        assert "Zstandard data is incomplete" in str(error), error
    else:
        raise AssertionError("a truncated body was taken for whole")
    return found


def dask_write(content, path):
    """Compress as a cluster does for its messages."""
    from distributed.protocol.compression import compressions

    pathlib.Path(path).write_bytes(compressions["zstd"].compress(content))


def dask_read(path):
    """Decompress as a cluster does."""
    from distributed.protocol.compression import compressions

    return bytes(compressions["zstd"].decompress(pathlib.Path(path).read_bytes()))


def kafka_write(content, path):
    """Encode a batch of messages."""
    from kafka import codec

    assert codec.has_zstd()
    pathlib.Path(path).write_bytes(codec.zstd_encode(content))


def kafka_read(path):
    """Decode a batch of messages."""
    from kafka import codec

    return bytes(codec.zstd_decode(pathlib.Path(path).read_bytes()))


def conda_write(content, path):
    """Make a package with one file."""
    import tarfile

    import zstandard
    from conda_package_streaming import create

    stem = "package-1.0-0"
    compressor = zstandard.ZstdCompressor(level=9)
    folder = pathlib.Path(path).parent
    with create.conda_builder(stem, folder, compressor=lambda: compressor) as package:
        for name, data in [("info/index.json", b"{}"), ("content.txt", content)]:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    (folder / (stem + ".conda")).rename(path)


def conda_read(path):
    """Read the file out of the package."""
    from conda_package_streaming import package_streaming

    with open(path, "rb") as file:
        for archive, member in package_streaming.stream_conda_component("package-1.0-0.conda", file, component="pkg"):
            if member.name == "content.txt":
                return archive.extractfile(member).read()
    raise AssertionError("the package lacks its file")


# From a name to what writes and what reads.
PROGRAMS = {
    "pandas": (pandas_write, pandas_read),
    "fsspec": (fsspec_write, fsspec_read),
    "httpx": (body_write, httpx_read),
    "urllib3": (body_write, urllib3_read),
    "dask": (dask_write, dask_read),
    "kafka-python": (kafka_write, kafka_read),
    "conda-package-streaming": (conda_write, conda_read),
}


def main(name, direction, module, path):
    """Run one program."""
    redirected = importlib.import_module(module)
    sys.modules["zstandard"] = redirected
    # Programs that know several packages take the one that is asked about.
    sys.modules["backports.zstd"] = None
    sys.modules["compression.zstd"] = None
    write, read = PROGRAMS[name]
    content = pathlib.Path(path + ".content").read_bytes()
    if direction == "write":
        write(content, path)
    else:
        found = read(path)
        assert found == content, (len(found), len(content))
    import zstandard

    assert zstandard is redirected


if __name__ == "__main__":
    main(*sys.argv[1:])
