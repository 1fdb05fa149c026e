"""How much could a pair weigh at most, while comparisons that can find no agreement have not been made?

Most candidates of a new account are strangers, who agree in one thing and no other: whether they can be shown at all is
plain before the rest is compared. A family whose comparisons are all made has the bits that the model gives it; one
that is open has at most these, what its idle comparisons weigh where they find nothing, and what its late ones weigh
where they agree most strongly. So the bound is never under what the whole pair weighs, and nobody is passed over whom
the model would have shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from seawall.identity.compare.comparison import Outcome
from seawall.identity.models.hypotheses import Hypothesis, Prior
from seawall.identity.models.weights import FamilyRule, Level, bits_of, cap_family

if TYPE_CHECKING:
    from seawall.identity.models.model import IdentityModel
    from seawall.identity.portrait import Depth

__all__ = ["LateOne", "Utmost", "UtmostBits"]

LateOne = tuple[str, float | None]  # a comparison, and the rarity in bits that it tells at most; None: it tells none
_Open = tuple[float, float]  # bits of same, of imitator
_Row = tuple[str, float, float]  # name, bits of same, of imitator
_NOTHING: Final[_Open] = (0.0, 0.0)
_SLACK: Final = 1e-6  # bits: sums in another order differ in their last digits


class Utmost(NamedTuple):
    """Bounds of a pair: `bits` and `probability` of one actor, `imitator_probability`; the pair has none over them."""

    bits: float
    probability: float
    imitator_probability: float


class UtmostBits:
    """Bounds for pairs of one depth without the comparisons `idle`, which find no agreement, and `late`, which may."""

    def __init__(
        self, model: IdentityModel, depth: Depth, idle: Collection[str], late: Collection[LateOne] = ()
    ) -> None:
        """Prepare what these bring at most: of an idle one the bits of its last level or none, of a late one any."""
        self._table = model.levels_at(depth)
        self._rules = model.rules
        self._calibration = model.calibrations[depth]
        self._open: dict[int, _Open] = {}
        self._prior: tuple[Prior | None, float, float] = (None, 0.0, 0.0)
        for name in idle:
            if name in self._table:
                place, levels = self._table[name]
                self._leave_open(place, levels[-1:], None)
        for name, rarity_bits in late:
            if name in self._table:
                place, levels = self._table[name]
                self._leave_open(place, levels, rarity_bits)

        capped = [min(same, self._rules[place].cap_bits) for place, (same, _) in self._open.items()]
        self._all_open = sum(capped), sum([imitator for _, imitator in self._open.values()])

    def _leave_open(self, place: int, levels: tuple[Level, ...], rarity_bits: float | None) -> None:
        """Note that one of these levels may be found in a family, with so much rarity at most, or nothing."""
        told = [bits_of(level, rarity) for level in levels for rarity in {None, rarity_bits}]
        same, imitator = self._open.get(place, _NOTHING)
        most, copied = (max(0.0, *(bits[side] for bits in told)) for side in (0, 1))
        self._open[place] = (same + most, imitator + copied)

    def __call__(self, outcomes: Mapping[str, Outcome | None], prior: Prior) -> Utmost:
        """Return the bounds of a pair of which these outcomes are known."""
        total, copied = self._of_nothing(prior)
        for place, rows in self._by_family(outcomes).items():
            rule = self._rules[place]
            same, imitator = _counted(rows, rule)
            if place in self._open:
                # a further outcome against never raises the sum for one actor, but may free one against an imitator
                more, _ = self._open[place]
                same = min(same + more, rule.cap_bits) - min(more, rule.cap_bits)  # what is open is in the total
                imitator = sum([row[2] for row in rows if row[2] > 0.0])
            total += same
            copied += imitator
        odds = 2.0**copied
        return Utmost(total, self._calibration.share(total), odds / (1.0 + odds))

    def _of_nothing(self, prior: Prior) -> _Open:
        """Return the bounds of a pair of which no outcome is known: the last prior asked about is kept."""
        kept, same, imitator = self._prior
        if kept is not prior:
            same = prior.bits(Hypothesis.SAME) + self._all_open[0] + _SLACK
            imitator = prior.bits(Hypothesis.IMITATOR) + self._all_open[1] + _SLACK
            self._prior = (prior, same, imitator)
        return same, imitator

    def _by_family(self, outcomes: Mapping[str, Outcome | None]) -> dict[int, list[_Row]]:
        """Return what each outcome weighs, by the place of its family."""
        table = self._table
        found: dict[int, list[_Row]] = {}
        for name, outcome in outcomes.items():
            if outcome is None or (known := table.get(name)) is None or outcome.level >= len(known[1]):
                continue
            place, levels = known
            row = (name, *bits_of(levels[outcome.level], outcome.rarity_bits))
            if place in found:
                found[place].append(row)
            else:
                found[place] = [row]
        return found


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
