"""Which banked content does this meet, at this moment? One index a process, kept at the banks' present versions.

Before each look-up one cheap query reads the banks' versions. Where a bank has changed, the entries that changed with
it are read and applied; where its policy or limits did, all of it. What was withdrawn, has ended, is disabled for a
time, is held back (foreign and not yet looked at, quarantined, disputed, near what is protected) or lies in a bank
that is switched off never comes back from here; nor does what stands on something that a negative bank protects
(`protection.py`). Times that pass by themselves, such as an entry's end, count like changes.

Look-ups take turns; one that would wait for the first load is told to come back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Min

from seawall.clock import utc_now
from seawall.desk.banks.errors import IndexLoadingError
from seawall.desk.banks.models import Bank
from seawall.desk.banks.protection import Protection
from seawall.desk.banks.selectors import bank_entries, compares
from seawall.index import BankEntry, BankIndex, Found, Opinion
from seawall.signals import SignalColumn

__all__ = ["BankState", "LiveIndex", "Looked", "Met", "live_index"]

_WAIT_SECONDS: Final = 5.0
_WAIT_FOR_LOAD_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """An entry that stands and was met: the row of the content, and the least distance in the unit of its matching."""

    row: int
    entry: BankEntry
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankState:
    """What the index holds of one bank: its version, what its entries were made with, and whether it matches now.

    `due` is when something in it next changes by the passing of time.
    """

    number: int
    name: str
    version: int
    facts: tuple[Any, ...]
    enabled_ratio: float
    matching: bool
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look-up met, by signal type, and the banks by name as they were at that moment."""

    met: Mapping[str, tuple[Met, ...]]
    banks: Mapping[str, BankState]


class LiveIndex:
    """The banks of this desk, ready to be looked up in their present version."""

    def __init__(self, *, wait_seconds: float = _WAIT_SECONDS) -> None:
        """Begin empty; the first look-up loads everything."""
        self._turn = threading.RLock()
        self._wait_seconds = wait_seconds
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        with self._turn:
            self._index = BankIndex()
            self._banks: dict[str, BankState] = {}
            self._seen_to: datetime | None = None

    @property
    def is_loaded(self) -> bool:
        """Say whether the first load is done."""
        return self._seen_to is not None

    def __len__(self) -> int:
        """Count the entries held, held-back ones included."""
        return len(self._index)

    def look_up(self, columns: Mapping[str, SignalColumn], *, now: datetime | None = None) -> Looked:
        """Return what signals meet.

        Args:
            columns: signals by type, whose rows are the same pieces of content throughout.
            now: the moment; the machine's clock unless given.

        Raises:
            IndexLoadingError: the first load is under way.
        """
        with self._current(now):
            found = [self._index.look_up_column(name, column) for name, column in columns.items()]
            protection = Protection(found, self._index.entries, matching=self._matches)
            met = {part.signal_type: tuple(self._met(part, protection)) for part in found}
            return Looked(met=met, banks=dict(self._banks))

    def refresh(self, *, now: datetime | None = None) -> Mapping[str, BankState]:
        """Bring the index to the banks' present versions; return the banks by name. Raises what `look_up` raises."""
        with self._current(now):
            return dict(self._banks)

    @contextmanager
    def _current(self, now: datetime | None) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._wait_seconds if self.is_loaded else _WAIT_FOR_LOAD_SECONDS):
            raise IndexLoadingError
        try:
            self._bring_up_to_date(now or utc_now())
            yield
        finally:
            self._turn.release()

    def _bring_up_to_date(self, now: datetime) -> None:
        rows = {bank.name: bank for bank in Bank.objects.order_by("pk")}
        if any(name not in rows for name in self._banks):
            self.forget()  # another database than before
        for name, bank in rows.items():
            self._banks[name] = self._updated(self._banks.get(name), bank, now)
        self._seen_to = now

    def _updated(self, held: BankState | None, bank: Bank, now: datetime) -> BankState:
        facts = (bank.pk, bank.created_at, bank.policy, tuple(sorted(bank.limits.items())))
        goes_on = held is not None and held.facts == facts and held.version <= bank.version
        since = held.version if held is not None and goes_on else 0
        due = held.due if held is not None and goes_on else None
        if held is not None and not goes_on:
            self._drop(bank.name)
        if due is not None and due <= now:
            self._index.add(bank_entries(bank, now=now, changed_since=min(since, self._reach(bank, now))))
            due = _next_moment(bank, now, 0)
        elif since != bank.version:
            self._index.add(bank_entries(bank, now=now, changed_since=since))
            due = _earlier(due, _next_moment(bank, now, since))
        return BankState(
            number=bank.pk,
            name=bank.name,
            version=bank.version,
            facts=facts,
            enabled_ratio=bank.enabled_ratio,
            matching=compares(bank, now),
            due=due,
        )

    def _drop(self, bank: str) -> None:
        for entry in self._index.entries:
            if entry.bank == bank:
                self._index.withdraw(bank, entry.entry_id)

    def _reach(self, bank: Bank, now: datetime) -> int:
        """Return a version of the bank after which everything changed whose time has come since the last look."""
        passed = {"gt": self._seen_to or now, "lte": now}
        versions = [
            bank.entries.filter(**{f"{field}__{bound}": moment for bound, moment in passed.items()}).aggregate(
                least=Min("changed_in")
            )["least"]
            for field in ("expires_at", "content__disabled_until")
        ]
        return min((version - 1 for version in versions if version is not None), default=bank.version)

    def _matches(self, bank: str) -> bool:
        state = self._banks.get(bank)
        return state is not None and state.matching

    def _met(self, found: Found, protection: Protection) -> Iterator[Met]:
        hits = found.hits
        for place in hits.first_of_each():
            entry = self._index.entries[int(hits.entries[place])]
            counts = entry.held_back is None and entry.opinion is not Opinion.NEGATIVE and self._matches(entry.bank)
            if counts and not protection.covers(found, int(place)):
                yield Met(row=int(hits.rows[place]), entry=entry, distance=int(hits.distances[place]))


def _next_moment(bank: Bank, now: datetime, since: int) -> datetime | None:
    """Return when something among what changed after the version `since` changes by the passing of time."""
    changed = bank.entries.filter(changed_in__gt=since)
    ends = changed.filter(expires_at__gt=now).aggregate(first=Min("expires_at"))["first"]
    returns = changed.filter(content__disabled_until__gt=now).aggregate(first=Min("content__disabled_until"))["first"]
    return _earlier(ends, returns)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)


_LIVE: Final = LiveIndex()


def live_index() -> LiveIndex:
    """Return the index of this process."""
    return _LIVE
