"""Sets of compression parameters."""

from operator import index

from ._arguments import Options
from ._constants import names
from ._documentation import public
from ._errors import c_text, check, wrong_type
from ._native import ffi, lib
from ._pickling import reduction
from ._results import number, shown


def _wrap(cls, make, *arguments):
    """Make an instance of what ``make(*arguments, result)`` makes a handle of."""
    handle = ffi.new("zstdrs_parameters **")
    check(make(*arguments, handle))
    self = object.__new__(cls)
    self._handle = ffi.gc(handle[0], lib.zstdrs_parameters_free)
    return self


def _value(parameters, name):
    return number(lib.zstdrs_parameters_get, parameters._handle, c_text(name), kind="int32_t *")


def _option(name):
    return property(lambda self, /: _value(self, name))


def with_options(*names):
    """Give a class a property for each of these options."""

    def decorate(cls):
        for name in names:
            setattr(cls, name, _option(name))
        return cls

    return decorate


_CLASSIC = "window_log", "chain_log", "hash_log", "search_log", "search_length", "target_length", "strategy"
_ALL = names(lib.zstdrs_parameter_name)


def _values(parameters, options):
    """Return options that make equal parameters; those that are derived have the values that say so."""
    return {name: _value(parameters, name) for name in options}


@public
@with_options(*_CLASSIC)
class CompressionParameters:
    __slots__ = ("_handle",)

    def __new__(cls, window_log, chain_log, hash_log, search_log, search_length, target_length, strategy):
        values = (window_log, chain_log, hash_log, search_log, search_length, target_length, strategy)
        return _wrap(cls, lib.zstdrs_parameters_basic, *map(index, values))

    def __reduce_ex__(self, protocol, /):
        return reduction(CompressionParameters, self, (), _values(self, _CLASSIC))

    def __repr__(self, /):
        return shown(lib.zstdrs_parameters_shown, self._handle, 1)

    def estimated_compression_context_size(self, /):
        return number(lib.zstdrs_parameters_estimated_context_size, self._handle)


@public
@with_options(*_ALL)
class ZstdCompressionParameters:
    __slots__ = ("_handle",)

    def __new__(
        cls,
        format=0,
        compression_level=0,
        window_log=0,
        hash_log=0,
        chain_log=0,
        search_log=0,
        min_match=0,
        target_length=0,
        strategy=-1,
        write_content_size=1,
        write_checksum=0,
        write_dict_id=0,
        job_size=-1,
        overlap_log=-1,
        force_max_window=0,
        enable_ldm=0,
        ldm_hash_log=0,
        ldm_min_match=0,
        ldm_bucket_size_log=0,
        ldm_hash_rate_log=-1,
        threads=0,
        *,
        target_cblock_size=0,
        rsyncable=0,
        force_attach_dict=0,
        literal_compression_mode=0,
        src_size_hint=0,
        enable_dedicated_dict_search=0,
        stable_in_buffer=0,
        stable_out_buffer=0,
        block_delimiters=0,
        validate_sequences=0,
        split_after_sequences=0,
        use_row_match_finder=0,
        deterministic_ref_prefix=0,
        prefetch_cdict_tables=0,
        enable_seq_producer_fallback=0,
        max_block_size=0,
        repcode_resolution=0,
        block_splitter_level=0,
    ):
        # Every argument is an option of its name.
        options = dict(locals())
        del options["cls"]
        options = Options(options)
        return _wrap(cls, lib.zstdrs_parameters_new, options.array, options.count)

    def __reduce_ex__(self, protocol, /):
        return reduction(ZstdCompressionParameters, self, (), _values(self, _ALL))

    @staticmethod
    def from_level(level, source_size=0, dict_size=0, **kwargs):
        options = Options(kwargs)
        sizes = index(level), index(source_size), index(dict_size)
        make = lib.zstdrs_parameters_from_level
        return _wrap(ZstdCompressionParameters, make, *sizes, options.array, options.count)

    def __repr__(self, /):
        return shown(lib.zstdrs_parameters_shown, self._handle, 0)

    def estimated_compression_context_size(self, /):
        return number(lib.zstdrs_parameters_estimated_context_size, self._handle)


def handle_of(parameters):
    """Return the handle of parameters of either class; None has none."""
    if parameters is None:
        return ffi.NULL
    if not isinstance(parameters, (CompressionParameters, ZstdCompressionParameters)):
        raise wrong_type(lib.ZSTDRS_ARGUMENT_PARAMETERS, parameters)
    return parameters._handle


@public
def get_compression_parameters(level, source_size=0, dict_size=0):
    sizes = index(level), index(source_size), index(dict_size)
    return _wrap(CompressionParameters, lib.zstdrs_parameters_basic_from_level, *sizes)


@public
def estimate_compression_context_size(params):
    if params is None:
        raise wrong_type(lib.ZSTDRS_ARGUMENT_PARAMETERS, params)
    return number(lib.zstdrs_parameters_estimated_context_size, handle_of(params))


@public
def estimate_decompression_context_size():
    return number(lib.zstdrs_estimate_decompression_context_size)


@public
def parameter_bounds(name):
    if not isinstance(name, str):
        raise TypeError(f"name must be a str; got {type(name).__name__}")
    smallest = ffi.new("int32_t *")
    largest = number(lib.zstdrs_parameter_bounds, c_text(name), smallest, kind="int32_t *")
    return smallest[0], largest
