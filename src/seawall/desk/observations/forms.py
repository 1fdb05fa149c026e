"""What a reader may ask of an account's page, and the purpose that they state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models import Case
from seawall.desk.observations.models import Consultation
from seawall.desk.observations.purposes import Purpose

__all__ = ["PurposeForm", "SpanForm"]


class PurposeForm(forms.Form):
    """Why does the reader open this account?"""

    why = forms.ChoiceField(
        label=_("Purpose"),
        choices=[choice for choice in Consultation.Why.choices if choice[0] != Consultation.Why.SHOWN.value],
        widget=forms.RadioSelect,
    )
    case_reference = forms.CharField(
        label=_("Case"), max_length=20, required=False, help_text=_("Its reference, where the purpose is a case.")
    )
    note = forms.CharField(
        label=_("In your words"), max_length=500, required=False, help_text=_("What you hope to find out.")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a case that exists where the purpose is one, and for words where it is not."""
        cleaned = super().clean() or {}
        reference = cleaned.get("case_reference", "").strip().upper()
        if cleaned.get("why") == Consultation.Why.CASE.value:
            if not Case.objects.filter(reference=reference).exists():
                self.add_error("case_reference", _("There is no case of that reference."))
        elif not cleaned.get("note", "").strip():
            self.add_error("note", _("Say in a few words what you hope to find out."))
        return cleaned

    def purpose(self) -> Purpose:
        """Return the stated purpose of a valid form."""
        reference = self.cleaned_data["case_reference"].strip().upper()
        is_case = self.cleaned_data["why"] == Consultation.Why.CASE.value
        return Purpose(
            why=self.cleaned_data["why"],
            note=self.cleaned_data["note"].strip() or None,
            case_reference=reference if is_case else None,
        )


class SpanForm(forms.Form):
    """Which posts of an account are listed? An odd value in the address is passed over, never an error."""

    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    start = forms.DateField(required=False)
    end = forms.DateField(required=False)

    def span(self) -> dict[str, Any]:
        """Return the arguments of `selectors.account_page`, whatever the address says."""
        self.is_valid()
        cleaned = self.cleaned_data
        return {"page": cleaned.get("page") or 1, "start": cleaned.get("start"), "end": cleaned.get("end")}
