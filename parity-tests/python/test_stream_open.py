"""The function ``open``."""

import io
import pathlib

import pytest
from streams import Sink, Source, frame_of, unpack
from support import TEXT


def test_binary_files(zstd, tmp_path):
    path = tmp_path / "file.zst"
    for kind in (str, pathlib.Path, lambda path: str(path).encode()):
        with zstd.open(kind(path), "wb") as file:
            assert type(file) is zstd.ZstdCompressionWriter
            file.write(TEXT)
        assert unpack(zstd, path.read_bytes()) == TEXT
        for mode in ((), ("rb",), ("br",)):
            with zstd.open(kind(path), *mode) as file:
                assert type(file) is zstd.ZstdDecompressionReader
                assert file.read(5) + file.read() == TEXT
                assert file.seek(2) == 2
                assert file.fileno() > 2


def test_text_files(zstd, tmp_path):
    path = tmp_path / "file.zst"
    for mode in ("w", "wt"):
        with zstd.open(path, mode, encoding="utf-8", newline="\n") as file:
            assert type(file) is io.TextIOWrapper
            file.write("Grüße\nlast")
    for mode in ("r", "rt", "tr"):
        with zstd.open(path, mode, encoding="utf-8") as file:
            assert list(file) == ["Grüße\n", "last"]
    with zstd.open(path, "r", encoding="ascii", errors="replace") as file:
        assert "\ufffd" in file.read()
    with pytest.raises(UnicodeDecodeError), zstd.open(path, "r", encoding="ascii") as file:
        file.read()


def test_appending_and_creating(zstd, tmp_path):
    path = tmp_path / "file.zst"
    with zstd.open(path, "xb") as file:
        file.write(b"first")
    with pytest.raises(FileExistsError):
        zstd.open(path, "x")
    with zstd.open(path, "ab") as file:
        file.write(b"second")
    with zstd.open(path, "a", encoding="utf-8") as file:
        file.write("third")
    with zstd.open(path) as file:
        assert file.read(8) == b"firstsec"
        assert file.read() == b"ondthird"


def test_objects(zstd):
    for closefd in (None, False, True):
        sink = Sink()
        with zstd.open(sink, "wb", closefd=closefd) as file:
            file.write(TEXT)
        assert sink.closed == bool(closefd)
        source = Source(sink.content)
        with zstd.open(source, closefd=closefd) as file:
            assert file.read() == TEXT
        assert source.closed == bool(closefd)
        source = Source(sink.content)
        with zstd.open(source, "r", encoding="ascii", closefd=closefd) as file:
            assert file.read().encode() == TEXT
        assert source.closed == bool(closefd)


def test_options(zstd, tmp_path):
    path = tmp_path / "file.zst"
    dictionary = zstd.ZstdCompressionDict(TEXT)
    with zstd.open(path, "wb", cctx=zstd.ZstdCompressor(dict_data=dictionary, write_checksum=True)) as file:
        file.write(TEXT)
    assert zstd.get_frame_parameters(path.read_bytes()).has_checksum
    assert len(path.read_bytes()) < 50
    with zstd.open(path, dctx=zstd.ZstdDecompressor(dict_data=dictionary)) as file:
        assert file.read() == TEXT
    with pytest.raises(zstd.ZstdError), zstd.open(path) as file:
        file.read()


def test_truncated_files_and_garbage(zstd, tmp_path):
    path = tmp_path / "file.zst"
    frame = frame_of(zstd, TEXT)
    for content in (frame[:-1], frame + frame[:5], frame + b"garbage!"):
        path.write_bytes(content)
        for read in (lambda file: file.read(), lambda file: list(file), lambda file: file.seek(0, 2)):
            with pytest.raises(zstd.ZstdError), zstd.open(path) as file:
                read(file)
        with pytest.raises(zstd.ZstdError), zstd.open(path, "rt", encoding="ascii") as file:
            file.read()
    path.write_bytes(b"")
    with zstd.open(path) as file:
        assert file.read() == b""


@pytest.mark.parametrize("mode", ["", "q", "rw", "rbt", "r+", "rr", "b", "wbb", "U"])
def test_modes_that_do_not_exist(zstd, tmp_path, mode):
    path = tmp_path / "file.zst"
    with pytest.raises(ValueError, match="mode"):
        zstd.open(path, mode)
    assert not path.exists()


def test_what_cannot_be_opened(zstd, tmp_path):
    with pytest.raises(FileNotFoundError):
        zstd.open(tmp_path / "missing")
    for wrong in (3, None, object(), [b"data"], memoryview(b"data")):
        with pytest.raises(TypeError, match="filename"):
            zstd.open(wrong)
    for options in ({"encoding": "utf-8"}, {"errors": "strict"}, {"newline": ""}):
        with pytest.raises(ValueError, match="text"):
            zstd.open(tmp_path / "missing", "wb", **options)
    with pytest.raises(ValueError, match="write\\(\\)"):
        zstd.open(Source(b""), "wb")
    with pytest.raises(LookupError):
        zstd.open(io.BytesIO(), "r", encoding="no such encoding")
