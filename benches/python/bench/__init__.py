"""Side-by-side measurements of both flavours, their peers and the floor that libzstd sets, in one process.

Started by ``cargo xtask bench``; or by hand, with ``benches/python`` on the module path: ``python -m bench --help``.

- ``rows``: what is measured, as data;
- ``columns``, ``rich``, ``standard``, ``floor``: who is measured, each under the same face;
- ``source``, ``cases``: the inputs, and what a right result is;
- ``measuring``, ``memory``: time and peak memory;
- ``record``: what is written down.
"""
