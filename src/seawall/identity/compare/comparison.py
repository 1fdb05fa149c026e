"""What must a comparison be able to do? The contract that built-in and third-party comparisons keep.

A comparison looks at one kind of evidence in two portraits and says which of its levels holds, with the sentence that a
reviewer reads. It is pure: same portraits, same population, same outcome. How much a level weighs is the model's
business (`seawall.identity.models`), so that a comparison never changes when its weight does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from msgspec import Struct

from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import Portrait

__all__ = ["Comparison", "ComparisonExample", "Keyed", "Late", "Ordered", "Outcome", "Screened"]


class Outcome(Struct, frozen=True, kw_only=True, gc=False):  # a hundred are made of one account, in a tenth of the time
    """What a comparison found.

    `level` is an index into the comparison's `LEVELS`. `rarity_bits`, where the comparison can tell, says how
    surprising the agreement is in this population (log2 of one over the chance that a random account agrees as well);
    the model then weighs the level by it instead of by its average. `left` is of the new account, `right` of the
    closed one.
    """

    level: int
    sentence: str
    rarity_bits: float | None = None
    left: str | None = None
    right: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonExample:
    """Two portraits and the level that they meet; `level` None: there is nothing to compare.

    `population` is what the comparison needs to know of others, where counting the examples' own keys won't do.
    """

    new: Portrait
    closed: Portrait
    level: str | None
    population: Population | None = None


@runtime_checkable
class Comparison(Protocol):
    """One kind of evidence that two accounts have one actor, or have not."""

    @property
    def NAME(self) -> str:  # noqa: N802
        """Return the permanent name, as stored in links and models."""

    @property
    def TITLE(self) -> str:  # noqa: N802
        """Return the title that people read."""

    @property
    def FAMILY(self) -> Family:  # noqa: N802
        """Return the family that it depends on."""

    @property
    def LEVELS(self) -> tuple[str, ...]:  # noqa: N802
        """Return its levels by permanent name, from the strongest agreement to none; two at least."""

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return what holds between a new account and a closed one; None where either side shows nothing to compare."""

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return worked examples, which the contract tests run."""


@runtime_checkable
class Screened(Comparison, Protocol):
    """A comparison that tells at a glance where it can't find any agreement: most candidates are strangers."""

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether the two may agree at all; where not, `compare` finds nothing, or the last of its levels."""


@runtime_checkable
class Keyed(Comparison, Protocol):
    """A comparison that finds no agreement, nothing or the last of its levels, where no key is in common."""

    @property
    def KEYS(self) -> int:  # noqa: N802
        """Return the kinds of keys by which two accounts agree, a bit each; see `overlap.kinds_of`."""


@runtime_checkable
class Late(Comparison, Protocol):
    """A comparison that takes long: made last, and only where the pair might be shown if it agreed most strongly."""

    @property
    def MOST_BITS(self) -> float | None:  # noqa: N802
        """Return which `rarity_bits` its outcomes tell at most; None: they tell none."""


@runtime_checkable
class Ordered(Comparison, Protocol):
    """A comparison whose levels weigh in an order that no training may turn round."""

    @property
    def FALLING(self) -> tuple[tuple[str, ...], ...]:  # noqa: N802
        """Return runs of levels by name; each level of a run weighs no less for one actor than those after it."""
