"""Were many accounts opened at once, more than the usual rate explains? The 300 of one night, recognised as such.

A scan statistic: the fullest window of each of a few lengths is held against a Poisson process of the usual rate over
the whole time looked at. The chance of a window as full anywhere is Alm's approximation (S. E. Alm, "On the
distributions of scan statistics of a Poisson process", 1997), times the number of lengths tried; found waves are set
aside and the rest is searched again.

Left out: who stands behind a wave. That many open in one night says nothing of any one of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["WINDOW_HOURS", "Opening", "Wave", "find_waves", "scan_log_chance"]

WINDOW_HOURS: Final = (1, 4, 12, 24)
_DAY_SECONDS: Final = 86_400
_HOUR_SECONDS: Final = 3_600
_LEAST_ACCOUNTS: Final = 5
_MOST_WAVES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An account and when it was opened (aware time)."""

    account: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Accounts opened within one window, in order of opening.

    `expected` is how many the usual rate brings in such a time; `chance` how probable a window as full as this is
    anywhere in the time looked at, all lengths tried taken into account (0.0: under 1e-300).
    """

    accounts: tuple[str, ...]
    begins: datetime
    ends: datetime
    expected: float
    chance: float


def find_waves(
    openings: Sequence[Opening],
    begins: datetime,
    ends: datetime,
    *,
    usual_per_day: float | None = None,
    most_chance: float = 0.001,
) -> tuple[Wave, ...]:
    """Return the waves among openings between two instants, in order of time.

    Args:
        openings: in any order; those outside the time looked at are left out.
        begins: start of the time looked at.
        ends: its end.
        usual_per_day: openings of a usual day; without it, the median of the days looked at.
        most_chance: a window counts as a wave up to this chance.
    """
    start, span = begins.timestamp(), (ends - begins).total_seconds()
    if span <= 0:
        raise ValueError("the time looked at ends after it begins")
    told = sorted((one.at.timestamp() - start, one.account) for one in openings if begins <= one.at < ends)
    times = np.array([at for at, _ in told], dtype=np.float64)
    rate = _rate(times, span, usual_per_day)
    open_rows = np.arange(len(told))
    waves: list[Wave] = []
    while len(waves) < _MOST_WAVES:
        found = _fullest(times[open_rows], span, rate)
        if found is None or found[0] > math.log(most_chance):
            break
        log_chance, first, last = found
        rows = open_rows[first : last + 1]
        seconds = float(times[rows[-1]] - times[rows[0]])
        waves.append(
            Wave(
                accounts=tuple(told[row][1] for row in rows.tolist()),
                begins=_instant(start + times[rows[0]]),
                ends=_instant(start + times[rows[-1]]),
                expected=round(rate * seconds, 3),
                chance=math.exp(log_chance) if log_chance > -690 else 0.0,
            )
        )
        open_rows = np.concatenate([open_rows[:first], open_rows[last + 1 :]])
    return tuple(sorted(waves, key=lambda wave: (wave.begins, wave.accounts)))


def scan_log_chance(count: int, window_seconds: float, span_seconds: float, per_second: float) -> float:
    """Return the natural logarithm of the chance that some window of a Poisson process holds so many and more.

    Source: Alm 1997 with n = count − 1: P(S ≤ n) ≈ F(n; λw)·exp(−(1 − λw/(n + 1))·λ(T − w)·p(n; λw)).
    """
    from scipy.stats import poisson

    mean = per_second * window_seconds
    if count <= max(1.0, mean):
        return 0.0
    log_point = float(poisson.logpmf(count - 1, mean))
    starts = (1.0 - mean / count) * per_second * max(span_seconds - window_seconds, 0.0)
    log_rate = log_point + math.log(starts) if starts > 0 else -math.inf
    log_first = float(poisson.logsf(count - 1, mean))
    if max(log_rate, log_first) < -30:  # 1 − F·exp(−x) is x + (1 − F) there
        return float(np.logaddexp(log_rate, log_first))
    within = -math.expm1(float(poisson.logcdf(count - 1, mean)) - math.exp(log_rate))
    return math.log(min(1.0, max(within, 1e-300)))


def _fullest(times: NDArray[np.float64], span: float, rate: float) -> tuple[float, int, int] | None:
    """Return the least probable window with its first and last row: the one whose filling is the greatest surprise."""
    best: tuple[float, int, int] | None = None
    for hours in WINDOW_HOURS:
        width = min(float(hours * _HOUR_SECONDS), span)
        last = np.searchsorted(times, times + width, side="right") - 1
        counts = last - np.arange(len(times)) + 1
        if not len(counts) or counts.max() < _LEAST_ACCOUNTS:
            continue
        first = int(counts.argmax())
        log_chance = scan_log_chance(int(counts[first]), width, span, rate) + math.log(len(WINDOW_HOURS))
        if best is None or log_chance < best[0]:
            best = min(log_chance, 0.0), first, int(last[first])
    return best


def _rate(times: NDArray[np.float64], span: float, usual_per_day: float | None) -> float:
    """Return usual openings per second; never nothing: one in the whole time at least."""
    if usual_per_day is None:
        days = max(1, math.ceil(span / _DAY_SECONDS))
        whole = np.bincount((times // _DAY_SECONDS).astype(np.int64), minlength=days)
        usual_per_day = float(np.median(whole))
    return max(usual_per_day / _DAY_SECONDS, 1.0 / span)


def _instant(seconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
