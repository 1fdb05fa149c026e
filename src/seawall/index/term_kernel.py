"""Which matches end at word boundaries, with particles and endings that may stand there? A compiled loop.

Words between spaces are looked at octet by octet; particles and endings have at most eight octets, so each is one
number.
"""

from __future__ import annotations

from typing import Any

import numba as nb

from seawall.signals.compiled import compiled

__all__ = ["bounded"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_u64 = nb.types.Array(nb.uint64, 1, "C", readonly=True)

_SPACE = 32
_LONGEST = 8
_NONE, _DEFINITE, _ANY = 0, 1, 2


@compiled()
def _packed(data: Any, start: int, end: int) -> Any:
    key = nb.uint64(0)
    for at in range(start, end):
        key = key << nb.uint64(8) | nb.uint64(data[at])
    return key


@compiled()
def _holds(keys: Any, key: int) -> bool:
    for place in range(keys.size):  # noqa: SIM110 - compiled, where generators are slow
        if keys[place] == key:
            return True
    return False


@compiled(
    nb.int64(
        _u8, nb.int64[::1], nb.int64[::1], _u8, _u8, _u8,
        _u64, _u64, _u64, _u64, _u64, _u64, nb.boolean[::1],
    )
)  # fmt: skip
def bounded(
    data: Any, starts: Any, ends: Any, particles: Any, endings: Any, articles: Any,
    definite: Any, indefinite: Any, plain_number: Any, plain_possession: Any, feminine_number: Any,
    feminine_possession: Any, kept: Any,
) -> int:  # fmt: skip
    """Set `kept` for matches between good boundaries, widen `starts` and `ends` to them; return how many are kept."""
    count = 0
    for place in range(starts.size):
        start, end = starts[place], ends[place]
        has_article = articles[place] == 1
        good = True
        if particles[place] != _NONE:
            while start > 0 and data[start - 1] != _SPACE and starts[place] - start <= _LONGEST:
                start -= 1
            good = starts[place] - start <= _LONGEST
            key = _packed(data, start, starts[place]) if good else nb.uint64(0)
            is_definite = good and _holds(definite, key)
            good = is_definite or (good and particles[place] == _ANY and _holds(indefinite, key))
            has_article = has_article or (is_definite and articles[place] != 2)
        if good and endings[place]:
            while end < data.size and data[end] != _SPACE and end - ends[place] <= _LONGEST:
                end += 1
            good = end - ends[place] <= _LONGEST
            key = _packed(data, ends[place], end) if good else nb.uint64(0)
            if endings[place] == 1:
                good = good and (_holds(plain_number, key) or (not has_article and _holds(plain_possession, key)))
            else:
                good = good and (_holds(feminine_number, key) or (not has_article and _holds(feminine_possession, key)))
        kept[place] = good
        if good:
            count += 1
            starts[place], ends[place] = start, end
    return count
