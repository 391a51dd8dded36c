"""Programs that work on files work on streams: the standard library's, and the ecosystem's."""

import csv
import gzip
import io
import json
import pickle
import shutil
import tarfile
import zipfile

import capabilities
import pytest
from streams import RANDOM, Sink, Source, frame_of, unpack
from support import TEXT, records

ROWS = [["id", "name"]] + [[str(number), "name %d" % number] for number in range(2000)]


def packed(zstd, write):
    """Return what ``write(file)`` writes, compressed."""
    sink = Sink()
    with zstd.ZstdCompressor().stream_writer(sink) as writer:
        write(writer)
    return sink.content


def reader(zstd, frames, **options):
    """Return a reader over a source that cannot seek."""
    return zstd.ZstdDecompressor().stream_reader(Source(frames), **options)


MEMBERS = {"empty": b"", "folder/text": TEXT, "folder/random": RANDOM * 20}


@pytest.mark.parametrize("mode", ["w|", "w"])
def test_tarfile(zstd, mode):
    def write(file):
        with tarfile.open(fileobj=file, mode=mode) as archive:
            for name, content in MEMBERS.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))

    frame = packed(zstd, write)
    with tarfile.open(fileobj=reader(zstd, frame), mode="r|") as archive:
        found = {member.name: archive.extractfile(member).read() for member in archive}
    assert found == MEMBERS
    # In any order, over a source that can seek.
    with tarfile.open(fileobj=zstd.ZstdDecompressor().stream_reader(io.BytesIO(frame)), mode="r:") as archive:
        for name in reversed(sorted(MEMBERS)):
            assert archive.extractfile(name).read() == MEMBERS[name]


def test_csv(zstd):
    def write(file):
        with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(ROWS)

    frame = packed(zstd, write)
    with io.TextIOWrapper(reader(zstd, frame), encoding="utf-8", newline="") as text:
        assert list(csv.reader(text)) == ROWS


def test_json_lines(zstd):
    items = records(3000)

    def write(file):
        for item in items:
            file.write(item + b"\n")

    frame = packed(zstd, write)
    assert [json.loads(line) for line in reader(zstd, frame)] == list(map(json.loads, items))
    with io.BufferedReader(reader(zstd, frame)) as lines:
        assert [json.loads(line) for line in lines] == list(map(json.loads, items))
    with io.TextIOWrapper(reader(zstd, frame), encoding="utf-8") as lines:
        assert [json.loads(line) for line in lines] == list(map(json.loads, items))


def test_pickle(zstd):
    items = [ROWS, {"text": TEXT}, RANDOM * 50, None]
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):

        def write(file, protocol=protocol):
            for item in items:
                pickle.dump(item, file, protocol)

        source = reader(zstd, packed(zstd, write))
        assert [pickle.load(source) for _ in items] == items
        with pytest.raises(EOFError):
            pickle.load(source)


def test_shutil(zstd, tmp_path):
    content = RANDOM * 30
    frame = packed(zstd, lambda file: shutil.copyfileobj(io.BytesIO(content), file))
    out = io.BytesIO()
    shutil.copyfileobj(reader(zstd, frame), out)
    assert out.getvalue() == content
    with zstd.open(tmp_path / "file.zst", "wb") as file:
        shutil.copyfileobj(reader(zstd, frame), file, 1000)
    with zstd.open(tmp_path / "file.zst") as file:
        assert file.read() == content


