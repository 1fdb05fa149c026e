"""What an administrator types about a token."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from seawall.clock import utc_now
from seawall.desk.hma.models import Scope
from seawall.desk.hma.services.tokens import TokenDraft
from seawall.desk.people.models import StaffMember

__all__ = ["TokenForm"]

_USUAL_LIFE: Final = timedelta(days=365)


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The system that will use it."))
    scopes = forms.MultipleChoiceField(
        label=_("What it allows"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    answers_for = forms.ModelChoiceField(
        label=_("Who answers for it"),
        queryset=StaffMember.objects.none(),
        help_text=_(
            "What the system adds to banks is recorded as added by this person: an analyst or a legal officer, if it "
            "may change banks. When they are shut out, so is the token."
        ),
    )
    origin = forms.CharField(
        label=_("Its entries come from"),
        max_length=120,
        required=False,
        help_text=_(
            "The partner whose judgements it brings. They match nothing before somebody here has looked at them. "
            "Empty: they are our own."
        ),
    )
    ends_on = forms.DateField(
        label=_("Ends"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Empty: no end.")
    )
    per_minute = forms.IntegerField(label=_("Requests a minute"), min_value=1, max_value=1_000_000, initial=6000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people who are active."""
        super().__init__(*args, **kwargs)
        people = StaffMember.objects.filter(is_active=True, accepted_at__isnull=False).order_by("pseudonym")
        self.fields["answers_for"].queryset = people  # type: ignore[attr-defined]
        self.fields["ends_on"].initial = (utc_now() + _USUAL_LIFE).date()

    def draft(self) -> TokenDraft:
        """Return the token that was asked for; it ends with the day."""
        given = self.cleaned_data
        last_day = given["ends_on"]
        ends_at = None
        if last_day is not None:
            ends_at = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=utc_now().tzinfo)
        return TokenDraft(
            name=given["name"],
            scopes=tuple(given["scopes"]),
            answers_for=given["answers_for"],
            origin=given["origin"],
            ends_at=ends_at,
            per_minute=given["per_minute"],
        )
