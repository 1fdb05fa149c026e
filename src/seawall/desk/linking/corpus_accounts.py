"""What does the corpus hold of these accounts? Names, newest profiles and posts, shaped as portraits are made of.

An account is named as the engine names it: `platform:id`, the platform in small letters. One that only posts, without
a profile, is an account as well. Rows are checked as `seawall link` checks them (`account_tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.bulk import load_query
from seawall.desk.observations.account_names import ids_in
from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.identity.account_tables import ACCOUNTS, POSTS, CheckedAccounts, check_accounts, check_posts
from seawall.identity.portrait_making import MOST_POSTS
from seawall.intake.answered_accounts import AnsweredAccounts, answered_accounts

__all__ = [
    "AccountPart",
    "Due",
    "Observed",
    "accounts_due",
    "accounts_held",
    "batches_held",
    "corpus_version",
    "newest_observation",
    "parts_with_posts",
    "post_marks",
    "posts_of",
    "profiles_of",
]

_PACKAGE: Final = "seawall.desk.linking"
_PART: Final = 16_384
_PART_POSTS: Final = 250_000
"""What is read at one time: so many accounts, or about so many posts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The newest observation of an account: its key in hexadecimal digits, and the table of the corpus it stands in."""

    key: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Which accounts are to be compared: with rows in these batches, or seen since; all where `everything`."""

    batches: tuple[str, ...] = ()
    since: datetime | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPart:
    """Some accounts of a list, from `first` to before `last`, and their posts; `owner` is the place within the part."""

    first: int
    last: int
    posts: pa.Table


def corpus_version() -> int:
    """Return the version of the corpus as it is now."""
    return read_corpus(lambda view: view.version)


def batches_held() -> tuple[str, ...]:
    """Return the ids of the batches that the corpus holds, oldest first."""
    return read_corpus(lambda view: tuple(batch.batch_id for batch in view.batches))


def accounts_due(due: Due, *, after: str = "") -> list[str]:
    """Return the names of the accounts that are to be compared, in their order, those after `after`."""
    parameters = {
        "after": after,
        "everything": due.everything,
        "batches": list(due.batches),
        "since": due.since,
    }
    table = read_corpus(lambda view: _table(view, "accounts_to_compare", parameters))
    names: list[str] = table["account"].to_pylist()
    return names


def accounts_held(accounts: Sequence[str]) -> set[str]:
    """Return those of these accounts that the corpus holds anything of."""
    table = read_corpus(lambda view: _table(view, "accounts_held", {"accounts": list(accounts)}))
    return set(table["account"].to_pylist())


def profiles_of(accounts: Sequence[str], *, now: datetime) -> CheckedAccounts:
    """Return the newest profiles of accounts, in the order of their names; one without a profile has its name alone."""
    table = read_corpus(lambda view: _table(view, "profiles_of_accounts", {"accounts": list(accounts)}))
    rows = _of_schema(table, ACCOUNTS)
    known = set(table["account"].to_pylist())
    bare = [name for name in accounts if name not in known]
    if bare:
        platforms = [name.partition(":")[0] for name in bare]
        only = pa.table({"account": pa.array(bare, pa.string()), "platform": pa.array(platforms, pa.string())})
        rows = pa.concat_tables([rows, _of_schema(only, ACCOUNTS)])
    return check_accounts(rows, now=now)


def posts_of(accounts: Sequence[str], *, now: datetime) -> pa.Table:
    """Return the newest posts of accounts, `MOST_POSTS` of each at most."""
    parameters = {"accounts": list(accounts), "ids": ids_in(accounts), "most": MOST_POSTS}
    table = read_corpus(lambda view: _answering(view, _table(view, "posts_of_accounts", parameters)))
    return check_posts(_of_schema(table, POSTS), now=now)


def _answering(view: CorpusView, posts: pa.Table) -> pa.Table:
    """Return posts with the accounts that they answer or reshare instead of those accounts' posts."""
    answered = [one for name in ("reply_to", "reshare_of") for one in posts[name].drop_null().unique().to_pylist()]
    authors = answered_accounts(view.engine, answered) if answered else None
    return posts if authors is None else _naming(posts, authors, posts["account"])


def _naming(posts: pa.Table, answered: AnsweredAccounts, authors: Any) -> pa.Table:
    of = {"platforms": posts["platform"], "authors": authors}
    answers, reshares = answered.named(posts["reply_to"], **of), answered.reshared(posts["reshare_of"], **of)
    named = posts.set_column(posts.column_names.index("reply_to"), "reply_to", answers)
    return named.set_column(named.column_names.index("reshare_of"), "reshare_of", reshares)


def parts_with_posts(view: CorpusView, accounts: Sequence[str], *, now: datetime) -> Iterator[AccountPart]:
    """Walk many accounts in their order, part by part, each with its newest posts; the corpus is read once."""
    parameters = {"accounts": list(accounts), "most": MOST_POSTS}
    answered, names = answered_accounts(view.engine, accounts=accounts), pa.array(accounts, pa.string())
    reader = view.engine.read(load_query(_PACKAGE, "posts_by_owner"), parameters)
    held, first = reader.schema.empty_table(), 0
    for batch in reader:
        if batch.num_rows:
            posts = pa.Table.from_batches([batch])
            held = pa.concat_tables([held, _naming(posts, answered, names.take(posts["owner"]))])
            unfinished = int(batch["owner"][-1].as_py())
            while unfinished > first and (unfinished - first >= _PART or held.num_rows >= _PART_POSTS):
                part, held = _cut(held, first, min(unfinished, first + _PART), now)
                yield part
                first = part.last
    while first < len(accounts):
        part, held = _cut(held, first, min(len(accounts), first + _PART), now)
        yield part
        first = part.last


def _cut(table: pa.Table, first: int, last: int, now: datetime) -> tuple[AccountPart, pa.Table]:
    """Return the part of the accounts from `first` to before `last`, and the posts of those behind them."""
    owners = table["owner"].to_numpy()
    end = int(np.searchsorted(owners, last))
    posts = check_posts(_of_schema(table.slice(0, end), POSTS), now=now)
    owned = posts.append_column("owner", pa.array(owners[:end] - first, pa.int32()))
    return AccountPart(first=first, last=last, posts=owned), table.slice(end)


def post_marks(accounts: Sequence[str]) -> NDArray[np.uint64]:
    """Return a mark of the posts that the corpus holds of each account: another one where any came or went; 0: none."""
    parameters = {"accounts": list(accounts), "ids": ids_in(accounts)}
    table = read_corpus(lambda view: _table(view, "posts_held", parameters))
    marks = np.zeros(len(accounts), dtype=np.uint64)
    marks[table["owner"].to_numpy()] = table["mark"].to_numpy()
    return marks


def newest_observation(account: str) -> Observed | None:
    """Return the newest profile of an account, else its newest post; None where the corpus holds nothing of it."""
    rows = read_corpus(lambda view: _table(view, "newest_profile", {"account": account})).to_pylist()
    return Observed(key=rows[0]["key"].hex(), kind=rows[0]["kind"]) if rows else None


def _table(view: CorpusView, query: str, parameters: Mapping[str, Any]) -> pa.Table:
    return view.engine.table(load_query(_PACKAGE, query), parameters)


def _of_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [
        table[one.name].cast(one.type) if one.name in table.column_names else pa.nulls(table.num_rows, one.type)
        for one in schema
    ]
    return pa.table(columns, schema=schema)
