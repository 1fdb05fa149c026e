"""What people ask of cells: an order, a member, ties of one member, names with a reason. Odd values are passed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["CaseForm", "FilterForm", "MemberForm", "RevealForm", "TieForm"]


class FilterForm(forms.Form):
    """Which cells, in which order?"""

    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("certainty", _("surest first")), ("size", _("largest first")), ("newest", _("latest first"))],
        required=False,
    )
    lawful = forms.ChoiceField(
        label=_("Lawful alternative"),
        choices=[("", _("All")), ("named", _("named")), ("none", _("none"))],
        required=False,
    )

    def wanted(self) -> dict[str, str]:
        """Return the arguments of `selectors.cells_of`, whatever the address says."""
        self.is_valid()
        return {"order": self.cleaned_data.get("order") or "certainty", "lawful": self.cleaned_data.get("lawful") or ""}


class MemberForm(forms.Form):
    """Which member?"""

    words = forms.CharField(label=_("Pseudonym"), max_length=40, required=False)

    def words_asked(self) -> str:
        """Return what is looked for."""
        self.is_valid()
        return (self.cleaned_data.get("words") or "").strip()


class TieForm(forms.Form):
    """Which ties?"""

    member = forms.IntegerField(label=_("Member"), min_value=1, max_value=2_000_000_000, required=False)
    weakest_first = forms.BooleanField(label=_("weakest first"), required=False)

    def wanted(self) -> dict[str, Any]:
        """Return the arguments of `selectors.ties_of`, whatever the address says."""
        self.is_valid()
        given = self.cleaned_data
        return {"member": given.get("member"), "weakest_first": bool(given.get("weakest_first"))}


class CaseForm(forms.Form):
    """Why should this member's own posts be looked at, and was what is lawful weighed?"""

    reason = forms.CharField(
        label=_("Why should its own posts be looked at?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("It stays in the ledger. To act together is no breach; say what you expect to find in the posts."),
    )
    weighed = forms.BooleanField(
        label=_("I have weighed the lawful explanations named above, and what speaks against them."),
        required=False,
    )

    def __init__(self, *given: Any, to_weigh: bool, **named: Any) -> None:
        """`to_weigh`: a lawful alternative is named, so weighing it is asked for."""
        super().__init__(*given, **named)
        if to_weigh:
            self.fields["weighed"].required = True
        else:
            del self.fields["weighed"]


class RevealForm(forms.Form):
    """Why are names needed?"""

    reason = forms.CharField(
        label=_("Why do you need the names?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("It stays in the ledger. The names are shown to you alone, for eight hours."),
    )
