"""One run from folders to links: closed and new accounts are read, made comparable, compared, and written as a table.

The table appears under its name when all is done, or not at all. New accounts that stand among the closed ones are not
compared, however their names are written (`standing_accounts.py`). Left out: what a command line prints
(`seawall.cli.link_verb`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.durable import replace_durably
from seawall.identity.account_tables import CheckedAccounts, SetAside, require_closings
from seawall.identity.bank_folder import is_bank_folder, open_bank, save_bank
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.errors import AccountTableError
from seawall.identity.link import LinkClass
from seawall.identity.link_measures import LinkMeasures, TruthCount
from seawall.identity.link_table import header_octets, ranking_octets
from seawall.identity.linking import Ranking, link_accounts
from seawall.identity.models import IdentityModel
from seawall.identity.portraits import Portraits
from seawall.intake.account_folders import AccountFolder, PostCounts, ReadAccounts, open_accounts
from seawall.intake.account_pictures import look_at_pictures
from seawall.intake.account_sites import look_at_sites
from seawall.intake.portrait_folders import MakingStep, portraits_of
from seawall.intake.standing_accounts import standing_accounts

__all__ = ["LinkOptions", "LinkReport", "link_folders"]

Progress = Callable[[str, int, int | None], None]
_MOST_TOLD: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """How a run links: the model, the moment, the column of truth, rows for one account, where to keep the bank."""

    model: IdentityModel
    now: datetime
    truth: str | None = None
    limit: int = 10
    save_bank: Path | None = None


@dataclass(slots=True, kw_only=True)
class LinkReport:
    """What a run did."""

    model: str
    closed_count: int = 0
    expired_count: int = 0
    new_count: int = 0
    known_count: int = 0
    linked_count: int = 0
    compared_count: int = 0
    by_class: Counter[LinkClass] = field(default_factory=Counter)
    set_aside_count: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[SetAside] = field(default_factory=list)
    measures: LinkMeasures | None = None

    def tell(self, accounts: CheckedAccounts, posts: PostCounts) -> None:
        """Take in what was set aside while a side was read."""
        self.set_aside_count += len(accounts.set_aside) + posts.set_aside_count
        self.set_aside += (*accounts.set_aside, *posts.set_aside)
        self.notes += accounts.notes

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON; of very long lists the beginning."""
        counts = {f"{one.value}_count": self.by_class[one] for one in LinkClass}
        told = {name: getattr(self, name) for name in _PLAIN}
        return told | counts | {
            "measures": None if self.measures is None else asdict(self.measures),
            "set_aside": [asdict(one) for one in self.set_aside[:_MOST_TOLD]],
            "notes": [asdict(one) for one in self.notes[:_MOST_TOLD]],
        }  # fmt: skip


_PLAIN: Final = (
    "model", "closed_count", "expired_count", "new_count", "known_count", "linked_count", "compared_count",
    "set_aside_count",
)  # fmt: skip


def link_folders(
    closed: Path, new: Path, out: Path, options: LinkOptions, *, progress: Progress | None = None
) -> LinkReport:
    """Link the new accounts of one folder to the closed ones of another, and write the ranked table.

    Args:
        closed: a folder or table of closed accounts, or the folder of a saved bank.
        new: a folder or table of new accounts.
        out: the CSV file to write.
        options: the model, the moment and how much to write.
        progress: is told (step, done, total or None) now and then.

    Raises:
        ClosingIncompleteError: closed accounts lack decision, ground, closing date or expiry; nothing is written.
        AccountTableError, IntakeError: a file can't be read.
        OSError: the table can't be written.
    """
    tell = progress or _silent
    report = LinkReport(model=options.model.label)
    if not out.parent.is_dir():
        raise AccountTableError(f"{out} can't be written: there is no folder {out.parent}", path=out)
    bank = _bank(closed, options, report, tell)
    folder = open_accounts(new)
    more = () if options.truth is None else (options.truth,)
    read = folder.read_accounts(now=options.now, more=more)
    portraits = _portraits(folder, read, options, report, tell, side="new")
    report.new_count = read.checked.table.num_rows
    replace_durably(out, _table(portraits, read, bank, options, report, tell))
    return report


