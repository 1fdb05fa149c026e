"""How did the two meet? Stages, transforms and distances in the reader's words.

A stage or transform that this desk doesn't know, as a plugin may have, is shown as it stands.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seawall.signals import SIGNAL_TYPES, Matching

__all__ = ["distance_words", "stage_words", "transform_words"]

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
    "sound": gettext_lazy("A stretch of the sound is that of the banked recording."),
    "reshare": gettext_lazy("The post passes on a post that is raised, without a word of its own."),
    "host": gettext_lazy("The address leads to the banked site."),
    "path": gettext_lazy("The address lies under the banked one."),
    "channel": gettext_lazy("The address leads to the banked channel."),
}


def stage_words(stage: str) -> str:
    """Return how a match was made, as a sentence."""
    return str(_STAGES.get(stage, stage))


def transform_words(transform: str | None) -> str:
    """Return what was done to the observed picture before it met; "" where nothing was."""
    if not transform:
        return ""
    known = {
        "mirrored": _("mirrored"),
        "flipped": _("upside down, mirrored"),
        "turned 90°": _("turned by 90°"),
        "turned 180°": _("turned by 180°"),
        "turned 270°": _("turned by 270°"),
        "negative": _("as a negative"),
        "border trimmed": _("without its border"),
    }
    return ", ".join(known.get(part, part) for part in transform.split(", "))


def distance_words(signal_type: str, distance: int, stage: str) -> str:
    """Return how far apart the two are, with the unit of that comparison; "" where they are equal or no unit fits."""
    if not distance or signal_type not in SIGNAL_TYPES or stage == _UNMEASURED:
        return ""
    if SIGNAL_TYPES[signal_type].MATCHING in {Matching.HAMMING, Matching.PICTURE}:
        return ngettext("%(count)s of 256 bits differs", "%(count)s of 256 bits differ", distance) % {"count": distance}
    return _("%(count)s %% is unlike") % {"count": distance}
