"""Is what both are called a name that many bear?

Two people of one common name are namesakes, and their names say nothing; this says so to the reviewer and keeps a
likeness of names from carrying a link. Counted in the bank by whole display names; the
closed account's kin (`kin.py`) bear it as one. Traps: a name common in one
community and rare in the bank; a movement's title that its followers take as a name.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of
from seawall.identity.compare.overlap import kinds_of, shared_keys, told_of_kin
from seawall.identity.families import Family
from seawall.identity.population import Population, kin_holders, strangers
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["Namesake"]

_CROWD, _SEVERAL, _NOT = range(3)
_CROWD_FROM, _CROWD_OF = 100, 1_000
_SEVERAL_FROM, _SEVERAL_OF = 10, 10_000


class Namesake:
    """A name that many bear."""

    NAME: Final = "namesake"
    TITLE: Final = "A common name"
    FAMILY: Final = Family.CONFLICT
    LEVELS: Final = ("crowd", "several", "not")
    FALLING: Final = (LEVELS[::-1],)
    KEYS: Final = kinds_of(KeyKind.NAME)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how common the name is that both bear; None where they bear different ones or none."""
        shared = shared_keys(new.of_kind(KeyKind.NAME), closed.of_kind(KeyKind.NAME))
        if not len(shared):
            return None
        accounts = population.account_count()
        bearers, rarest = min((strangers(population, KeyKind.NAME, key), key) for key in shared.tolist())
        level = _NOT
        if bearers >= max(_SEVERAL_FROM, accounts // _SEVERAL_OF):
            level = _CROWD if bearers >= max(_CROWD_FROM, accounts // _CROWD_OF) else _SEVERAL
        holders, kin = population.holders(KeyKind.NAME, rarest), kin_holders(population, KeyKind.NAME, rarest)
        said = f"{holders:,} of the {accounts:,} accounts known bear the name that both have."
        return Outcome(level=level, sentence=said + told_of_kin(kin))

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return a name of a hundred, of a dozen, of two, and two names."""
        kind = KeyKind.NAME
        return (
            *crowd_of(kind, ["sam lee"], "crowd", pairs=60),
            *crowd_of(kind, ["ana ruiz"], "several", pairs=6),
            pair_of(kind, ["night gardener"], ["night gardener"], "not"),
            pair_of(kind, ["sam lee"], ["night gardener"], None),
        )
