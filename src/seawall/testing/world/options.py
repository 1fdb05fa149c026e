"""Which made-up world is asked for: its seed and its counts.

Every count is set apart from the others; those left at `None` follow from the rest (`resolved`). Development and
reported seeds are published here and never meet: figures in a report come from `REPORTED_SEEDS`, and nobody looks at
those worlds while building.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from seawall.testing.world.errors import WorldOptionsError

__all__ = ["DEVELOPMENT_SEEDS", "REPORTED_SEEDS", "WORLD_START", "WORLD_VERSION", "WorldOptions"]

WORLD_VERSION: Final = "2"
"""Changes whenever the same options give other bytes."""

DEVELOPMENT_SEEDS: Final = tuple(range(1, 100))
REPORTED_SEEDS: Final = tuple(range(700_001, 700_101))

WORLD_START: Final = datetime(2026, 3, 2, tzinfo=UTC)
"""Midnight of a Monday: the first instant of every world."""

CAST_COUNT: Final = 12
SMALLEST_POPULATION: Final = 200
WAVE_ACCOUNTS: Final = 300
WAVE_FROM_ACCOUNTS: Final = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldOptions:
    """Counts of one world; the shares are of all accounts with that mother tongue, in the order ar, en, es.

    `scenes`: lawful groups act as others see them act, in the midst of those others (`scenes.py`).
    """

    seed: int = 1
    account_count: int = 4_000
    post_count: int = 40_000
    closed_count: int = 60
    picture_count: int = 240
    day_count: int = 14
    successor_count: int | None = None
    newcomer_count: int | None = None
    fairness_count: int | None = None
    cell_count: int | None = None
    lawful_group_count: int | None = None
    language_shares: tuple[float, float, float] = (0.40, 0.35, 0.25)
    block_post_count: int = 50_000
    scenes: bool = False

    def resolved(self) -> WorldOptions:
        """Return the same options with every count filled in.

        Raises:
            WorldOptionsError: the counts do not fit into each other.
        """
        wave = WAVE_ACCOUNTS if self.account_count >= WAVE_FROM_ACCOUNTS and self.closed_count else 0
        full = replace(
            self,
            successor_count=_given(self.successor_count, self.closed_count // 2 + 3 * bool(self.closed_count) + wave),
            newcomer_count=_given(self.newcomer_count, self.account_count // 12),
            fairness_count=_given(self.fairness_count, min(self.closed_count, self.account_count // 50)),
            cell_count=_given(self.cell_count, min(40, 4 + self.account_count // 2_000)),
            lawful_group_count=_given(self.lawful_group_count, min(60, 6 + self.account_count // 1_000)),
        )
        full.check()
        return full

    def check(self) -> None:
        """Refuse counts that do not fit into each other."""
        counts = {
            name: getattr(self, name) or 0
            for name in ("closed_count", "successor_count", "newcomer_count", "fairness_count", "cell_count")
        }
        planned = counts["closed_count"] + counts["successor_count"] + counts["fairness_count"]
        planned += counts["newcomer_count"] + 12 * counts["cell_count"] + CAST_COUNT
        problems = [
            (self.account_count < SMALLEST_POPULATION, f"account_count is under {SMALLEST_POPULATION}"),
            (min(counts.values()) < 0, "a count is negative"),
            (planned > self.account_count * 0.95, "closed, successor, newcomer and cell accounts leave no room"),
            (self.post_count < self.account_count, "post_count is smaller than account_count"),
            (self.picture_count < 40, "picture_count is under 40"),
            (self.day_count < 4, "day_count is under 4"),
            (self.block_post_count < 1_000, "block_post_count is under 1,000"),
            (counts["successor_count"] > 0 and counts["closed_count"] == 0, "successors need closed accounts"),
            (0 < counts["closed_count"] < 3, "closed_count is 1 or 2: give 0, or 3 and more"),
            (abs(sum(self.language_shares) - 1) > 1e-9, "language_shares do not add up to 1"),
        ]
        for wrong, reason in problems:
            if wrong:
                raise WorldOptionsError(f"These counts do not make a world: {reason}.", reason=reason)


def _given(count: int | None, default: int) -> int:
    return default if count is None else count
