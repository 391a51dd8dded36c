"""Random calls, legal and illegal, on streams of both modules in step: the same results, the same exceptions, the same bytes."""

import hypothesis
import hypothesis.stateful as stateful
import pytest
import streams
from hypothesis import strategies as st
from streams import RANDOM, RawSink, Source, frame_of, unpack
from support import TEXT, outcome

DATA = st.one_of(
    st.binary(max_size=20),
    st.integers(0, 3000).map(lambda size: TEXT[:size]),
    st.integers(0, 30000).map(lambda size: RANDOM[:size]),
    st.just(RANDOM * 5),
)
SIZE = st.one_of(st.none(), st.integers(-3, 50), st.integers(0, 200000))
PIECE = st.one_of(st.integers(-1, 40), st.integers(1, 200000))
MODE = st.integers(-1, 2)


class Both(stateful.RuleBasedStateMachine):
    """Makes the same thing with each module, and calls all of them in step."""

    modules = ()

    def __init__(self):
        super().__init__()
        self.things = []
        self.sinks = []

    def make(self, make):
        """Make one thing for each module with ``make(zstd)``; all or none can be made."""
        self.things = [outcome(zstd, make, zstd) for zstd in self.modules]
        failures = set(map(failure, self.things))
        assert len(failures) == 1, failures
        hypothesis.assume(failures == {None})

    def each(self, call, things=None):
        """Call ``call(thing)`` for all things, and return the outcomes."""
        pairs = zip(self.modules, self.things if things is None else things)
        return [outcome(zstd, call, thing) for zstd, thing in pairs]

    def call(self, name, *args, **kwargs):
        """Call a method of all things, and return what it did if all did the same."""
        results = self.each(lambda thing: getattr(thing, name)(*args, **kwargs))
        assert all(result == results[0] for result in results), (name, args, results)
        return results[0]

    def attributes(self, *names):
        """Check that attributes of all things are the same."""
        for name in names:
            values = self.each(lambda thing, name=name: getattr(thing, name))
            assert all(value == values[0] for value in values), (name, values)


def failure(result):
    """Return what has failed, if the result is a failure."""
    return result if type(result) is tuple and result and type(result[0]) is str else None


class CompressionObjects(Both):
    """``compressobj``."""

    @stateful.initialize(size=st.sampled_from([0, 0, -1, -2, 5, 3000]), level=st.sampled_from([1, 3, 19]))
    def begin(self, size, level):
        self.content, self.frame = b"", b""
        self.make(lambda zstd: zstd.ZstdCompressor(level, write_checksum=True).compressobj(size))

    def collect(self, result, data=b""):
        if failure(result) is None:
            self.content += data
            self.frame += result

    @stateful.rule(data=DATA)
    def compress(self, data):
        self.collect(self.call("compress", data), data)

    @stateful.rule(mode=MODE)
    def flush(self, mode):
        result = self.call("flush", mode)
        self.collect(result)
        if mode == 0 and failure(result) is None:
            assert unpack(self.modules[0], self.frame) == self.content


class Chunkers(Both):
    """``chunker``."""

    @stateful.initialize(size=st.sampled_from([-1, -1, -2, 0, 5]), chunk_size=PIECE)
    def begin(self, size, chunk_size):
        self.content, self.frame, self.iterators, self.ending = b"", b"", [], False
        self.make(lambda zstd: zstd.ZstdCompressor(1).chunker(size, chunk_size))

    def operation(self, name, *args):
        iterators = self.each(lambda thing: getattr(thing, name)(*args))
        assert len(set(map(failure, iterators))) == 1, iterators
        if failure(iterators[0]) is None:
            self.iterators = iterators
            self.content += b"".join(args)
            self.ending = name == "finish"

    @stateful.rule(data=DATA)
    def compress(self, data):
        self.operation("compress", data)

    @stateful.rule()
    def flush(self):
        self.operation("flush")

    @stateful.rule()
    def finish(self):
        self.operation("finish")

    @stateful.precondition(lambda self: self.iterators)
    @stateful.rule(count=st.sampled_from([1, 2, 100000, 100000]))
    def consume(self, count):
        for _ in range(count):
            chunks = self.each(next, self.iterators)
            assert all(chunk == chunks[0] for chunk in chunks), chunks
            if type(chunks[0]) is not bytes:
                if chunks[0][0] == "StopIteration" and self.ending:
                    assert unpack(self.modules[0], self.frame) == self.content
                break
            self.frame += chunks[0]


class DecompressionObjects(Both):
    """``decompressobj``."""

    @stateful.initialize(across=st.booleans(), write_size=PIECE, corrupt=st.integers(0, 300))
    def begin(self, across, write_size, corrupt):
        zstd = self.modules[0]
        self.input = frame_of(zstd, TEXT) + frame_of(zstd, b"") + frame_of(zstd, RANDOM * 4)
        if corrupt < len(self.input) and corrupt % 3 == 0:
            self.input = self.input[:corrupt] + b"?" + self.input[corrupt + 1 :]
        self.pos = 0
        self.make(lambda zstd: zstd.ZstdDecompressor().decompressobj(write_size, across))

    @stateful.rule(size=PIECE, limit=PIECE)
    def decompress(self, size, limit):
        data = self.input[self.pos : self.pos + max(size, 0)]
        if failure(self.call("decompress", data, max_length=limit)) is None:
            self.pos += len(data)

    @stateful.rule()
    def flush(self):
        self.call("flush")

    @stateful.invariant()
    def states_are_alike(self):
        self.attributes("eof", "needs_input", "unused_data", "unconsumed_tail")


