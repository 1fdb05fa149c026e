"""What is asked of a search for cells: time windows, the cap on neighbours, the false-discovery rate, the seed.

Defaults are those that the benches report; changing one changes what a result means, so every result names them.
"""

from __future__ import annotations

from dataclasses import dataclass

from seawall.network.errors import CellOptionsError

__all__ = ["CellOptions"]

_MOST_WINDOW: float = 10 * 366 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOptions:
    """How cells are looked for.

    Attributes:
        windows_seconds: two visits to one item stand together when no more than this lies between them; each window is
            a test of its own.
        neighbours: a visit is paired with so many later visits of its item at most, the nearest ones.
        false_discovery_rate: among all pairs called significant, the share that chance may bring (0–1).
        least_accounts: a community of fewer accounts is no cell.
        resamples: how often cells are looked for again in a part of the items, to see whether they hold.
        seed: of the shuffled control, the resamples and the communities.
    """

    windows_seconds: tuple[float, ...] = (60.0, 3_600.0, 21_600.0)
    neighbours: int = 20
    false_discovery_rate: float = 0.01
    least_accounts: int = 3
    resamples: int = 20
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what can't be searched with.

        Raises:
            CellOptionsError: a window that is not above 0 seconds or beyond ten years, none at all, and the like.
        """
        wrong = (
            (not self.windows_seconds, "at least one window is needed"),
            (not all(0 < one <= _MOST_WINDOW for one in self.windows_seconds), "a window lasts above 0 s to 10 years"),
            (len(set(self.windows_seconds)) < len(self.windows_seconds), "a window is named twice"),
            (not 1 <= self.neighbours <= 10_000, "neighbours are 1 to 10,000"),
            (not 0 < self.false_discovery_rate < 1, "the false-discovery rate lies between 0 and 1"),
            (self.least_accounts < 3, "a cell has 3 accounts or more"),
            (not 0 <= self.resamples <= 1_000, "resamples are 0 to 1,000"),
            (self.seed < 0, "the seed is a whole number, 0 or above"),
        )
        for is_wrong, reason in wrong:
            if is_wrong:
                raise CellOptionsError(f"cells can't be looked for: {reason}", reason=reason)
