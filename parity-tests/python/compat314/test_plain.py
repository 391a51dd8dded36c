"""What programs see of the face, without the original beside it: for every interpreter that the face runs on."""

import io
import pickle
import struct

import pytest

TEXT = b"".join(b"line %d of a text that has many\n" % number for number in range(3000))
SKIPPABLE = b"\x50\x2a\x4d\x18" + struct.pack("<I", 3) + b"abc"
CUT_OFF = "Compressed data ended before the end-of-stream marker was reached"


def raised(kind, call, *args, **kwargs):
    """Return the text of the exception of exactly that kind that a call must raise."""
    with pytest.raises(kind) as caught:
        call(*args, **kwargs)
    assert type(caught.value) is kind
    return str(caught.value)


def test_whole_inputs(face):
    for level in (None, 1, 3, 19, -5):
        assert face.decompress(face.compress(TEXT, level)) == TEXT
    frame = face.compress(memoryview(TEXT), options={face.CompressionParameter.checksum_flag: 1})
    assert face.decompress(bytearray(SKIPPABLE + frame + SKIPPABLE + frame)) == TEXT * 2
    assert face.decompress(face.compress(b"")) == b"" == face.decompress(SKIPPABLE)
    for data in (b"", frame[:-1], frame[:3], frame + SKIPPABLE[:7]):
        assert raised(face.ZstdError, face.decompress, data) == CUT_OFF
    text = raised(face.ZstdError, face.decompress, frame + b"no frame")
    assert text == "Unable to decompress Zstandard data: Unknown frame descriptor"
    text = raised(face.ZstdError, face.decompress, frame[:-1] + bytes([frame[-1] ^ 1]))
    assert text == "Unable to decompress Zstandard data: Restored data doesn't match checksum"


def test_wrong_arguments(face):
    parameter = face.CompressionParameter
    text = raised(ValueError, face.compress, b"", 23)
    assert text == "illegal compression level 23; the valid range is [-131072, 22]"
    assert raised(TypeError, face.compress, b"", "3") == "invalid type for level, expected int"
    assert raised(TypeError, face.compress, b"", 3, {}) == "Only one of level or options should be used."
    text = raised(ValueError, face.compress, b"", options={parameter.window_log: 9})
    assert text == "compression parameter 'window_log' received an illegal value 9; the valid range is [10, 31]"
    text = raised(ValueError, face.compress, b"", options={9999: 1})
    assert text == "invalid compression parameter 'unknown parameter (key 9999)'"
    text = raised(TypeError, face.compress, b"", options=[])
    assert text == "ZstdCompressor() argument 'options' must be dict, not list"
    text = raised(OverflowError, face.compress, b"", options={1 << 40: 1})
    assert text == "Python int too large to convert to C int"
    text = raised(TypeError, face.decompress, b"", options={parameter.window_log: 20})
    assert text == "decompression options dictionary key must not be a CompressionParameter attribute"
    text = raised(TypeError, face.decompress, b"", b"dictionary")
    assert text == "zstd_dict argument should be a ZstdDict object."
    assert raised(TypeError, face.compress, "text") == "a bytes-like object is required, not 'str'"
    text = raised(ValueError, face.ZstdDict, b"short")
    assert text == "Zstandard dictionary content too short (must have at least eight bytes)"
    assert raised(ValueError, face.ZstdDict, b"no dictionary") == "invalid Zstandard dictionary"


def test_compressors(face):
    compressor = face.ZstdCompressor(options={face.CompressionParameter.checksum_flag: 1})
    assert compressor.last_mode == compressor.FLUSH_FRAME == 2
    compressor.set_pledged_input_size(len(TEXT) * 2)
    parts = [compressor.compress(TEXT), compressor.compress(TEXT, compressor.FLUSH_BLOCK)]
    assert compressor.last_mode == compressor.FLUSH_BLOCK == 1
    text = raised(ValueError, compressor.set_pledged_input_size, 3)
    assert text == "set_pledged_input_size() method must be called when last_mode == FLUSH_FRAME"
    parts.append(compressor.flush())
    assert face.get_frame_info(b"".join(parts)).decompressed_size == len(TEXT) * 2
    assert face.get_frame_size(b"".join(parts) + b"more") == len(b"".join(parts))
    assert face.decompress(b"".join(parts)) == TEXT * 2
    compressor.set_pledged_input_size(2)
    text = raised(face.ZstdError, compressor.compress, TEXT)
    assert text == "Unable to compress Zstandard data: Src size is incorrect"
    assert face.decompress(compressor.compress(TEXT, 2)) == TEXT
    assert raised(ValueError, compressor.compress, b"", 3).startswith("mode argument wrong value")
    assert raised(ValueError, compressor.flush, 0).startswith("mode argument wrong value")
    assert raised(TypeError, compressor.compress, b"", "2").endswith("cannot be interpreted as an integer")


