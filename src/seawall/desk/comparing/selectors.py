"""What stands on the page of one comparison? A finding, both sides of it, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from seawall.corpus.media_files import media_file_path
from seawall.desk.banks.models import BankEntry
from seawall.desk.cases.models import Finding
from seawall.desk.comparing.shared_words import shared_words
from seawall.desk.observations.highlight import Piece
from seawall.digests import Digest, DigestError
from seawall.signals import SIGNAL_TYPES, ContentKind, FileKind, OpenedFile

__all__ = ["Comparison", "banked_file", "comparison_of", "find_finding", "observed_file"]

_LONGEST: Final = 4_000
_SEEN: Final = frozenset({FileKind.PICTURE, FileKind.VIDEO, FileKind.DOCUMENT})
_MOVING: Final = frozenset({FileKind.VIDEO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One finding with both its sides; texts in pieces, of which those that both share are marked."""

    finding: Finding
    entry: BankEntry | None
    has_pictures: bool
    is_video: bool
    observed: tuple[Piece, ...]
    banked: tuple[Piece, ...]


def find_finding(number: int) -> Finding | None:
    """Return a finding with its observation."""
    return Finding.objects.select_related("observation", "case").filter(pk=number).first()


def comparison_of(finding: Finding) -> Comparison:
    """Return what the page shows."""
    entry = _entry(finding)
    is_of_file = (
        finding.signal_type in SIGNAL_TYPES and SIGNAL_TYPES[finding.signal_type].APPLIES_TO is not ContentKind.TEXT
    )
    observed, banked = ((), ()) if is_of_file else shared_words(_observed_text(finding), _banked_text(finding, entry))
    return Comparison(
        finding=finding,
        entry=entry,
        has_pictures=is_of_file and _is_seen(observed_file(finding)) and _is_seen(banked_file(finding)),
        is_video=_is_seen(observed_file(finding), _MOVING),
        observed=observed,
        banked=banked,
    )


def observed_file(finding: Finding) -> Path | None:
    """Return the kept file that a finding was made on; None where there is none."""
    return _kept(finding.media_id or "")


def banked_file(finding: Finding) -> Path | None:
    """Return the kept file of the piece of content that a finding's entry belongs to; None where there is none."""
    entry = _entry(finding)
    if entry is None or entry.content is None or not entry.content.file_sha256:
        return None
    return _kept(f"sha256:{entry.content.file_sha256}")


def _is_seen(path: Path | None, kinds: frozenset[FileKind] = _SEEN) -> bool:
    return path is not None and OpenedFile(path).kind in kinds


def _kept(name: str) -> Path | None:
    try:
        path = media_file_path(settings.SEAWALL.evidence_path, Digest.parse(name))
    except DigestError:
        return None
    return path if path.is_file() else None


def _entry(finding: Finding) -> BankEntry | None:
    entries = BankEntry.objects.select_related("bank", "content")
    return entries.filter(entry_id=finding.entry_id, bank__name=finding.bank).first()


def _observed_text(finding: Finding) -> str:
    first = finding.evidence[0].get("left") if finding.evidence else None
    text = str(finding.observation.parts.get(finding.part) or first or "")
    if not finding.spans or finding.part not in finding.observation.parts:
        return text[:_LONGEST]
    start = max(0, int(finding.spans[0][0]) - _LONGEST // 4)
    return text[start : start + _LONGEST]


def _banked_text(finding: Finding, entry: BankEntry | None) -> str:
    return (entry.value if entry is not None else finding.entry_value or "")[:_LONGEST]
