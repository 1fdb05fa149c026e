"""Which posts are an account's own words, and which words of them?

Not its own is a post that is passed on: its row says so (`kind`, or `reshare_of` where no kind is told), or its text
does ("RT @name: …"); and one whose words all stand in quotation marks, behind `>`, or beside nothing but names,
hashtags and addresses. A quote post is its account's own: what it quotes is told apart by its marks. A post of a
picture or a link alone counts where there is text; one without any text says nothing of how somebody writes.

Left out: what is taken from own words (`style.py`, `languages.py`), and hours and contacts, which all posts tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.corpus.columns import whole_column
from seawall.identity.traits.style_counts import OWN_WORDS
from seawall.signals.slices import Slices

__all__ = ["OwnPosts", "own_posts"]

_FEW: Final = 256
_RESHARE: Final = "reshare"
_ANSWERS: Final = ("quote", "reply", "comment")  # these name another post beside words of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPosts:
    """The posts of own words, ascending by row: `whole` as they stand, `words` without what they quote."""

    rows: NDArray[np.int64]
    whole: Slices
    words: Slices

    def words_of(self, features: str) -> Slices:
        """Return what a style space of this version of counts is given: words, or posts as they stand."""
        return self.words if features == OWN_WORDS else self.whole

    def worded(self) -> NDArray[np.bool_]:
        """Return which of them have a word beside names, hashtags and addresses; scripts of any kind count."""
        from seawall.identity.traits.style_quotes_kernel import mark_worded  # compiles: only when needed

        found = np.empty(len(self.rows), np.bool_)
        mark_worded(self.words.data, self.words.starts, self.words.ends, found)
        return found

    def __len__(self) -> int:
        """Count the posts."""
        return len(self.rows)


def own_posts(texts: Any, *, kinds: Any = None, reshares: Any = None) -> OwnPosts:
    """Return which posts are their accounts' own words, and those words.

    Args:
        texts: Arrow string column; null is a post without text.
        kinds: Arrow string column of `corpus.schemas.POST_KINDS`, or None.
        reshares: Arrow string column, null where a post reshares nothing, or None.
    """
    from seawall.identity.traits.style_quotes_kernel import leave_out_quotes  # compiles: only when needed

    written = Slices.from_arrow(texts)
    starts, ends, rows = written.starts, written.ends, _not_reshared(kinds, reshares)
    if rows is not None:
        starts, ends = starts[rows], ends[rows]
    data = np.empty(len(written.data), np.uint8)
    first, last = np.empty((2, len(starts)), np.int64)
    data = data[: leave_out_quotes(written.data, starts, ends, data, first, last)]
    (own,) = (last > first).nonzero()
    if len(own) < len(starts):
        starts, ends, first, last = starts[own], ends[own], first[own], last[own]
    return OwnPosts(
        rows=own if rows is None else rows[own],
        whole=Slices(data=written.data, starts=starts, ends=ends),
        words=Slices(data=data, starts=first, ends=last),
    )


def _not_reshared(kinds: Any, reshares: Any) -> NDArray[np.int64] | None:
    """Return the posts that their rows don't call reshares; None for all."""
    kinds, reshares = (None if one is None or one.null_count == len(one) else one for one in (kinds, reshares))
    if kinds is None and reshares is None:
        return None
    if len(kinds if reshares is None else reshares) <= _FEW:  # one account's: less work than Arrow's calls
        return _few_not_reshared(kinds, reshares)
    shared = np.zeros(1, dtype=bool)
    if reshares is not None:
        shared = _said(pc.not_equal(reshares, ""))
        shared &= True if kinds is None else ~_said(pc.is_in(kinds, value_set=pa.array(_ANSWERS, kinds.type)))
    if kinds is not None:
        shared = shared | _said(pc.equal(kinds, _RESHARE))
    return np.flatnonzero(~shared)


def _few_not_reshared(kinds: Any, reshares: Any) -> NDArray[np.int64] | None:
    named = repeat(None) if reshares is None else reshares.to_pylist()
    told = repeat(None) if kinds is None else kinds.to_pylist()
    own = [kind != _RESHARE and (not of or kind in _ANSWERS) for kind, of in zip(told, named, strict=False)]
    return None if all(own) else np.flatnonzero(own)


def _said(found: Any) -> NDArray[np.bool_]:
    return np.asarray(whole_column(pc.fill_null(found, fill_value=False)), dtype=bool)