def test_decompressors(face):
    frame = face.compress(TEXT)
    decompressor, content = face.ZstdDecompressor(), []
    assert decompressor.needs_input and not decompressor.eof
    piece = frame + b"tail"
    while not decompressor.eof:
        content.append(decompressor.decompress(piece, 1000))
        assert len(content[-1]) <= 1000
        piece = b""
    assert b"".join(content) == TEXT
    assert decompressor.unused_data == b"tail" and not decompressor.needs_input
    text = raised(EOFError, decompressor.decompress, b"")
    assert text == "Already at the end of a Zstandard frame."
    decompressor = face.ZstdDecompressor()
    text = raised(face.ZstdError, decompressor.decompress, b"no frame")
    assert text == "Unable to decompress Zstandard data: Unknown frame descriptor"
    assert decompressor.needs_input and decompressor.unused_data == b""
    assert decompressor.decompress(frame) == TEXT
    raised(OverflowError, face.ZstdDecompressor().decompress, frame, 1 << 70)


def test_dictionaries(face):
    samples = [b"sample number %d with words" % number for number in range(1000)]
    trained = face.train_dict(iter(samples), 1000)
    assert 0 < len(trained) <= 1000 and trained.dict_id
    again = face.ZstdDict(trained.dict_content)
    base = face.ZstdDict(b"sample number with words" * 20, is_raw=True)
    assert repr(base) == "<ZstdDict dict_id=0 dict_size=480>"
    finalized = face.finalize_dict(base, samples, 1000, 3)
    for dictionary in (trained, base, finalized):
        for form in (dictionary, dictionary.as_digested_dict, dictionary.as_undigested_dict, dictionary.as_prefix):
            frame = face.compress(samples[7], zstd_dict=form)
            assert len(frame) < len(samples[7]) + 9
            assert face.decompress(frame, form) == samples[7]
            compressor = face.ZstdCompressor(5, zstd_dict=form)
            frame = compressor.compress(samples[7]) + compressor.flush()
            assert face.ZstdDecompressor(form).decompress(frame) == samples[7]
    frame = face.compress(samples[7], zstd_dict=trained)
    assert face.get_frame_info(frame).dictionary_id == again.dict_id
    assert face.decompress(frame, again) == samples[7]
    text = raised(face.ZstdError, face.decompress, frame)
    assert text == "Unable to decompress Zstandard data: Dictionary mismatch"
    text = raised(face.ZstdError, face.train_dict, samples[:3], 1000)
    assert text == "Unable to train the Zstandard dictionary: Src size is incorrect"
    assert raised(ValueError, face.train_dict, [], 1000) == "samples contained no data; can't train dictionary."
    assert raised(TypeError, face.train_dict, samples, "1000") == "dict_size must be an int object, not 'str'."


def test_broken_dictionaries_are_noticed_when_they_are_loaded(face):
    broken = face.ZstdDict(b"\x37\xa4\x30\xec\x01\0\0\0" + b"9" * 8)
    for form in (broken, broken.as_digested_dict, broken.as_undigested_dict):
        for call in (face.ZstdCompressor, face.ZstdDecompressor):
            with pytest.raises(face.ZstdError, match="dictionary"):
                call(zstd_dict=form)


def test_objects_cannot_be_copied(face):
    for thing in (face.ZstdCompressor(), face.ZstdDecompressor(), face.ZstdDict(b"12345678", is_raw=True)):
        assert raised(TypeError, pickle.dumps, thing).startswith("cannot pickle ")
    for thing in (face.ZstdCompressor().batch, face.ZstdDecompressor().batch):
        assert raised(TypeError, pickle.dumps, thing).endswith("object that a face has made")
    info = face.get_frame_info(face.compress(TEXT))
    assert raised(AttributeError, setattr, info, "dictionary_id", 1) == "can't set attribute 'dictionary_id'"
    assert repr(info) == "FrameInfo(decompressed_size=%d, dictionary_id=0)" % len(TEXT)


def test_what_promises_that_memory_stays_in_place_is_refused(face):
    for key in (1006, 1007):
        with pytest.raises(ValueError, match="cannot be used with streams"):
            face.ZstdCompressor(options={key: 1})
    with pytest.raises(ValueError, match="cannot be used with streams"):
        face.ZstdDecompressor(options={1001: 1})


def test_files(face, tmp_path):
    path = tmp_path / "file.zst"
    with face.open(path, "xb", level=5) as file:
        assert (file.mode, file.name, file.closed) == ("wb", str(path), False)
        assert file.write(TEXT) == len(TEXT) == file.tell()
        file.flush(file.FLUSH_FRAME)
        file.write(TEXT)
    raised(FileExistsError, face.open, path, "x")
    with face.open(path, "a") as file:
        file.write(b"appended\n")
    with face.open(path) as file:
        assert file.readline() == b"line 0 of a text that has many\n"
        assert file.peek(5).startswith(b"line 1")
        assert file.seek(-9, io.SEEK_END) == len(TEXT) * 2 == file.tell()
        assert next(file) == b"appended\n" and file.read() == b""
        assert file.seek(5) == 5 and file.read(5) == TEXT[5:10]
        place = bytearray(7)
        assert file.readinto(place) == 7 and place == TEXT[10:17]
        file.seek(0)
        assert sum(1 for _ in file) == 6001
        raised(io.UnsupportedOperation, file.write, b"data")
    assert raised(ValueError, file.read) == "I/O operation on closed file"
    with face.open(path, "rt", encoding="ascii") as file:
        assert file.read().encode() == TEXT * 2 + b"appended\n"
    path.write_bytes(path.read_bytes()[:-1])
    text = raised(EOFError, lambda: face.open(path).read())
    assert text == "Compressed file ended before the end-of-stream marker was reached"
    assert raised(ValueError, face.open, path, "rw").startswith("Invalid mode")
