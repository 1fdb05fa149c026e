"""What are families, comparisons, weights and models called? The words beside the figures of a link.

A family or comparison that this desk doesn't know, as a plugin may have, is shown by the title that it gives itself.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from seawall.desk.cases.weight_words import weight_words
from seawall.desk.linking.waterfall import IMITATOR, PRIOR, REST, SUM
from seawall.desk.written_numbers import written
from seawall.identity.compare import COMPARISONS
from seawall.identity.families import Family

__all__ = ["bits_words", "depth_words", "family_words", "feature_words", "rounded", "strength", "times_words"]

_FAMILIES: Final[dict[str, Promise]] = {
    PRIOR: gettext_lazy("Before anything is compared"),
    Family.NAME: gettext_lazy("Handle and name"),
    Family.DESCRIPTION: gettext_lazy("Wording of the profile"),
    Family.PICTURE: gettext_lazy("Pictures of the profile"),
    Family.CONTACT_POINT: gettext_lazy("Contact points and own links"),
    Family.CONTENT: gettext_lazy("What is shared and posted again"),
    Family.CIRCLE: gettext_lazy("Contacts and announcements"),
    Family.VOICE: gettext_lazy("Style of writing"),
    Family.RHYTHM: gettext_lazy("Hours of the week"),
    Family.MACHINE: gettext_lazy("Build of the site"),
    Family.LANGUAGE: gettext_lazy("Languages"),
    Family.TIME: gettext_lazy("Time of opening"),
    Family.CONFLICT: gettext_lazy("Signs of two actors"),
    REST: gettext_lazy("All that weighs little"),
    IMITATOR: gettext_lazy("A fan or impostor may look so, too"),
    SUM: gettext_lazy("Together"),
}
_FEATURES: Final[dict[str, Promise]] = {
    "handle": pgettext_lazy("what was compared", "Handle"),
    "display_name": pgettext_lazy("what was compared", "Display name"),
    "bio": pgettext_lazy("what was compared", "Wording of the bio"),
    "style": pgettext_lazy("what was compared", "Style of writing"),
    "vocabulary": pgettext_lazy("what was compared", "Choice of words"),
    "rhythm": pgettext_lazy("what was compared", "Hours of the week"),
    "languages": pgettext_lazy("what was compared", "Languages"),
    "avatar": pgettext_lazy("what was compared", "Profile picture"),
    "banner": pgettext_lazy("what was compared", "Banner"),
    "contact_points": pgettext_lazy("what was compared", "Wallets, e-mail addresses, telephone numbers, invites"),
    "own_links": pgettext_lazy("what was compared", "Links of the profile"),
    "shared_urls": pgettext_lazy("what was compared", "Addresses shared in posts"),
    "shared_media": pgettext_lazy("what was compared", "Media shared in posts"),
    "hashtags": pgettext_lazy("what was compared", "Hashtags"),
    "reposts": pgettext_lazy("what was compared", "Posts of the closed account posted again"),
    "contacts": pgettext_lazy("what was compared", "Common contacts"),
    "announcement": pgettext_lazy("what was compared", "Announced as the new account"),
    "timing": pgettext_lazy("what was compared", "Opened after the closing"),
    "waking": pgettext_lazy("what was compared", "Woke after the closing"),
    "same_minute": pgettext_lazy("what was compared", "Active in the same minutes"),
    "both_older": pgettext_lazy("what was compared", "Side by side before the closing"),
    "namesake": pgettext_lazy("what was compared", "A common name"),
    "certificate": pgettext_lazy("what was compared", "Certificate of the site"),
    "page_structure": pgettext_lazy("what was compared", "Structure of the pages"),
}
_DEPTHS: Final[tuple[Promise, ...]] = (
    gettext_lazy("Of one of the two fewer than five posts were seen."),
    gettext_lazy("Of each at least five posts were seen."),
    gettext_lazy("Of each at least twenty posts were seen."),
    gettext_lazy("Of each at least a hundred posts were seen."),
)
_STRONG_BITS: Final = 8.0
_MIDDLING_BITS: Final = 3.0
_STRONG, _MIDDLING, _WEAK = 0.9, 0.5, 0.1
_MOST_TIMES_BITS: Final = 40


def family_words(name: str) -> str:
    """Return what a family, or a bar of the waterfall that is none, is called."""
    return str(_FAMILIES.get(name, name))


def feature_words(name: str) -> str:
    """Return what a comparison is called."""
    if name in _FEATURES:
        return str(_FEATURES[name])
    return COMPARISONS[name].TITLE if name in COMPARISONS else name


def bits_words(bits: float) -> str:
    """Return how strong that many bits are, whichever side they speak for.

    >>> bits_words(4.2), bits_words(-9.0)
    ('middling', 'against, strong')
    """
    size = abs(bits)
    weight = _STRONG if size >= _STRONG_BITS else _MIDDLING if size >= _MIDDLING_BITS else _WEAK
    if bits >= 0:
        return weight_words(weight)
    return {_STRONG: _("against, strong"), _MIDDLING: _("against, middling"), _WEAK: _("against, weak")}[weight]


def strength(bits: float) -> float:
    """Return how much of a bar bits fill: all of it from 16 on."""
    return min(1.0, abs(bits) / (2 * _STRONG_BITS))


def times_words(bits: float) -> str:
    """Return what bits mean for the odds, as a sentence.

    >>> times_words(4.2)
    'Makes one actor about 18 times likelier.'
    """
    times = {"times": rounded(2.0 ** min(abs(bits), _MOST_TIMES_BITS))}
    if bits >= 0:
        return _("Makes one actor about %(times)s times likelier.") % times
    return _("Makes one actor about %(times)s times less likely.") % times


def rounded(number: float) -> str:
    """Return a positive number with two digits that count.

    >>> rounded(1.23), rounded(18.4), rounded(107_374.0)
    ('1.2', '18', '110,000')
    """
    if number < 10:
        return written(number, places=1)
    scale = 10 ** (len(str(int(number))) - 2)
    return written(round(number / scale) * scale)


def depth_words(depth: int) -> str:
    """Return how much was seen of both accounts."""
    return str(_DEPTHS[min(max(depth, 0), len(_DEPTHS) - 1)])
