"""Dictionaries, and the trainers that make them."""

from operator import index

from ._batch import sample_items
from ._borrowing import Borrowed
from ._documentation import public
from ._errors import check, wrong_type
from ._native import ffi, lib
from ._parameters import handle_of as parameters_handle
from ._pickling import reduction
from ._results import number, shown
from ._watch import Watch


def wrapped(cls, make, *arguments):
    """Make an instance of what ``make(*arguments, result)`` makes a handle of."""
    handle = ffi.new("zstdrs_dictionary **")
    check(make(*arguments, handle))
    return _taken(cls, handle)


def _taken(cls, handle):
    """Make an instance that owns the handle which a call has stored."""
    self = object.__new__(cls)
    self._handle = ffi.gc(handle[0], lib.zstdrs_dictionary_free)
    self._dict_type = 0
    return self


@public
class ZstdCompressionDict:
    __slots__ = ("_handle", "_dict_type")

    def __new__(cls, data, dict_type=0, k=0, d=0):
        numbers = index(dict_type), index(k), index(d)
        with Borrowed(data) as content:
            self = wrapped(cls, lib.zstdrs_dictionary_new, content.pointer, content.length, *numbers)
        self._dict_type = numbers[0]
        return self

    def __reduce_ex__(self, protocol, /):
        options = {"data": self.as_bytes(), "dict_type": self._dict_type, "k": self.k, "d": self.d}
        return reduction(ZstdCompressionDict, self, (), options)

    def _data(self):
        start = ffi.new("const void **")
        return start, number(lib.zstdrs_dictionary_data, self._handle, start)

    def __len__(self, /):
        return self._data()[1]

    def __repr__(self, /):
        return shown(lib.zstdrs_dictionary_shown, self._handle)

    def as_bytes(self, /):
        start, length = self._data()
        return ffi.buffer(start[0], length)[:]

    def dict_id(self, /):
        return number(lib.zstdrs_dictionary_id, self._handle, kind="uint32_t *")

    def _k_and_d(self):
        k = ffi.new("uint32_t *")
        return k, number(lib.zstdrs_dictionary_k_and_d, self._handle, k, kind="uint32_t *")

    @property
    def k(self, /):
        return self._k_and_d()[0][0]

    @property
    def d(self, /):
        return self._k_and_d()[1]

    def precompute_compress(self, /, level=0, compression_params=None):
        parameters = parameters_handle(compression_params)
        check(lib.zstdrs_dictionary_precompute_compress(self._handle, index(level), parameters))


def handle_of(dictionary):
    """Return the handle of a dictionary; None has none."""
    if dictionary is None:
        return ffi.NULL
    if not isinstance(dictionary, ZstdCompressionDict):
        raise wrong_type(lib.ZSTDRS_ARGUMENT_DICTIONARY, dictionary)
    return dictionary._handle


@public
def dictionary_id(dict_data):
    with Borrowed(dict_data) as content:
        return number(lib.zstdrs_dictionary_id_of, content.pointer, content.length, kind="uint32_t *")


@public
def train_dictionary(
    dict_size,
    samples,
    selectivity=0,
    level=0,
    dict_id=0,
    notifications=0,
    *,
    k=0,
    d=0,
    f=0,
    split_point=0.0,
    accel=0,
    steps=0,
    threads=0,
):
    options = ffi.new("zstdrs_train_options *")
    check(lib.zstdrs_train_options_init(options, ffi.sizeof(options[0])))
    options.selectivity = index(selectivity)
    options.level = index(level)
    options.dict_id = index(dict_id)
    options.notifications = index(notifications)
    options.k = index(k)
    options.d = index(d)
    options.f = index(f)
    options.split_point = split_point
    options.accel = index(accel)
    options.steps = index(steps)
    options.threads = index(threads)
    return _train(lib.zstdrs_train_dictionary, dict_size, samples, options)


@public
def train_cover_dictionary(
    dict_size,
    samples,
    k=0,
    d=0,
    dict_id=0,
    optimize=False,
    level=1,
    steps=32,
    threads=0,
    notifications=0,
):
    options = ffi.new("zstdrs_cover_options *")
    check(lib.zstdrs_cover_options_init(options, ffi.sizeof(options[0])))
    options.k = index(k)
    options.d = index(d)
    options.dict_id = index(dict_id)
    options.optimize = bool(optimize)
    options.level = index(level)
    options.steps = index(steps)
    options.threads = index(threads)
    options.notifications = index(notifications)
    return _train(lib.zstdrs_train_cover_dictionary, dict_size, samples, options)


def _train(train, dict_size, samples, options):
    dict_size = index(dict_size)
    handle = ffi.new("zstdrs_dictionary **")
    with sample_items(samples) as items, Watch() as watch:
        options.check = watch.proceed
        watch.status = train(dict_size, items.items, options, handle)
    return _taken(ZstdCompressionDict, handle)
