"""Dictionaries, and the trainer that makes them."""

from ... import ZstdCompressionDict as _Dictionary
from ... import train_dictionary as _train
from ._parameters import nearest_level


class ZstdCompressionDict(_Dictionary):
    """A dictionary: content that compressor and decompressor both know."""

    __slots__ = ()

    def precompute_compress(self, level=0, compression_params=None):
        """Digest the dictionary ahead of its use, for a level or for parameters."""
        if level and compression_params is not None:
            raise ValueError("must only specify one of level or compression_params")
        if not level and compression_params is None:
            raise ValueError("must specify one of level or compression_params")
        if compression_params is None:
            level = nearest_level(level)
        return super().precompute_compress(level, compression_params)


def train_dictionary(
    dict_size,
    samples,
    k=0,
    d=0,
    f=0,
    split_point=0.0,
    accel=0,
    notifications=0,
    dict_id=0,
    level=0,
    steps=0,
    threads=0,
):
    """Make a dictionary of at most ``dict_size`` bytes out of a list of samples, with the fast cover trainer."""
    if not isinstance(samples, list):
        raise TypeError(f"train_dictionary() argument 2 must be list, not {type(samples).__name__}")
    if k and d and not steps and not threads:
        # Fixed numbers, and yet tried on a part of the samples: a single step does that.
        steps = 1
    trained = _train(
        dict_size,
        samples,
        level=level,
        dict_id=dict_id,
        notifications=notifications,
        k=k,
        d=d,
        f=f,
        split_point=split_point,
        accel=accel,
        steps=steps,
        threads=threads,
    )
    return ZstdCompressionDict(trained.as_bytes(), k=trained.k, d=trained.d)
