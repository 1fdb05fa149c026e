"""How is a style space fitted, with nobody's word for who is who?

Each account's posts are cut into pieces: what differs between pieces of one account is no style, what differs between
accounts may be. Rare n-grams are weighed by rarity and brought to a few hundred directions; the commonest ones, as
shares above or below the average (Burrows 2002), to as many more; both together to those directions in which accounts
differ most for how little one account differs from itself. Last, what strangers reach is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import linalg, sparse

from seawall.corpus.columns import whole_column
from seawall.identity.traits.own_posts import own_posts
from seawall.identity.traits.style_algebra import directions, discriminants, times
from seawall.identity.traits.style_counts import BUCKETS, FEATURE_VERSION, OWN_WORDS, style_counts
from seawall.identity.traits.style_pieces import Pieces, cut_pieces
from seawall.identity.traits.style_rarity import DEPTHS, HALF_BITS

__all__ = ["FitOptions", "fit_space"]

_LEAST_HOLDERS: Final = 3
_COMMON_SHARE: Final = 0.7  # of the common n-grams' spread to that of the rare ones
_MOST_STRANGERS: Final = 500
_LEAST_SPREAD: Final = 1e-6
_HALF: Final = BUCKETS // 2
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class FitOptions:
    """How much is looked at, how large a space becomes, and which version of the counts it measures."""

    most_accounts: int = 2_000
    most_posts: int = 200  # of one account
    piece_posts: int = 10
    most_pieces: int = 4_000  # that directions are sought in
    rare: int = 16_384
    common: int = 512
    directions: int = 320
    size: int = 120
    shrinkage: float = 1.0
    cohort: int = 2_000
    features: str = FEATURE_VERSION


def fit_space(
    texts: Any, owners: NDArray[np.int32], times_: NDArray[np.int64] | None, options: FitOptions | None = None
) -> dict[str, Any]:
    """Return the arrays of a `StyleSpace`; see `StyleSpace.fit`."""
    options = options or FitOptions()
    if options.features == OWN_WORDS:  # a piece is so many posts of own words, and so is a row of `cosines`
        own = own_posts(texts)
        texts, owners = whole_column(texts).take(pa.array(own.rows)), owners[own.rows]
        times_ = None if times_ is None else times_[own.rows]
    cut = cut_pieces(
        texts, owners, times_,
        most_accounts=options.most_accounts, most_posts=options.most_posts, piece_posts=options.piece_posts,
    )  # fmt: skip
    posts = whole_column(texts).take(pa.array(cut.rows))
    fields = _fields(_matrix(posts, cut.pieces, options.features), cut.accounts_of_pieces(), options)
    return fields | _strangers(posts, cut, fields, options)


def _fields(counts: Any, accounts: NDArray[np.int32], options: FitOptions) -> dict[str, Any]:
    joined = sparse.csr_matrix((np.ones(len(accounts), np.float32), (accounts, np.arange(len(accounts)))))
    whole = (joined @ counts).tocsr()
    holders = np.bincount(whole.indices, minlength=BUCKETS)
    rare, weights = _rare(holders, whole.shape[0], options.rare)
    common = np.sort(np.argsort(-holders, kind="stable")[: options.common]).astype(np.int32)
    weighed = _weighed(counts[:, rare], rare, weights)
    some = np.random.default_rng(0).permutation(len(accounts))[: options.most_pieces]
    rare_way = directions(weighed[np.sort(some)], options.directions)
    rare_found = times(weighed, rare_way)
    usual = _shares(whole, common)
    centre, spread = usual.mean(axis=0), usual.std(axis=0) + _LEAST_SPREAD
    shares = (_shares(counts, common) - centre) / spread
    common_way = np.ascontiguousarray(linalg.eigh(shares.T @ shares)[1][:, ::-1][:, : options.directions])
    common_found = shares @ common_way
    rare_scale, common_scale = 1 / _size(rare_found), _COMMON_SHARE / _size(common_found)
    found = np.hstack([rare_found * rare_scale, common_found * common_scale])
    transform, middle = discriminants(found, accounts, size=options.size, shrinkage=options.shrinkage)
    split = rare_found.shape[1]
    common_matrix = common_way @ transform[split:] * common_scale / spread[:, None]
    matrix = np.vstack([rare_way @ transform[:split] * rare_scale, common_matrix])
    scales = (np.maximum(np.abs(matrix).max(axis=1), 1e-12) / 127).astype(np.float32)
    return {
        "rare": rare,
        "weights": weights,
        "common": common,
        "scales": scales,
        "steps": np.rint(matrix / scales[:, None]).astype(np.int8),
        "offset": (middle @ transform + centre @ common_matrix).astype(np.float32),
    }


def _size(rows: Floats) -> float:
    return float(np.sqrt((rows.astype(np.float64) ** 2).sum(axis=1).mean())) or 1.0


def _matrix(texts: Any, owners: NDArray[np.int32], features: str) -> Any:
    count = int(owners.max()) + 1
    ends, buckets, amounts, held = [np.zeros(1, np.int64)], [], [], 0
    for counts in style_counts(texts, owners, count, version=features):
        ends.append(counts.row_ends + held)
        buckets.append(counts.buckets)
        amounts.append(counts.amounts.astype(np.float32))
        held += len(counts.buckets)
    shape = (count, BUCKETS)
    return sparse.csr_matrix((np.concatenate(amounts), np.concatenate(buckets), np.concatenate(ends)), shape=shape)


def _rare(holders: NDArray[np.int64], size: int, most: int) -> tuple[NDArray[np.int32], Floats]:
    """Return the rare buckets that are looked at, ascending, with their weights."""
    rarity = np.where(holders >= _LEAST_HOLDERS, np.log((1 + size) / (1 + holders)), 0)
    chosen = np.sort(np.argsort(-rarity * holders, kind="stable")[:most])
    chosen = chosen[rarity[chosen] > 0]
    return chosen.astype(np.int32), rarity[chosen].astype(np.float32)


def _weighed(counts: Any, buckets: NDArray[np.int32], weights: Floats) -> Any:
    """Return damped counts by weight, each view of each row at length one, as the kernel reckons them."""
    made = counts.copy()
    made.data = 1 + np.log(made.data)
    made = (made @ sparse.diags(weights)).tocsr()
    views = []
    for inside in (buckets < _HALF, buckets >= _HALF):
        view = made @ sparse.diags(inside.astype(np.float32))
        lengths = np.sqrt(np.asarray(view.multiply(view).sum(axis=1)).ravel())
        views.append(sparse.diags(np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ view)
    return (views[0] + views[1]).tocsr().astype(np.float32)


def _shares(counts: Any, common: NDArray[np.int32]) -> Floats:
    """Return the roots of how often each common n-gram stands among all n-grams of symbols."""
    sums = np.maximum(np.asarray(counts[:, :_HALF].sum(axis=1)).ravel(), 1)
    made: Floats = np.sqrt(counts[:, common].toarray() / sums[:, None]).astype(np.float32)
    return made


def _strangers(posts: Any, cut: Pieces, fields: dict[str, Any], options: FitOptions) -> dict[str, Any]:
    """Return the cohort, and which nearness one of 2^(i / 2) strangers reaches, by number of posts."""
    from seawall.identity.traits.style import StyleSpace
    from seawall.identity.traits.style_file import fields_of

    cohort = {"cohort": np.zeros((0, fields["steps"].shape[1]), np.int8)}
    table = np.zeros((len(DEPTHS), HALF_BITS), np.float32)
    count = int(cut.accounts.max()) + 1
    bare = StyleSpace(**fields_of(fields | cohort | {"cosines": table}, options.features))
    found = bare.directions(posts, cut.accounts, count)
    cohort["cohort"] = np.rint(127 * found[: options.cohort]).astype(np.int8)
    space = StyleSpace(**fields_of(fields | cohort | {"cosines": table}, options.features))
    whole = space.placed(found)
    place = np.arange(len(cut.accounts)) - np.searchsorted(cut.accounts, cut.accounts)
    posts_of = np.bincount(cut.accounts)
    shares = 1 - 2.0 ** (-np.arange(HALF_BITS) / 2)
    for row, depth in enumerate(DEPTHS):
        having = np.flatnonzero(posts_of >= min(depth, int(posts_of.max())))[:_MOST_STRANGERS]
        taken = np.flatnonzero((place < depth) & np.isin(cut.accounts, having))
        own = np.searchsorted(having, cut.accounts[taken]).astype(np.int32)
        few = space.vectors(posts.take(pa.array(taken)), own, len(having))
        cosines = few @ whole.T
        cosines[np.arange(len(having)), having] = np.nan
        table[row] = np.nanquantile(cosines, shares)
    return cohort | {"cosines": np.maximum.accumulate(table, axis=1)}
