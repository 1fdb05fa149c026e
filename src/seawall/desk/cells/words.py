"""Traces, roles, spans of time and degrees of certainty in the reader's language; an unknown word as it stands."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

__all__ = ["certainty_tone", "certainty_words", "role_words", "span_words", "trace_words"]

_TRACES: Final[dict[str, Promise]] = {
    "item": gettext_lazy("shared the same"),
    "same_url": gettext_lazy("linked the same address"),
    "same_media": gettext_lazy("posted the same picture or file"),
    "near_media": gettext_lazy("posted nearly the same picture"),
    "same_text": gettext_lazy("posted the same text"),
    "near_text": gettext_lazy("posted nearly the same text"),
    "hashtag_sequence": gettext_lazy("used the same hashtags in the same order"),
    "same_reshare": gettext_lazy("reshared the same post"),
    "same_target": gettext_lazy("replied to the same post"),
    "same_mention": gettext_lazy("mentioned the same account"),
    "same_channel": gettext_lazy("joined or forwarded the same channel"),
    "private_invite": gettext_lazy("spread the same private invite"),
    "source_to_sink": gettext_lazy("passed things on along the same path"),
}

_ROLES: Final[dict[str, Promise]] = {
    "originator": pgettext_lazy("role in a cell", "goes first"),
    "amplifier": pgettext_lazy("role in a cell", "amplifies"),
    "bridge": pgettext_lazy("role in a cell", "bridges to other cells"),
    "funnel": pgettext_lazy("role in a cell", "points to private channels"),
    "sleeper": pgettext_lazy("role in a cell", "woke to act"),
}

_SURE, _FAIRLY = 0.8, 0.5


def trace_words(kind: str) -> str:
    """Return what two accounts did together, in words."""
    return str(_TRACES.get(kind, kind))


def role_words(role: str) -> str:
    """Return a role, in words."""
    return str(_ROLES.get(role, role))


def certainty_words(certainty: float | None) -> str:
    """Return how sure a cell is: how alike it is when looked for again in a part of what was seen."""
    if certainty is None:
        return _("not looked for again")
    if certainty >= _SURE:
        return _("holds firmly")
    return _("holds mostly") if certainty >= _FAIRLY else _("holds loosely")


def certainty_tone(certainty: float | None) -> str:
    """Return the tone that goes with `certainty_words`."""
    if certainty is None:
        return "quiet"
    if certainty >= _SURE:
        return "ok"
    return "accent" if certainty >= _FAIRLY else "wait"


def span_words(seconds: float) -> str:
    """Return a span of time in its largest fitting unit: "40 seconds", "2 hours"."""
    if seconds < 60:
        number = round(seconds)
        return ngettext("%(number)s second", "%(number)s seconds", number) % {"number": number}
    if seconds < 3_600:
        number = round(seconds / 60)
        return ngettext("%(number)s minute", "%(number)s minutes", number) % {"number": number}
    if seconds < 86_400:
        number = round(seconds / 3_600)
        return ngettext("%(number)s hour", "%(number)s hours", number) % {"number": number}
    number = round(seconds / 86_400)
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
