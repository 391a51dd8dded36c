"""Files: whatever is called, the same comes of it as of the original."""

import io

import hypothesis
import hypothesis.strategies as st
import pytest
from comparing import outcome, same

TEXT = b"".join(b"line %d of a text that has many\n" % number for number in range(3000))


def frames(original, kind):
    """Return a compressed file of one of the kinds."""
    if kind == "one":
        return original.compress(TEXT)
    if kind == "unsized":
        return original.compress(TEXT, options={200: 0, 201: 1})
    if kind == "several":
        skippable = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
        parts = [original.compress(TEXT[at : at + 999]) for at in range(0, len(TEXT), 999)]
        return skippable.join(parts) + original.compress(b"")
    if kind == "cut off":
        return original.compress(TEXT)[:-5]
    if kind == "tail":
        return original.compress(TEXT) + b"no frame"
    if kind == "broken":
        return original.compress(TEXT, options={201: 1})[:-1] + b"x"
    return b""


KINDS = ["one", "unsized", "several", "cut off", "tail", "broken", "nothing"]
SIZES = st.sampled_from([-1, None, 0, 1, 7, 100, 9000, 200_000])
READS = st.one_of(
    st.tuples(st.just("read"), SIZES),
    st.tuples(st.just("readline"), st.sampled_from([-1, 3, 100])),
    st.tuples(st.just("readlines"), st.sampled_from([-1, 100])),
    st.tuples(st.just("readinto"), st.sampled_from([0, 10, 9000])),
    st.tuples(st.just("seek"), st.sampled_from([0, 1, 50, 5000, 70_000, 1 << 20, -5])),
    st.tuples(st.just("seek"), st.sampled_from([0, 100, -100]), st.just(1)),
    st.tuples(st.just("seek"), st.sampled_from([0, -1, -5000, -(1 << 20), 10]), st.just(2)),
    st.tuples(st.just("seek"), st.just(0), st.just(3)),
    st.tuples(st.sampled_from(["tell", "readable", "writable", "seekable", "next", "flush"])),
    st.tuples(st.sampled_from(["close", "write"])),
)


def call(file, name, *arguments):
    """Make one call on a file."""
    if name == "next":
        return next(file)
    if name == "readinto":
        place = bytearray(arguments[0])
        return file.readinto(place), bytes(place)
    if name == "write":
        return file.write(b"data")
    if name == "close":
        return file.close(), file.closed
    return getattr(file, name)(*arguments)


@hypothesis.given(kind=st.sampled_from(KINDS[:3]), calls=st.lists(READS, max_size=8))
def test_reading(face, original, kind, calls):
    data = frames(original, kind)

    def action(module):
        file = module.ZstdFile(io.BytesIO(data))
        return [outcome(module, call, file, *step) for step in calls]

    same(face, original, action)


