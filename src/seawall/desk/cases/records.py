"""What the desk takes in: one finding of an engine with the observation that it is about, as a value.

Made from the findings store and the corpus by `found.py`; tests and other engines make them directly. Spans are
half-open places, counted in characters, in that part of the observation which `part` names; no span means the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from seawall.evidence import Evidence

__all__ = ["FindingRecord", "MediaRecord", "ObservationRecord", "Received", "Refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRecord:
    """A picture, video or file that a post carries; `description` is its alternative text."""

    media_id: str
    media_type: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationRecord:
    """A post (or a profile, channel or file) as it was seen; what is unknown is None, `parts` are its texts by name."""

    key: str
    kind: str = "posts"
    platform: str
    account_id: str | None = None
    channel_id: str | None = None
    post_id: str | None = None
    posted_at: datetime | None = None
    handle: str | None = None
    display_name: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    url: str | None = None
    media: tuple[MediaRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """One claim about one observation and one bank entry.

    `key` names the pair and never changes; what is said about it may, and then `revision` grows. `is_withdrawn` means
    that the entry is no longer held. `media_id` names the file that it was made on, `location` where in it, `transform`
    what was done to it first, and `alignment` is the homography to the banked picture (`seawall.index.Way`).
    """

    key: str
    revision: int = 0
    observation: ObservationRecord
    engine: str
    engine_version: str
    signal_type: str
    bank: str
    entry_id: str
    opinion: str
    tier: str
    score: float
    raised: bool
    because: str
    found_at: datetime
    part: str = "text"
    stage: str = "exact"
    distance: int = 0
    transform: str | None = None
    location: str | None = None
    media_id: str | None = None
    alignment: tuple[float, ...] | None = None
    is_withdrawn: bool = False
    evidence: tuple[Evidence, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    policy: str | None = None
    entry_value: str | None = None
    entry_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A finding that could not be stored, and why."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How a delivery ended: new + repeats + refused = what was handed in."""

    new: int
    repeats: int
    refused: tuple[Refused, ...] = ()
