"""Which posts of which accounts is a style space fitted to, and which of them belong together?

Accounts and posts stand in an order that hangs on the posts alone (hashes of their octets, or times where they are
told), so that neither the order of rows nor the numbers of accounts change a fit. An account's posts are cut into
pieces of neighbours in that order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.errors import StyleFitError
from seawall.signals.slices import string_buffers

__all__ = ["LEAST_ACCOUNTS", "LEAST_POSTS", "Pieces", "cut_pieces"]

LEAST_ACCOUNTS: Final = 20
LEAST_POSTS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Posts in the order of the fit: `rows` of the table, and for each its account and its piece, both from 0 on."""

    rows: NDArray[np.int64]
    accounts: NDArray[np.int32]
    pieces: NDArray[np.int32]

    def accounts_of_pieces(self) -> NDArray[np.int32]:
        """Return the account of each piece."""
        return self.accounts[np.flatnonzero(np.diff(self.pieces, prepend=-1))]


def cut_pieces(
    texts: Any,
    owners: NDArray[np.int32],
    times: NDArray[np.int64] | None,
    *,
    most_accounts: int,
    most_posts: int,
    piece_posts: int,
) -> Pieces:
    """Choose accounts and posts, and cut them into pieces of about `piece_posts`, two at least of each account.

    Raises:
        StyleFitError: too few accounts have posts enough.
    """
    from seawall.identity.traits.style_kernel import hash_posts  # compiles: only when needed

    data, offsets = string_buffers(texts)
    hashes = hash_posts(data, offsets[:-1], offsets[1:])
    rank = _ranked(np.asarray(owners, np.int64), hashes, most_accounts)
    moments = hashes if times is None else np.asarray(times, np.int64)
    order = np.lexsort((hashes, moments, rank[owners]))
    order = order[np.searchsorted(rank[owners][order], 0) :]
    ends = np.cumsum(np.bincount(rank[owners][order]))
    rows, accounts, pieces, begun = [], [], [], 0
    for account, held in enumerate(np.split(order, ends[:-1])):
        kept = held[np.linspace(0, len(held) - 1, min(len(held), most_posts)).astype(np.int64)]
        parts = max(2, len(kept) // piece_posts)
        rows.append(kept)
        accounts.append(np.full(len(kept), account, np.int32))
        pieces.append((begun + np.arange(len(kept)) * parts // len(kept)).astype(np.int32))
        begun += parts
    return Pieces(rows=np.concatenate(rows), accounts=np.concatenate(accounts), pieces=np.concatenate(pieces))


def _ranked(owners: NDArray[np.int64], hashes: NDArray[np.uint64], most: int) -> NDArray[np.int64]:
    """Return the place of each account in the fit, -1 for those left out."""
    count = int(owners.max(initial=-1)) + 1
    keys = np.zeros(count, np.uint64)
    np.add.at(keys, owners, hashes)
    chosen = np.flatnonzero(np.bincount(owners, minlength=count) >= LEAST_POSTS)
    chosen = chosen[np.argsort(keys[chosen], kind="stable")][:most]
    if len(chosen) < LEAST_ACCOUNTS:
        raise StyleFitError(
            f"Only {len(chosen)} accounts have {LEAST_POSTS} posts and more; a style space needs {LEAST_ACCOUNTS}.",
            accounts=len(chosen),
        )
    rank = np.full(count, -1, np.int64)
    rank[chosen] = np.arange(len(chosen))
    return rank
