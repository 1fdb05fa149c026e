"""The keys of whole posts and of their phrases, compiled, over normal forms (`seawall.signals.normal_form`).

Source of the sketch: A. Broder, "On the resemblance and containment of documents" (1997): of the phrases of an account
the smallest keys are kept, so that two accounts keep the same ones of what they share.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np

from seawall.identity.traits.key_hash_kernel import hash_octets
from seawall.signals.compiled import compiled

__all__ = ["phrase_sketches", "post_hashes"]

_u8 = nb.types.Array(nb.uint8, 1, "C", readonly=True)
_i64 = nb.types.Array(nb.int64, 1, "C", readonly=True)
_i32 = nb.types.Array(nb.int32, 1, "C", readonly=True)
_SPACE = 32


@compiled(nb.int64(_u8, _i64, _i64, _i64, nb.int64, nb.int64[::1], nb.uint64[::1]))
def post_hashes(data: Any, starts: Any, ends: Any, chosen: Any, words: int, rows: Any, keys: Any) -> int:
    """Write row and key of each chosen text of at least so many words; return how many."""
    count = 0
    for row in chosen:
        seen = 1
        for at in range(starts[row], ends[row]):
            seen += data[at] == _SPACE
        if seen >= words and ends[row] > starts[row]:
            rows[count], keys[count] = row, hash_octets(data, starts[row], ends[row])
            count += 1
    return count


@compiled()
def _put(held: Any, count: int, key: Any) -> int:
    """Put a key into ascending `held`, unless it is there or too large for it; return how many are held."""
    place = nb.int64(np.searchsorted(held[:count], key))
    if place < count and held[place] == key:
        return count
    if place == held.size:
        return count
    last: int = min(count, held.size - 1)
    for at in range(last, place, -1):
        held[at] = held[at - 1]
    held[place] = key
    return last + 1


@compiled(nb.int64(_u8, _i64, _i64, _i64, _i32, nb.int64, nb.uint64[::1], nb.int32[::1], nb.uint64[::1]))
def phrase_sketches(
    data: Any, starts: Any, ends: Any, chosen: Any, owners: Any, words: int, held: Any, out_owners: Any, out_keys: Any
) -> int:
    """Write, for each owner of the chosen texts, the smallest keys of its phrases of so many words; return how many.

    `chosen` lies by owner. `held` is room for one sketch: its length is the size of a sketch.
    """
    begins = np.empty(words, np.int64)  # of the last words
    written = 0
    count = 0
    for place in range(chosen.size):
        row = chosen[place]
        seen = 0
        begun = starts[row]
        for at in range(starts[row], ends[row] + 1):
            if at < ends[row] and data[at] != _SPACE:
                continue
            begins[seen % words] = begun
            seen += 1
            begun = at + 1
            if seen >= words:
                key = hash_octets(data, begins[seen % words], at)
                if count < held.size or key < held[held.size - 1]:
                    count = _put(held, count, key)
        if place + 1 == chosen.size or owners[chosen[place + 1]] != owners[row]:
            for at in range(count):
                out_owners[written], out_keys[written] = owners[row], held[at]
                written += 1
            count = 0
    return written
