"""How did the two meet? Stages, transforms, places in a file and distances in the reader's words.

A stage, transform or place that this desk doesn't know, as a plugin may have, is shown as it stands.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from seawall.signals import SIGNAL_TYPES, Matching

__all__ = ["distance_words", "place_words", "stage_words", "transform_words"]

_UNMEASURED: Final = "features"  # points are counted, and told as such
_STAGES: Final[dict[str, Promise]] = {
    "exact": gettext_lazy("The two values are equal."),
    "term": gettext_lazy("The listed words stand in the text, at word boundaries."),
    "near_text": gettext_lazy("Most of the wording is the same, whatever the spelling and the order."),
    "inside": gettext_lazy("The banked text stands inside the longer one."),
    "part": gettext_lazy("The text is a part of the longer banked one."),
    "pdq": gettext_lazy("The pictures as wholes look alike: few bits of their PDQ hashes differ."),
    "crop": gettext_lazy("The picture looks like a part that was cut out of the banked one."),
    "features": gettext_lazy("Points of the one picture lie in the other, all moved in the same way."),
    "frames": gettext_lazy("Frames of the videos look alike, one after another at the same pace."),
    "hamming": gettext_lazy("The two hashes are equal."),
    "picture": gettext_lazy("The two pictures are the same."),
    "url": gettext_lazy("The address, read another way, is the banked one."),
    "sound": gettext_lazy("A stretch of the sound is that of the banked recording."),
    "reshare": gettext_lazy("The post passes on a post that is raised, without a word of its own."),
    "host": gettext_lazy("The address leads to the banked site."),
    "path": gettext_lazy("The address lies under the banked one."),
    "channel": gettext_lazy("The address leads to the banked channel."),
}

_TRANSFORMS: Final[dict[str, Promise]] = {
    "mirrored": gettext_lazy("mirrored"),
    "flipped upside down": gettext_lazy("upside down, mirrored"),
    "rotated 90°": gettext_lazy("turned by 90°, anticlockwise"),
    "rotated 180°": gettext_lazy("turned by 180°"),
    "rotated 270°": gettext_lazy("turned by 270°, anticlockwise"),
    "negative": gettext_lazy("as a negative"),
    "border trimmed": gettext_lazy("without its border"),
    "blurred border trimmed": gettext_lazy("without its blurred border"),
    "frame trimmed": gettext_lazy("without its frame"),
    "reversed": gettext_lazy("letters in reverse order"),
    "words reversed": gettext_lazy("words in reverse order"),
    "in Latin letters": gettext_lazy("written in Latin letters"),
    "signs for letters": gettext_lazy("with signs in place of letters"),
    "spelt by sound": gettext_lazy("spelt as it sounds"),
    "an address inside it": gettext_lazy("an address inside it"),
    "its look-alike letters read as Latin": gettext_lazy("its look-alike letters read as Latin ones"),
    "what its short form stands for": gettext_lazy("what its short form stands for"),
}
_PLACES: Final[dict[str, Promise]] = {
    "page": gettext_lazy("page %(number)s"),
    "picture": gettext_lazy("picture %(number)s"),
    "frame": gettext_lazy("frame %(number)s"),
}
_PLACE: Final = re.compile(rf"(?P<kind>{'|'.join(_PLACES)}) (?P<number>\d+)")


def stage_words(stage: str) -> str:
    """Return how a match was made, as a sentence."""
    return str(_STAGES.get(stage, stage))


def transform_words(transform: str | None) -> str:
    """Return what was done to what was observed before it met; "" where nothing was."""
    return _listed(transform)


def place_words(location: str | None) -> str:
    """Return where in its file something stood: "page 3, picture 1"; "" where the file itself is meant."""
    return _listed(location)


def _listed(parts: str | None) -> str:
    comma = pgettext("between the words of a list", ", ")
    return comma.join(_part_words(part) for part in parts.split(", ")) if parts else ""


def _part_words(part: str) -> str:
    place = _PLACE.fullmatch(part)
    if place is not None:
        return str(_PLACES[place["kind"]]) % {"number": place["number"]}
    return str(_TRANSFORMS.get(part, part))


def distance_words(signal_type: str, distance: int, stage: str) -> str:
    """Return how far apart the two are, with the unit of that comparison; "" where they are equal or no unit fits."""
    if not distance or signal_type not in SIGNAL_TYPES or stage == _UNMEASURED:
        return ""
    if SIGNAL_TYPES[signal_type].MATCHING in {Matching.HAMMING, Matching.PICTURE}:
        return ngettext("%(count)s of 256 bits differs", "%(count)s of 256 bits differ", distance) % {"count": distance}
    return _("%(count)s %% is unlike") % {"count": distance}
