"""What people say about closed accounts: an upload, a proposal from a case, a reason, a way of withdrawing."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.models import ClosingState, Coming, Withdrawing
from seawall.desk.closings.reading import ENDINGS

__all__ = ["MAX_UPLOAD_BYTES", "FilterForm", "ProposalForm", "RefusalForm", "UploadForm", "WithdrawalForm"]

MAX_UPLOAD_BYTES: Final = 200 << 20
_DAY: Final = {"type": "date"}
_WORDS: Final = {"rows": 2, "dir": "auto"}


class UploadForm(forms.Form):
    """A table of closed accounts."""

    upload = forms.FileField(
        label=_("Table"),
        help_text=_("CSV with a header, UTF-8, or Parquet; up to 200 MB and 500,000 rows."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    came = forms.ChoiceField(
        label=_("Where is it from?"),
        choices=[choice for choice in Coming.choices if choice[0] != Coming.CASE.value],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("What whoever signs should know: which export, of which day."),
        widget=forms.Textarea(attrs=_WORDS),
    )

    def facts(self) -> ListFacts:
        """Return what a valid form says of its file."""
        given = self.cleaned_data
        return ListFacts(came=given["came"], file_name=given["upload"].name or "upload", note=given["note"])


class ProposalForm(forms.Form):
    """Why and until when the subject of a case is a closed account."""

    decision = forms.CharField(
        label=_("Reference of the decision"),
        max_length=200,
        help_text=_("The decision by which the platform closed it, as the platform can find it again."),
    )
    ground = forms.CharField(label=_("Ground"), max_length=500, help_text=_("The clause that it was closed under."))
    closed_at = forms.DateTimeField(label=_("Closed on"), widget=forms.DateInput(attrs=_DAY))
    expires = forms.DateTimeField(
        label=_("Counts until"),
        widget=forms.DateInput(attrs=_DAY),
        help_text=_("From then on nothing is compared with it. Ten years at most."),
    )


class RefusalForm(forms.Form):
    """Why something is refused."""

    reason = forms.CharField(label=_("Why is it refused?"), max_length=2000, widget=forms.Textarea(attrs=_WORDS))


class WithdrawalForm(forms.Form):
    """How and why a closed account leaves the bank."""

    how = forms.ChoiceField(label=_("What has happened?"), choices=Withdrawing.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs=_WORDS),
        help_text=_("The decision or the mistake. It stays with the record."),
    )


class FilterForm(forms.Form):
    """Which accounts of a list are shown? An odd value in the address is passed over, never an error."""

    words = forms.CharField(label=_("Handle or id"), max_length=500, required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *ClosingState.choices], required=False)

    def wanted(self) -> dict[str, Any]:
        """Return the arguments of `selectors.closings_of`, whatever the address says."""
        self.is_valid()
        cleaned = self.cleaned_data
        return {"state": cleaned.get("state") or "", "words": (cleaned.get("words") or "").strip()}
