"""What people type about banks and entries."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.drafts import BankFacts, EntryDraft
from seawall.desk.banks.models import Bank, BankEntry, Opinion
from seawall.desk.banks.selectors import EntryState
from seawall.desk.banks.values import MAX_VALUE_CHARACTERS, near_signal_titles, signal_titles

__all__ = ["MAX_LIST_BYTES", "BankForm", "EditEntryForm", "EntryFilterForm", "EntryForm", "ListForm", "WithdrawForm"]

MAX_LIST_BYTES: Final = 50 << 20
_LARGEST_LIMIT: Final = 256
_OWN_OPINION: Final = ("", _("As the bank"))


class BankForm(forms.ModelForm[Bank]):
    """What a bank says of itself. The name is asked once: it never changes."""

    class Meta:
        model = Bank
        fields = ["name", "owner", "policy", "opinion", "licence", "origin", "enabled_ratio", "expires_at"]
        widgets = {
            "opinion": forms.RadioSelect,
            "expires_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the name out where the bank exists; ask how near a match must be for each type that has distances."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["name"]
        self.fields["enabled_ratio"].required = False
        for name, title in near_signal_titles():
            self.fields[f"limit_{name}"] = forms.IntegerField(
                label=_("Largest distance: %(signal)s") % {"signal": title},
                min_value=0,
                max_value=_LARGEST_LIMIT,
                required=False,
                initial=self.instance.limits.get(name),
                help_text=_("Bits of 256 for PDQ, hundredths for the others. Empty: as measured."),
            )

    def facts(self) -> BankFacts:
        """Return the facts of a valid form."""
        cleaned = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        limits = {name: self.cleaned_data.get(f"limit_{name}") for name, _title in near_signal_titles()}
        known = {name: limit for name, limit in limits.items() if limit is not None}
        if cleaned.get("enabled_ratio") is None:
            cleaned["enabled_ratio"] = 1.0
        return BankFacts(**{"name": self.instance.name, **cleaned, "limits": known})

    def _post_clean(self) -> None:
        """Leave the instance alone: only services write it; the database and they check what the form can't."""


class EntryForm(forms.Form):
    """One signal to add."""

    signal_type = forms.ChoiceField(label=_("Kind of signal"))
    value = forms.CharField(
        label=_("Value"),
        max_length=MAX_VALUE_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "spellcheck": "false"}),
        help_text=_("As you have it: the desk brings it into the form that is compared."),
    )
    opinion = forms.ChoiceField(label=_("Opinion"), choices=[_OWN_OPINION, *Opinion.choices], required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Where you have it from. Reviewers read it beside each finding."),
    )
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the signal types that are installed."""
        super().__init__(*args, **kwargs)
        kind = self.fields["signal_type"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = signal_titles()

    def draft(self) -> EntryDraft:
        """Return the draft of a valid form."""
        cleaned = self.cleaned_data
        return EntryDraft(
            signal_type=cleaned["signal_type"],
            value=cleaned["value"].strip(),
            opinion=cleaned["opinion"] or None,
            note=cleaned["note"].strip() or None,
        )


class ListForm(forms.Form):
    """Many signals, pasted or as a file."""

    signal_type = forms.ChoiceField(
        label=_("Kind of signal"), required=False, help_text=_("For lines that don’t say it themselves.")
    )
    pasted = forms.CharField(
        label=_("Lines"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
        help_text=_("A value a line, “type value” a line, CSV with a header, or JSON Lines."),
    )
    upload = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Text, CSV, JSON Lines or tx; UTF-8; up to 50 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the signal types that are installed."""
        super().__init__(*args, **kwargs)
        kind = self.fields["signal_type"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("Each line says it")), *signal_titles()]

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        cleaned = super().clean() or {}
        upload, pasted = cleaned.get("upload"), (cleaned.get("pasted") or "").strip()
        if bool(upload) == bool(pasted):
            raise forms.ValidationError(_("Paste lines or choose a file: one of the two."))
        if upload and upload.size > MAX_LIST_BYTES:
            self.add_error("upload", _("The file is larger than 50 MB; split it."))
        return cleaned


class EditEntryForm(forms.Form):
    """What may change about an entry."""

    opinion = forms.ChoiceField(label=_("Opinion"), choices=Opinion.choices)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    expires_at = forms.DateTimeField(
        label=_("Ends"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("From then on it matches nothing. Empty: no end."),
    )

    @classmethod
    def of(cls, entry: BankEntry) -> EditEntryForm:
        """Return the form as the entry stands."""
        return cls(initial={"opinion": entry.opinion, "note": entry.note, "expires_at": entry.expires_at})


class WithdrawForm(forms.Form):
    """Why an entry is withdrawn."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


class EntryFilterForm(forms.Form):
    """Which entries are listed."""

    words = forms.CharField(label=_("Search the entries"), max_length=200, required=False)
    signal_type = forms.ChoiceField(label=_("Kind of signal"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=EntryState.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the signal types that are installed."""
        super().__init__(*args, **kwargs)
        kind = self.fields["signal_type"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", _("All")), *signal_titles()]
