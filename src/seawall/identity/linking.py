"""Which closed accounts does this new account continue? Candidates compared, weighed and ranked, with their evidence.

A ranking is a pure function of the portrait, the bank, the model and the moment: the order in which accounts came
decides nothing, and equals stand in the order of their names. An account is never linked to itself, nor to one whose
closing has expired. A link is a claim with reasons; what follows from it is decided by people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from seawall.identity.blocking import LIMIT, find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import COMPARISONS, Comparison, Outcome
from seawall.identity.link import Link, LinkClass
from seawall.identity.models import IdentityModel, Weighed, count_rivals, depth_of_pair
from seawall.identity.population import Population, StyledPopulation
from seawall.identity.portrait import Key, KeyKind, Portrait
from seawall.identity.traits.style_tail import StyleTail

__all__ = ["Compared", "Ranking", "compare_pair", "link_account", "link_accounts", "rank_account"]

Progress = Callable[[int], None]


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
    """All candidates of one new account, the likeliest first."""

    new: str
    compared: tuple[Compared, ...]
    model: str

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
        self._tail: tuple[Portrait, StyleTail | None] | None = None

    def account_count(self) -> int:
        """Return how many accounts there are."""
        return self._accounts

    def style_tail(self, portrait: Portrait) -> StyleTail | None:
        """Return how near strangers come to the portrait's style: of one portrait, since one is linked at a time."""
        if self._tail is None or self._tail[0] is not portrait:
            self._tail = (portrait, self._population.style_tail(portrait))
        return self._tail[1]

    def holders(self, kind: KeyKind, key: Key) -> int:
        """Return how many of them hold the key."""
        asked = (kind, key)
        found = self._holders.get(asked)
        if found is None:
            found = self._holders[asked] = self._population.holders(kind, key)
        return found


def compare_pair(
    new: Portrait, closed: Portrait, population: Population, comparisons: Mapping[str, Comparison] = COMPARISONS
) -> dict[str, Outcome | None]:
    """Return what every comparison finds about two accounts, by its name."""
    return {name: one.compare(new, closed, population) for name, one in comparisons.items()}


def rank_account(
    portrait: Portrait, bank: ClosedBank, model: IdentityModel, now: datetime, *, limit: int = LIMIT
) -> Ranking:
    """Compare a new account with its candidates and rank them.

    Args:
        portrait: of the new account.
        bank: the closed accounts.
        model: what evidence weighs.
        now: closings that have expired by then are passed over.
        limit: compare so many candidates at most.
    """
    population = _Counted(bank)
    prior = model.prior(bank.account_count())
    moment = int(now.timestamp())
    found = find_candidates(portrait, bank, limit)
    weighed: list[tuple[str, Weighed, tuple[str, ...]]] = []
    for place, ordinal in enumerate(found.ordinals.tolist()):
        expires_at = bank.expires_at(ordinal)
        closed = bank.portrait(ordinal)
        if closed.account == portrait.account or (expires_at is not None and expires_at <= moment):
            continue
        outcomes = compare_pair(portrait, closed, population)
        told = model.weigh(outcomes, depth_of_pair(portrait, closed), prior)
        weighed.append((closed.account, told, found.reasons_of(place)))
    weighed.sort(key=lambda one: (-one[1].probability, -one[1].bits, one[0]))
    rivals = count_rivals([told.bits for _, told, _ in weighed])
    return Ranking(
        new=portrait.account,
        model=model.label,
        compared=tuple(
            Compared(closed=closed, weighed=told, reasons=reasons, rivals=others)
            for (closed, told, reasons), others in zip(weighed, rivals, strict=True)
        ),
    )


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
) -> Iterator[Ranking]:
    """Rank the candidates of many new accounts, each as `rank_account` does, in the order in which they come.

    `progress` is told how many are done; `cancelled` is asked now and then: once it says so, nothing more comes.
    """
    done = 0
    for done, portrait in enumerate(portraits, start=1):
        yield rank_account(portrait, bank, model, now)
        if done % _EVERY == 0:
            if progress is not None:
                progress(done)
            if cancelled is not None and cancelled():
                return
    if progress is not None:
        progress(done)
