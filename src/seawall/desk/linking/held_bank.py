"""How does a bank of closed accounts come to its next state: loaded, changed, gathered anew?

Each step takes what is held and returns what is held next. The bank itself is shared: who adds to it or withdraws from
it has the turn (`live_bank.py`). Making portraits, loading and gathering take a while, and need none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.corpus import StoreBusyError
from seawall.desk.closings.selectors import closings_version, signed_closings
from seawall.desk.linking.closed_portraits import closed_portraits
from seawall.desk.linking.corpus_accounts import corpus_version, post_marks
from seawall.desk.linking.kept_bank import KeptBank, keep_bank, open_kept, writing_kept
from seawall.identity.announcers import announce
from seawall.identity.closed_bank import ClosedBank, Standing
from seawall.identity.errors import ClosedBankFileError
from seawall.identity.portraits import Portraits

__all__ = ["Held", "Made", "anew", "gathered", "load", "load_anew", "made", "other_posts", "with_accounts"]

_WAIT_FOR_WRITER_SECONDS: Final = 900.0
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A bank, the version of the closings that it is at, and of which posts its accounts were made.

    `marks` stand by ordinal; `corpus_version` is the version of the corpus that they were last compared with, and
    `pictures_version` that of the pictures that were read; None: not yet compared with any. `coming` counts signed
    accounts that are not in it yet. `left` and `came` count what the bank on the disk does not know: who was let go of
    or made anew, and who came; `kept_at` is when it was written or opened.
    """

    bank: ClosedBank
    version: int
    corpus_version: int
    marks: NDArray[np.uint64]
    pictures_version: int | None = None
    coming: int = 0
    left: int = 0
    came: int = 0
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Portraits, and the marks of the posts that they were made of."""

    portraits: Portraits
    marks: NDArray[np.uint64]

    def take(self, places: NDArray[np.int64]) -> Made:
        """Return some of them."""
        return Made(portraits=self.portraits.take(places), marks=self.marks[places])


def load(home: Path, now: datetime) -> Held:
    """Return the bank that is kept in the data folder, as old as it is; else a new one, which is then kept."""
    opened = open_kept(home)
    if opened is not None:
        return _of_kept(opened, now)
    with _writing(home, timeout_seconds=_WAIT_FOR_WRITER_SECONDS) as may_write:
        opened = open_kept(home) if may_write else None  # another process may have loaded it meanwhile
        if opened is not None:
            return _of_kept(opened, now)
        fresh = load_anew(now)
        return _kept(home, fresh, now) if may_write else fresh


def load_anew(now: datetime) -> Held:
    """Return a bank of all closings that are signed and have not expired, with their posts."""
    version, of_corpus = closings_version(), corpus_version()
    table = signed_closings(now=now)
    if not table.num_rows:
        return Held(bank=ClosedBank(), version=version, corpus_version=of_corpus, marks=np.zeros(0, np.uint64))
    everybody = made(table, now=now)
    return Held(bank=ClosedBank(everybody.portraits), version=version, corpus_version=of_corpus, marks=everybody.marks)


def anew(home: Path, now: datetime) -> Held:
    """Return a bank of all signed closings, whatever is kept in the data folder, and keep it there."""
    fresh = load_anew(now)
    with _writing(home, timeout_seconds=0) as may_write:
        return _kept(home, fresh, now) if may_write else fresh


def made(table: pa.Table, *, now: datetime) -> Made:
    """Return closed accounts, at least one, as they are compared."""
    marks = post_marks(table["account"].to_pylist())  # first: what comes meanwhile is noticed later, not never
    return Made(portraits=closed_portraits(table, now=now), marks=marks)


def with_accounts(held: Held, more: Made) -> Held:
    """Return what is held with further accounts, each in the place of the one of its name."""
    held.bank.add(more.portraits)
    return replace(held, marks=np.concatenate((held.marks, more.marks)), came=held.came + len(more.marks))


def other_posts(standing: Standing, marks: NDArray[np.uint64]) -> list[str]:
    """Return the accounts of which the corpus holds other posts than they were made of."""
    names = standing.names()
    return [names[place] for place in np.flatnonzero(post_marks(names) != marks[standing.present]).tolist()]


def gathered(home: Path, standing: Standing, held: Held, now: datetime) -> Held:
    """Return the accounts that stand as a bank without any others, kept on the disk."""
    portraits = standing.gathered()
    bank = ClosedBank(announce(portraits)) if portraits is not None else ClosedBank()
    return _kept(home, replace(held, bank=bank, marks=held.marks[standing.present]), now)


@contextmanager
def _writing(home: Path, *, timeout_seconds: float) -> Iterator[bool]:
    """Let no other process write meanwhile; say whether this one may."""
    with ExitStack() as held:
        try:
            held.enter_context(writing_kept(home, timeout_seconds=timeout_seconds))
        except (StoreBusyError, OSError) as error:
            _logger.warning("the bank of closed accounts is not kept this time: %s", error)
            yield False
        else:
            yield True


def _of_kept(opened: KeptBank, now: datetime) -> Held:
    return Held(
        bank=opened.bank,
        version=opened.facts.closings_version,
        corpus_version=opened.facts.corpus_version,
        marks=opened.marks,
        kept_at=now,
    )


def _kept(home: Path, held: Held, now: datetime) -> Held:
    """Return what is held as it lies on the disk; as it is where it could not be written, which the log says."""
    try:
        opened = keep_bank(
            home, held.bank, held.marks, closings_version=held.version, corpus_version=held.corpus_version
        )
    except (OSError, ClosedBankFileError) as error:
        _logger.warning("the bank of closed accounts could not be kept, so the next start loads it anew: %s", error)
        return replace(held, left=0, came=0, kept_at=now)
    return _of_kept(opened, now)
