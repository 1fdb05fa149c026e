"""Which sentences do comparisons of accounts write? Patterns, as `engine_sentences.py` has those of other engines.

A comparison's sentence may be followed by a second one, which says how many accounts share the thing (`RARITY`). What
stands in the place of a part and how it is shown: `identity_parts.py`. tests/desk/test_identity_words.py looks through
the sources of `seawall.identity.compare` for sentences that have no pattern here.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from seawall.desk.engine_sentences import ngettext_noop

__all__ = ["COUNTED", "PATTERNS", "RARITY"]

_NAMES: Final = (
    gettext_noop("Both accounts have the handle “%(quote)s”."),
    gettext_noop(
        "Both handles come down to “%(quote)s” once separators, repeated and look-alike letters are taken away."
    ),
    gettext_noop(
        "Both handles come down to “%(quote)s” once numbers and separators, repeated and look-alike letters are taken "
        "away."
    ),
    gettext_noop(
        "Both handles come down to “%(quote)s” once additions like “%(other)s” and separators, repeated and look-alike "
        "letters are taken away."
    ),
    gettext_noop(
        "Both handles come down to “%(quote)s” once numbers, additions like “%(other)s” and separators, repeated and "
        "look-alike letters are taken away."
    ),
    gettext_noop("Both handles are made of the words of “%(quote)s”, in another order."),
    gettext_noop("The handles “%(quote)s” and “%(other)s” have the same consonants, spelt in another way."),
    gettext_noop("“%(quote)s” and “%(other)s” differ in one letter."),
    gettext_noop("“%(quote)s” is how “%(other)s” begins, cut short."),
    gettext_noop("“%(quote)s” holds the whole of “%(other)s”."),
    gettext_noop("The new handle adds “%(quote)s” to the other, “%(other)s”."),
    gettext_noop("The closed handle adds “%(quote)s” to the other, “%(other)s”."),
    gettext_noop("Both handles hold the number “%(quote)s”."),
    gettext_noop("Both handles hold “%(quote)s”."),
    gettext_noop("The handles “%(quote)s” and “%(other)s” are alike in many letters or sounds."),
    gettext_noop("The handles have nothing in common that is rare."),
    gettext_noop("Both accounts go by the name “%(quote)s”."),
    gettext_noop("Both names are made of the words of “%(quote)s”."),
    gettext_noop("The names “%(quote)s” and “%(other)s” have the same consonants, spelt in another way."),
    gettext_noop("The names “%(quote)s” and “%(other)s” differ in one letter."),
    gettext_noop("The new account's name adds “%(quote)s” to “%(other)s”."),
    gettext_noop("The closed account's name adds “%(quote)s” to “%(other)s”."),
    gettext_noop("The new account's handle “%(quote)s” is made of the closed account's name “%(other)s”."),
    gettext_noop("The closed account's handle “%(quote)s” is made of the new account's name “%(other)s”."),
    gettext_noop("Both names hold %(quotes)s."),
    gettext_noop("The display names have nothing in common that is rare."),
    gettext_noop("%(count)s of the %(accounts)s accounts known bear the name that both have."),
)

_PROFILES: Final = (
    gettext_noop("Both bios have the same wording: “%(quote)s”."),
    gettext_noop("%(share)s%% of the bios' phrases are the same, among them “%(quote)s”."),
    gettext_noop("Both bios say “%(quote)s”, as other accounts may."),
    gettext_noop("Both bios say “%(quote)s”."),
    gettext_noop("The bios share no phrase."),
    gettext_noop("Both accounts have the same avatar, octet for octet."),
    gettext_noop("Both accounts have the same banner, octet for octet."),
    gettext_noop("The avatars of both accounts go by the same name."),
    gettext_noop("The banners of both accounts go by the same name."),
    gettext_noop("The avatars are different pictures."),
    gettext_noop("The banners are different pictures."),
    gettext_noop("Both accounts name contact points, none of them the same."),
    gettext_noop("Both profiles have no link in common."),
    gettext_noop("Both profiles have one link in common%(named)s."),
    gettext_noop("Both sites use the same certificate or key."),
    gettext_noop("The sites have different certificates and keys."),
    gettext_noop("%(share)s%% of the stretches of tags of their pages are the same."),
    gettext_noop(
        "%(share)s%% of the stretches of tags of their pages are the same, those of a template that others have, too."
    ),
    gettext_noop("The pages are built differently: %(share)s%% of their stretches agree."),
)

_POSTS: Final = (
    gettext_noop("The posts of both accounts have no address in common."),
    gettext_noop("The posts of both accounts have one address in common%(named)s."),
    gettext_noop("The posts of both accounts have no picture, video or file in common."),
    gettext_noop("The posts of both accounts have one picture, video or file in common%(named)s."),
    gettext_noop("The posts of both accounts have no hashtag in common."),
    gettext_noop("The posts of both accounts have one hashtag in common%(named)s."),
    gettext_noop("A post of the new account is word for word among those of the closed one."),
    gettext_noop("Both accounts post wordings that other accounts post, too, and no rare one in common."),
    gettext_noop("No post and no phrase seen of one account was seen of the other."),
    gettext_noop("Both accounts name the same account%(named)s."),
    gettext_noop("Both accounts name others, none of them the same."),
    gettext_noop("The closed account pointed to %(handle)s as a new or further account."),
    gettext_noop("An account, whom the closed account names, pointed to %(handle)s as a new or further account."),
    gettext_noop("%(names)s, whom the closed account names, pointed to %(handle)s as a new or further account."),
    gettext_noop("The new account speaks of %(handle)s as its own earlier one."),
    gettext_noop("The closed account pointed to a new or further account, another one than this."),
    gettext_noop("The new account speaks of an earlier one of its own, another one than this."),
    gettext_noop("Others pointed to the new account, nobody whom the closed account is seen to name."),
    gettext_noop("Both accounts name %(point)s."),
)

_HABITS: Final = (
    gettext_noop(
        "The accounts write alike: about one stranger in %(count)s comes as near, by %(posts)s and %(before)s posts of "
        "their own words (names, links, hashtags and words of content left out)."
    ),
    gettext_noop(
        "The accounts write no more alike than strangers do: %(share)s of 100 are as near, by %(posts)s and %(before)s "
        "posts of their own words (names, links, hashtags and words of content left out)."
    ),
    # without the posts, as links that were stored before say it
    gettext_noop(
        "The accounts write alike: about one stranger in %(count)s comes as near (names, links, hashtags and words of "
        "content left out)."
    ),
    gettext_noop(
        "The accounts write no more alike than strangers do: %(share)s of 100 are as near (names, links, hashtags and "
        "words of content left out)."
    ),
    gettext_noop(
        "The closed account uses %(count)s of %(words)s words compared of the new one, no more than others do who "
        "write alike."
    ),
    gettext_noop(
        "The closed account uses %(count)s of %(words)s words compared of the new one. By their rarity, about one in "
        "%(accounts)s of those who write alike comes as near."
    ),
    gettext_noop(
        "The closed account uses %(count)s of %(words)s words compared of the new one. By their rarity, fewer than one "
        "in 16,000 of those who write alike come as near."
    ),
    gettext_noop(
        "The accounts post in the same hours of the week: %(share)s%% alike, by %(count)s and %(before)s posts."
    ),
    gettext_noop(
        "The accounts post in much the same hours of the week: %(share)s%% alike, by %(count)s and %(before)s posts."
    ),
    gettext_noop(
        "The accounts overlap in their hours of the week: %(share)s%% alike, by %(count)s and %(before)s posts."
    ),
    gettext_noop("The accounts post in other hours of the week: %(share)s%% alike, by %(count)s and %(before)s posts."),
    gettext_noop("Both accounts write in the same mix of languages: %(left)s; %(right)s."),
    gettext_noop("Both accounts write in the same language: %(left)s; %(right)s."),
    gettext_noop("The accounts share a part of their languages: %(left)s; %(right)s."),
    gettext_noop("The accounts write in different languages: %(left)s; %(right)s."),
)

_TIMES: Final = (
    gettext_noop("Opened %(duration)s after the other account was closed."),
    gettext_noop("Opened %(duration)s before the other account was closed."),
    gettext_noop("Older than the closing, and last seen posting %(duration)s before it."),
    gettext_noop("Seen silent for %(duration)s before the other account was closed, it posted again %(later)s after."),
    gettext_noop("Both accounts were active side by side for %(duration)s before one of them was closed."),
    gettext_noop("The accounts were not active side by side for a month."),
    gettext_noop("The new account was hardly seen active before the other one was closed."),
    gettext_noop("One of the accounts was hardly seen active while the other one was there."),
    gettext_noop("The new account was opened after the other one was closed."),
    gettext_noop("Before the closing the two were never active in the same minute."),
    gettext_noop(
        "Before the closing the two were once active in the same minute, no more often than chance lets expect."
    ),
)

PATTERNS: Final = (*_NAMES, *_PROFILES, *_POSTS, *_HABITS, *_TIMES)
"""Sentences whose words stay the same whatever their numbers are."""

RARITY: Final = (
    gettext_noop("No other of the %(accounts)s accounts known has it."),
    gettext_noop("No other of the %(accounts)s accounts known has the rarest of them."),
    gettext_noop("No other of the %(accounts)s accounts known has the closed account's avatar."),
    gettext_noop("No other of the %(accounts)s accounts known has the closed account's banner."),
    gettext_noop("No other of the %(accounts)s accounts known names it."),
    gettext_noop("No other of the %(accounts)s accounts known names the rarest of them."),
    gettext_noop("%(count)s of the %(accounts)s accounts known have it."),
    gettext_noop("%(count)s of the %(accounts)s accounts known have the rarest of them."),
    gettext_noop("%(count)s of the %(accounts)s accounts known have the closed account's avatar."),
    gettext_noop("%(count)s of the %(accounts)s accounts known have the closed account's banner."),
    gettext_noop("%(count)s of the %(accounts)s accounts known name it."),
    gettext_noop("%(count)s of the %(accounts)s accounts known name the rarest of them."),
    gettext_noop("Of these, %(count)s can be tied to the closed one by handle and by a contact point or link."),
)
"""How many accounts share it, and whose kin they are: the second sentence of many, and the third."""

COUNTED: Final = (
    ngettext_noop(
        "“%(quote)s” and “%(other)s” differ in %(count)s letter.",
        "“%(quote)s” and “%(other)s” differ in %(count)s letters.",
    ),
    ngettext_noop(
        "The names “%(quote)s” and “%(other)s” differ in %(count)s letter.",
        "The names “%(quote)s” and “%(other)s” differ in %(count)s letters.",
    ),
    ngettext_noop(
        "The avatars are nearly the same picture: %(count)s of 256 bits of their PDQ hashes differs.",
        "The avatars are nearly the same picture: %(count)s of 256 bits of their PDQ hashes differ.",
    ),
    ngettext_noop(
        "The banners are nearly the same picture: %(count)s of 256 bits of their PDQ hashes differs.",
        "The banners are nearly the same picture: %(count)s of 256 bits of their PDQ hashes differ.",
    ),
    ngettext_noop(
        "Both profiles have %(count)s link in common%(named)s.",
        "Both profiles have %(count)s links in common%(named)s.",
    ),
    ngettext_noop(
        "The posts of both accounts have %(count)s address in common%(named)s.",
        "The posts of both accounts have %(count)s addresses in common%(named)s.",
    ),
    ngettext_noop(
        "The posts of both accounts have %(count)s picture, video or file in common%(named)s.",
        "The posts of both accounts have %(count)s pictures, videos or files in common%(named)s.",
    ),
    ngettext_noop(
        "The posts of both accounts have %(count)s hashtag in common%(named)s.",
        "The posts of both accounts have %(count)s hashtags in common%(named)s.",
    ),
    ngettext_noop(
        "%(count)s post of the new account are word for word among those of the closed one.",
        "%(count)s posts of the new account are word for word among those of the closed one.",
    ),
    ngettext_noop(
        "%(count)s of the %(points)s phrases compared of the new account stands in posts of the closed one.",
        "%(count)s of the %(points)s phrases compared of the new account stand in posts of the closed one.",
    ),
    ngettext_noop(
        "Both accounts name %(count)s of the same accounts%(named)s.",
        "Both accounts name %(count)s of the same accounts%(named)s.",
    ),
    ngettext_noop(
        "Before the closing the two were %(count)s time active in the same minute, no more often than chance lets "
        "expect.",
        "Before the closing the two were %(count)s times active in the same minute, no more often than chance lets "
        "expect.",
    ),
    ngettext_noop(
        "Before the closing both were active in the same minute %(count)s time, where chance lets expect %(number)s.",
        "Before the closing both were active in the same minute %(count)s times, where chance lets expect %(number)s.",
    ),
)
"""Sentences in which `count` decides the form of the words."""
