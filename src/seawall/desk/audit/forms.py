"""What people ask of the ledger: a filter, a head to compare with, a reason for an erasure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.ledger import Chain, LedgerError

__all__ = ["EraseForm", "ExportForm", "FilterForm", "VerifyForm"]


class FilterForm(forms.Form):
    """Narrow the ledger; everything is optional."""

    event = forms.CharField(label=_("Event"), max_length=80, required=False)
    acting = forms.CharField(label=_("Who acted"), max_length=80, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    before = forms.IntegerField(min_value=1, max_value=2**62, required=False, widget=forms.HiddenInput)


class VerifyForm(forms.Form):
    """A head that was kept elsewhere."""

    head = forms.CharField(label=_("A head that you kept"), max_length=90, required=False)

    def clean_head(self) -> Chain | None:
        """Read `number:digest`."""
        written = self.cleaned_data["head"].strip()
        if not written:
            return None
        try:
            return Chain.parse(written)
        except LedgerError as error:
            raise forms.ValidationError(_("A head is written as a number, a colon and 64 digits.")) from error


class ExportForm(forms.Form):
    """Whether details go along."""

    with_details = forms.BooleanField(label=_("With details"), required=False)


class EraseForm(forms.Form):
    """Why details are erased; the reason itself stays for ever."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
