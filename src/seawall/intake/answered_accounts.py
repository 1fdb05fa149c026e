"""Whom does a post of the corpus answer or reshare? The corpus names a post, contacts are accounts: who wrote it.

A platform's own records name the account (`@handle`), and such a name stays. The id of a post becomes the name of who
wrote it, where the corpus holds that post; other ids name nobody, and no one is a contact of their own. Of an answer
they are let go; of a reshare they stay, since they tell that the words are another's (`own_posts.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.bulk import Engine, load_query
from seawall.corpus.columns import whole_column
from seawall.identity.traits.key_hash import column_keys

__all__ = ["AnsweredAccounts", "answered_accounts"]

_TEXT: Final = pa.large_string()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredAccounts:
    """Authors of posts that others answer or reshare, by the key of platform and post id, ascending.

    An author is an account, and what it is called.
    """

    posts: NDArray[np.uint64]
    accounts: Any
    names: Any

    def named(self, reply_to: Any, *, platforms: Any, authors: Any) -> Any:
        """Return whom posts answer as `@handle`; null where that is nobody else, or not known.

        Args:
            reply_to: Arrow string column: ids of posts, or names that begin with "@".
            platforms: the platform of each post.
            authors: the account of each post as `platform:id`, the platform in small letters.
        """
        rows = np.flatnonzero(np.asarray(reply_to.is_valid()))
        if not len(rows):
            return pa.nulls(len(reply_to), pa.string())
        places = pa.array(rows)
        written, platform, author = (column.take(places) for column in (reply_to, platforms, authors))
        found = self._find(platform, written)
        others = pc.if_else(
            pc.equal(self.accounts.take(found), _whole(author)), pa.scalar(None, _TEXT), self.names.take(found)
        )
        told = pc.if_else(pc.starts_with(written, "@"), written.cast(_TEXT), others)
        at = np.full(len(reply_to), -1, dtype=np.int64)
        at[rows] = np.arange(len(rows))
        return _whole(told).take(pa.array(at, mask=at < 0)).cast(pa.string())

    def reshared(self, reshare_of: Any, *, platforms: Any, authors: Any) -> Any:
        """Return whom posts reshare as `@handle`; what names nobody else stays as it is written; see `named`."""
        return pc.coalesce(self.named(reshare_of, platforms=platforms, authors=authors), reshare_of)

    def _find(self, platforms: Any, posts: Any) -> Any:
        """Return the place of each post's author, null where it is not known."""
        keys = column_keys(_post_texts(pc.utf8_lower(platforms), posts))
        at = np.searchsorted(self.posts, keys)
        known = np.zeros(len(keys), dtype=bool)
        inside = at < len(self.posts)
        known[inside] = self.posts[at[inside]] == keys[inside]
        return pa.array(at, mask=~known)


def answered_accounts(
    engine: Engine, posts: Sequence[str] | None = None, *, accounts: Sequence[str] | None = None
) -> AnsweredAccounts:
    """Look up who wrote the posts that are answered or reshared; held in memory, some 150 octets each.

    Args:
        engine: over the corpus.
        posts: the ids of these posts.
        accounts: those that these accounts (`platform:id`) answer or reshare; without either, all that anybody does.

    Raises:
        BulkError: the corpus can't be read.
    """
    everything = posts is None and accounts is None
    parameters = {"posts": list(posts or ()), "accounts": list(accounts or ()), "everything": everything}
    table = engine.table(load_query("seawall.intake", "answered_accounts"), parameters)
    keys = column_keys(_post_texts(table["platform"], table["post_id"]))
    order = np.argsort(keys, kind="stable")
    places = pa.array(order)
    return AnsweredAccounts(
        posts=keys[order],
        accounts=_whole(table["account"]).take(places),
        names=_whole(table["name"]).take(places),
    )


def _post_texts(platforms: Any, posts: Any) -> Any:
    """Return platform and id of posts as one text each."""
    return _whole(pc.binary_join_element_wise(platforms.cast(_TEXT), posts.cast(_TEXT), pa.scalar("\n", _TEXT)))


def _whole(column: Any) -> Any:
    """Return a column of texts in one piece."""
    return whole_column(column).cast(_TEXT)
