"""What do plain addresses carry? Compiled loops that spell their values.

They say what `url_levels.py` says; tests hold the two together. Left out: where the addresses stand (`url_kernel.py`).
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.signals.compiled import compiled

__all__ = ["gather", "write_levels"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)


@compiled(nb.uint8[::1](_u8, _i64, _i64, _i64))
def gather(data: Any, starts: Any, ends: Any, offsets: Any) -> Any:
    """Return the slices one behind the other; slice `i` begins at `offsets[i]`."""
    out = np.empty(offsets[-1], np.uint8)
    for place in range(starts.size):
        at = offsets[place]
        for source in range(starts[place], ends[place]):
            out[at] = data[source]
            at += 1
    return out


@compiled()
def _copy(data: Any, start: int, end: int, out: Any, at: int) -> int:
    for source in range(start, end):
        out[at] = data[source]
        at += 1
    return at


@compiled(
    nb.int64(
        _u8, _i64, _i64, _i64, _i64, _u8, _i64, _i64, _u8, _i64, nb.int64,
        nb.uint8[::1], nb.int64[::1], nb.int64[::1], nb.int64[::1], nb.uint8[::1],
    )
)  # fmt: skip
def write_levels(
    data: Any, starts: Any, host_ends: Any, ends: Any, hosts: Any,
    level_data: Any, level_starts: Any, of_host: Any, level_marks: Any, least_depths: Any, max_depth: int,
    out: Any, out_starts: Any, out_ends: Any, owners: Any, marks: Any,
) -> int:  # fmt: skip
    """Write the values of plain addresses: each itself, its host's levels, the paths above it; return how many.

    `starts` are behind the scheme. Host `h` has the levels `of_host[h]` to `of_host[h + 1]` of `level_data`. `owners`
    are numbers of addresses, `marks` numbers of `url_levels.MARKS`. The output must be long enough.
    """
    scheme = (104, 116, 116, 112, 115, 58, 47, 47)
    at = 0
    count = 0
    for place in range(starts.size):
        host = hosts[place]
        stop = ends[place]
        if data[stop - 1] == 47:
            stop -= 1
        begin = at
        for octet in scheme:
            out[at] = octet
            at += 1
        at = _copy(data, starts[place], stop, out, at)
        if stop == host_ends[place]:
            out[at] = 47
            at += 1
        out_starts[count], out_ends[count], owners[count], marks[count] = begin, at, place, 0
        address_end = at
        count += 1
        for level in range(of_host[host], of_host[host + 1]):
            out_starts[count] = at
            at = _copy(level_data, level_starts[level], level_starts[level + 1], out, at)
            out_ends[count], owners[count], marks[count] = at, place, level_marks[level]
            count += 1
        depth = 0
        first = begin + 8 + host_ends[place] - starts[place] + 1
        for source in range(first, address_end + 1):
            if depth == max_depth or address_end == first:
                break
            if source == address_end or out[source] == 47:
                depth += 1
                if depth >= least_depths[host]:
                    out_starts[count] = at
                    at = _copy(out, begin, source, out, at)
                    out[at], out[at + 1] = 47, 42
                    at += 2
                    out_ends[count], owners[count], marks[count] = at, place, 3
                    count += 1
    return count
