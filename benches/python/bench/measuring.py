"""Times of calls, interleaved so that all columns meet the same noise.

What one thread does is measured in the processor time of the process, which other programs take nothing from; page faults
are part of it. What several threads do is measured in wall time.
"""

import gc
import statistics
import time
from itertools import repeat


class Call:
    """A Python callable with one argument."""

    def __init__(self, function, argument):
        self.function = function
        self.argument = argument

    def seconds(self, count, clock):
        """Call ``count`` times and return the time in seconds of all of them."""
        function, argument = self.function, self.argument
        start = clock()
        for _ in repeat(None, count):
            function(argument)
        return clock() - start


def _count(call, shortest, clock):
    """Return how many calls take at least ``shortest`` seconds."""
    count = 1
    while True:
        taken = call.seconds(count, clock)
        if taken >= shortest or count >= 1 << 20:
            return count
        count = max(count * 2, min(int(count * shortest / max(taken, 1e-9)), count * 10))


def measure(calls, shortest, budget, rounds, threads=1):
    """Measure ``calls`` (by column) side by side.

    In each round every column is measured once, right after its neighbour; every other round goes in the opposite order, so
    that none always follows the same one. Each column makes so many calls that they take ``shortest`` seconds or more. There
    are ``rounds`` (least, most) rounds, within ``budget`` seconds if possible; ``threads`` is how many a call may use. Return the seconds of one call, a list by column.
    """
    clock = time.process_time if threads == 1 else time.perf_counter
    names = list(calls)
    counts = {name: _count(calls[name], shortest, clock) for name in names}
    samples = {name: [] for name in names}
    least, most = rounds
    end = time.perf_counter() + budget
    collecting = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        for done in range(most):
            if done >= least and time.perf_counter() >= end:
                break
            for name in names if done % 2 == 0 else reversed(names):
                if counts[name] == 1:
                    # A long call is made twice, so that it finds the system's pages as it left them itself: others have taken
                    # them meanwhile, and a virtual machine may have handed them back.
                    calls[name].seconds(1, clock)
                samples[name].append(max(calls[name].seconds(counts[name], clock), 1e-9) / counts[name])
    finally:
        if collecting:
            gc.enable()
    return samples


def speedup(samples, name, over):
    """Return how many times as fast as ``over`` a column is: the median of the ratios of each round."""
    if name not in samples or over not in samples:
        return None
    return statistics.median(slow / fast for fast, slow in zip(samples[name], samples[over]))
