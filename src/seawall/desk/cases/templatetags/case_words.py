"""How do templates write what a case says? Filters that turn stored values into the reader's words and tones."""

from __future__ import annotations

from typing import Any, Final

from django import template

from seawall.desk.cases.event_words import event_words
from seawall.desk.cases.models import Case, CaseState, Finding, ObservationCopy, Priority, ProtectedPurpose
from seawall.desk.cases.reason_words import kind_words, reason_words, tier_words
from seawall.desk.cases.weight_words import weight_words

__all__ = ["register"]

register = template.Library()
register.filter("kind_words", kind_words)
register.filter("reason_words", reason_words)
register.filter("tier_words", tier_words)
register.filter("event_words", event_words)
register.filter("weight_words", weight_words)

_FIRST_WORDS: Final = 240
_PRIORITY_TONES: Final = {Priority.FIRST: "wait", Priority.SOON: "accent"}
_STATE_TONES: Final = {
    CaseState.OPEN: "accent",
    CaseState.SECOND_LOOK: "wait",
    CaseState.DIFFERING: "wait",
    CaseState.DECIDED: "ok",
}


@register.filter
def subject_name(case: Case) -> str:
    """Return how the subject is called: handle, else its id, else "a post"."""
    return case.handle or case.account_id or case.channel_id or case.post_key or ""


@register.filter
def observed_name(copy: ObservationCopy) -> str:
    """Return how whoever posted is called."""
    return copy.handle or copy.account_id or copy.channel_id or copy.post_id or copy.key


@register.filter
def first_reason(case: Case) -> str:
    """Return the weightiest reason of a case as a sentence."""
    return reason_words(case.reasons[0]) if case.reasons else ""


@register.filter
def first_words(finding: Finding) -> str:
    """Return the beginning of the text that a finding is about."""
    parts = finding.observation.parts
    text = str(parts.get(finding.part) or next(iter(parts.values()), ""))
    return text if len(text) <= _FIRST_WORDS else text[:_FIRST_WORDS] + "…"


@register.filter
def without_label(because: str) -> str:
    """Leave out "Not raised:" and "Withdrawn:" where the page says it already."""
    return because.removeprefix("Not raised: ").removeprefix("Withdrawn: ")


@register.filter
def priority_tone(priority: int) -> str:
    """Return the tone of a priority; the words beside it say the same."""
    return _PRIORITY_TONES.get(Priority(priority), "quiet")


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a state."""
    return _STATE_TONES.get(CaseState(state), "quiet")


@register.filter
def share(weight: Any) -> float:
    """Return how much of a bar a weight fills: its size, whichever side it speaks for."""
    return abs(float(weight))


@register.filter
def purpose_label(value: str) -> str:
    """Return a protected purpose in the reader's language."""
    return str(ProtectedPurpose(value).label)
