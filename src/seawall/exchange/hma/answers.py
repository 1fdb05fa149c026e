"""What do the answers of the HMA API look like? Plain dictionaries, made of plain values.

Left out: statuses; an error is `{"message": …}` throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["ContentFacts", "Matched", "bank_answer", "content_answer", "lookup_answer", "raw_lookup_answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A piece of banked content that met what was looked up: its bank's HMA name, its number, the distance as told."""

    bank: str
    content_id: int
    distance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFacts:
    """What a piece of banked content says of itself on this API; absent parts are None."""

    content_id: int
    bank: str
    enabled_ratio: float
    disable_until_ts: int
    note: str | None = None
    metadata: Mapping[str, Any] | None = None
    signals: Mapping[str, str] | None = None


def bank_answer(name: str, enabled_ratio: float) -> dict[str, Any]:
    """Return one bank."""
    return {"matching_enabled_ratio": enabled_ratio, "name": name}


def raw_lookup_answer(matches: Iterable[Matched], *, with_distance: bool) -> dict[str, Any]:
    """Return what a raw look-up found, whatever the banks' ratios."""
    if with_distance:
        return {"matches": [_match(found) for found in matches]}
    return {"matches": [found.content_id for found in matches]}


def lookup_answer(matches: Iterable[Matched]) -> dict[str, Any]:
    """Return what a look-up found, by bank."""
    by_bank: dict[str, list[dict[str, Any]]] = {}
    for found in matches:
        by_bank.setdefault(found.bank, []).append(_match(found))
    return by_bank


def content_answer(facts: ContentFacts, *, with_signals: bool, with_metadata: bool) -> dict[str, Any]:
    """Return one piece of banked content."""
    answer: dict[str, Any] = {
        "id": facts.content_id,
        "disable_until_ts": facts.disable_until_ts,
        "collab_metadata": {},
        "original_media_uri": None,
        "bank": bank_answer(facts.bank, facts.enabled_ratio),
    }
    if with_signals:
        answer["signals"] = dict(facts.signals or {})
    if with_metadata and facts.metadata:
        answer["metadata"] = {"content_id": None, "content_uri": None, "json": None, **facts.metadata}
    if facts.note is not None:
        answer["note"] = facts.note
    return answer


def _match(found: Matched) -> dict[str, Any]:
    return {"bank_content_id": found.content_id, "distance": found.distance}
