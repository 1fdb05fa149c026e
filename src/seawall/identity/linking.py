"""Which closed accounts does this new account continue? Candidates compared, weighed and ranked, with their evidence.

A ranking is a pure function of the portrait, the bank, the model and the moment: the order in which accounts came
decides nothing, and equals stand in the order of their names. An account is never linked to itself, nor to one whose
closing has expired. A link is a claim with reasons; what follows from it is decided by people.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from seawall.identity.blocking import LIMIT, find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import COMPARISONS, Comparison, Keyed, Late, Outcome, Screened
from seawall.identity.compare.overlap import shared_kinds
from seawall.identity.kin import NO_KIN
from seawall.identity.link import Link, LinkClass
from seawall.identity.models import IdentityModel, LateOne, Utmost, Weighed, count_rivals, depth_of_pair
from seawall.identity.population import Population, StyledPopulation, strangers
from seawall.identity.portrait import Key, KeyKind, Keys, Portrait
from seawall.identity.traits.style_tail import StyleTail
from seawall.identity.traits.word_tail import WordTail

__all__ = ["Compared", "Ranking", "compare_pair", "link_account", "link_accounts", "rank_account"]

Progress = Callable[[int], None]

_LATE: Final = {name: one.MOST_BITS for name, one in COMPARISONS.items() if isinstance(one, Late)}
_SCREENED: Final = {name: one for name, one in COMPARISONS.items() if isinstance(one, Screened)}
_Course = tuple[tuple[tuple[str, Comparison], ...], tuple[str, ...]]  # comparisons to make; idle ones by name


@lru_cache(maxsize=1 << 12)
def _course(shared: int) -> _Course:
    """Return which comparisons two accounts need that have a key of these kinds in common, a bit each."""
    idle = {name for name, one in COMPARISONS.items() if isinstance(one, Keyed) and not one.KEYS & shared}
    return tuple((name, one) for name, one in COMPARISONS.items() if name not in idle), tuple(sorted(idle))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A candidate that was compared in full; `reasons` say what brought it, `rivals` how many others fit as well."""

    closed: str
    weighed: Weighed
    reasons: tuple[str, ...]
    rivals: int

    @property
    def link_class(self) -> LinkClass | None:
        """Return how it is to be read; None: it is not shown."""
        return self.weighed.link_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The candidates of one new account that were compared in full, the likeliest first.

    `passed_over` counts those that could not be shown, whatever the comparisons that were left out had found.
    """

    new: str
    compared: tuple[Compared, ...]
    model: str
    passed_over: int = 0

    @property
    def candidate_count(self) -> int:
        """Return how many candidates there were."""
        return len(self.compared) + self.passed_over

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links that are shown."""
        return tuple(self._link(one) for one in self.compared if one.link_class is not None)

    def _link(self, one: Compared) -> Link:
        told = one.weighed
        assert told.link_class is not None
        return Link(
            new=self.new,
            closed=one.closed,
            probability=told.probability,
            low=told.low,
            high=told.high,
            imitator_probability=told.imitator_probability,
            link_class=told.link_class,
            families=told.families,
            evidence=told.evidence,
            rivals=one.rivals,
            model=self.model,
        )


