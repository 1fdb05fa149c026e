"""What the engine says of a broken ledger, in the reader's language. The engine itself speaks English alone."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seawall.ledger import BrokenLink

__all__ = ["reason_in_words"]

_WORDS: Final[dict[str, str | Promise]] = {
    "it does not continue the entry before it": _("It does not continue the row before it."),
    "its fields were changed after it was written": _("Its fields were changed after it was written."),
    "its details were changed": _("Its details were changed after it was written."),
    "its details are gone, and no row says that they were erased": _(
        "Its details are gone, and no row says that they were erased."
    ),
    "the head that was kept elsewhere is not in this ledger": _(
        "The head that was kept elsewhere is not in this ledger."
    ),
}


def reason_in_words(problem: BrokenLink) -> str:
    """Return why a row doesn't hold; a reason that only the engine has words for is given in them."""
    if problem.reason.startswith(f"entry {problem.number} is missing"):
        return str(_("It is missing; rows after it are there."))
    return str(_WORDS.get(problem.reason, problem.reason))