class Writers(Both):
    """``stream_writer`` and ``write_to``, in both directions, over sinks that take what they like."""

    @stateful.initialize(
        compress=st.booleans(),
        old=st.booleans(),
        size=st.sampled_from([-1, -1, 0, 5, 3000]),
        write_size=PIECE,
        returns=st.booleans(),
        most=st.sampled_from([None, 1, 1000]),
        blocked=st.sets(st.integers(1, 20)),
        closefd=st.booleans(),
    )
    def begin(self, compress, old, size, write_size, returns, most, blocked, closefd):
        self.compress, self.content = compress, b""
        self.input = frame_of(self.modules[0], TEXT) * 3 + frame_of(self.modules[0], RANDOM * 4)

        def make(zstd):
            sink = RawSink(most, blocked)
            self.sinks.append(sink)
            factory = zstd.ZstdCompressor(1) if compress else zstd.ZstdDecompressor()
            sizes = {"size": size, "write_size": write_size} if compress else {"write_size": write_size}
            if old:
                return factory.write_to(sink, **sizes)
            return factory.stream_writer(sink, write_return_read=returns, closefd=closefd, **sizes)

        self.make(make)

    @stateful.rule(data=DATA, count=st.integers(0, 100000), garbage=st.integers(0, 20))
    def write(self, data, count, garbage):
        if not self.compress:
            data = b"garbage!" if garbage == 0 else self.input[:count]
            result = self.call("write", data)
            if type(result) is int:
                self.input = self.input[len(data) :]
        else:
            self.call("write", data)

    @stateful.rule(mode=MODE)
    def flush(self, mode):
        self.call("flush", mode)

    @stateful.rule(name=st.sampled_from(["close", "tell", "readable", "read", "truncate", "fileno"]))
    def other(self, name):
        self.call(name)

    @stateful.rule()
    def memory_size(self):
        failures = set(map(failure, self.each(lambda thing: thing.memory_size())))
        assert len(failures) == 1, failures

    @stateful.rule()
    def enter(self):
        failures = set(map(failure, self.each(lambda thing: thing.__enter__())))
        assert len(failures) == 1, failures

    @stateful.rule(failing=st.booleans())
    def leave(self, failing):
        self.call("__exit__", *((ValueError, ValueError(), None) if failing else (None, None, None)))

    @stateful.invariant()
    def states_are_alike(self):
        self.attributes("closed")
        assert len({(sink.content, sink.calls, sink.closed) for sink in self.sinks}) <= 1


class Readers(Both):
    """``stream_reader``, in both directions, over sources of many kinds."""

    @stateful.initialize(
        compress=st.booleans(),
        across=st.booleans(),
        read_size=PIECE,
        kind=st.sampled_from(["memory", "file", "pieces", "blocking"]),
        cut=st.integers(0, 400),
        closefd=st.booleans(),
    )
    def begin(self, compress, across, read_size, kind, cut, closefd):
        zstd = self.modules[0]
        content = b"some\nlines\n\n" * 20 + RANDOM * 4
        frames = frame_of(zstd, content[:200]) + zstd.write_skippable_frame(b"skip", 0) + frame_of(zstd, content[200:])
        data = content if compress else frames[: len(frames) - max(0, cut - 380)] + (b"??" if cut == 3 else b"")
        self.compress = compress

        def make(zstd):
            source = {
                "memory": lambda: data,
                "file": lambda: streams.io.BytesIO(data),
                "pieces": lambda: Source(data, 1000),
                "blocking": lambda: streams.RawSource(data, 5000),
            }[kind]()
            if compress:
                return zstd.ZstdCompressor(1).stream_reader(source, read_size=read_size, closefd=closefd)
            return zstd.ZstdDecompressor().stream_reader(source, read_size, across, closefd=closefd)

        self.make(make)

    @stateful.rule(name=st.sampled_from(["read", "read", "read1", "readline", "readlines"]), size=SIZE)
    def read(self, name, size):
        self.call(name, size)

    @stateful.rule(name=st.sampled_from(["readinto", "readinto1"]), size=st.integers(0, 1000))
    def read_into(self, name, size):
        rooms = [bytearray(size) for _ in self.modules]
        free = iter(rooms)
        results = self.each(lambda thing: getattr(thing, name)(next(free)))
        assert all(result == results[0] for result in results), results
        assert all(room == rooms[0] for room in rooms)

    @stateful.rule(offset=st.integers(-500, 3000), whence=st.integers(-1, 3))
    def seek(self, offset, whence):
        self.call("seek", offset, whence)

    @stateful.rule(
        name=st.sampled_from(
            ["peek", "tell", "__next__", "seekable", "readable", "writable", "flush", "fileno", "isatty", "truncate"]
        )
    )
    def other(self, name):
        self.call(name)

    @stateful.rule(name=st.sampled_from(["readall", "close"]), chance=st.integers(0, 5))
    def end(self, name, chance):
        if chance == 0:
            self.call(name)

    @stateful.invariant()
    def states_are_alike(self):
        self.attributes("closed")


MACHINES = [CompressionObjects, Chunkers, DecompressionObjects, Writers, Readers]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.__name__)
def test_both_modules_in_step(both, machine):
    in_step = type(machine.__name__, (machine,), {"modules": tuple(both)})
    # A failure is made small, and not explained: that takes minutes.
    phases = [hypothesis.Phase.generate, hypothesis.Phase.shrink]
    settings = hypothesis.settings(hypothesis.settings(), stateful_step_count=20, max_examples=150, phases=phases)
    stateful.run_state_machine_as_test(in_step, settings=settings)
