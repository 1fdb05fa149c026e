"""What people say about how something in a bank should stand: disputes, releases, looks, partners' opinions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.desk.banks.models import StatedOpinion

__all__ = ["LookForm", "OpinionForm", "ReasonForm", "SettleForm", "StandingForms"]


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason(_("Why?"))


class SettleForm(ReasonForm):
    """How a dispute ends."""

    UPHOLD: Final = "uphold"
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(UPHOLD, _("The dispute is right: withdraw it")), ("reject", _("It stands and raises again"))],
        widget=forms.RadioSelect,
    )


class LookForm(ReasonForm):
    """What a reviewer decides who has looked at a sample."""

    TRUST: Final = "trust"
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (TRUST, _("It matches what it should: let it raise")),
            ("aside", _("Set it aside: it raises nothing")),
        ],
        widget=forms.RadioSelect,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class OpinionForm(forms.Form):
    """What a partner says."""

    partner = forms.CharField(label=_("Partner"), max_length=120)
    opinion = forms.ChoiceField(label=_("What do they say?"), choices=StatedOpinion.choices)
    source = forms.CharField(
        label=_("Where did they say it?"),
        max_length=500,
        help_text=_("A message, a call, a list: so that it can be found again."),
    )


@dataclass(frozen=True, slots=True)
class StandingForms:
    """Fresh forms for the part of a page that shows how something stands; each has ids of its own."""

    dispute: ReasonForm = field(default_factory=lambda: ReasonForm(auto_id="dispute_%s"))
    opinion: OpinionForm = field(default_factory=lambda: OpinionForm(auto_id="opinion_%s"))