def _bank(path: Path, options: LinkOptions, report: LinkReport, tell: Progress) -> ClosedBank:
    if is_bank_folder(path):
        bank = open_bank(path)
        report.expired_count = bank.withdraw_expired(options.now)
    else:
        folder = open_accounts(path, closed=True)
        read = folder.read_accounts(now=options.now)
        standing = replace(read, checked=require_closings(read.checked, now=options.now))
        report.expired_count = read.checked.table.num_rows - standing.checked.table.num_rows
        portraits = _portraits(folder, standing, options, report, tell, side="closed")
        bank = ClosedBank(portraits)
    if options.save_bank is not None:
        save_bank(bank, options.save_bank)
    report.closed_count = bank.account_count()
    return bank


def _portraits(
    folder: AccountFolder,
    read: ReadAccounts,
    options: LinkOptions,
    report: LinkReport,
    tell: Progress,
    *,
    side: str,
) -> Portraits:
    posts, accounts = PostCounts(), read.checked

    def step(made: MakingStep) -> None:
        tell(f"posts of {side} accounts", made.posts, None)
        tell(f"{side} accounts", made.accounts, accounts.table.num_rows)

    seen = look_at_pictures(
        folder, accounts, progress=lambda done, total: tell(f"pictures of {side} accounts", done, total)
    )
    sites, notes = look_at_sites(read.sites, folder.accounts)
    portraits = portraits_of(
        folder, seen.accounts.table, now=options.now, counts=posts, progress=step, pictures=seen.words, sites=sites
    )
    report.tell(seen.accounts, posts)
    report.notes += notes
    return portraits


def _table(
    portraits: Portraits, read: ReadAccounts, bank: ClosedBank, options: LinkOptions, report: LinkReport, tell: Progress
) -> Iterator[bytes]:
    """Yield the octets of the table, counting as it grows."""
    yield header_octets()
    names = read.checked.table["account"].to_pylist()
    rows = _to_compare(read.checked, bank, report)
    report.known_count = len(names) - len(rows)
    truths = read.more.get(options.truth or "")
    counted = TruthCount()
    total = len(rows)
    rankings = link_accounts(
        (portraits[row] for row in rows.tolist()), bank, options.model, options.now,
        progress=lambda done: tell("compared", done, total), every=truths is not None,
    )  # fmt: skip
    for row, ranking in zip(rows.tolist(), rankings, strict=True):
        _count(ranking, report)
        if truths is not None:
            _measure(ranking, truths[row], bank, counted)
        yield ranking_octets(ranking, limit=options.limit, every=truths is not None)
    if truths is not None:
        report.measures = counted.measures()


def _to_compare(accounts: CheckedAccounts, bank: ClosedBank, report: LinkReport) -> NDArray[np.int64]:
    """Return the rows of accounts that don't stand in the bank themselves; how else they are written is told."""
    names = accounts.table["account"].to_pylist()
    standing = standing_accounts(accounts.table, bank)
    report.notes += [
        SetAside(row=int(accounts.numbers[place]), reason=told, file=accounts.file)
        for place, told in sorted((standing.doubtful | standing.known).items())
    ]
    left = [row for row, name in enumerate(names) if row not in standing.known and bank.ordinal_of(name) is None]
    return np.array(left, dtype=np.int64)


def _count(ranking: Ranking, report: LinkReport) -> None:
    classes = [one.link_class for one in ranking.compared if one.link_class is not None]
    report.by_class.update(classes)
    report.linked_count += bool(classes)
    report.compared_count += ranking.candidate_count


def _measure(ranking: Ranking, truth: str | None, bank: ClosedBank, counted: TruthCount) -> None:
    named = (truth or "").strip()
    platform = ranking.new.partition(":")[0]
    known = next((name for name in (named, f"{platform}:{named}") if named and bank.ordinal_of(name) is not None), None)
    counted.count(ranking, frozenset({known or named} if named else ()), in_bank=known is not None)


def _silent(_step: str, _done: int, _total: int | None) -> None:
    """Say nothing."""
