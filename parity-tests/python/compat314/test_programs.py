"""Programs of others with the face: they read what the original has written, and the original reads what they write."""

import importlib
import io
import os
import shutil
import tarfile
import zipfile

import capabilities
import pytest

# Programs that do not say how to filter the members of an archive are warned by Python 3.12 and 3.13.
UNFILTERED = pytest.mark.filterwarnings("ignore:Python 3.14 will, by default, filter extracted:DeprecationWarning")

ROWS = [{"name": "row %d" % number, "value": number * 7 % 101} for number in range(3000)]


@pytest.fixture
def tree(tmp_path):
    """A directory with a few files in it."""
    top = tmp_path / "tree"
    (top / "inner").mkdir(parents=True)
    (top / "one.txt").write_bytes(b"content of one\n" * 1000)
    (top / "inner" / "two.bin").write_bytes(bytes(range(256)) * 300)
    (top / "empty").write_bytes(b"")
    return top


def content_of(folder):
    """Return all files of a directory, by their paths in it."""
    files = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return files


@pytest.fixture
def registered_tarfile(face):
    """``tarfile`` with the face."""
    methods = dict(tarfile.TarFile.OPEN_METH)
    had = "zstopen" in vars(tarfile.TarFile)
    face.register_tarfile()
    face.register_tarfile()
    yield
    face.unregister_tarfile()
    face.unregister_tarfile()
    assert tarfile.TarFile.OPEN_METH == methods
    assert ("zstopen" in vars(tarfile.TarFile)) == had


def safe(**options):
    """Return options of extraction, with the filter where there is one."""
    return dict(options, filter="data") if hasattr(tarfile, "data_filter") else options


def test_tarfile_round_trip(face, registered_tarfile, tree, tmp_path):
    path = tmp_path / "archive.tar.zst"
    with tarfile.open(path, "w:zst", level=5) as archive:
        archive.add(tree, "tree")
    for mode in ("r", "r:zst", "r:*"):
        target = tmp_path / mode.replace(":", "-").replace("*", "any")
        with tarfile.open(path, mode) as archive:
            archive.extractall(target, **safe())
        assert content_of(target / "tree") == content_of(tree)
    with pytest.raises(FileExistsError):
        tarfile.open(path, "x:zst")
    with pytest.raises(ValueError, match="mode must be"):
        tarfile.TarFile.zstopen(path, "a")
    plain = tmp_path / "plain.tar"
    with tarfile.open(plain, "w") as archive:
        archive.add(tree, "tree")
    with pytest.raises(tarfile.ReadError):
        tarfile.open(plain, "r:zst")
    with tarfile.open(plain) as archive:
        assert "tree/one.txt" in archive.getnames()
    with pytest.raises(tarfile.ReadError):
        tarfile.open(fileobj=io.BytesIO(b"neither of them" * 100))
    cut = tmp_path / "cut.tar.zst"
    cut.write_bytes(path.read_bytes()[:100])
    with pytest.raises(tarfile.ReadError):
        tarfile.open(cut, "r:zst")


def test_tarfile_with_the_original(face, original, registered_tarfile, tree, tmp_path):
    theirs = importlib.import_module("backports.zstd.tarfile")
    for writer, reader in ((tarfile, theirs), (theirs, tarfile)):
        path = tmp_path / (writer.__name__ + ".tar.zst")
        with writer.open(path, "w:zst") as archive:
            archive.add(tree, "tree")
        target = tmp_path / ("by-" + writer.__name__)
        with reader.open(path) as archive:
            archive.extractall(target, filter="data")
        assert content_of(target / "tree") == content_of(tree)


def test_tarfile_streams_over_a_file(face, tree, tmp_path):
    path = tmp_path / "archive.tar.zst"
    with face.open(path, "w") as file, tarfile.open(fileobj=file, mode="w|") as archive:
        archive.add(tree, "tree")
    with face.open(path) as file, tarfile.open(fileobj=file, mode="r|") as archive:
        archive.extractall(tmp_path / "target", **safe())
    assert content_of(tmp_path / "target" / "tree") == content_of(tree)


@pytest.fixture
def registered_shutil(face):
    """``shutil`` with the face."""
    formats = shutil.get_archive_formats(), shutil.get_unpack_formats()
    face.register_shutil()
    face.register_shutil()
    yield
    face.unregister_shutil()
    face.unregister_shutil()
    assert (shutil.get_archive_formats(), shutil.get_unpack_formats()) == formats


