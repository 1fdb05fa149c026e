"""Which 64-bit key stands for this text? One hash for all kinds of keys, the same in every run and on every machine.

The octets of the UTF-8 text, eight at a time with the first one highest, are mixed by multiplying and shifting; the
end is the finaliser of MurmurHash3 (A. Appleby, public domain), so that keys lie evenly and the smallest ones are a
fair sample. Keys are not salted by kind: an address in a bio and the same address in a post have one key, and one
text stands behind a key. It is no secret and no signature: whoever wants two texts of one key can find them.

`key_of` is for single texts and starts at once, `column_keys` for columns; they agree (tests hold them together, and
hold golden values, since keys are stored).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.portrait import Key, Keys
from seawall.signals.slices import Slices, string_buffers

__all__ = ["column_keys", "key_of", "keys_of", "slice_keys"]

_MASK: Final = (1 << 64) - 1
_FIRST, _SECOND, _THIRD = 0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53


def key_of(text: str) -> Key:
    """Return the key of one text; a lone surrogate counts as a question mark.

    >>> key_of("the lamps return")
    14924926455618698290
    """
    octets = text.encode("utf-8", "replace")
    state = (len(octets) * _FIRST) & _MASK
    for at in range(0, len(octets), 8):
        state = ((state ^ int.from_bytes(octets[at : at + 8], "big")) * _SECOND) & _MASK
        state ^= state >> 32
    state = ((state ^ (state >> 33)) * _SECOND) & _MASK
    state = ((state ^ (state >> 33)) * _THIRD) & _MASK
    return state ^ (state >> 33)


def keys_of(texts: Iterable[str]) -> Keys:
    """Return the keys of texts, ascending, each once."""
    return np.array(sorted({key_of(text) for text in texts}), dtype=np.uint64)


def column_keys(column: Any) -> NDArray[np.uint64]:
    """Return the key of each text of an Arrow string column, in its order; null counts as ""."""
    data, offsets = string_buffers(column)
    return slice_keys(Slices(data=data, starts=offsets[:-1], ends=offsets[1:]))


def slice_keys(slices: Slices) -> NDArray[np.uint64]:
    """Return the key of each slice, in order."""
    from seawall.identity.traits.key_hash_kernel import hash_texts  # compiles: only when needed

    keys: NDArray[np.uint64] = hash_texts(slices.data, slices.starts, slices.ends)
    return keys
