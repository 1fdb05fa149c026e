"""What the desk keeps of a search: cells, members, ties and samples as values, which `services/storing.py` stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

__all__ = ["CellRecord", "KinRecord", "MemberRecord", "SampleRecord", "SearchRecord", "TieRecord"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """One account (`platform:id`) of a cell; `place` is its place in the drawing, −1 to 1."""

    account: str
    is_core: bool
    hold: float | None
    tie_count: int
    strongest_bits: float
    weakest_bits: float
    slot_count: int
    roles: tuple[dict[str, Any], ...] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRecord:
    """Two members, by their places in the cell's members; lags are seconds, `log10_q` the false-discovery rate."""

    left: int
    right: int
    kind: str
    window_seconds: float
    co_slots: int
    item_count: int
    expected: float
    bits: float
    log10_q: float
    left_first_share: float
    median_lag_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRecord:
    """One thing that members shared; `slots` are places of members with times, `other_count` counts other accounts."""

    kind: str
    item: str
    member_count: int
    slot_count: int
    other_count: int
    slots: tuple[tuple[int, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KinRecord:
    """A cell of the search before, by the number of its row, from which a cell comes."""

    cell: int
    likeness: float
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRecord:
    """One cell with everything that is shown of it."""

    number: int
    members: tuple[MemberRecord, ...]
    ties: tuple[TieRecord, ...]
    samples: tuple[SampleRecord, ...]
    certainty: float | None
    density: float
    median_bits: float
    weakest_bits: float
    co_slots: int
    item_count: int
    traces: tuple[dict[str, Any], ...]
    begins_at: datetime
    ends_at: datetime
    median_lag_seconds: float
    lawful: tuple[dict[str, Any], ...] = ()
    lawful_checked: bool = False
    reach: dict[str, Any] | None = None
    targets: tuple[dict[str, Any], ...] = ()
    line: int | None = None  # None: a cell that was not seen before
    kinship: str = "born"
    kin: tuple[KinRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """A whole search: how, over what, and what it found."""

    begun_at: datetime
    corpus_version: int
    options: dict[str, Any]
    figures: dict[str, Any]
    control: dict[str, int] | None
    cells: tuple[CellRecord, ...] = field(default=())
