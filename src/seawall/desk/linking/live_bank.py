"""Which closed accounts are compared with, at this moment? One bank a process, kept at the present version.

Before each comparison one cheap query reads the version of the closings. What was signed since is taken in, what was
withdrawn or expired is let go of, at once. Posts of closed accounts come from the corpus, as they were when the account
came in; `renew` makes the bank anew where the corpus holds others by now, beside the old one, and changes them over.

Comparisons take turns; one that would wait for the first load is told to come back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import pyarrow as pa

from seawall.clock import utc_now
from seawall.desk.closings.selectors import closing_changes, closings_version, signed_closings
from seawall.desk.linking.corpus_accounts import corpus_mark, corpus_version, posts_of
from seawall.desk.linking.errors import ClosedBankLoadingError
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portrait_making import announce, make_portraits
from seawall.identity.portraits import Portraits

__all__ = ["LiveBank", "live_bank"]

_WAIT_SECONDS: Final = 5.0
_WAIT_FOR_LOAD_SECONDS: Final = 0.05
_PART: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A bank, the version of the closings that it is at, and what of the corpus it was made with.

    `mark` is of the posts of `loaded`, the accounts that were there at first; `has_more`: others came in since.
    """

    bank: ClosedBank
    version: int
    loaded: tuple[str, ...]
    corpus_version: int
    mark: tuple[int, str]
    has_more: bool = False


class LiveBank:
    """The signed closings of this desk, ready to be compared with."""

    def __init__(self, *, wait_seconds: float = _WAIT_SECONDS) -> None:
        """Begin empty; the first comparison loads everything."""
        self._turn = threading.RLock()
        self._wait_seconds = wait_seconds
        self._held: _Held | None = None

    def forget(self) -> None:
        """Begin anew."""
        with self._turn:
            self._held = None

    @property
    def is_loaded(self) -> bool:
        """Say whether the first load is done."""
        return self._held is not None

    @contextmanager
    def current(self, *, now: datetime | None = None, wait: bool = False) -> Iterator[ClosedBank]:
        """Give the bank in its present version, to nobody else meanwhile.

        Args:
            now: the moment; the machine's clock unless given.
            wait: for the first load too, however long it takes.

        Raises:
            ClosedBankLoadingError: the first load is under way.
        """
        if not self._turn.acquire(timeout=self._patience(wait=wait)):
            raise ClosedBankLoadingError
        try:
            held = self._held = self._up_to_date(now or utc_now())
            yield held.bank
        finally:
            self._turn.release()

    def renew(self, *, now: datetime | None = None) -> bool:
        """Make the bank anew where the corpus may hold other posts of its accounts than it was made with; say so."""
        held = self._held
        if held is None or held.corpus_version == corpus_version():
            return False
        if not held.has_more and held.mark == corpus_mark(held.loaded):
            return False
        fresh = _load(now or utc_now())
        with self._turn:
            self._held = fresh
        return True

    def _patience(self, *, wait: bool) -> float:
        if wait:
            return -1
        return self._wait_seconds if self.is_loaded else _WAIT_FOR_LOAD_SECONDS

    def _up_to_date(self, now: datetime) -> _Held:
        version = closings_version()
        held = self._held
        if held is None or version < held.version:  # another database than before
            return _load(now)
        return held if version == held.version else _changed(held, now)


def _load(now: datetime) -> _Held:
    version, of_corpus = closings_version(), corpus_version()
    table = signed_closings(now=now)
    names = table["account"].to_pylist()
    bank = ClosedBank(_portraits(table, now)) if names else ClosedBank()
    mark = corpus_mark(names)
    return _Held(bank=bank, version=version, loaded=tuple(names), corpus_version=of_corpus, mark=mark)


def _changed(held: _Held, now: datetime) -> _Held:
    changes = closing_changes(since=held.version, now=now)
    for name in changes.gone:
        held.bank.withdraw(name)
    if changes.came.num_rows:
        held.bank.add(_portraits(changes.came, now))
    return replace(held, version=changes.version, has_more=held.has_more or bool(changes.came.num_rows))


def _portraits(table: pa.Table, now: datetime) -> Portraits:
    """Return the portraits of closed accounts with their posts, part by part, since posts are many."""
    parts = []
    for first in range(0, table.num_rows, _PART):
        rows = table.slice(first, _PART)
        parts.append(make_portraits(rows, posts_of(rows["account"].to_pylist(), now=now)))
    return announce(Portraits.joined(parts))


_LIVE: Final = LiveBank()


def live_bank() -> LiveBank:
    """Return the bank of this process."""
    return _LIVE
