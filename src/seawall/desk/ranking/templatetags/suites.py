"""How do templates name a suite: a kind of lawful speech that a ranker must not raise?

Suites come with Seawall (`pack:news`) or from this desk's own labels (`desk_reports`); any other is shown as written.
"""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seawall.desk.cases.models.vocabulary import Stance

__all__ = ["PACK_WORDS", "register", "suite_words"]

register = template.Library()

_PACK: Final = "pack:"
_DESK: Final = "desk_"
PACK_WORDS: Final[dict[str, Promise]] = {
    "counter_speech": gettext_lazy("Counter-speech"),
    "documentation": gettext_lazy("Documentation of crimes"),
    "everyday": gettext_lazy("Everyday talk"),
    "identity_mentions": gettext_lazy("Mentions of who people are"),
    "news": gettext_lazy("News"),
    "protest": gettext_lazy("Protest and opposition"),
    "religious_speech": gettext_lazy("Religious speech"),
    "research": gettext_lazy("Research"),
}


@register.filter
def suite_words(suite: str) -> str:
    """Return the name of a suite in the reader's language."""
    pack = PACK_WORDS.get(suite.removeprefix(_PACK)) if suite.startswith(_PACK) else None
    if pack is not None:
        return str(pack)
    stance = suite.removeprefix(_DESK)
    if suite.startswith(_DESK) and stance in Stance.values:
        return _("Labelled here: %(stance)s") % {"stance": Stance(stance).label}
    return suite
