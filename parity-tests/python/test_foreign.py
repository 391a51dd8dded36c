"""What we write, others read, and the reverse, over the option space."""

import foreign
import hypothesis
import pytest
from hypothesis import strategies as st
from support import TEXT, records

CONTENTS = st.one_of(
    st.binary(max_size=2000),
    st.integers(0, 400).map(lambda count: b"".join(records(count))),
    st.integers(0, 200_000).map(bytes),
)
LEVELS = st.one_of(st.integers(1, 12), st.sampled_from([-5, -1, 16, 19, 22]))
KINDS = st.sampled_from([None, "raw", "trained"])
# A program is started for each example.
FEW = hypothesis.settings(max_examples=15)


@pytest.fixture(scope="module", params=["zstandard", "backports.zstd", "zstd"])
def other(request, tmp_path_factory):
    """One of the other implementations."""
    if request.param == "zstd":
        return foreign.Program(tmp_path_factory.mktemp("zstd"))
    return foreign.Zstandard() if request.param == "zstandard" else foreign.Backports()


@pytest.fixture(scope="module")
def dictionaries(zstd):
    """The bytes of dictionaries, by kind."""
    trained = zstd.train_dictionary(4000, records(1000)).as_bytes()
    return {None: None, "raw": TEXT[:500], "trained": trained}


def given_options(test):
    """Draw everything that a frame can be made with."""
    drawn = hypothesis.given(
        data=CONTENTS, level=LEVELS, checksum=st.booleans(), size=st.booleans(), kind=KINDS
    )
    return FEW(drawn(test))


def ours(zstd, dictionary):
    """Return a dictionary of ours, or None."""
    return None if dictionary is None else zstd.ZstdCompressionDict(dictionary)


@given_options
def test_others_read_ours(zstd, other, dictionaries, data, level, checksum, size, kind):
    dictionary = dictionaries[kind]
    compressor = zstd.ZstdCompressor(
        level=level,
        write_checksum=checksum,
        write_content_size=size,
        dict_data=ours(zstd, dictionary),
    )
    frame = compressor.compress(data, allow_empty=True)
    assert other.decompress(frame, dictionary) == data
    [batched] = compressor.multi_compress_to_list([data + b"."])
    assert other.decompress(batched, dictionary) == data + b"."


@given_options
def test_we_read_others(zstd, other, dictionaries, data, level, checksum, size, kind):
    dictionary = dictionaries[kind]
    frame = other.compress(data, level, checksum, size, dictionary)
    decompressor = zstd.ZstdDecompressor(dict_data=ours(zstd, dictionary))
    assert decompressor.decompress(frame, max_output_size=1 << 20) == data
    parameters = zstd.get_frame_parameters(frame)
    assert parameters.has_checksum == checksum
    if zstd.frame_content_size(frame) == len(data):
        assert decompressor.multi_decompress_to_list([frame, frame], threads=2) == [data, data]


@hypothesis.settings(max_examples=30)
@hypothesis.given(
    data=CONTENTS,
    options=st.fixed_dictionaries(
        {},
        optional={
            "window_log": st.integers(10, 22),
            "hash_log": st.integers(6, 18),
            "chain_log": st.integers(6, 18),
            "min_match": st.integers(3, 7),
            "strategy": st.integers(1, 9),
            "enable_ldm": st.integers(0, 2),
            "threads": st.integers(0, 2),
            "target_cblock_size": st.integers(1340, 5000),
            "literal_compression_mode": st.integers(0, 2),
            "max_block_size": st.integers(1024, 131072),
            "write_checksum": st.integers(0, 1),
        },
    ),
)
def test_any_reader_reads_any_parameters(zstd, data, options):
    reader = foreign.Zstandard()
    params = zstd.ZstdCompressionParameters(**options)
    frame = zstd.ZstdCompressor(compression_params=params).compress(data, allow_empty=True)
    assert reader.decompress(frame, None) == data


def test_dictionaries_are_exchanged(zstd):
    """A dictionary of ours works in zstandard with its ID, and the reverse."""
    peer = foreign.Zstandard()
    made = zstd.train_dictionary(4000, records(1000), dict_id=77)
    theirs = peer.module.ZstdCompressionDict(made.as_bytes())
    assert theirs.dict_id() == made.dict_id() == 77
    trained = peer.module.train_dictionary(4000, records(1000), dict_id=78)
    mine = zstd.ZstdCompressionDict(trained.as_bytes())
    assert mine.dict_id() == zstd.dictionary_id(trained.as_bytes()) == 78
    frame = zstd.ZstdCompressor(dict_data=mine).compress(TEXT)
    assert peer.decompress(frame, trained.as_bytes()) == TEXT
    assert peer.module.get_frame_parameters(frame).dict_id == 78


def test_frames_are_described_alike(zstd):
    peer = foreign.Zstandard().module
    for options in [{}, {"write_content_size": True}, {"write_checksum": True}]:
        frame = zstd.ZstdCompressor(**options).compress(TEXT)
        mine, theirs = zstd.get_frame_parameters(frame), peer.get_frame_parameters(frame)
        assert mine.window_size == theirs.window_size
        assert mine.has_checksum == theirs.has_checksum
        assert zstd.frame_content_size(frame) == peer.frame_content_size(frame)
        assert zstd.frame_header_size(frame) == peer.frame_header_size(frame)


def test_same_libzstd_same_bytes(zstd):
    """With the same version of libzstd the frames of zstandard are ours to the byte."""
    peer = foreign.Zstandard().module
    if peer.ZSTD_VERSION != zstd.ZSTD_VERSION:
        pytest.skip("zstandard is linked with another libzstd")
    for level in [-3, 1, 3, 9, 19]:
        mine = zstd.ZstdCompressor(level=level, write_content_size=True)
        theirs = peer.ZstdCompressor(level=level, write_content_size=True)
        for data in [TEXT, bytes(100_000), b"".join(records(2000))]:
            assert mine.compress(data) == theirs.compress(data)


def test_the_program_reads_frames_in_a_row(zstd, tmp_path):
    """Batches and skippable frames, written one behind the other, are one file for the program."""
    program = foreign.Program(tmp_path)
    items = records(50)
    frames = zstd.ZstdCompressor(write_content_size=True).multi_compress_to_list(items)
    frames.insert(25, zstd.write_skippable_frame(b"anything"))
    joined = b"".join(frames)
    assert program.decompress(joined, None) == b"".join(items)
    restored = zstd.ZstdDecompressor().decompress(joined, read_across_frames=True)
    assert restored == b"".join(items)
