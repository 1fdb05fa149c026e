"""What comes in from the pages: a decision, a reason, the filters of the queue."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models import CaseState, Outcome, Priority, ProtectedPurpose, Stance
from seawall.desk.cases.reasons import LONGEST_REASON
from seawall.desk.cases.selectors.queue import QueueFilter

__all__ = ["OUTCOME_KEYS", "STANCE_KEYS", "DecisionForm", "QueueForm", "ReasonForm"]

STANCE_KEYS: Final = dict(zip(Stance.values, "1234567890-", strict=True))
"""The key of each stance on the case page."""

OUTCOME_KEYS: Final = dict(zip(Outcome.values, "bvm", strict=True))


class DecisionForm(forms.Form):
    """A reviewer's decision."""

    stance = forms.ChoiceField(label=_("What do the posts do with it?"), choices=Stance.choices)
    outcome = forms.ChoiceField(label=_("What do you find?"), choices=Outcome.choices)
    protected_purposes = forms.MultipleChoiceField(
        label=_("Does it serve a protected purpose?"), choices=ProtectedPurpose.choices, required=False
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why, in words: one sentence is enough.")},
    )


class ReasonForm(forms.Form):
    """A reason for a correction, a closing, a reopening or a conflict of interest."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why, in words: one sentence is enough.")},
    )


class QueueForm(forms.Form):
    """The filters of the queue; whatever is unknown in the address is passed over."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("waiting", _("Waits for somebody")), *CaseState.choices, ("all", _("All"))],
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), required=False, coerce=int, empty_value=None, choices=[("", _("Any")), *Priority.choices]
    )
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    bank = forms.ChoiceField(label=_("Bank"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("Any")), *Outcome.choices])
    mine = forms.BooleanField(label=_("Only what I work on or decided"), required=False)

    def __init__(self, address: QueryDict, *, platforms: list[str], banks: list[str]) -> None:
        """Read the filters from the address; `platforms` and `banks` are those that cases are about."""
        super().__init__({"state": "waiting", **address.dict()})
        for name, values in (("platform", platforms), ("bank", banks)):
            field: Any = self.fields[name]
            field.choices = [("", _("Any")), *((value, value) for value in values)]

    def wanted(self) -> QueueFilter:
        """Return the filters that are known."""
        self.full_clean()
        known = self.cleaned_data
        return QueueFilter(
            state=known.get("state") or "waiting",
            mine=bool(known.get("mine")),
            platform=known.get("platform") or None,
            bank=known.get("bank") or None,
            priority=known.get("priority"),
            outcome=known.get("outcome") or None,
        )
