"""Reasons of `priority.py`, signal types and tiers in the reader's language.

A code that this desk doesn't know, as an older or newer one may have stored, is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from seawall.desk.cases.models.vocabulary import Outcome

__all__ = ["kind_words", "reason_words", "tier_words"]


def reason_words(reason: dict[str, Any]) -> str:
    """Return one reason as a sentence."""
    code = reason.get("code")
    if code == "match_same":
        return ngettext(
            "%(posts)s post carries exactly what “%(bank)s” lists: %(kinds)s.",
            "%(posts)s posts carry exactly what “%(bank)s” lists: %(kinds)s.",
            reason["posts"],
        ) % _facts(reason)
    if code == "match_near":
        return ngettext(
            "%(posts)s post comes near to what “%(bank)s” lists: %(kinds)s.",
            "%(posts)s posts come near to what “%(bank)s” lists: %(kinds)s.",
            reason["posts"],
        ) % _facts(reason)
    if code == "match_look":
        return ngettext(
            "%(posts)s post uses what “%(bank)s” lists for a look only: %(kinds)s.",
            "%(posts)s posts use what “%(bank)s” lists for a look only: %(kinds)s.",
            reason["posts"],
        ) % _facts(reason)
    return _other_words(reason)


def _other_words(reason: dict[str, Any]) -> str:
    code = reason.get("code")
    if code == "kinds_agree":
        return _("Different kinds of signal agree: %(kinds)s.") % {"kinds": _list_of(reason["kinds"])}
    if code == "may_return":
        return (
            _("It is likely, or a reviewer judged, that a closed account is continued here.")
            if reason.get("likely")
            else _("It is possible that a closed account is continued here.")
        )
    if code == "acts_together":
        return _("It acts together with other accounts more than chance explains; only its own posts count.")
    if code == "held_back":
        return ngettext(
            "%(count)s more finding about this account was held back.",
            "%(count)s more findings about this account were held back.",
            reason["count"],
        ) % {"count": reason["count"]}
    if code == "earlier_case":
        outcome = Outcome(reason["outcome"]).label if reason.get("outcome") else _("closed without a decision")
        return _("An earlier case, %(reference)s, ended: %(outcome)s.") % {
            "reference": _set_apart(reason["reference"]),
            "outcome": outcome,
        }
    return str(code)


def kind_words(signal_type: str) -> str:
    """Return what a signal type compares, in the reader's word."""
    words = {
        "sha256": pgettext("what matched", "file"),
        "md5": pgettext("what matched", "file"),
        "sha1": pgettext("what matched", "file"),
        "pdq": pgettext("what matched", "picture"),
        "picture": pgettext("what matched", "picture"),
        "pdq_frames": pgettext("what matched", "video"),
        "audio": pgettext("what matched", "sound"),
        "wallet": pgettext("what matched", "payment address"),
        "url": pgettext("what matched", "link"),
        "text": pgettext("what matched", "text"),
        "term": pgettext("what matched", "word"),
        "handle": pgettext("what matched", "account"),
        "successor": pgettext("what matched", "link to a closed account"),
        "coordinated": pgettext("what matched", "co-ordination with other accounts"),
    }
    return words.get(signal_type, signal_type)


def tier_words(tier: str) -> str:
    """Return how close a match is, in words."""
    words = {
        "same": _("the same"),
        "near": _("near"),
        "look": _("only worth a look"),
    }
    return words.get(tier, tier)


def _facts(reason: dict[str, Any]) -> dict[str, Any]:
    return {"posts": reason["posts"], "bank": _set_apart(reason["bank"]), "kinds": _list_of(reason["kinds"])}


def _set_apart(name: str) -> str:
    """Keep a name of any script from turning the order of an Arabic sentence (Unicode's first strong isolate)."""
    return f"\u2068{name}\u2069" if get_language_bidi() else name


def _list_of(kinds: Sequence[str]) -> str:
    words = list(dict.fromkeys(kind_words(kind) for kind in kinds))
    return pgettext("between the words of a list", ", ").join(words)
