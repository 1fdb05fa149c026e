"""How probable is it that two accounts have one actor, and what speaks for and against it?

Outcomes become bits (`weights.py`), bits of a family are capped, the families are added to the prior, and the log-odds
of one actor against imitator and stranger together become a probability by the calibration of the depth. Families that
everybody of a place or a language shares weigh for a link only beside an independent one. *Likely* asks for the
operating point and two independent families; one alone is *possible* at most. A comparison that the model does not
know weighs nothing.

Left out: where the numbers come from (`estimation.py`, `hand_set.py`) and lie (`model_file.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from seawall.evidence import Evidence
from seawall.identity.compare.comparison import Outcome
from seawall.identity.families import SUPPORTING, Family
from seawall.identity.link import LinkClass
from seawall.identity.models.calibration import Calibration
from seawall.identity.models.hypotheses import Hypothesis, Prior
from seawall.identity.models.utmost import LateOne, UtmostBits
from seawall.identity.models.weights import ComparisonWeights, FamilyRule, Level, bits_of, cap_family
from seawall.identity.portrait import Depth, Portrait

__all__ = ["IdentityModel", "Part", "Weighed", "count_rivals", "depth_of_pair"]

_DEFAULT_RULE: Final = FamilyRule(cap_bits=16.0, floor_bits=-6.0, share=0.25)
_LEAST_SHOWN_BITS: Final = 0.05

_FAMILIES: Final = tuple(Family)  # families are counted by place: an enum's hash is slow

_Row = tuple[str, float, float, Outcome]  # name, bits of same, bits of imitator
_Counted = tuple[list["Part"], float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """What one comparison contributes: bits for one actor (negative: against), after the family's cap."""

    name: str
    family: Family
    bits: float
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A pair as the model sees it.

    `prior_bits`, the bits of `parts` and `imitator_bits` (0 or less: what the chance of an imitator takes away) add up
    to `bits`, the log-odds that the calibration turned into `probability`. `low` and `high` bound a 95 % interval.
    `families` are those that count as independent support. `link_class` is None for what is not shown.
    """

    probability: float
    low: float
    high: float
    imitator_probability: float
    link_class: LinkClass | None
    families: tuple[Family, ...]
    bits: float
    prior_bits: float
    imitator_bits: float
    parts: tuple[Part, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return what weighs anything, heaviest first, contrary evidence included."""
        told = sorted(
            (part for part in self.parts if abs(part.bits) >= _LEAST_SHOWN_BITS),
            key=lambda part: (-abs(part.bits), part.name),
        )
        return tuple(
            Evidence(
                feature=part.name,
                weight=round(part.bits, 2),
                detail=part.outcome.sentence,
                left=part.outcome.left,
                right=part.outcome.right,
            )
            for part in told
        )

    @property
    def strongest_contrary(self) -> Part | None:
        """Return what speaks most against one actor."""
        against = [part for part in self.parts if part.bits < 0]
        return min(against, key=lambda part: (part.bits, part.name), default=None)


