"""What does the case page show as evidence and as reasons? One card an observation, one reason a finding.

Observations come strongest first, a page of them at a time; their findings with a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max

from seawall.desk.banks.models import Bank
from seawall.desk.cases.marking import MarkedText, mark_text
from seawall.desk.cases.models import Case, Finding, ObservationCopy

__all__ = ["EvidencePage", "HeldBack", "ObservedCard", "Part", "Reason", "against", "evidence_page", "observed_copy"]

OBSERVATIONS_A_PAGE: Final = 10
_SHOWN_AGAINST: Final = 20
_WHOLE_TEXT: Final = frozenset({"text"})
"""Signals whose match is the whole of a part when no span is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One text of an observation with what matched in it marked."""

    name: str
    text: MarkedText


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedCard:
    """One observation: its number on the page, its texts, its files."""

    number: int
    copy: ObservationCopy
    parts: tuple[Part, ...]
    media: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One finding with the card that it speaks of, the bank's owner, and its evidence for and against."""

    finding: Finding
    card: ObservedCard
    owner: str | None
    speaks_for: tuple[dict[str, Any], ...]
    speaks_against: tuple[dict[str, Any], ...]
    media_id: str | None

    @property
    def compared(self) -> dict[str, Any] | None:
        """Return the piece of evidence whose two sides can be put beside each other."""
        return next((fact for fact in self.speaks_for if fact.get("left") or fact.get("right")), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A reason for which findings about a subject were held back, and how many of them."""

    because: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """One page of the evidence of a case."""

    page: Page[Any]
    cards: tuple[ObservedCard, ...]
    reasons: tuple[Reason, ...]


def evidence_page(case: Case, number: int) -> EvidencePage:
    """Return a page of what the case rests on; a number outside the pages gives the nearest one."""
    strongest = (
        Finding.objects.filter(case=case)
        .values("observation_id")
        .annotate(score=Max("score"))
        .order_by("-score", "observation_id")
    )
    page: Page[Any] = Paginator(strongest, OBSERVATIONS_A_PAGE).get_page(number)
    numbers = [row["observation_id"] for row in page.object_list]
    copies = ObservationCopy.objects.in_bulk(numbers)
    findings = list(
        Finding.objects.filter(case=case, observation_id__in=numbers).order_by("withdrawn_at", "-score", "id")
    )
    owners = dict(Bank.objects.filter(name__in={one.bank for one in findings}).values_list("name", "owner"))
    cards = {
        key: observed_card(copies[key], [one for one in findings if one.observation_id == key], position)
        for position, key in enumerate(numbers, start=page.start_index())
    }
    reasons = (
        _reason(finding, cards[key], owners.get(finding.bank))
        for key in numbers
        for finding in findings
        if finding.observation_id == key
    )
    return EvidencePage(page=page, cards=tuple(cards.values()), reasons=tuple(reasons))


def against(case: Case) -> list[HeldBack]:
    """Return why findings about the same subject were held back, the most frequent reason first."""
    held_back = Finding.objects.filter(raised=False, withdrawn_at__isnull=True, observation__platform=case.platform)
    if case.account_id is not None:
        held_back = held_back.filter(observation__account_id=case.account_id)
    elif case.channel_id is not None:
        held_back = held_back.filter(observation__account_id__isnull=True, observation__channel_id=case.channel_id)
    else:
        held_back = held_back.filter(observation__key=case.post_key)
    rows = held_back.values_list("because").annotate(count=Count("pk")).order_by("-count", "because")
    return [HeldBack(because=because, count=count) for because, count in rows[:_SHOWN_AGAINST]]


def observed_copy(case: Case, number: int) -> tuple[ObservationCopy, list[Finding]] | None:
    """Return one observation of a case with its findings there; None where the case has no such one."""
    findings = list(Finding.objects.filter(case=case, observation_id=number).select_related("observation"))
    return (findings[0].observation, findings) if findings else None


def observed_card(
    copy: ObservationCopy, findings: Sequence[Finding], number: int, *, whole: bool = False
) -> ObservedCard:
    """Return the card of an observation; `whole` shows its texts uncut."""
    parts = (
        Part(name=name, text=_marked(text, [one for one in findings if one.part == name], whole=whole))
        for name, text in copy.parts.items()
    )
    return ObservedCard(number=number, copy=copy, parts=tuple(parts), media=tuple(copy.media))


def _marked(text: str, findings: Sequence[Finding], *, whole: bool) -> MarkedText:
    spans = [span for one in findings if one.withdrawn_at is None for span in _spans(one, text)]
    return mark_text(text, spans, shown_characters=None) if whole else mark_text(text, spans)


def _spans(finding: Finding, text: str) -> list[list[int]]:
    if finding.spans or finding.signal_type not in _WHOLE_TEXT:
        return list(finding.spans)
    return [[0, len(text)]]


def _reason(finding: Finding, card: ObservedCard, owner: str | None) -> Reason:
    media = {file["media_id"] for file in card.media}
    named = [fact.get(side) for fact in finding.evidence for side in ("left", "right")]
    media_id = next((name for name in (*named, f"sha256:{finding.entry_value}") if name in media), finding.media_id)
    return Reason(
        finding=finding,
        card=card,
        owner=owner,
        speaks_for=tuple(fact for fact in finding.evidence if fact["weight"] >= 0),
        speaks_against=tuple(fact for fact in finding.evidence if fact["weight"] < 0),
        media_id=media_id,
    )
