"""Compressors and decompressors of this package for the options of the face.

Those that are likely to be asked for again are kept, with the memory of libzstd that they have ready.
"""

from ..._compression_zstd import compressor as make_compressor
from ..._compression_zstd import decompressor as make_decompressor
from .dictionaries import DIGESTED, UNDIGESTED, parse
from .parameters import compression_numbers, decompression_numbers

# Levels whose memory is small enough to be kept.
_KEPT_LEVELS = range(10)

# More than any integer of 64 bits is worse than it is.
_HUGE = 1 << 62

_compressors = {}

# The one for no options at all.
PLAIN_DECOMPRESSOR = make_decompressor([], None, 0)


def compressor(level, options, zstd_dict):
    """Return the compressor for the arguments of ``ZstdCompressor``."""
    if options is None and (level is None or (type(level) is int and level in _KEPT_LEVELS)):
        number = 0 if level is None else level
        if zstd_dict is None:
            kept, key = _compressors, number
            dictionary, use = None, 0
        else:
            owner, use = parse(zstd_dict, UNDIGESTED)
            kept, key = owner._kept, (number, use)
            dictionary = owner._dictionary
        found = kept.get(key)
        if found is None:
            found = kept.setdefault(key, make_compressor(number, [], dictionary, use))
        return found
    if level is not None and options is not None:
        raise TypeError("Only one of level or options should be used.")
    if level is None:
        number = 0
    elif isinstance(level, int):
        number = min(max(int(level), -_HUGE), _HUGE)
    else:
        raise TypeError("invalid type for level, expected int")
    numbers = compression_numbers(options)
    dictionary, use = None, 0
    if zstd_dict is not None:
        owner, use = parse(zstd_dict, UNDIGESTED)
        dictionary = owner._dictionary
    return make_compressor(number, numbers, dictionary, use)


def decompressor(zstd_dict, options):
    """Return the decompressor for the arguments of ``ZstdDecompressor``."""
    if zstd_dict is None:
        if options is None:
            return PLAIN_DECOMPRESSOR
        return make_decompressor(decompression_numbers(options), None, 0)
    owner, use = parse(zstd_dict, DIGESTED)
    if options is not None:
        return make_decompressor(decompression_numbers(options), owner._dictionary, use)
    found = owner._kept.get(use)
    if found is None:
        found = owner._kept.setdefault(use, make_decompressor([], owner._dictionary, use))
    return found
