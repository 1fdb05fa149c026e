"""When is a reason a reason? Not empty, not longer than a page or ten, and storable in every database."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from seawall.desk.cases.errors import DecisionIncompleteError
from seawall.desk.cases.storable import storable_text

__all__ = ["LONGEST_REASON", "written_reason"]

LONGEST_REASON: Final = 20_000
"""Characters."""


def written_reason(written: str) -> str:
    """Return the reason without blank edges.

    Raises:
        DecisionIncompleteError: nothing is left, or it is too long.
    """
    reason = storable_text(written).strip()
    if not reason:
        raise DecisionIncompleteError(_("Say why, in words: one sentence is enough."), part="reason")
    if len(reason) > LONGEST_REASON:
        raise DecisionIncompleteError(
            _("The reason is longer than %(count)s characters.") % {"count": LONGEST_REASON}, part="reason"
        )
    return reason