class _Counted:
    """A population that remembers what it was asked, for the comparisons of one account."""

    def __init__(self, population: StyledPopulation) -> None:
        self._population = population
        self._accounts = population.account_count()
        self._holders: dict[tuple[KeyKind, Key], int] = {}
        self._tails: dict[bytes, tuple[Portrait, StyleTail | None]] = {}
        self._words: dict[bytes, tuple[Portrait, WordTail | None]] = {}
        self._closed: Portrait | None = None
        self._kin: NDArray[np.uint32] | None = None

    def stand_beside(self, closed: Portrait) -> None:
        """Say with which closed account the new one is compared now: whose kin are counted apart."""
        if self._closed is not closed:
            self._closed, self._kin = closed, None

    @property
    def kin(self) -> NDArray[np.uint32]:
        """Return the kin of the closed account; they are found when first asked for."""
        if self._kin is None:
            self._kin = NO_KIN if self._closed is None else self._population.kin_of(self._closed)
        return self._kin

    def kin_mark(self) -> bytes:
        """Return what tells these kin from those of other closed accounts; empty for none."""
        return self.kin.tobytes()

    def kin_holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many holders of the key are kin of the closed account."""
        if self._closed is None or self.holders(kind, key) <= 1 or not len(self.kin):
            return 0
        return self._population.holders_among(self.kin, kind, key)

    def account_count(self) -> int:
        """Return how many accounts there are."""
        return self._accounts

    def style_tail(self, portrait: Portrait) -> StyleTail | None:
        """Return how near strangers, kin left out, come to the portrait's style: one is linked at a time."""
        known = self._tails.get(mark := self.kin_mark())
        if known is None or known[0] is not portrait:
            known = self._tails[mark] = (portrait, self._population.style_tail(portrait, self.kin))
        return known[1]

    def word_tail(self, portrait: Portrait) -> WordTail | None:
        """Return how near those, kin left out, come to the portrait's words who write alike."""
        known = self._words.get(mark := self.kin_mark())
        if known is None or known[0] is not portrait:
            known = self._words[mark] = (portrait, self._population.word_tail(portrait, self.kin))
        return known[1]

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many of them hold the key."""
        asked = (kind, key)
        found = self._holders.get(asked)
        if found is None:
            found = self._holders[asked] = self._population.holders(kind, key)
        return found

    def strangers_of(self, kind: KeyKind, keys: Keys) -> list[int]:
        """Return how many strangers hold each of several keys; see `population.strangers`."""
        if len(self.kin):
            return [strangers(self, kind, key) for key in keys.tolist()]
        return self._population.holders_of(kind, keys)  # each set of keys is asked about once


def compare_pair(
    new: Portrait, closed: Portrait, population: Population, comparisons: Mapping[str, Comparison] = COMPARISONS
) -> dict[str, Outcome | None]:
    """Return what every comparison finds about two accounts, by its name."""
    if isinstance(population, ClosedBank):
        population = _Counted(population)
    if isinstance(population, _Counted):
        population.stand_beside(closed)
    return {name: one.compare(new, closed, population) for name, one in comparisons.items()}


def rank_account(
    portrait: Portrait,
    bank: ClosedBank,
    model: IdentityModel,
    now: datetime,
    *,
    limit: int = LIMIT,
    every: bool = False,
) -> Ranking:
    """Compare a new account with its candidates and rank them.

    Args:
        portrait: of the new account.
        bank: the closed accounts.
        model: what evidence weighs.
        now: closings that have expired by then are passed over.
        limit: compare so many candidates at most.
        every: compare in full those too that can't be shown, as measuring needs; the links are the same.
    """
    pairs = _Pairs(portrait, bank, model)
    moment = int(now.timestamp())
    found = find_candidates(portrait, bank, limit)
    beside = bank.portraits_beside(portrait, found.ordinals)
    for place, (ordinal, closed) in enumerate(zip(found.ordinals.tolist(), beside, strict=True)):
        expires_at = bank.expires_at(ordinal)
        if closed.account == portrait.account or (expires_at is not None and expires_at <= moment):
            continue
        pairs.add(closed, found.reasons_of(place), every=every)
    return pairs.ranking()


class _Open(NamedTuple):
    """A candidate of which some comparisons are left out, with the bounds of what it weighs."""

    closed: Portrait
    outcomes: dict[str, Outcome | None]
    left: tuple[str, ...]
    utmost: Utmost
    reasons: tuple[str, ...]


class _Pairs:
    """The candidates of one new account while they are compared."""

    def __init__(self, portrait: Portrait, bank: ClosedBank, model: IdentityModel) -> None:
        self._portrait, self._model = portrait, model
        self._population = _Counted(bank)
        self._prior = model.prior(bank.account_count())
        self._weighed: list[tuple[str, Weighed, tuple[str, ...]]] = []
        self._open: list[_Open] = []

    def add(self, closed: Portrait, reasons: tuple[str, ...], *, every: bool) -> None:
        """Compare a candidate: in full, where it may be shown."""
        if every:
            self._finish(closed, {}, COMPARISONS, reasons)
            return
        portrait, model = self._portrait, self._model
        self._population.stand_beside(closed)
        outcomes: dict[str, Outcome | None] = {}
        late: tuple[LateOne, ...] = ()
        needed, idle = _course(shared_kinds(portrait, closed))
        for name, one in needed:
            screened = _SCREENED.get(name)
            if screened is not None and not screened.can_agree(portrait, closed):
                idle += (name,)
            elif name in _LATE:
                late += ((name, _LATE[name]),)
            else:
                outcomes[name] = one.compare(portrait, closed, self._population)
        depth = depth_of_pair(portrait, closed)
        while True:
            utmost = model.utmost(depth, idle, late)(outcomes, self._prior)
            if max(utmost.probability, utmost.imitator_probability) < model.shown_from:
                left = (*idle, *(name for name, _ in late))
                self._open.append(_Open(closed, outcomes, left, utmost, reasons))
                return
            if not late:
                self._finish(closed, outcomes, idle, reasons)
                return
            (name, _), late = late[0], late[1:]
            outcomes[name] = COMPARISONS[name].compare(portrait, closed, self._population)

    def ranking(self) -> Ranking:
        """Return the ranking; who could stand before a link that is shown, or beside it as a rival, is in it."""
        shown = [told for _, told, _ in self._weighed if told.link_class is not None]
        least_bits = min((told.bits for told in shown), default=math.inf)
        least = min((told.probability for told in shown), default=math.inf)
        passed_over = 0
        for one in self._open:
            if one.utmost.bits >= least_bits or one.utmost.probability >= least:
                self._finish(one.closed, one.outcomes, one.left, one.reasons)
            else:
                passed_over += 1
        self._weighed.sort(key=lambda one: (-one[1].probability, -one[1].bits, one[0]))
        rivals = count_rivals([told.bits for _, told, _ in self._weighed])
        return Ranking(
            new=self._portrait.account,
            model=self._model.label,
            compared=tuple(
                Compared(closed=closed, weighed=told, reasons=reasons, rivals=others)
                for (closed, told, reasons), others in zip(self._weighed, rivals, strict=True)
            ),
            passed_over=passed_over,
        )

    def _finish(
        self,
        closed: Portrait,
        outcomes: dict[str, Outcome | None],
        left: Iterable[str],
        reasons: tuple[str, ...],
    ) -> None:
        """Make the comparisons that are left, and weigh."""
        comparisons = {name: COMPARISONS[name] for name in left}
        made = outcomes | compare_pair(self._portrait, closed, self._population, comparisons)
        told = self._model.weigh(made, depth_of_pair(self._portrait, closed), self._prior)
        self._weighed.append((closed.account, told, reasons))


def link_account(portrait: Portrait, bank: ClosedBank, model: IdentityModel, now: datetime) -> tuple[Link, ...]:
    """Return the links of one new account that are shown, the likeliest first; see `rank_account`."""
    return rank_account(portrait, bank, model, now).links


_EVERY: Final = 16


def link_accounts(
    portraits: Iterable[Portrait],
    bank: ClosedBank,
    model: IdentityModel,
    now: datetime,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    every: bool = False,
) -> Iterator[Ranking]:
    """Rank the candidates of many new accounts, each as `rank_account` does, in the order in which they come.

    `progress` is told how many are done; `cancelled` is asked now and then: once it says so, nothing more comes.
    """
    done = 0
    for done, portrait in enumerate(portraits, start=1):
        yield rank_account(portrait, bank, model, now, every=every)
        if done % _EVERY == 0:
            if progress is not None:
                progress(done)
            if cancelled is not None and cancelled():
                return
    if progress is not None:
        progress(done)
