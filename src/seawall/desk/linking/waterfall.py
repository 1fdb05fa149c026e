"""How does the evidence of a link add up? Bars of bits, one below the other: the prior, each family, the sum.

Each bar begins where the one before it ended, to the end side where it speaks for one actor and to the start side where
it speaks against. Places are percentages of the chart's width, so that the page draws it as wide as it is; in a
right-to-left page they are counted from the right. Left out: words and colours (the template has them).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["IMITATOR", "LEAST_BITS", "PRIOR", "REST", "SUM", "Fall", "Tick", "Waterfall", "draw_waterfall"]

PRIOR, IMITATOR, REST, SUM = "prior", "imitator", "rest", "sum"
"""Bars that are no family of comparisons."""

LEAST_BITS: Final = 0.05
"""What weighs less is not told by itself; it is in the bar `REST`."""

_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)
_MOST_TICKS: Final = 7
_MARGIN: Final = 0.03
_THINNEST: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of the axis: its bits, and its place in percent of the width."""

    bits: int
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """One bar: what it is of, the bits that it adds, the sum after it; `x`, `width`, `begins`, `ends` in percent."""

    name: str
    bits: float
    total: float
    x: float
    width: float
    begins: float
    ends: float
    parts: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_against(self) -> bool:
        """Say whether it speaks against one actor."""
        return self.bits < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """All bars, the prior first and the sum last; `zero` is where the odds are even, in percent of the width."""

    falls: tuple[Fall, ...]
    ticks: tuple[Tick, ...]
    zero: float

    @property
    def total(self) -> float:
        """Return the log-odds in bits that all of it comes to."""
        return self.falls[-1].total

    @property
    def families(self) -> tuple[Fall, ...]:
        """Return the bars of families alone, what speaks for one actor first."""
        return tuple(fall for fall in self.falls if fall.parts)


def draw_waterfall(
    evidence: Iterable[Mapping[str, Any]], *, prior_bits: float, imitator_bits: float, mirrored: bool = False
) -> Waterfall:
    """Return the bars of a link.

    Args:
        evidence: each with `family` and `bits`; those of one family become one bar.
        prior_bits: log-odds before anything was compared.
        imitator_bits: what the chance of an imitator takes away (0 or less).
        mirrored: count places from the right.

    >>> drawn = draw_waterfall([{"family": "name", "bits": 8.0}], prior_bits=-6.0, imitator_bits=0.0)
    >>> [(fall.name, fall.total) for fall in drawn.falls]
    [('prior', -6.0), ('name', 2.0), ('sum', 2.0)]
    """
    steps = _steps(evidence, prior_bits, imitator_bits)
    totals: list[float] = []
    for _name, bits, _parts in steps:
        totals.append((totals[-1] if totals else 0.0) + bits)
    low, high = _span([0.0, *totals])

    def place(bits: float) -> float:
        share = 100 * (bits - low) / (high - low)
        return round(100 - share if mirrored else share, 3)

    falls = []
    for (name, bits, parts), total in zip(steps, totals, strict=True):
        falls.append(_fall(name, bits, total, place(total - bits), place(total), parts))
    sum_bits = totals[-1]
    falls.append(_fall(SUM, sum_bits, sum_bits, place(0.0), place(sum_bits), ()))
    return Waterfall(falls=tuple(falls), ticks=_ticks(low, high, place), zero=place(0.0))


_Step = tuple[str, float, tuple[Mapping[str, Any], ...]]


def _steps(evidence: Iterable[Mapping[str, Any]], prior_bits: float, imitator_bits: float) -> list[_Step]:
    by_family: dict[str, list[Mapping[str, Any]]] = {}
    rest = 0.0
    for part in evidence:
        if abs(part["bits"]) < LEAST_BITS:
            rest += part["bits"]
        else:
            by_family.setdefault(part["family"], []).append(part)
    families: list[_Step] = [
        (family, math.fsum(part["bits"] for part in parts), tuple(sorted(parts, key=_heaviest_first)))
        for family, parts in by_family.items()
    ]
    families.sort(key=lambda step: (-step[1], step[0]))
    steps: list[_Step] = [(PRIOR, prior_bits, ()), *families]
    if abs(rest) >= LEAST_BITS:
        steps.append((REST, rest, ()))
    if imitator_bits <= -LEAST_BITS:
        steps.append((IMITATOR, imitator_bits, ()))
    return steps


def _heaviest_first(part: Mapping[str, Any]) -> tuple[float, str]:
    return -abs(part["bits"]), str(part.get("feature", ""))


def _fall(
    name: str, bits: float, total: float, begins: float, ends: float, parts: tuple[Mapping[str, Any], ...]
) -> Fall:
    return Fall(
        name=name,
        bits=bits,
        total=total,
        x=min(begins, ends),
        width=max(round(abs(ends - begins), 3), _THINNEST),
        begins=begins,
        ends=ends,
        parts=parts,
    )


def _span(totals: Sequence[float]) -> tuple[float, float]:
    low, high = min(totals), max(totals)
    margin = _MARGIN * max(high - low, 1.0)
    return low - margin, high + margin


def _ticks(low: float, high: float, place: Callable[[float], float]) -> tuple[Tick, ...]:
    step = next((one for one in _STEPS if (high - low) / one <= _MOST_TICKS), _STEPS[-1])
    first = math.ceil(low / step)
    return tuple(
        Tick(bits=number * step, x=place(number * step)) for number in range(first, math.floor(high / step) + 1)
    )