@pytest.mark.parametrize("kind", KINDS)
def test_reading_to_the_end(face, original, kind):
    data = frames(original, kind)

    def whole(module):
        return module.open(io.BytesIO(data)).read()

    def pieces(module):
        file, seen = module.ZstdFile(io.BytesIO(data)), []
        for _ in range(400):
            seen.append(outcome(module, file.read, 1000))
            if not isinstance(seen[-1], bytes) or not seen[-1]:
                break
        # What comes before an error is what matters; where pieces end before it is the buffer's business.
        content = b"".join(piece for piece in seen if isinstance(piece, bytes))
        return content[: len(TEXT) // 2], seen[-1]

    def lines(module):
        with module.open(io.BytesIO(data), "rt", encoding="ascii", newline="\n") as file:
            return [line for line in file]

    same(face, original, whole)
    same(face, original, pieces)
    same(face, original, lines)


@pytest.mark.parametrize("kind", ["one", "unsized", "several"])
def test_peek_and_read1_give_something_until_the_end(face, original, kind):
    data = frames(original, kind)
    file, content = face.ZstdFile(io.BytesIO(data)), b""
    while piece := file.peek():
        assert TEXT.startswith(content + piece)
        got = file.read1(10)
        assert piece.startswith(got) and got
        content += got + file.read1()
        place = bytearray(100)
        content += bytes(place[: file.readinto1(place)])
    assert content == TEXT
    assert file.read1() == file.read1(10) == b"" == file.read() == file.peek(5)


WRITES = st.one_of(
    st.tuples(st.just("write"), st.sampled_from([b"", b"abc", TEXT[:5000], bytearray(b"xyz"), TEXT])),
    st.tuples(st.just("flush"), st.sampled_from([1, 2, 0, 5])),
    st.tuples(st.sampled_from(["tell", "readable", "writable", "seekable", "closed"])),
    st.tuples(st.sampled_from(["close", "flush"])),
    st.tuples(st.sampled_from(["read", "peek", "readline"])),
    st.tuples(st.just("seek"), st.just(0)),
    st.tuples(st.just("write"), st.sampled_from(["text", 5, None])),
)


@hypothesis.given(mode=st.sampled_from(["w", "wb", "a", "x"]), calls=st.lists(WRITES, max_size=8))
def test_writing(face, original, mode, calls):
    def action(module):
        sink = io.BytesIO()
        file = module.ZstdFile(sink, mode, options={201: 1})
        seen = []
        for name, *arguments in calls:
            if name == "closed":
                seen.append(file.closed)
            else:
                seen.append((outcome(module, getattr(file, name), *arguments), sink.getvalue()))
        file.close()
        return seen, file.closed, sink.closed, sink.getvalue()

    same(face, original, action)


MODES = ["r", "rb", "w", "wb", "x", "xb", "a", "ab", "rt", "wt", "xt", "at", "rbt", "", "b", "rw", "br", "R", 5, None]


@pytest.mark.parametrize("mode", MODES, ids=repr)
def test_modes(face, original, mode, tmp_path):
    for name in ("ZstdFile", "open"):

        def action(module):
            path = tmp_path / (module.__name__ + name + str(mode))
            if isinstance(mode, str) and "x" not in mode:
                path.write_bytes(original.compress(b"before\n"))
            with getattr(module, name)(path, mode) as file:
                seen = [type(file).__name__, outcome(module, lambda: file.mode), file.readable(), file.writable()]
                seen.append(outcome(module, file.read))
                for data in (b"data", "text"):
                    seen.append(outcome(module, file.write, data))
            return seen, path.read_bytes()

        same(face, original, action)


ARGUMENTS = [
    ("ZstdFile", "r", {"level": 3}),
    ("ZstdFile", "w", {"level": "3"}),
    ("ZstdFile", "w", {"level": 99}),
    ("ZstdFile", "w", {"level": 3, "options": {101: 20}}),
    ("ZstdFile", "w", {"options": [1]}),
    ("ZstdFile", "r", {"options": {101: 20}}),
    ("ZstdFile", "r", {"options": {100: 99}}),
    ("ZstdFile", "r", {"zstd_dict": b"abc"}),
    ("open", "r", {"encoding": "utf-8"}),
    ("open", "w", {"errors": "strict"}),
    ("open", "rb", {"newline": "\n"}),
    ("open", "wt", {"encoding": "no such encoding"}),
    ("open", "wt", {"encoding": "utf-16", "newline": "\r\n"}),
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=repr)
def test_arguments(face, original, arguments):
    name, mode, options = arguments

    def action(module):
        sink = io.BytesIO(original.compress(b"content"))
        with getattr(module, name)(sink, mode, **options) as file:
            return type(file).__name__, file.mode if mode in "rw" else None

    same(face, original, action)


@pytest.mark.parametrize("file", [5, None, b"/no/such/directory/file", "/no/such/directory/file"], ids=repr)
def test_what_is_no_file(face, original, file):
    for mode in ("r", "w"):
        same(face, original, lambda module: module.ZstdFile(file, mode))
        same(face, original, lambda module: module.open(file, mode))


def test_appending_adds_a_frame(face, original, tmp_path):
    for first, second in ((face, original), (original, face)):
        path = tmp_path / first.__name__
        with first.open(path, "w") as file:
            file.write(b"one ")
        with second.open(path, "a") as file:
            assert file.name == str(path)
            assert isinstance(file.fileno(), int)
            file.write(b"two")
        with first.open(path) as file:
            assert file.read() == b"one two"
            file.seek(0)
            assert file.read() == b"one two"


@pytest.mark.parametrize("use", ["as_digested_dict", "as_undigested_dict", "as_prefix"])
def test_dictionaries(face, original, use):
    content = TEXT[:5000]
    for writer, reader in ((face, original), (original, face)):
        sink = io.BytesIO()
        for _ in range(2):
            dictionary = getattr(writer.ZstdDict(content, is_raw=True), use)
            with writer.ZstdFile(sink, "w", zstd_dict=dictionary) as file:
                file.write(content)
        assert len(sink.getvalue()) < 200
        dictionary = getattr(reader.ZstdDict(content, is_raw=True), use)
        sink.seek(0)
        with reader.ZstdFile(sink, zstd_dict=dictionary) as file:
            assert file.read() == content * 2


class Fussy(io.RawIOBase):
    """A file that gives and takes a few bytes at a time, and cannot seek."""

    def __init__(self, data=b""):
        self.source = io.BytesIO(data)
        self.taken = bytearray()

    def read(self, size=-1):
        return self.source.read(min(size, 5))

    def write(self, data):
        self.taken += bytes(data)[:5]
        return min(len(data), 5)

    def seekable(self):
        return False


def test_files_that_give_and_take_a_little_at_a_time(face, original):
    data = frames(original, "several")
    with face.ZstdFile(Fussy(data)) as file:
        assert not file.seekable()
        with pytest.raises(io.UnsupportedOperation):
            file.seek(0)
        assert file.read() == TEXT
    fussy = Fussy()
    with face.ZstdFile(fussy, "w") as file:
        file.write(TEXT)
    assert original.decompress(fussy.taken) == TEXT


def test_errors_of_files_arrive_unchanged(face):
    class Failing(io.RawIOBase):
        def read(self, size=-1):
            raise OSError("no medium")

        def write(self, data):
            raise OSError("no room")

    with pytest.raises(OSError, match="no medium"):
        face.ZstdFile(Failing()).read()
    file = face.ZstdFile(Failing(), "w")
    file.write(b"data")
    with pytest.raises(OSError, match="no room"):
        file.close()
    assert file.closed
    file.close()


def test_a_file_that_cannot_be_read_is_closed(face, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    with pytest.raises(TypeError, match="zstd_dict"):
        face.ZstdFile(path, zstd_dict=b"abc")