@UNFILTERED
def test_shutil_round_trip(face, registered_shutil, tree, tmp_path):
    name = shutil.make_archive(str(tmp_path / "new" / "archive"), "zstdtar", tree)
    assert name.endswith(os.path.join("new", "archive.tar.zst"))
    shutil.unpack_archive(name, tmp_path / "target")
    assert content_of(tmp_path / "target") == content_of(tree)
    if hasattr(tarfile, "data_filter"):
        shutil.unpack_archive(name, tmp_path / "filtered", filter="data")
        assert content_of(tmp_path / "filtered") == content_of(tree)
    broken = tmp_path / "broken.tar.zst"
    broken.write_bytes(b"no archive")
    with pytest.raises(shutil.ReadError):
        shutil.unpack_archive(str(broken), tmp_path / "nothing")
    assert shutil.make_archive(str(tmp_path / "dry"), "zstdtar", tree, dry_run=True).endswith("dry.tar.zst")
    assert not (tmp_path / "dry.tar.zst").exists()


def test_shutil_unpacks_plain_zip_files(face, registered_shutil, tree, tmp_path):
    name = shutil.make_archive(str(tmp_path / "archive"), "zip", tree)
    shutil.unpack_archive(name, tmp_path / "target")
    assert content_of(tmp_path / "target") == content_of(tree)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no archive")
    with pytest.raises(shutil.ReadError, match="is not a zip file"):
        shutil.unpack_archive(str(broken), tmp_path / "nothing")


@UNFILTERED
def test_shutil_with_the_original(face, original, tree, tmp_path):
    before = shutil._UNPACK_FORMATS["zip"]
    name = str(tmp_path / "archive")
    face.register_shutil()
    ours = shutil.make_archive(name + "-ours", "zstdtar", tree)
    face.unregister_shutil()
    original.register_shutil(zip=False)
    try:
        theirs = shutil.make_archive(name + "-theirs", "zstdtar", tree)
        shutil.unpack_archive(ours, tmp_path / "ours")
    finally:
        shutil.unregister_archive_format("zstdtar")
        shutil.unregister_unpack_format("zstdtar")
    face.register_shutil()
    try:
        shutil.unpack_archive(theirs, tmp_path / "theirs")
        zipped = tmp_path / "archive.zip"
        their_zipfile = importlib.import_module("backports.zstd.zipfile")
        with their_zipfile.ZipFile(zipped, "w", their_zipfile.ZIP_ZSTANDARD) as archive:
            for path, data in content_of(tree).items():
                archive.writestr(path, data)
            archive.writestr("../outside", b"not to be extracted")
            archive.writestr("stored", b"data", compress_type=zipfile.ZIP_STORED)
        shutil.unpack_archive(str(zipped), tmp_path / "zipped")
        damaged = bytearray(zipped.read_bytes())
        damaged[damaged.index(b"one.txt") + 24] ^= 0xFF
        zipped.write_bytes(damaged)
        with pytest.raises(shutil.ReadError, match="is broken"):
            shutil.unpack_archive(str(zipped), tmp_path / "damaged")
    finally:
        face.unregister_shutil()
    assert shutil._UNPACK_FORMATS["zip"] == before
    for target in ("ours", "theirs"):
        assert content_of(tmp_path / target) == content_of(tree)
    assert content_of(tmp_path / "zipped") == dict(content_of(tree), stored=b"data")
    assert not (tmp_path / "outside").exists()


def test_pandas(face, original, tmp_path):
    pandas = capabilities.peer("pandas")
    frame = pandas.DataFrame(ROWS)
    for writer, reader in ((face, original), (original, face), (face, face)):
        path = tmp_path / "table.csv.zst"
        with writer.open(path, "wt", encoding="utf-8", newline="") as file:
            frame.to_csv(file, index=False)
        with reader.open(path, "rt", encoding="utf-8", newline="") as file:
            assert pandas.read_csv(file).equals(frame)
        with writer.open(path, "wb") as file:
            frame.to_pickle(file)
        with reader.open(path, "rb") as file:
            assert pandas.read_pickle(file).equals(frame)
        # Its own reading of files that end so is another implementation's.
        with writer.open(path, "wt", encoding="utf-8", newline="") as file:
            frame.to_csv(file, index=False)
        assert pandas.read_csv(path).equals(frame)


