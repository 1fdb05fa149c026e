"""Which sentences do engines write? Their patterns, in English as they are stored, with the changing parts named.

`engine_words.py` shows them in the reader's language; tests/desk/test_engine_words.py looks through the engines'
sources for sentences that have no pattern here.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

__all__ = ["COUNTED", "PATTERNS", "WHATS", "ngettext_noop"]


def ngettext_noop(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of a counted sentence for the catalogue, as Django's `gettext_noop` does with a single one."""
    return one, many


WHATS: Final = (
    gettext_noop("The post"),
    gettext_noop("The attached file"),
    gettext_noop("The description of the attached file"),
    gettext_noop("The profile"),
    gettext_noop("The channel's page"),
    gettext_noop("The code in the attached picture"),
    gettext_noop("The writing in the attached picture"),
    gettext_noop("The attached document"),
    gettext_noop("The text in the attached file"),
)
"""What an engine looked at; anything else is shown as written."""

PATTERNS: Final = (
    gettext_noop("%(what)s carries a file that is, byte for byte, one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a file with the MD5 of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a file with the SHA-1 of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a picture that is much like one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a picture that shows much of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries a video with scenes of one held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s carries sound that is part of a recording held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s has much the wording of a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s contains, apart from spelling, a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s is a part of a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names the payment address %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names an address of the site %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names an address under %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s names an address of the channel %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s has the %(kind)s %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("The post passes on the post %(value)s without a word of its own."),
    gettext_noop("%(what)s names the address %(value)s, which is held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s is, apart from spelling, a text held in the bank “%(bank)s”%(note)s."),
    gettext_noop("%(what)s contains “%(value)s”, a term listed in the bank “%(bank)s”%(note)s."),
    gettext_noop("Raised: it is the same as known content."),
    gettext_noop("Raised: it is much like known content."),
    gettext_noop("Raised: it passes on known content."),
    gettext_noop("Raised: a reviewer judged that the actor of a closed account is back here; look at what it does."),
    gettext_noop("Raised: the actor of a closed account is likely back here; look at what it does."),
    gettext_noop("Raised: the actor of a closed account is possibly back here; look at what it does."),
    gettext_noop("Raised: together with the other matches on it, this is enough to look at."),
    gettext_noop("Listed terms alone are used by people who report, condemn or study, too."),
    gettext_noop("The account stands in the bank “%(bank)s”%(note)s, whose posts are not raised."),
    gettext_noop("The same value stands in the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("The address %(value)s stands in the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("The whole text stands in the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("The file is like one of the bank “%(bank)s”%(note)s, whose content is not raised."),
    gettext_noop("It stands inside “%(value)s” of the bank “%(bank)s”%(note)s, which is not raised."),
    gettext_noop("It is near what the bank “%(bank)s”%(note)s protects."),
    gettext_noop("It comes from “%(bank)s”, and nobody here has looked yet at what it matches."),
    gettext_noop("Its entry is disputed: %(value)s"),
    gettext_noop("A reviewer set its entry aside: %(value)s"),
    gettext_noop(
        "Its entry is in quarantine: it matches %(count)s observations of %(accounts)s accounts, more than one in "
        "%(share)s."
    ),
    gettext_noop(
        "Its entry is in quarantine: it matches %(count)s observations of %(accounts)s accounts at first sight."
    ),
    gettext_noop(
        "Its entry is in quarantine: it suddenly matches %(count)s observations of %(accounts)s accounts, after "
        "%(before)s before."
    ),
    gettext_noop("The entry is no longer held in the bank “%(bank)s”."),
    gettext_noop("The entry is a seed of the bank “%(bank)s”%(note)s: it helps finding and raises nothing by itself."),
    gettext_noop("%(share)s %% of its wording"),
    gettext_noop("%(share)s %% of it"),
    gettext_noop("A passage, %(share)s %% of it"),
    gettext_noop("%(mine)s of it sounds like %(theirs)s of the banked recording (%(share)s %% of the bits)"),
    gettext_noop("Too few of the texts labelled 1 have anything in common with each other to reach the chosen recall."),
    gettext_noop("%(count)s rows labelled 1 and %(before)s labelled 0: training needs at least %(least)s of each"),
    gettext_noop(
        "The model is refused: at recall %(recall)s it raises more of what is lawful than the cap of %(cap)s allows. "
        "%(value)s"
    ),
)
"""Sentences whose words stay the same whatever their numbers are."""

COUNTED: Final = (
    ngettext_noop("%(count)s of 256 bits differs", "%(count)s of 256 bits differ"),
    ngettext_noop(
        "%(count)s of 256 bits differs, in a part of the known picture",
        "%(count)s of 256 bits differ, in a part of the known picture",
    ),
    ngettext_noop(
        "%(count)s point agrees, over %(share)s %% of what both pictures show",
        "%(count)s points agree, over %(share)s %% of what both pictures show",
    ),
    ngettext_noop(
        "%(mine)s of it is %(theirs)s of the banked video (%(count)s frame)",
        "%(mine)s of it is %(theirs)s of the banked video (%(count)s frames)",
    ),
    ngettext_noop(
        "%(mine)s of it is %(theirs)s of the banked video (%(count)s frame), played %(speed)s times as fast",
        "%(mine)s of it is %(theirs)s of the banked video (%(count)s frames), played %(speed)s times as fast",
    ),
    ngettext_noop(
        "One picture of the banked video seen in it: at %(mine)s that of %(theirs)s, %(count)s matching point",
        "One picture of the banked video seen in it: at %(mine)s that of %(theirs)s, %(count)s matching points",
    ),
    ngettext_noop(
        "%(count)s picture of the banked video seen in it: at %(mine)s that of %(theirs)s, %(points)s matching points",
        "%(count)s pictures of the banked video seen in it: at %(mine)s that of %(theirs)s, %(points)s matching points",
    ),
)
"""Sentences in which `count` decides the form of the words. Engines write the second form, whatever the number."""
