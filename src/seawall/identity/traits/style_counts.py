"""How often does each account write each masked n-gram? Posts in, counts by account and bucket out (CSR).

The kernels say what is masked and counted. Counts are sums, so neither the order of rows nor that of accounts matters.
Of version 2 are counts of an account's own words alone: what a post quotes is left out first
(`style_quotes_kernel.py`). Without quotations both versions count the same. Left out: which posts are an account's own
(`own_posts.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.traits.style_words import word_table
from seawall.signals.slices import Slices, string_buffers

__all__ = ["BUCKETS", "FEATURE_VERSION", "OWN_WORDS", "VERSIONS", "WHOLE_POSTS", "StyleCounts", "style_counts"]

WHOLE_POSTS: Final = "1"
"""The version that counts whole posts."""
OWN_WORDS: Final = "2"
"""The version that leaves quotations out."""
VERSIONS: Final = (WHOLE_POSTS, OWN_WORDS)
FEATURE_VERSION: Final = OWN_WORDS
"""The version that is counted where nobody asks for another."""
BUCKETS: Final = 1 << 16  # two views of VIEW_BUCKETS
_PAIRS: Final = 1 << 20  # counted before they are handed out


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleCounts:
    """Accounts `first` to `first + len(row_ends)`; account `i` of them ends at pair `row_ends[i]`."""

    first: int
    row_ends: NDArray[np.int64]
    buckets: NDArray[np.int32]
    amounts: NDArray[np.int32]


def style_counts(
    texts: Any, owners: NDArray[np.int32], count: int, *, version: str = FEATURE_VERSION
) -> Iterator[StyleCounts]:
    """Yield the counts of all accounts in order, some accounts at a time, so that memory stays flat.

    Args:
        texts: an Arrow column of strings; null is an empty post, which counts for nothing. `Slices` are counted as
            they stand: of them whatever is quoted is left out already.
        owners: the account of each post, 0 to `count` - 1.
        count: how many accounts there are.
        version: one of `VERSIONS`.
    """
    from seawall.identity.traits.style_kernel import count_accounts  # compiles: only when needed

    data, starts, ends = _octets(texts, version)
    owners = np.asarray(owners, np.int64)
    if len(owners) != len(starts):
        raise ValueError(f"{len(owners)} owners of {len(starts)} posts")
    if len(owners) and not 0 <= owners.min() <= owners.max() < count:
        raise ValueError(f"an owner is none of the {count} accounts")
    if count == 1:
        order, firsts = np.arange(len(owners)), np.array((0, len(owners)), np.int64)
    else:
        order = np.argsort(owners, kind="stable")
        firsts = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)
    room = min(_PAIRS, max(1, count) * BUCKETS)
    buckets, amounts = np.empty(room, np.int32), np.empty(room, np.int32)
    row_ends = np.zeros(count, np.int64)
    account = 0
    while account < count:
        stop = count_accounts(data, starts, ends, order, firsts, word_table(), account, row_ends, buckets, amounts)
        size = int(row_ends[stop - 1])
        yield StyleCounts(
            first=account, row_ends=row_ends[account:stop].copy(), buckets=buckets[:size].copy(),
            amounts=amounts[:size].copy(),
        )  # fmt: skip
        account = stop


def _octets(texts: Any, version: str) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Return the octets that are counted, and where each post begins and ends in them."""
    if version not in VERSIONS:
        raise ValueError(f"there is no version {version!r} of the counts; there are {', '.join(VERSIONS)}")
    if isinstance(texts, Slices):
        return texts.data, texts.starts, texts.ends
    data, offsets = string_buffers(texts)
    if version != OWN_WORDS:
        return data, offsets[:-1], offsets[1:]
    from seawall.identity.traits.style_quotes_kernel import leave_out_quotes  # compiles: only when needed

    own = np.empty(int(offsets[-1] - offsets[0]), np.uint8)
    starts, ends = np.empty(len(offsets) - 1, np.int64), np.empty(len(offsets) - 1, np.int64)
    size = leave_out_quotes(data, offsets[:-1], offsets[1:], own, starts, ends)
    return own[:size], starts, ends
