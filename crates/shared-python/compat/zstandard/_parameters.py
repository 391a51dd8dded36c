"""Sets of compression parameters."""

from ... import ZstdCompressionParameters as _Parameters
from ... import ZstdError, get_compression_parameters, parameter_bounds

# libzstd takes the nearest value that is allowed for these, and refuses all others that are out of bounds.
_CLAMPED = ("job_size", "overlap_log", "threads")


def nearest_level(level):
    """Return the level that libzstd takes for a number: 0 is the default one, others are brought into the bounds."""
    smallest, largest = parameter_bounds("compression_level")
    return max(smallest, min(level, largest)) or 3


def _nearest(name, value):
    return min(value, parameter_bounds(name)[1])


class ZstdCompressionParameters(_Parameters):
    """A set of compression parameters; those that are left at their defaults are derived from the level."""

    __slots__ = ()

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
    ):
        # Every argument is a parameter of its name.
        values = dict(locals())
        del values["cls"], values["__class__"]
        values["compression_level"] = nearest_level(compression_level) if compression_level else 0
        for name in _CLAMPED:
            values[name] = _nearest(name, values[name])
        try:
            return super().__new__(cls, **values)
        except ValueError as error:
            text = f"unable to set compression context parameter: Parameter is out of bound: {error}"
            raise ZstdError(text) from None

    @staticmethod
    def from_level(level, source_size=0, dict_size=0, **kwargs):
        """Return the parameters that a level stands for; the keyword arguments are parameters that replace some of them."""
        derived = get_compression_parameters(nearest_level(level), source_size, dict_size)
        names = "window_log", "chain_log", "hash_log", "search_log", "target_length", "strategy"
        values = {name: getattr(derived, name) for name in names}
        values["min_match"] = derived.search_length
        return ZstdCompressionParameters(**{**values, **kwargs})

    @property
    def compression_level(self):
        """The level that parameters are derived from which are not set."""
        return super().compression_level or 3


class CompressionParameters(ZstdCompressionParameters):
    """The same under its former name."""

    __slots__ = ()
