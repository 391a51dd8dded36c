"""The inputs and the options of calls that work on many items."""

from operator import index

from ._borrowing import arrays_of, borrow
from ._buffers import BufferWithSegments
from ._collection import BufferWithSegmentsCollection
from ._calls import failed
from ._errors import check, wrong_argument, wrong_type
from ._native import ffi, lib
from ._watch import Watch, runs_handlers


class Items:
    """Items in the form that the library takes, borrowed for the time of a ``with`` block."""

    __slots__ = ("items", "count", "_kept")

    def __init__(self, source, objects, wrong):
        """Borrow the segments of ``source``, or a list of objects; ``wrong(i)`` is the exception for a bad object."""
        self.items = ffi.new("zstdrs_items *")
        self._kept = source
        if objects is None:
            self.count = len(source)
            if isinstance(source, BufferWithSegments):
                self.items.buffer = source._usable()
            else:
                self.items.collection = source._usable()
            return
        try:
            starts, lengths, kept = arrays_of(objects)
        except (TypeError, BufferError):
            raise wrong(_first_wrong(objects)) from None
        self.count = len(lengths)
        self._kept = (starts, lengths, kept)
        self.items.data = starts
        self.items.lengths = lengths
        self.items.count = self.count

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        # Nothing else refers to the borrowed objects: this releases them.
        self._kept = None


def _first_wrong(objects):
    """Return the index of the first object that is not bytes-like."""
    for at, item in enumerate(objects):
        try:
            borrow(item)
        except (TypeError, BufferError):
            return at
    return len(objects)


def _has_segments(source):
    return isinstance(source, (BufferWithSegments, BufferWithSegmentsCollection))


def batch_items(data):
    """Borrow what batch calls take: segments, or a list."""
    if _has_segments(data):
        return Items(data, None, None)
    if not isinstance(data, list):
        raise wrong_type(lib.ZSTDRS_ARGUMENT_BATCH, data)
    return Items(None, data, lambda at: wrong_argument(lib.ZSTDRS_ARGUMENT_BATCH_ITEM, at))


def chain_items(frames):
    """Borrow the links of a chain: a list."""
    if not isinstance(frames, list):
        raise wrong_type(lib.ZSTDRS_ARGUMENT_CHAIN, frames)
    return Items(None, frames, lambda at: wrong_argument(lib.ZSTDRS_ARGUMENT_CHAIN_LINK, at))


def sample_items(samples):
    """Borrow what trainers take: segments, or anything that can be iterated over."""
    if _has_segments(samples):
        return Items(samples, None, None)
    try:
        iterator = iter(samples)
    except TypeError:
        raise wrong_type(lib.ZSTDRS_ARGUMENT_SAMPLES, samples) from None
    # Not iterated over while borrowing: an exception of the iterator is its own.
    return Items(None, list(iterator), lambda at: wrong_argument(lib.ZSTDRS_ARGUMENT_SAMPLE))


def run_list(call, owner, items, threads, *arguments):
    """Return what the built-in ``call`` makes of a list of ``bytes``; None for other items, which ``run()`` is for."""
    if type(items) is not list:
        return None
    answer = call(owner, items, index(threads), runs_handlers(), *arguments)
    if type(answer) is int and answer < 0:
        raise failed(answer)
    return answer


def run(call, threads, arguments, results=(), max_output_size=0):
    """Call ``call(*arguments, options, *results)`` with options for that many threads, which can be stopped.

    ``max_output_size`` is for calls that decompress.
    """
    options = ffi.new("zstdrs_batch_options *")
    check(lib.zstdrs_batch_options_init(options, ffi.sizeof(options[0])))
    options.threads = index(threads)
    options.max_output_size = index(max_output_size)
    with Watch() as watch:
        options.check = watch.proceed
        watch.status = call(*arguments, options, *results)
