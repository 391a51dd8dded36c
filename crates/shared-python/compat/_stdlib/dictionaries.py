"""Dictionaries: the class, and what makes them of samples."""

from ... import ZstdCompressionDict
from ..._compression_zstd import finalize, train
from .parameters import c_int
from .public import final, public

DIGESTED, UNDIGESTED, PREFIX = range(3)


@final
class ZstdDict:
    """A dictionary, for any number of compressors and decompressors.

    :param dict_content: A bytes-like object: what ``dict_content`` of another one has given, or a dictionary that a program of
        Zstandard has made.
    :param is_raw: Whether the content may be anything; otherwise it must be a full dictionary.
    """

    __slots__ = ("_dictionary", "_kept", "__weakref__")

    def __new__(cls, dict_content, /, *, is_raw=False):
        self = object.__new__(cls)
        self._dictionary = dictionary = ZstdCompressionDict(dict_content)
        # Compressors and decompressors with this dictionary, by their options.
        self._kept = {}
        if len(dictionary) < 8:
            raise ValueError("Zstandard dictionary content too short (must have at least eight bytes)")
        if not is_raw and not dictionary.dict_id():
            raise ValueError("invalid Zstandard dictionary")
        return self

    def __len__(self):
        return len(self._dictionary)

    def __repr__(self):
        return f"<ZstdDict dict_id={self.dict_id} dict_size={len(self)}>"

    @property
    def dict_content(self):
        """The content, as bytes."""
        return self._dictionary.as_bytes()

    @property
    def dict_id(self):
        """The number that frames name the dictionary by; 0 if it has none, because it is no full dictionary."""
        return self._dictionary.dict_id()

    @property
    def as_digested_dict(self):
        """The dictionary, to be digested: parameters of its level win over other options. The default of decompression."""
        return (self, DIGESTED)

    @property
    def as_undigested_dict(self):
        """The dictionary, to be used with all options. The default of compression."""
        return (self, UNDIGESTED)

    @property
    def as_prefix(self):
        """The dictionary as the content right before the first frame, of whatever form it is."""
        return (self, PREFIX)


def parse(zstd_dict, default):
    """Return a ``ZstdDict`` and its use, of an argument that may say how it is to be used."""
    if isinstance(zstd_dict, ZstdDict):
        return zstd_dict, default
    if isinstance(zstd_dict, tuple) and len(zstd_dict) == 2:
        dictionary, use = zstd_dict
        if isinstance(dictionary, ZstdDict) and isinstance(use, int) and DIGESTED <= c_int(use) <= PREFIX:
            return dictionary, int(use)
    raise TypeError("zstd_dict argument should be a ZstdDict object.")


def _listed(samples):
    """Return samples as a list, and whether there is anything in them."""
    samples = list(samples)
    filled = False
    for number, sample in enumerate(samples):
        try:
            with memoryview(sample) as view:
                usable = view.c_contiguous
                filled |= view.nbytes > 0
        except TypeError:
            usable = False
        if not usable:
            kind = type(sample).__name__
            raise TypeError(f"sequence item {number}: expected a bytes-like object, {kind} found")
    return samples, filled


def _made(dictionary):
    return ZstdDict(dictionary.as_bytes())


@public
def train_dict(samples, dict_size):
    """Train a dictionary.

    :param samples: An iterable of bytes-like objects, each like what is to be compressed.
    :param dict_size: The largest size of the dictionary, in bytes.
    :returns: A ``ZstdDict``.
    """
    if not isinstance(dict_size, int):
        raise TypeError(f"dict_size must be an int object, not {type(dict_size).__qualname__!r}.")
    samples, filled = _listed(samples)
    if not filled:
        raise ValueError("samples contained no data; can't train dictionary.")
    return _made(train(samples, dict_size))


@public
def finalize_dict(zstd_dict, /, samples, dict_size, level):
    """Make a full dictionary from content that was chosen by other means.

    :param zstd_dict: The content, as a ``ZstdDict``.
    :param samples: An iterable of bytes-like objects, each like what is to be compressed.
    :param dict_size: The largest size of the dictionary, in bytes.
    :param level: The level that the dictionary will be used with.
    :returns: A ``ZstdDict``.
    """
    if not isinstance(zstd_dict, ZstdDict):
        raise TypeError("zstd_dict argument should be a ZstdDict object.")
    if not isinstance(dict_size, int):
        raise TypeError("dict_size argument should be an int object.")
    if not isinstance(level, int):
        raise TypeError("level argument should be an int object.")
    samples, filled = _listed(samples)
    if not filled:
        raise ValueError("The samples are empty content, can't finalize the dictionary.")
    return _made(finalize(zstd_dict._dictionary, samples, dict_size, level))
