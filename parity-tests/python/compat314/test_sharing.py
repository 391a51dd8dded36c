"""Objects that threads share, and processes that fork."""

import hashlib
import os
import threading

import capabilities
import pytest

TEXT = b"to be or not to be, that is the question; " * 2000
PIECES = [hashlib.sha256(b"%d" % number).digest() * 400 for number in range(48)]


def run_all(actions):
    """Run the actions on a thread each, all at once; their exceptions are the caller's."""
    start, raised = threading.Barrier(len(actions)), []

    def run(action):
        start.wait()
        try:
            action()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def test_threads_that_share_a_compressor_take_turns(face):
    compressor, frames, lock = face.ZstdCompressor(9), [], threading.Lock()

    def compress(mine):
        for piece in mine:
            frame = compressor.compress(piece, compressor.FLUSH_FRAME)
            with lock:
                frames.append(frame)

    run_all([lambda mine=PIECES[at::4]: compress(mine) for at in range(4)])
    assert sorted(map(face.decompress, frames)) == sorted(PIECES)


def test_one_stream_from_many_threads_stays_a_stream(face):
    compressor, parts, lock = face.ZstdCompressor(), [], threading.Lock()

    def compress():
        for _ in range(40):
            with lock:
                parts.append(compressor.compress(PIECES[0]))
            assert compressor.last_mode == compressor.CONTINUE

    run_all([compress] * 4)
    parts.append(compressor.flush())
    assert face.decompress(b"".join(parts)) == PIECES[0] * 160


def test_threads_that_share_a_decompressor_get_every_byte_once(face):
    content = b"".join(PIECES) * 20
    frame = face.compress(content)
    decompressor, got, lock = face.ZstdDecompressor(), [], threading.Lock()
    got.append(decompressor.decompress(frame, 1))

    def take():
        while True:
            try:
                piece = decompressor.decompress(b"", 1 << 16)
            except EOFError:
                return
            with lock:
                got.append(piece)

    run_all([take] * 4)
    assert decompressor.eof
    assert sum(map(len, got)) == len(content)
    assert decompressor.unused_data == b""


def test_threads_share_settings_and_dictionaries(face):
    dictionary = face.ZstdDict(TEXT[:2000], is_raw=True)

    def work():
        for level in (1, 3, 5, 9):
            for form in (dictionary, dictionary.as_digested_dict, dictionary.as_prefix):
                frame = face.compress(TEXT, level, zstd_dict=form)
                assert face.decompress(frame, form) == TEXT

    run_all([work] * 4)


def in_a_child(action):
    """Run an action in a child made by ``fork``; its success is the child's status."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            action()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status == 0


def test_a_child_uses_what_its_parent_has_made(face):
    capabilities.need_fork()
    compressor, decompressor = face.ZstdCompressor(), face.ZstdDecompressor()
    begun = compressor.compress(TEXT)
    frame = face.compress(TEXT)
    first = decompressor.decompress(frame, 100)

    def action():
        assert face.decompress(begun + compressor.flush()) == TEXT
        assert first + decompressor.decompress(b"") == TEXT
        assert face.decompress(face.compress(TEXT)) == TEXT

    in_a_child(action)
    action()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_child_never_waits_for_a_turn_of_its_parent(face):
    capabilities.need_fork()
    compressor = face.ZstdCompressor(19)
    data = b"".join(PIECES) * 4
    turns = threading.Event()
    stop = threading.Event()

    def work():
        while not stop.is_set():
            turns.set()
            compressor.compress(data, compressor.FLUSH_FRAME)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        turns.wait()

        def action():
            try:
                frame = compressor.compress(b"abc", compressor.FLUSH_FRAME)
            except face.ZstdError as error:
                assert "forked" in str(error)
            else:
                assert face.decompress(frame) == b"abc"

        for _ in range(5):
            in_a_child(action)
    finally:
        stop.set()
        thread.join()


def test_batch_calls_are_one_attribute_away(face, zstd):
    items = [b"record %d of many" % number for number in range(1000)]
    dictionary = face.train_dict(items, 1000)
    compressor = face.ZstdCompressor(level=5, zstd_dict=dictionary)
    assert type(compressor.batch) is zstd.ZstdCompressor
    frames = compressor.batch.multi_compress_to_buffer(items, threads=-1)
    assert face.decompress(frames[7], dictionary) == items[7]
    assert bytes(frames[7]) == face.compress(items[7], 5, zstd_dict=dictionary)
    decompressor = face.ZstdDecompressor(dictionary)
    assert type(decompressor.batch) is zstd.ZstdDecompressor
    assert decompressor.batch.multi_decompress_to_list(frames, threads=-1) == items
    prefix = face.ZstdDict(TEXT, is_raw=True).as_prefix
    frames = face.ZstdCompressor(zstd_dict=prefix).batch.multi_compress_to_list([TEXT[5:], TEXT[9:]])
    assert [len(frame) < 40 for frame in frames] == [True, True]
    assert face.ZstdDecompressor(prefix).batch.multi_decompress_to_list(frames) == [TEXT[5:], TEXT[9:]]
