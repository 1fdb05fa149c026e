"""How much could a pair weigh at most, while comparisons that can find no agreement have not been made?

Most candidates of a new account are strangers, who agree in one thing and no other: whether they can be shown at all is
plain before the rest is compared. A family whose comparisons are all made has the bits that the model gives it; one
that is open has at most these and what its idle comparisons weigh where they find nothing. So the bound is never under
what the whole pair weighs, and nobody is passed over whom the model would have shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from seawall.identity.compare.comparison import Outcome
from seawall.identity.models.hypotheses import Hypothesis, Prior
from seawall.identity.models.weights import FamilyRule, bits_of, cap_family

if TYPE_CHECKING:
    from seawall.identity.models.model import IdentityModel
    from seawall.identity.portrait import Depth

__all__ = ["Utmost", "UtmostBits"]

_Open = tuple[float, float]  # bits of same, of imitator
_Row = tuple[str, float, float]  # name, bits of same, of imitator
_NOTHING: Final[_Open] = (0.0, 0.0)
_SLACK: Final = 1e-6  # bits: sums in another order differ in their last digits


@dataclass(frozen=True, slots=True)
class Utmost:
    """Bounds of a pair: `bits` and `probability` of one actor, `imitator_probability`; the pair has none over them."""

    bits: float
    probability: float
    imitator_probability: float


class UtmostBits:
    """Bounds for pairs of one depth of which the comparisons `idle` are not made: they find no agreement."""

    def __init__(self, model: IdentityModel, depth: Depth, idle: Collection[str]) -> None:
        """Prepare what the idle ones bring at most: the bits of their last level, or none."""
        self._table = model.levels_at(depth)
        self._rules = model.rules
        self._calibration = model.calibrations[depth]
        self._open: dict[int, _Open] = {}
        for name in idle:
            if name in self._table:
                place, levels = self._table[name]
                same, imitator = self._open.get(place, _NOTHING)
                last = bits_of(levels[-1], None)
                self._open[place] = (same + max(0.0, last[0]), imitator + max(0.0, last[1]))

    def __call__(self, outcomes: Mapping[str, Outcome | None], prior: Prior) -> Utmost:
        """Return the bounds of a pair of which these outcomes are known."""
        found: dict[int, list[_Row]] = {place: [] for place in self._open}
        for name, outcome in outcomes.items():
            if outcome is None or (known := self._table.get(name)) is None or outcome.level >= len(known[1]):
                continue
            place, levels = known
            same, imitator = bits_of(levels[outcome.level], outcome.rarity_bits)
            if place in found:
                found[place].append((name, same, imitator))
            else:
                found[place] = [(name, same, imitator)]
        total, copied = prior.bits(Hypothesis.SAME) + _SLACK, prior.bits(Hypothesis.IMITATOR) + _SLACK
        for place, rows in found.items():
            rule = self._rules[place]
            same, imitator = _counted(rows, rule) if rows else _NOTHING
            if place in self._open:
                # a further outcome against never raises the sum for one actor, but may free one against an imitator
                more, further = self._open[place]
                same = min(same + more, rule.cap_bits)
                imitator = further + sum([row[2] for row in rows if row[2] > 0.0])
            total += same
            copied += imitator
        odds = 2.0**copied
        return Utmost(total, self._calibration(total)[0], odds / (1.0 + odds))


def _counted(rows: list[_Row], rule: FamilyRule) -> _Open:
    """Return what a family whose comparisons are all made weighs: a supporting one at most, which may be held back."""
    if len(rows) == 1:
        _, same, imitator = rows[0]
        limit = rule.cap_bits if same > 0 else rule.floor_bits
        return (same, imitator) if abs(same) <= abs(limit) else (limit, imitator * limit / same)
    rows.sort()
    factors = cap_family([same for _, same, _ in rows], rule)
    same = imitator = 0.0
    for factor, row in zip(factors, rows, strict=True):
        same += factor * row[1]
        imitator += factor * row[2]
    return same, imitator
