"""What happened to a case, in the reader's language: one sentence for each event that the services record."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["EVENT_WORDS", "event_words"]

EVENT_WORDS: dict[str, str | Promise] = {
    "case_opened": _("Opened the case from raised findings."),
    "findings_added": _("Added new findings to the case."),
    "case_claimed": _("Began to work on the case."),
    "claim_extended": _("Went on working on the case."),
    "case_released": _("Gave the case back to the queue."),
    "case_viewed": _("Looked at the case."),
    "decision_recorded": _("Recorded a decision."),
    "decision_undone": _("Took the decision back within its grace time."),
    "decision_corrected": _("Corrected the decision; the case is open again."),
    "case_closed": _("Closed the case without a decision."),
    "case_reopened": _("Opened the closed case again."),
    "conflict_declared": _("Declared a conflict of interest."),
    "grounds_withdrawn": _("Everything that the decision rests on was withdrawn."),
}


def event_words(event: str) -> str:
    """Return the sentence for an event; an unknown one is shown by its name."""
    return str(EVENT_WORDS.get(event, event))