def test_zipfile(zstd):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    # An archive that is compressed as a whole; its directory is at its end.
    frame = frame_of(zstd, made.getvalue())
    with zipfile.ZipFile(zstd.ZstdDecompressor().stream_reader(io.BytesIO(frame))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS
    # A compressed member of an archive that is not.
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("member.zst", frame_of(zstd, RANDOM))
    with zipfile.ZipFile(made) as archive, archive.open("member.zst") as member:
        with zstd.ZstdDecompressor().stream_reader(member) as content:
            assert content.read() == RANDOM


def test_gzip_inside(zstd):
    def write(file):
        with gzip.GzipFile(fileobj=file, mode="wb") as inner:
            inner.write(TEXT)

    frame = packed(zstd, write)
    with gzip.GzipFile(fileobj=reader(zstd, frame)) as content:
        assert content.read() == TEXT


@pytest.mark.parametrize("size", [1, 100, 8192, 1 << 20])
def test_buffered_reader(zstd, size):
    content = (TEXT + RANDOM) * 3
    frame = frame_of(zstd, content)
    buffered = io.BufferedReader(zstd.ZstdDecompressor().stream_reader(frame), size)
    assert buffered.read(5) == content[:5]
    assert content[5:].startswith(buffered.peek())
    assert buffered.tell() == 5
    assert buffered.seekable()
    buffered.seek(3)
    assert buffered.readline() == content[3:].split(b"\n")[0] + b"\n"
    buffered.seek(-7, io.SEEK_END)
    assert buffered.read() == content[-7:]
    raw = buffered.detach()
    assert raw.read() == b""


def test_text_wrapper(zstd):
    text = "Grüße\nκόσμε\r\nlast"
    for newline, lines in [
        (None, ["Grüße\n", "κόσμε\n", "last"]),
        ("", ["Grüße\n", "κόσμε\r\n", "last"]),
        ("\r\n", ["Grüße\nκόσμε\r\n", "last"]),
    ]:
        wrapper = io.TextIOWrapper(reader(zstd, frame_of(zstd, text.encode())), "utf-8", newline=newline)
        assert list(wrapper) == lines
    wrapper = io.TextIOWrapper(zstd.ZstdDecompressor().stream_reader(frame_of(zstd, text.encode())), "utf-8")
    wrapper.readline()
    place = wrapper.tell()
    rest = wrapper.read()
    wrapper.seek(place)
    assert wrapper.read() == rest
    sink = Sink()
    writer = io.TextIOWrapper(zstd.ZstdCompressor().stream_writer(sink), "utf-8", newline="\n")
    print(text, file=writer)
    writer.flush()
    assert zstd.ZstdDecompressor().decompressobj().decompress(sink.content).decode() == text + "\n"
    writer.close()
    assert unpack(zstd, sink.content).decode() == text + "\n"
    assert sink.closed == 1


def test_streams_over_streams(zstd):
    sink = Sink()
    compressor, decompressor = zstd.ZstdCompressor(), zstd.ZstdDecompressor()
    with compressor.stream_writer(compressor.stream_writer(sink)) as writer:
        writer.write(RANDOM)
    assert sink.closed == 1
    inner = decompressor.stream_reader(sink.content)
    assert decompressor.stream_reader(inner).read() == RANDOM
    out = Sink()
    with decompressor.stream_writer(decompressor.stream_writer(out)) as writer:
        writer.write(sink.content)
    assert out.content == RANDOM
    assert decompressor.stream_reader(compressor.stream_reader(TEXT)).read() == TEXT


def test_pandas(zstd):
    pandas = capabilities.peer("pandas")
    table = pandas.DataFrame({"number": range(3000), "name": ["name %d" % number for number in range(3000)]})
    frame = packed(zstd, lambda file: table.to_csv(file, index=False))
    assert pandas.read_csv(reader(zstd, frame)).equals(table)
    assert pandas.read_csv(zstd.ZstdDecompressor().stream_reader(io.BytesIO(frame))).equals(table)
    with io.TextIOWrapper(reader(zstd, frame), "utf-8") as text:
        assert pandas.concat(pandas.read_csv(text, chunksize=700)).equals(table)
    frame = packed(zstd, lambda file: table.to_json(file, orient="records", lines=True))
    assert pandas.read_json(reader(zstd, frame), orient="records", lines=True).equals(table)


def test_fsspec(zstd, tmp_path):
    fsspec = capabilities.peer("fsspec")
    register = fsspec.compression.register_compression

    def stream(file, mode="rb", **_):
        if "r" in mode:
            return zstd.ZstdDecompressor().stream_reader(file, closefd=False)
        return zstd.ZstdCompressor(level=5).stream_writer(file, closefd=False)

    register("tested", stream, "tested", force=True)
    path = str(tmp_path / "file.tested")
    with fsspec.open(path, "wb", compression="tested") as file:
        file.write(RANDOM)
    with fsspec.open(path, "rb", compression="tested") as file:
        assert file.read() == RANDOM
    with fsspec.open(path, "wt", compression="infer", encoding="utf-8", newline="") as file:
        file.write("first\nsecond\n")
    with fsspec.open(path, "rt", compression="infer", encoding="utf-8") as file:
        assert list(file) == ["first\n", "second\n"]