@dataclass(frozen=True, kw_only=True)
class IdentityModel:
    """A versioned set of weights.

    Args:
        name: what the model is called; `version` counts its trainings.
        comparisons: weights by the comparison's permanent name.
        families: rules of capping; a family without one has the default rule.
        calibrations: one for each depth.
        operating_point: probability from which a link may be likely.
        shown_from: probability from which a link is shown at all.
        least_family_bits: what a family must weigh to count as independent support.
        training: what it was made from: counts, digests, parent.
    """

    name: str
    version: int
    comparisons: Mapping[str, ComparisonWeights]
    families: Mapping[Family, FamilyRule]
    calibrations: tuple[Calibration, Calibration, Calibration, Calibration]
    operating_point: float = 0.9
    shown_from: float = 0.02
    least_family_bits: float = 1.0
    return_share: float = 0.03
    imitator_share: float = 0.03
    training: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse limits that are no limits."""
        if not (0 < self.shown_from <= self.operating_point < 1 and self.least_family_bits > 0 and self.version >= 0):
            raise ValueError("operating point, line of showing, least bits or version of the model make no sense")
        self.prior(1)

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the model's file, in hexadecimal."""
        from seawall.identity.models.model_file import model_digest

        return model_digest(self)

    @property
    def label(self) -> str:
        """Return name, version and the beginning of the digest: what a stored link names."""
        return f"{self.name} {self.version} {self.digest[:12]}"

    def prior(self, closed_count: int) -> Prior:
        """Return the prior for a bank of so many closed accounts, with the model's expected shares."""
        return Prior(closed_count=closed_count, return_share=self.return_share, imitator_share=self.imitator_share)

    def rule(self, family: Family) -> FamilyRule:
        """Return how a family's outcomes count together."""
        return self.families.get(family, _DEFAULT_RULE)

    def weigh(self, outcomes: Mapping[str, Outcome | None], depth: Depth, prior: Prior) -> Weighed:
        """Weigh what the comparisons found about two accounts.

        Args:
            outcomes: by the comparison's name; None, and comparisons that the model does not know, weigh nothing.
            depth: how much is seen of the pair; see `depth_of_pair`.
            prior: what is expected of any pair; see `prior`.
        """
        parts, imitator, families = self._parts(outcomes, depth)
        prior_bits = prior.bits(Hypothesis.SAME)
        total = prior_bits + sum(part.bits for part in parts)
        odds = 2.0 ** (prior.bits(Hypothesis.IMITATOR) + imitator)
        imitator_bits = -math.log2(1.0 + odds)
        probability, low, high = self.calibrations[depth](total + imitator_bits)
        imitator_probability = (1.0 - probability) * odds / (1.0 + odds)
        return Weighed(
            probability=probability,
            low=low,
            high=high,
            imitator_probability=imitator_probability,
            link_class=self.classify(probability, imitator_probability, len(families)),
            families=families,
            bits=total + imitator_bits,
            prior_bits=prior_bits,
            imitator_bits=imitator_bits,
            parts=parts,
        )

    def classify(self, probability: float, imitator_probability: float, family_count: int) -> LinkClass | None:
        """Return how a pair is to be read; None: it is not shown."""
        if imitator_probability > probability:
            return LinkClass.IMITATOR if imitator_probability >= self.shown_from else None
        if probability >= self.operating_point and family_count >= 2:
            return LinkClass.LIKELY
        return LinkClass.POSSIBLE if probability >= self.shown_from and family_count else None

    def _parts(
        self, outcomes: Mapping[str, Outcome | None], depth: Depth
    ) -> tuple[tuple[Part, ...], float, tuple[Family, ...]]:
        """Return what each comparison contributes, what all say of an imitator, and the independent families."""
        found: dict[int, list[_Row]] = {}
        table = self.levels_at(depth)
        for name, outcome in outcomes.items():
            known = table.get(name)
            if outcome is None or known is None or outcome.level >= len(known[1]):
                continue
            place, levels = known
            same, imitator = bits_of(levels[outcome.level], outcome.rarity_bits)
            found.setdefault(place, []).append((name, same, imitator, outcome))
        parts: list[Part] = []
        supporting: list[_Counted] = []
        independent: list[Family] = []
        copied = 0.0
        for place in sorted(found):
            counted = self._count_family(place, found[place])
            if _FAMILIES[place] in SUPPORTING:
                supporting.append(counted)
                continue
            parts += counted[0]
            copied += counted[2]
            if counted[1] >= self.least_family_bits:
                independent.append(_FAMILIES[place])
        for counted in supporting:
            told = counted if independent or counted[1] <= 0 else _held_back(counted)
            parts += told[0]
            copied += told[2]
        return tuple(parts), copied, tuple(independent)

    def _count_family(self, place: int, rows: list[_Row]) -> _Counted:
        """Return a family's parts, their bits for one actor and their bits for an imitator, all capped."""
        family, rule = _FAMILIES[place], self.rules[place]
        if len(rows) == 1:  # most often; the same digits as below
            ((name, same, imitator, outcome),) = rows
            limit = rule.cap_bits if same > 0 else rule.floor_bits
            factor = limit / same if abs(same) > abs(limit) else 1.0
            bits = factor * same
            return [Part(name, family, bits, outcome)], bits, factor * imitator
        rows.sort(key=_name_of)  # ties within a family never hang on the order of comparing
        factors = cap_family([row[1] for row in rows], rule)
        parts, total, copied = [], 0.0, 0.0
        for (name, same, imitator, outcome), factor in zip(rows, factors, strict=True):
            bits = factor * same
            parts.append(Part(name, family, bits, outcome))
            total += bits
            copied += factor * imitator
        return parts, total, copied

    def utmost(self, depth: Depth, idle: tuple[str, ...], late: tuple[LateOne, ...] = ()) -> UtmostBits:
        """Return what bounds the pairs of a depth of which some comparisons are not made.

        Args:
            depth: how much is seen of the pairs.
            idle: comparisons that find nothing.
            late: comparisons that may find anything, each with the rarity that it tells at most, None: it tells none.
        """
        found = self._bounds.get((depth, idle, late))
        if found is None:
            found = self._bounds[depth, idle, late] = UtmostBits(self, depth, idle, late)
        return found

    def levels_at(self, depth: Depth) -> Mapping[str, tuple[int, tuple[Level, ...]]]:
        """Return, by the comparison's name, the place of its family in `Family` and its levels as plain numbers."""
        return self._tables[depth]

    @cached_property
    def rules(self) -> tuple[FamilyRule, ...]:
        """Return the rule of each family, in the order of `Family`."""
        return tuple(self.rule(family) for family in _FAMILIES)

    @cached_property
    def _bounds(self) -> dict[tuple[Depth, tuple[str, ...], tuple[LateOne, ...]], UtmostBits]:
        return {}

    @cached_property
    def _tables(self) -> tuple[dict[str, tuple[int, tuple[Level, ...]]], ...]:
        return tuple(
            {
                name: (
                    _FAMILIES.index(weights.family),
                    tuple(
                        (*weights.depths[depth].bits(level, None), *_chances(weights, depth, level))
                        for level in range(len(weights.levels))
                    ),
                )
                for name, weights in self.comparisons.items()
            }
            for depth in Depth
        )


def _name_of(row: _Row) -> str:
    return row[0]


def _chances(weights: ComparisonWeights, depth: Depth, level: int) -> tuple[float, float, float]:
    chances = weights.depths[depth]
    return chances.same[level], chances.imitator[level], chances.rarity_share[level]


def _held_back(counted: _Counted) -> _Counted:
    """Return a supporting family without weight: it speaks for a link that nothing else makes."""
    parts = [Part(part.name, part.family, 0.0, part.outcome) for part in counted[0]]
    return parts, 0.0, min(counted[2], 0.0)


def depth_of_pair(new: Portrait, closed: Portrait) -> Depth:
    """Return how much is seen of the account of which less is seen."""
    return min(new.depth, closed.depth)


def count_rivals(bits: list[float]) -> list[int]:
    """Return for each candidate of one account how many others fit at least as well.

    >>> count_rivals([3.0, 9.0, 3.0])
    [2, 0, 2]
    """
    return [sum(other >= own for other in bits) - 1 for own in bits]
