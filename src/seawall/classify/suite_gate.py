"""May this model be used? Not if it raises too much of any benign suite: its upper 95 % Wilson bound against the cap.

False positives are counted at the operating point, on texts of authors that the model had not seen. Suites of fewer
than 400 rows can't show a bound under 1 % by themselves: they are counted together, and while even together they are
fewer, none of their rows may be raised. Left out: choosing the operating point.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.classify.errors import ModelRefusedError
from seawall.classify.wilson import wilson_bounds

__all__ = ["DEFAULT_CAP", "FEWEST_ROWS", "SuiteRate", "check_gate", "suite_rates"]

DEFAULT_CAP: Final = 0.01
FEWEST_ROWS: Final = 400
_TOGETHER: Final = "small suites together"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRate:
    """How many texts of a benign suite were raised, and how many that may be among many (upper 95 % bound)."""

    suite: str
    row_count: int
    raised_count: int
    upper_bound: float

    @classmethod
    def of(cls, suite: str, raised: NDArray[np.bool_]) -> SuiteRate:
        """Count one suite."""
        hits, tries = int(raised.sum()), len(raised)
        return cls(suite=suite, row_count=tries, raised_count=hits, upper_bound=wilson_bounds(hits, tries)[1])

    @property
    def rate(self) -> float:
        """Return the share of raised texts."""
        return self.raised_count / self.row_count if self.row_count else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, with the rate, for JSON."""
        return asdict(self) | {"rate": self.rate}


def suite_rates(
    raised: NDArray[np.bool_], labels: NDArray[np.int8], suites: NDArray[np.object_]
) -> tuple[SuiteRate, ...]:
    """Count each suite of texts labelled 0; those without a suite are the suite "none named"."""
    benign = labels == 0
    named = np.array([suite or "none named" for suite in suites.tolist()], object)
    names = sorted(set(named[benign].tolist()))
    return tuple(SuiteRate.of(name, raised[benign & (named == name)]) for name in names)


def check_gate(rates: tuple[SuiteRate, ...], *, cap: float, recall: float) -> None:
    """Pass, or refuse with the numbers.

    Raises:
        ModelRefusedError: with `rates` of the suites that failed.
    """
    failed = [rate for rate in rates if rate.row_count >= FEWEST_ROWS and rate.upper_bound > cap]
    small = [rate for rate in rates if rate.row_count < FEWEST_ROWS]
    rows, hits = sum(rate.row_count for rate in small), sum(rate.raised_count for rate in small)
    if hits and wilson_bounds(hits, rows)[1] > cap:  # without a hit, few rows alone would refuse every model
        together = SuiteRate(
            suite=_TOGETHER, row_count=rows, raised_count=hits, upper_bound=wilson_bounds(hits, rows)[1]
        )
        failed += [together, *(rate for rate in small if rate.raised_count)]
    if failed:
        told = "; ".join(
            f"{rate.suite}: {rate.raised_count:,} of {rate.row_count:,} raised, upper bound {rate.upper_bound:.2%}"
            for rate in failed
        )
        raise ModelRefusedError(
            f"The model is refused: at recall {recall:.2f} it raises more of what is lawful than the cap of {cap:.2%} "
            f"allows. {told}",
            rates=tuple(failed),
            cap=cap,
            recall=recall,
        )
