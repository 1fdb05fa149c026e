"""Which closed accounts are compared with, at this moment? One bank a process, kept at the present version.

Before each comparison one cheap query reads the version of the closings. What was withdrawn or expired since is let go
of, what was signed is taken in, at once. Posts of closed accounts come from the corpus: `renew` makes those accounts
anew of which it holds others by now. `keep` writes the bank into the data folder (`kept_bank.py`), from which the next
start opens it.

Comparisons take turns. What takes longer than somebody may wait is done beside them: until the first load is done they
are told to come back; while a long list that was signed is taken in (`coming_count`), they go on without it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from django.conf import settings
from django.db import DatabaseError, connection

from seawall.clock import utc_now
from seawall.corpus import StoreBusyError
from seawall.desk.closings.selectors import (
    ClosingChanges,
    closing_changes,
    closings_version,
    signed_closings,
    signed_count,
)
from seawall.desk.linking.corpus_accounts import corpus_version
from seawall.desk.linking.errors import ClosedBankLoadingError
from seawall.desk.linking.held_bank import Held, Made, anew, gathered, load, load_anew, made, other_posts, with_accounts
from seawall.desk.linking.kept_bank import discard_kept, kept_facts, writing_kept
from seawall.desk.linking.seen_pictures import seen_pictures, unlooked_at
from seawall.errors import SeawallError
from seawall.identity.closed_bank import ClosedBank

__all__ = ["LiveBank", "discard_outdated", "live_bank"]

_WAIT_SECONDS: Final = 5.0
_WAIT_FOR_LOAD_SECONDS: Final = 0.05
_QUICK: Final = 2_000
_ADDED_IN_A_TURN: Final = 64
_LATER: Final = timedelta(minutes=10)
"""A bank to which accounts only came is written so long after it was written last."""
_logger = logging.getLogger(__name__)


class LiveBank:
    """The signed closings of this desk, ready to be compared with."""

    def __init__(self, *, wait_seconds: float = _WAIT_SECONDS, quick: int = _QUICK) -> None:
        """Begin empty; the first comparison loads everything.

        Args:
            wait_seconds: for one's turn.
            quick: so many accounts are loaded or taken in while somebody waits, and are not kept on the disk.
        """
        self._turn = threading.RLock()
        self._wait_seconds = wait_seconds
        self._quick = quick
        self._held: Held | None = None
        self._behind: threading.Thread | None = None

    def forget(self) -> None:
        """Begin anew."""
        with self._turn:
            self._held = None

    @property
    def is_loaded(self) -> bool:
        """Say whether the first load is done."""
        return self._held is not None

    @property
    def coming_count(self) -> int:
        """Return how many signed accounts are still being taken in."""
        held = self._held
        return 0 if held is None else held.coming

    @contextmanager
    def current(self, *, now: datetime | None = None, wait: bool = False) -> Iterator[ClosedBank]:
        """Give the bank in its present version, to nobody else meanwhile.

        Args:
            now: the moment; the machine's clock unless given.
            wait: for the first load and for a long list that was signed too, however long they take.

        Raises:
            ClosedBankLoadingError: the first load is under way.
        """
        if not self._turn.acquire(timeout=self._patience(wait=wait)):
            raise ClosedBankLoadingError
        try:
            held = self._held = self._up_to_date(now or utc_now(), wait=wait)
            yield held.bank
        finally:
            self._turn.release()

    def renew(self, *, now: datetime | None = None) -> bool:
        """Make anew the accounts of which the corpus holds other posts than they were made of; say whether any.

        So are those whose pictures have been read since.
        """
        moment, version, pictures = now or utc_now(), corpus_version(), seen_pictures()
        with self.current(now=moment, wait=not self.is_loaded) as bank:
            held = self._held
            assert held is not None
            if (held.corpus_version, held.pictures_version) == (version, pictures.version):
                return False
            standing = bank.standing()
        changed = other_posts(standing, held.marks) if held.corpus_version != version else []
        others = sorted({*changed, *unlooked_at(standing, pictures)})
        if len(others) > self._quick:
            self._reload(moment)
            return True
        table = signed_closings(now=moment, names=others)
        if table.num_rows:
            self._make_anew(held, table["account"].to_pylist(), made(table, now=moment))
        with self._turn:
            if self._held is not None and self._held.bank is bank:
                self._held = replace(self._held, corpus_version=version, pictures_version=pictures.version)
        return bool(others)

    def keep(self, *, now: datetime | None = None) -> bool:
        """Write the bank to the disk where the one there is behind, at once where somebody left it; say whether.

        Accounts that stand are written, without a word of others: what left is then gone from the disk.
        """
        moment = now or utc_now()
        with self._turn:
            held = self._held
            if held is None or held.coming:  # who is still coming would be taken for present by the next start
                return False
            held = self._held = replace(held, left=held.left + held.bank.withdraw_expired(moment))
            if not _is_behind(held, moment):
                return False
            standing = held.bank.standing()
        try:
            with writing_kept(_home(), timeout_seconds=0):
                if held.bank.account_count() <= self._quick:
                    discard_kept(_home())
                    self._note_discarded(held)
                    return False
                fresh = gathered(_home(), standing, held, moment)
        except StoreBusyError:  # another process writes; the next time will do
            return False
        except OSError as error:
            _logger.warning("the bank of closed accounts could not be written: %s", error)
            return False
        self._change_over(held, fresh)
        return True

    def _note_discarded(self, held: Held) -> None:
        with self._turn:
            if self._held is held:
                self._held = replace(held, left=0, came=0)

    def _patience(self, *, wait: bool) -> float:
        if wait:
            return -1
        return self._wait_seconds if self.is_loaded else _WAIT_FOR_LOAD_SECONDS

    def _up_to_date(self, now: datetime, *, wait: bool) -> Held:
        version = closings_version()
        held = self._held
        if held is None or version < held.version:  # another database than before
            held = self._loaded(now, wait=wait)
        if version > held.version:
            held = self._changed(held, closing_changes(since=held.version, now=now), now, wait=wait)
        if held.coming and wait:
            return anew(_home(), now)
        if held.coming:
            self._work_behind(lambda: self._reload(utc_now()))
        return held

    def _loaded(self, now: datetime, *, wait: bool) -> Held:
        if signed_count() <= self._quick:
            return load_anew(now)
        if wait:
            return load(_home(), now)
        self._work_behind(self._load_behind)
        raise ClosedBankLoadingError

    def _changed(self, held: Held, changes: ClosingChanges, now: datetime, *, wait: bool) -> Held:
        count = changes.came.num_rows
        if count > self._quick and wait:
            return anew(_home(), now)
        left = sum(held.bank.withdraw(name) for name in changes.gone)
        held = self._held = replace(held, left=held.left + left)  # whatever may fail below
        held = replace(held, version=changes.version)
        if count > self._quick:
            return replace(held, coming=held.coming + count)
        return with_accounts(held, made(changes.came, now=now)) if count else held

    def _make_anew(self, held: Held, names: list[str], more: Made) -> None:
        """Put accounts in the place of those of their names, a few in a turn; who was let go of meanwhile stays out."""
        for first in range(0, len(names), _ADDED_IN_A_TURN):
            with self._turn:
                now = self._held
                if now is None or now.bank is not held.bank:
                    return
                some = enumerate(names[first : first + _ADDED_IN_A_TURN], start=first)
                places = [place for place, name in some if now.bank.ordinal_of(name) is not None]
                if places:
                    fresh = with_accounts(now, more.take(np.array(places, dtype=np.int64)))
                    self._held = replace(fresh, left=now.left + len(places))

    def _reload(self, now: datetime) -> None:
        held = self._held
        if held is not None:
            self._change_over(held, anew(_home(), now))

    def _change_over(self, held: Held, fresh: Held) -> None:
        """Hold `fresh` in place of `held`; what happened to that one meanwhile, the next comparison brings in."""
        with self._turn:
            if self._held is not None and self._held.bank is held.bank:
                self._held = fresh

    def _work_behind(self, work: Callable[[], None]) -> None:
        """Let a thread do what takes a while, unless one is at it."""
        if self._behind is None or not self._behind.is_alive():
            self._behind = threading.Thread(target=_quietly, args=(work,), daemon=True, name="closed-bank")
            self._behind.start()

    def _load_behind(self) -> None:
        with self.current(wait=True):
            pass


def discard_outdated() -> bool:
    """Remove the bank on the disk where closings or corpus changed since, in a process that has none; say whether."""
    facts = kept_facts(_home())
    if facts is None or (facts.closings_version, facts.corpus_version) == (closings_version(), corpus_version()):
        return False
    try:
        with writing_kept(_home(), timeout_seconds=0):
            discard_kept(_home())
    except (StoreBusyError, OSError):
        return False
    return True


def _is_behind(held: Held, now: datetime) -> bool:
    """Say whether the bank on the disk is to be written: somebody left this one, or came a while ago."""
    if held.left:
        return True
    return held.came > 0 and (held.kept_at is None or now - held.kept_at >= _LATER)


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except (DatabaseError, SeawallError):
        _logger.exception("the bank of closed accounts could not be loaded; the next question tries again")
    finally:
        connection.close()


def _home() -> Path:
    home: Path = settings.SEAWALL.home
    return home


_LIVE: Final = LiveBank()


def live_bank() -> LiveBank:
    """Return the bank of this process."""
    return _LIVE
