"""Which accounts and posts stand in this folder? Plain folders, single files, made-up worlds and corpora alike.

A plain folder has `accounts.csv` or `.parquet`, and may have `posts.csv`, `posts.parquet` or a folder `posts` of them,
and a folder `pictures` with files that are named as the accounts' avatars are, or have those bytes. Closed accounts may
stand in `closed_accounts.csv` or `.parquet` beside them. A corpus, or a data folder with one, is read with its newest
profiles and its channels; what a scan took of its files lies beside it. A CSV file may be compressed. Bad rows are set
aside with file, row and reason, and reading goes on. Posts are read in batches, so a folder of any size takes bounded
memory; of a corpus, who wrote the posts that are answered is held too (`answered_accounts.py`).

Left out: hashing pictures (`account_pictures.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.identity.account_tables import CheckedAccounts, SetAside, check_accounts, check_posts
from seawall.identity.errors import AccountTableError
from seawall.intake.account_chunks import ENDINGS, corpus_accounts, corpus_posts, file_chunks, is_corpus, is_table
from seawall.intake.account_columns import ACCOUNT_NAMES, POST_NAMES, SITE_NAMES, plain_accounts, plain_posts
from seawall.intake.account_sites import SiteFields
from seawall.intake.rows import RawChunk

__all__ = ["AccountFolder", "PostCounts", "ReadAccounts", "open_accounts"]

_MOST_TOLD: Final = 10_000
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAccounts:
    """Accounts as read and checked; `more` are further columns that were asked for, row by row.

    `sites` says by account what rows name of a site's certificate and page.
    """

    checked: CheckedAccounts
    more: Mapping[str, list[str | None]] = field(default_factory=dict)
    sites: Mapping[str, SiteFields] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class PostCounts:
    """What became of the posts of a folder: read, of other accounts, and set aside (the first ones told)."""

    read: int = 0
    of_others: int = 0
    set_aside_count: int = 0
    set_aside: list[SetAside] = field(default_factory=list)

    def tell(self, aside: SetAside) -> None:
        """Count a post that was set aside."""
        self.set_aside_count += 1
        if len(self.set_aside) < _MOST_TOLD:
            self.set_aside.append(aside)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFolder:
    """Where the accounts, posts and pictures of one side lie; `media_signals`: what was taken of a corpus' files."""

    accounts: Path
    posts: tuple[Path, ...] = ()
    pictures: Path | None = None
    media_signals: Path | None = None

    def read_accounts(self, *, now: datetime, more: Sequence[str] = ()) -> ReadAccounts:
        """Read and check the accounts.

        Args:
            now: later openings are clock errors.
            more: further columns to return as text.

        Raises:
            AccountTableError: the file has no column of accounts, or lacks one of `more`.
            IntakeError: the file can't be read.
        """
        tables: list[pa.Table] = []
        numbers: list[int] = []
        aside, notes = list[SetAside](), list[SetAside]()
        extra: dict[str, list[str | None]] = {name: [] for name in more}
        sites: dict[int, SiteFields] = {}
        for chunk in self._account_chunks(more):
            rows = chunk.numbers.to_pylist()
            own = chunk.table.select([name for name in chunk.table.column_names if _is_own(name)])
            sites |= _sites(chunk, rows)
            plain = plain_accounts(own, rows, now)
            tables.append(plain.table)
            numbers += rows
            notes += plain.notes
            aside += [SetAside(row=one.row, reason=one.reason) for one in chunk.rejects]
            for name in more:
                extra[name] += _texts(chunk.table.column(f"more {name}"))
        if not tables:
            raise AccountTableError(f"{self.accounts} has no rows", path=self.accounts)
        checked = check_accounts(
            pa.concat_tables(tables, promote_options="default"),
            now=now,
            numbers=np.array(numbers, dtype=np.int64),
            set_aside=aside,
        )
        file = str(self.accounts)
        places = np.searchsorted(np.array(numbers, dtype=np.int64), checked.numbers).tolist()
        return ReadAccounts(
            checked=replace(
                checked,
                file=file,
                set_aside=tuple(replace(one, file=file) for one in checked.set_aside),
                notes=tuple(replace(one, file=file) for one in (*notes, *checked.notes)),
            ),
            more={name: [values[place] for place in places] for name, values in extra.items()},
            sites=_by_account(sites, checked),
        )

    def read_posts(
        self, accounts: pa.Table, *, now: datetime, counts: PostCounts, progress: Progress | None = None
    ) -> Iterator[pa.Table]:
        """Yield the posts of these accounts, batch by batch: the columns of `POSTS` and `owner`, the account's row.

        Raises:
            AccountTableError: a file has no column of accounts.
            IntakeError: a file can't be read.
        """
        owners = _Owners(accounts)
        for path in self.posts:
            for chunk in corpus_posts(path) if path.is_dir() else file_chunks(path, POST_NAMES, ()):
                table = self._batch(chunk, owners, now, counts, path)
                if progress is not None:
                    progress(counts.read)
                if table.num_rows:
                    yield table

    def _account_chunks(self, more: Sequence[str]) -> Iterator[RawChunk]:
        if not self.accounts.is_dir():
            return file_chunks(self.accounts, ACCOUNT_NAMES | SITE_NAMES, more)
        if more:
            raise AccountTableError(f"{self.accounts} is a corpus, which has no column {more[0]}", path=self.accounts)
        return corpus_accounts(self.accounts)

    def _batch(self, chunk: RawChunk, owners: _Owners, now: datetime, counts: PostCounts, path: Path) -> pa.Table:
        for reject in chunk.rejects:
            counts.tell(SetAside(file=str(path), row=reject.row, reason=reject.reason))
        counts.read += chunk.table.num_rows + len(chunk.rejects)
        rows = chunk.table
        owner = owners.of(rows)  # before anything else: most posts of a corpus are of other accounts
        kept = np.flatnonzero(owner >= 0)
        counts.of_others += len(owner) - len(kept)
        plain = plain_posts(rows.take(pa.array(kept)), now)
        numbers = chunk.numbers.take(pa.array(kept))
        for place, reason in sorted(plain.wrong.items()):
            counts.tell(SetAside(file=str(path), row=numbers[place].as_py(), reason=reason))
        good = np.array([place for place in range(len(kept)) if place not in plain.wrong], dtype=np.int64)
        table = check_posts(plain.table.take(pa.array(good)), now=now)
        return table.append_column("owner", pa.array(owner[kept][good].astype(np.int32)))


