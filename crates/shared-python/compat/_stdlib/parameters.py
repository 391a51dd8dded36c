"""Parameters of libzstd by their numbers, and options that are made of them."""

import enum
from operator import index

from ... import parameter_bounds
from .public import public

# Where this package has other names for the parameters.
_OWN_NAMES = {
    "enable_long_distance_matching": "enable_ldm",
    "content_size_flag": "write_content_size",
    "checksum_flag": "write_checksum",
    "dict_id_flag": "write_dict_id",
    "nb_workers": "threads",
}


@public
class CompressionParameter(enum.IntEnum):
    """Parameters of compression, as keys of options."""

    compression_level = 100
    window_log = 101
    hash_log = 102
    chain_log = 103
    search_log = 104
    min_match = 105
    target_length = 106
    strategy = 107

    enable_long_distance_matching = 160
    ldm_hash_log = 161
    ldm_min_match = 162
    ldm_bucket_size_log = 163
    ldm_hash_rate_log = 164

    content_size_flag = 200
    checksum_flag = 201
    dict_id_flag = 202

    nb_workers = 400
    job_size = 401
    overlap_log = 402

    def bounds(self):
        """Return the smallest and the largest value that the parameter may have."""
        return parameter_bounds(_OWN_NAMES.get(self.name, self.name))


@public
class DecompressionParameter(enum.IntEnum):
    """Parameters of decompression, as keys of options."""

    window_log_max = 100

    def bounds(self):
        """Return the smallest and the largest value that the parameter may have."""
        return parameter_bounds(self.name)


@public
class Strategy(enum.IntEnum):
    """How matches are searched, from the fastest to the strongest way."""

    fast = 1
    dfast = 2
    greedy = 3
    lazy = 4
    lazy2 = 5
    btlazy2 = 6
    btopt = 7
    btultra = 8
    btultra2 = 9


def c_int(value):
    """Return an integer of 32 bits."""
    value = index(value)
    if not -(1 << 31) <= value < 1 << 31:
        raise OverflowError("Python int too large to convert to C int")
    return value


def compression_numbers(options):
    """Return options of compression as pairs of numbers."""
    return _numbers(options, "ZstdCompressor", "compression", DecompressionParameter)


def decompression_numbers(options):
    """Return options of decompression as pairs of numbers."""
    return _numbers(options, "ZstdDecompressor", "decompression", CompressionParameter)


def _numbers(options, caller, kind, wrong):
    if options is None:
        return []
    if not isinstance(options, dict):
        raise TypeError(f"{caller}() argument 'options' must be dict, not {type(options).__name__}")
    numbers = []
    for key, value in options.items():
        if isinstance(key, wrong):
            raise TypeError(f"{kind} options dictionary key must not be a {wrong.__name__} attribute")
        numbers.append((c_int(key), c_int(value)))
    return numbers