def test_numcodecs(zstd, face):
    numcodecs = capabilities.peer("numcodecs")
    numpy = capabilities.peer("numpy")
    module = importlib.import_module(zstd.__name__ + ".compat.numcodecs")
    theirs = numcodecs.get_codec({"id": "zstd", "level": 5})
    ours = numcodecs.get_codec({"id": "zstdrs" if zstd.backend == "native" else "zstdrs-cffi", "level": 5})
    assert type(ours) is module.Zstd and type(theirs) is not module.Zstd
    assert ours.get_config() == {"id": "zstd", "level": 5, "checksum": False}
    array = numpy.arange(100_000, dtype="<i4").reshape(100, 1000)
    for codec in (ours, module.Zstd(3, checksum=True)):
        for writer, reader in ((codec, theirs), (theirs, codec), (codec, codec)):
            chunk = writer.encode(array)
            assert numpy.frombuffer(reader.decode(chunk), "<i4").reshape(array.shape).tolist() == array.tolist()
            place = numpy.empty_like(array)
            reader.decode(chunk, place)
            assert (place == array).all()
    with pytest.raises(ValueError, match="illegal compression level"):
        module.Zstd(99)
    module.register_numcodecs()
    try:
        assert type(numcodecs.get_codec({"id": "zstd"})) is module.Zstd
    finally:
        module.unregister_numcodecs()
    assert type(numcodecs.get_codec({"id": "zstd"})) is type(theirs)


@pytest.mark.filterwarnings("ignore")
def test_zarr(zstd, face, tmp_path):
    zarr = capabilities.peer("zarr")
    numpy = capabilities.peer("numpy")
    numcodecs = capabilities.peer("numcodecs")
    module = importlib.import_module(zstd.__name__ + ".compat.numcodecs")
    content = numpy.arange(60_000, dtype="<f8").reshape(200, 300)

    def write(path, codec):
        array = zarr.create_array(
            store=str(path), shape=content.shape, chunks=(50, 100), dtype="<f8", zarr_format=2, compressors=codec
        )
        array[:] = content

    write(tmp_path / "ours", module.Zstd(5))
    write(tmp_path / "theirs", numcodecs.get_codec({"id": "zstd", "level": 5}))
    # Read by numcodecs' own codec.
    assert (zarr.open_array(str(tmp_path / "ours"), mode="r")[:] == content).all()
    module.register_numcodecs()
    try:
        array = zarr.open_array(str(tmp_path / "theirs"), mode="r")
        assert type(array.compressors[0]) is module.Zstd
        assert (array[:] == content).all()
    finally:
        module.unregister_numcodecs()


def test_fsspec(zstd, face, original, tmp_path):
    fsspec = capabilities.peer("fsspec")
    module = importlib.import_module(zstd.__name__ + ".compat.fsspec")
    before = fsspec.compression.compr["zstd"]
    module.register_fsspec()
    try:
        assert fsspec.compression.compr["zstd"] is face.ZstdFile
        ours = "file://" + str(tmp_path / "ours.txt.zst")
        with fsspec.open(ours, "wt", compression="zstd", encoding="utf-8") as file:
            file.write("written through fsspec\n")
        with original.open(tmp_path / "theirs.txt.zst", "wt", encoding="utf-8") as file:
            file.write("written by the original\n")
        with fsspec.open("file://" + str(tmp_path / "theirs.txt.zst"), "rt", compression="infer") as file:
            assert file.read() == "written by the original\n"
    finally:
        module.unregister_fsspec()
    assert fsspec.compression.compr["zstd"] is before
    with original.open(tmp_path / "ours.txt.zst", "rt", encoding="utf-8") as file:
        assert file.read() == "written through fsspec\n"


def test_fsspec_shows_the_content_as_a_file(zstd, face):
    fsspec = capabilities.peer("fsspec")
    module = importlib.import_module(zstd.__name__ + ".compat.fsspec")
    name = "zstdrs" if zstd.backend == "native" else "zstdrs-cffi"
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/folder/data.csv.zst", face.compress(b"a,b\n1,2\n"))
    with fsspec.open(name + "://data.csv::memory://folder/data.csv.zst", "rb") as file:
        assert file.read() == b"a,b\n1,2\n"
    files = fsspec.filesystem(name, fo="folder/data.csv.zst", target_protocol="memory")
    assert type(files) is module.ZstdFileSystem
    assert files.ls("", detail=False) == ["data.csv"]
    assert files.cat_file("data.csv", 4, 7) == b"1,2"
    with pytest.raises(FileNotFoundError):
        files.open("other.csv")
    with pytest.raises(ValueError, match="mode"):
        fsspec.filesystem(name, fo="folder/data.csv.zst", target_protocol="memory", mode="w")
    files = fsspec.filesystem(name, fo=io.BytesIO(face.compress(b"content")))
    assert files.cat("content") == b"content"
