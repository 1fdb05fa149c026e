"""Which sentences does the engine of cells write? Their patterns, as `engine_sentences.py` has those of other engines.

Roles of members, lawful alternatives of cells, assumptions of reach, and what a case on a member says.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

__all__ = ["PATTERNS"]

_ROLES: Final = (
    gettext_noop(
        "Was first at %(count)s of the %(points)s things it did with the cell; drawing lots gives %(share)s%%."
    ),
    gettext_noop("Took part in %(count)s of the cell's %(points)s things, %(before)s times after somebody else."),
    gettext_noop("Is tied to %(count)s accounts of cell %(cell)s; %(share)s%% of its ties lead out."),
    gettext_noop("%(count)s of the %(points)s things it did with the cell lead to closed places, forms or wallets."),
    gettext_noop("Was silent for %(count)s days; of its %(points)s acts since, %(before)s were with the cell."),
)

_LAWFUL: Final = (
    gettext_noop(
        "One account is first at %(share)s%% of the moments, %(count)s%% of the texts name an agency, and at "
        "%(points)s%% as many others as members used the same: a wire service and its papers do this."
    ),
    gettext_noop(
        "One account is first at %(share)s%% of the moments, %(count)s%% of the moments fall into working hours, and "
        "at %(points)s%% as many others as members used the same: a wire service and its papers do this."
    ),
    gettext_noop(
        "%(share)s%% of the moments fall into few stretches of three hours, and at %(count)s%% of them three times as "
        "many others came at that time: the audience of an event does this."
    ),
    gettext_noop(
        "%(share)s%% of the texts and hashtags say that they are advertising or a campaign, and one account is first "
        "at %(count)s%% of the moments: a campaign that hides nothing does this. Anyone may write such marks, so look "
        "at who that account is."
    ),
    gettext_noop(
        "%(share)s%% of the texts and hashtags say that they are advertising or a campaign. Anyone may write that, and "
        "no account is first nearly always, as the campaign's own would be."
    ),
    gettext_noop(  # of searches stored before November 2026
        "%(share)s%% of the texts and hashtags say that they are advertising or a campaign: a campaign that hides "
        "nothing does this."
    ),
    gettext_noop(
        "%(share)s%% of the texts name prices or offers, and %(count)s%% of the moments fall on the same weekdays and "
        "hours: stalls of one market do this."
    ),
    gettext_noop(
        "%(share)s%% of the addresses are of one site, at %(count)s%% of the moments as many others as members used "
        "the same, and nobody goes first: readers of one page do this."
    ),
    gettext_noop("Against it: at %(share)s%% of the moments nothing was new."),
    gettext_noop("Against it: at only %(share)s%% of the moments did as many others as members use the same."),
    gettext_noop("Against it: of what a member posts, only %(share)s%% has nothing to do with the cell."),
    gettext_noop("Against it: %(share)s%% of the moments lead to closed places, forms or wallets."),
    gettext_noop("Against it: %(share)s%% of those who follow come within a minute."),
    gettext_noop(
        "Colleagues, friends, volunteers and readers of one page act alike too; the figures can't tell them apart."
    ),
)

_REACH: Final = (
    gettext_noop("How far the members' followers overlap is not known: the range runs from all to none."),
    gettext_noop("Followers of %(count)s of %(points)s members are not known."),
    gettext_noop("Views count looks, not people; the same person counts each time."),
    gettext_noop("Views of %(count)s of %(points)s members are not known."),
    gettext_noop("%(count)s of %(points)s members are closed and have known views."),
    gettext_noop("The pace is that of the views seen in the corpus, from the first post seen to the closing."),
    gettext_noop("The high figure lets each go on at its mean pace; the low one halves the pace every 30 days."),
    gettext_noop("Successors, and readers who went elsewhere, are not taken off."),
)

_CASE: Final = (
    gettext_noop(
        "Raised: the account acts together with others more than chance explains; look at what it posts itself."
    ),
    gettext_noop("It is tied to %(count)s of %(points)s other accounts of the cell."),
)

PATTERNS: Final = (*_ROLES, *_LAWFUL, *_REACH, *_CASE)
"""Sentences whose words stay the same whatever their numbers are."""
