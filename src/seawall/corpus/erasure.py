"""What belongs to an account, or to a post, and goes with it when it is erased?

An account: its profile snapshots, its posts, the media and interactions of those posts, interactions by it, and those
of others at it: that mention it, reply to or reshare it or its posts, or link to its pages. A post: all its versions,
their media and interactions, and those of others at it. What others wrote in their own posts is theirs and stays, also
where they repeat a text or a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus.committer import Committer
from seawall.corpus.removal import Progress, RowChoice, read_groups, remove_rows

__all__ = ["erase_account", "erase_post", "erase_post_by_key"]

_AT_SOMEONE: Final = ("mentioned", "replied", "reshared", "joined")
Mask = npt.NDArray[np.bool_]


def erase_account(committer: Committer, platform: str, account_id: str, progress: Progress) -> dict[str, int]:
    """Erase the account in one commit; return rows removed by table, all zero for an account that isn't there."""

    def by_it(rows: pa.Table) -> Mask:
        return _equal(rows, "platform", platform) & _equal(rows, "account_id", account_id)

    traces = _Traces(platform=platform, names={account_id})
    for rows in _rows(committer, "accounts", ("platform", "account_id", "handle", "url")):
        own = rows.filter(pa.array(by_it(rows)))
        traces.names.update(_values(own, "handle"))
        traces.links.update(_values(own, "url"))
    traces.add_posts(committer, by_it)
    return remove_rows(
        committer,
        {
            "accounts": RowChoice(columns=("platform", "account_id"), chosen=by_it),
            "posts": RowChoice(columns=("platform", "account_id"), chosen=by_it),
            "media": RowChoice(
                columns=("platform", "account_id", "post_key"),
                chosen=lambda rows: by_it(rows) | traces.of_posts(rows),
            ),
            "interactions": RowChoice(
                columns=_Traces.COLUMNS,
                chosen=lambda rows: by_it(rows) | traces.of_posts(rows) | traces.at(rows),
            ),
        },
        progress,
    )


def erase_post(committer: Committer, platform: str, post_id: str, progress: Progress) -> dict[str, int]:
    """Erase every version of the post in one commit; return rows removed by table."""

    def chosen(rows: pa.Table) -> Mask:
        return _equal(rows, "platform", platform) & _equal(rows, "post_id", post_id)

    traces = _Traces(platform=platform)
    traces.add_posts(committer, chosen)
    traces.post_ids.add(post_id)
    return _erase_posts(committer, RowChoice(columns=("platform", "post_id"), chosen=chosen), traces, progress)


def erase_post_by_key(committer: Committer, key: bytes, progress: Progress) -> dict[str, int]:
    """Erase the one post of that key in one commit; return rows removed by table."""

    def chosen(rows: pa.Table) -> Mask:
        return _equal(rows, "key", key)

    traces = _Traces(platform=None, keys={key})
    return _erase_posts(committer, RowChoice(columns=("key",), chosen=chosen), traces, progress)


def _erase_posts(committer: Committer, posts: RowChoice, traces: _Traces, progress: Progress) -> dict[str, int]:
    return remove_rows(
        committer,
        {
            "posts": posts,
            "media": RowChoice(columns=("post_key",), chosen=traces.of_posts),
            "interactions": RowChoice(
                columns=_Traces.COLUMNS, chosen=lambda rows: traces.of_posts(rows) | traces.at(rows)
            ),
        },
        progress,
    )


@dataclass(slots=True, kw_only=True)
class _Traces:
    """What the erased posts and account are called elsewhere; `platform` None: only their keys count."""

    platform: str | None
    names: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    post_ids: set[str] = field(default_factory=set)
    keys: set[bytes] = field(default_factory=set)

    COLUMNS = ("platform", "account_id", "post_key", "kind", "target")

    def add_posts(self, committer: Committer, chosen: Any) -> None:
        """Collect the keys, ids and links of the chosen posts."""
        for rows in _rows(committer, "posts", ("key", "platform", "account_id", "post_id", "url")):
            own = rows.filter(pa.array(chosen(rows)))
            self.keys.update(_values(own, "key"))
            self.post_ids.update(_values(own, "post_id"))
            self.links.update(_values(own, "url"))

    def of_posts(self, rows: pa.Table) -> Mask:
        """Say which rows of media or interactions hang on an erased post."""
        return _is_in(rows.column("post_key"), self.keys)

    def at(self, rows: pa.Table) -> Mask:
        """Say which interactions point at the account or at an erased post."""
        if self.platform is None:
            return np.zeros(rows.num_rows, dtype=bool)
        target, kind = rows.column("target"), rows.column("kind")
        someone = _is_in(kind, _AT_SOMEONE) & _equal(rows, "platform", self.platform)
        named = _is_in(_plain(target), _plain(pa.array(sorted(self.names), pa.string())).to_pylist())
        linked = _is_in(kind, ("linked",)) & _is_in(_bare(target), _bare(pa.array(sorted(self.links))).to_pylist())
        return (someone & (named | _is_in(target, self.post_ids))) | linked


def _rows(committer: Committer, table: str, columns: tuple[str, ...]) -> Iterable[pa.Table]:
    for file in committer.entry(table).files:
        yield from read_groups(committer, file, columns)


def _plain(names: Any) -> Any:
    # "@Lamp_Keeper" and "lamp_keeper" name one account
    return pc.ascii_ltrim(pc.utf8_lower(names), characters="@")


def _bare(links: Any) -> Any:
    # a link in a text is stored in canonical form, a profile's as the source writes it
    lower = pc.utf8_lower(links.cast(pa.string()))
    return pc.ascii_rtrim(pc.replace_substring_regex(lower, r"^https?://(www\.)?", ""), characters="/")


def _equal(rows: pa.Table, column: str, value: str | bytes) -> Mask:
    field = rows.schema.field(column)
    return _mask(pc.equal(rows.column(column), pa.scalar(value, field.type)))


def _is_in(column: Any, values: Iterable[Any]) -> Mask:
    return _mask(pc.is_in(column, value_set=pa.array(list(values), column.type)))


def _mask(answer: Any) -> Mask:
    mask: Mask = pc.fill_null(answer, fill_value=False).to_numpy(zero_copy_only=False).astype(bool)
    return mask


def _values(rows: pa.Table, column: str) -> list[Any]:
    return [value for value in rows.column(column).to_pylist() if value]
