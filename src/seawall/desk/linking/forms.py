"""What people say about links: which ones they want to see, and what they judge."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from seawall.desk.linking.models import LinkClass, LinkState, Verdict
from seawall.desk.linking.selectors import WAITS

__all__ = ["VERDICT_KEYS", "JudgementForm", "LinkFilterForm"]

VERDICT_KEYS: Final = dict(zip(Verdict.values, "123", strict=True))
"""The key of each verdict on the link page."""

_LONGEST_REASON: Final = 2_000


class JudgementForm(forms.Form):
    """What a reviewer says of a link's two accounts, and why."""

    verdict = forms.ChoiceField(
        label=_("Does one actor stand behind both?"),
        choices=Verdict.choices,
        error_messages={"required": _("Say what you think: the same, different, or unsure.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=_LONGEST_REASON,
        error_messages={"required": _("Say why, in words: one sentence is enough.")},
    )


class LinkFilterForm(forms.Form):
    """Which links are listed? An odd value in the address is passed over, never an error."""

    link_class = forms.ChoiceField(label=_("How likely?"), required=False, choices=[("", _("All")), *LinkClass.choices])
    verdict = forms.ChoiceField(
        label=_("Judged"),
        required=False,
        choices=[("", _("All")), (WAITS, _("Waits for a judgement")), *Verdict.choices],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*LinkState.choices, ("all", _("All"))])
    words = forms.CharField(label=_("Handle or id"), max_length=500, required=False)

    def __init__(self, address: QueryDict) -> None:
        """Read the filters from the address; without any, links that stand are shown."""
        super().__init__({"state": LinkState.STANDS.value, **address.dict()})

    def wanted(self) -> dict[str, Any]:
        """Return the arguments of `selectors.links_for`."""
        self.full_clean()
        known = self.cleaned_data
        state = known.get("state") or LinkState.STANDS.value
        return {
            "state": "" if state == "all" else state,
            "link_class": known.get("link_class") or "",
            "verdict": known.get("verdict") or "",
            "words": (known.get("words") or "").strip(),
        }