class _Owners:
    """Which row of the accounts is the author of a post?"""

    def __init__(self, accounts: pa.Table) -> None:
        self._keys = accounts["account"].combine_chunks()
        prefix = pc.binary_join_element_wise(pc.utf8_lower(accounts["platform"]), ":", "")
        at = pc.fill_null(pc.utf8_length(prefix), 0)
        pairs = zip(self._keys.to_pylist(), at.to_pylist(), strict=True)
        self._bare = pa.array([key[skipped:] for key, skipped in pairs], pa.string())
        self._bare_is_one = pc.count_distinct(self._bare).as_py() == len(self._bare)

    def of(self, rows: pa.Table) -> Any:
        """Return the row of each post's author, −1 where it is none of the accounts."""
        if "account" not in rows.column_names:
            raise AccountTableError(f"there is no column account; the columns are {', '.join(rows.column_names)}")
        account = pc.utf8_trim_whitespace(rows["account"].cast(pa.string()))
        if "platform" in rows.column_names:
            platform = pc.utf8_lower(rows["platform"].cast(pa.string()))
            joined = pc.binary_join_element_wise(platform, account, ":")
            found = pc.fill_null(pc.index_in(joined, value_set=self._keys), -1)
        else:
            found = pa.array(np.full(len(account), -1, dtype=np.int32))
        by_key = pc.fill_null(pc.index_in(account, value_set=self._keys), -1)
        owner = np.maximum(np.asarray(found), np.asarray(by_key))
        if self._bare_is_one and "platform" not in rows.column_names:
            owner = np.maximum(owner, np.asarray(pc.fill_null(pc.index_in(account, value_set=self._bare), -1)))
        return owner


def open_accounts(path: Path, *, closed: bool = False) -> AccountFolder:
    """Find the files of a folder; a file is the accounts alone.

    Args:
        path: a folder, or a table of accounts.
        closed: take `closed_accounts` where the folder has it.

    Raises:
        AccountTableError: nothing there is a table of accounts.
    """
    if path.is_file():
        return AccountFolder(accounts=path)
    stems = ("closed_accounts", "accounts") if closed else ("accounts",)
    found = next((file for stem in stems for file in _named(path, stem)), None)
    corpus = _corpus_of(path)
    if corpus is not None:
        taken = corpus.parent / "media_signals"
        return AccountFolder(accounts=found or corpus, posts=(corpus,), media_signals=taken if taken.is_dir() else None)
    if found is None:
        raise AccountTableError(
            f"{path} has no {' and no '.join(f'{stem}.csv or .parquet' for stem in stems)}", path=path
        )
    posts = _named(path, "posts")[:1]
    if not posts and (path / "posts").is_dir():
        posts = sorted(file for file in (path / "posts").iterdir() if is_table(file))
    pictures = path / "pictures"
    return AccountFolder(accounts=found, posts=tuple(posts), pictures=pictures if pictures.is_dir() else None)


def _named(folder: Path, stem: str) -> list[Path]:
    return [file for ending in ENDINGS if (file := folder / f"{stem}{ending}").is_file()]


def _corpus_of(path: Path) -> Path | None:
    """Return the corpus that a folder is or holds."""
    return next((folder for folder in (path, path / "corpus") if is_corpus(folder)), None)


def _is_own(name: str) -> bool:
    return name not in SITE_NAMES and not name.startswith("more ")


def _sites(chunk: RawChunk, rows: list[int]) -> dict[int, SiteFields]:
    """Return, by row number, what the rows of a chunk say of sites."""
    named = [name for name in SITE_NAMES if name in chunk.table.column_names]
    said = [[(text or "").strip() or None for text in _texts(chunk.table.column(name))] for name in named]
    return {
        row: SiteFields(row=row, **dict(zip(named, values, strict=True)))
        for row, *values in zip(rows, *said, strict=True)
        if any(values)
    }


def _by_account(sites: Mapping[int, SiteFields], checked: CheckedAccounts) -> dict[str, SiteFields]:
    if not sites:
        return {}
    names = checked.table["account"].to_pylist()
    return {name: sites[row] for name, row in zip(names, checked.numbers.tolist(), strict=True) if row in sites}


def _texts(column: Any) -> list[str | None]:
    values: list[str | None] = column.cast(pa.string()).to_pylist()
    return values
