"""How does a folder of accounts become portraits, however many there are? In parts, with the posts parted on disk.

Posts come in any order, portraits need all posts of an account: so with more accounts than one part holds, posts are
written by part into temporary files first. Memory holds one part's posts and all portraits, never all posts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.identity.announcers import announce
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits
from seawall.intake.account_folders import AccountFolder, PostCounts
from seawall.intake.account_sites import SiteKeys

__all__ = ["PART_ACCOUNTS", "MakingStep", "portraits_of"]

PART_ACCOUNTS: Final = 32_768
Progress = Callable[["MakingStep"], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MakingStep:
    """How far the making is: posts read, accounts made."""

    posts: int
    accounts: int


def portraits_of(
    folder: AccountFolder,
    accounts: pa.Table,
    *,
    now: datetime,
    counts: PostCounts,
    space: Any = None,
    pictures: Mapping[str, NDArray[np.uint64]] | None = None,
    sites: SiteKeys | None = None,
    progress: Progress | None = None,
    part_accounts: int = PART_ACCOUNTS,
) -> Portraits:
    """Return the portraits of accounts with the posts of their folder, in the accounts' order.

    Args:
        folder: where posts and pictures lie.
        now: later times are clock errors.
        accounts: what `AccountFolder.read_accounts` gave; at least one.
        counts: is told what became of the posts.
        space: the style space; the shipped one without.
        pictures: PDQ by avatar or banner.
        sites: keys of certificates and pages by account.
        progress: is told now and then how far it is.
        part_accounts: accounts made at one time.

    Raises:
        AccountTableError, IntakeError: a file can't be read.
    """
    tell = progress or _silent
    batches = folder.read_posts(
        accounts, now=now, counts=counts, progress=lambda posts: tell(MakingStep(posts=posts, accounts=0))
    )
    parts = []
    with _parted(batches, accounts.num_rows, part_accounts) as posts_of:
        for number, first in enumerate(range(0, accounts.num_rows, part_accounts)):
            rows = accounts.slice(first, part_accounts)
            parts.append(make_portraits(rows, posts_of(number), space=space, pictures=pictures, sites=sites))
            tell(MakingStep(posts=counts.read, accounts=first + rows.num_rows))
    return announce(Portraits.joined(parts))


class _parted(ExitStack):  # noqa: N801 - used like a function
    """Posts by part of the accounts; `owner` becomes the row within the part."""

    def __init__(self, batches: Iterator[pa.Table], accounts: int, part_accounts: int) -> None:
        super().__init__()
        self._batches, self._accounts, self._part_accounts = batches, accounts, part_accounts

    def __enter__(self) -> Callable[[int], pa.Table | None]:  # type: ignore[override]
        super().__enter__()
        if self._accounts <= self._part_accounts:
            tables = list(self._batches)
            return lambda _number: pa.concat_tables(tables) if tables else None
        folder = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="seawall-posts-")))
        self._spill(folder)
        return lambda number: _read(folder / f"{number}.arrow")

    def _spill(self, folder: Path) -> None:
        with ExitStack() as files:
            writers: dict[int, Any] = {}
            for batch in self._batches:
                owners = batch["owner"].to_numpy()
                part = owners // self._part_accounts
                within = pa.array(owners % self._part_accounts, pa.int32())
                posts = batch.set_column(batch.column_names.index("owner"), "owner", within)
                for number in np.unique(part).tolist():
                    rows = posts.take(pa.array(np.flatnonzero(part == number)))
                    if number not in writers:
                        sink = files.enter_context(pa.OSFile(str(folder / f"{number}.arrow"), "wb"))
                        writers[number] = files.enter_context(pa.ipc.new_stream(sink, rows.schema))
                    writers[number].write_table(rows)


def _read(path: Path) -> pa.Table | None:
    if not path.exists():
        return None
    with pa.OSFile(str(path), "rb") as source, pa.ipc.open_stream(source) as reader:
        return reader.read_all()


def _silent(_step: MakingStep) -> None:
    """Say nothing."""
