"""Is the new account announced as the closed one's successor, and by whom?

Strongest where the closed account itself announced it: it is known by its account, so whoever takes its handle later
can't bring that about; then where a contact of the closed account announces it; weakest where the new account says so
of itself. Traps: impostors and fans who claim the name ("my old account @x was closed" is the new account's own word),
accounts that recommend many; a handle that somebody else registered after it was announced; a contact is named by its
handle, which may have another owner by now. A closed account that announced another successor speaks a little against
this one.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import Texts, with_keys
from seawall.identity.compare.overlap import contact_key, holds, kept_key_of, overlap
from seawall.identity.compare.quoting import shortened
from seawall.identity.families import Family
from seawall.identity.population import Population, rarity_bits
from seawall.identity.portrait import Key, KeyKind, Portrait
from seawall.identity.traits.announcements import ACCOUNT_PREFIX

__all__ = ["Announcement"]

_BY_CLOSED, _BY_CIRCLE, _BY_NEW, _OF_OTHERS = range(4)


class Announcement:
    """Who announces the new account as the closed one's."""

    NAME: Final = "announcement"
    TITLE: Final = "Announced as the new account"
    FAMILY: Final = Family.CIRCLE
    LEVELS: Final = ("by_closed", "by_circle", "by_new", "of_others")

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether anybody announced anything."""
        return bool(
            len(closed.of_kind(KeyKind.ANNOUNCED))
            or len(new.of_kind(KeyKind.FORMER))
            or len(new.of_kind(KeyKind.ANNOUNCER))
        )

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return who announced the new account; None where neither account has to do with any announcement."""
        announced, former = closed.of_kind(KeyKind.ANNOUNCED), new.of_kind(KeyKind.FORMER)
        by_others = new.of_kind(KeyKind.ANNOUNCER)
        if not len(announced) and not len(former) and not len(by_others):
            return None
        mine, theirs = contact_key(new), contact_key(closed)
        if mine == theirs:  # one handle on two platforms: a word about it says nothing of the other account
            return None
        if mine is not None and (holds(announced, mine) or holds(by_others, _account_key(closed))):
            said = f"The closed account pointed to {_at(new)} as a new or further account."
            return _told(_BY_CLOSED, said, rarity_bits(population, KeyKind.ANNOUNCED, mine))
        own = tuple(key for key in (mine, theirs) if key is not None)  # whoever has taken a handle is no contact
        circle = overlap(by_others, closed.of_kind(KeyKind.CONTACT), KeyKind.CONTACT, population, but=own)
        if circle.count:
            named = circle.named(closed.shown, new.shown) or "An account"
            said = f"{named}, whom the closed account names, pointed to {_at(new)} as a new or further account."
            return _told(_BY_CIRCLE, said, circle.bits)
        if theirs is not None and holds(former, theirs):
            said = f"The new account speaks of {_at(closed)} as its own earlier one."
            return _told(_BY_NEW, said, rarity_bits(population, KeyKind.FORMER, theirs))
        return Outcome(level=_OF_OTHERS, sentence=_of_others(new, closed))

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        announced: Texts = {KeyKind.ANNOUNCED: ["@lamp_two"]}
        return (
            _pair({}, announced, "by_closed"),
            _pair({KeyKind.ANNOUNCER: [ACCOUNT_PREFIX + "old:1"]}, {}, "by_closed"),
            _pair({KeyKind.ANNOUNCER: ["@wick_one"]}, {KeyKind.CONTACT: ["@wick_one", "@reef_hut"]}, "by_circle"),
            _pair({KeyKind.FORMER: ["@lamp_one"]}, {}, "by_new"),
            _pair({KeyKind.FORMER: ["@somebody_else"]}, {}, "of_others"),
            _pair({KeyKind.ANNOUNCER: ["@lamp_one"]}, {}, "of_others"),
            _pair({}, {KeyKind.ANNOUNCED: ["@another"]}, "of_others"),
            _pair({}, {KeyKind.CONTACT: ["@wick_one"]}, None),
        )


def _told(level: int, sentence: str, rarity: float) -> Outcome:
    return Outcome(level=level, sentence=sentence, rarity_bits=max(0.0, rarity))


def _of_others(new: Portrait, closed: Portrait) -> str:
    if len(closed.of_kind(KeyKind.ANNOUNCED)):
        return "The closed account pointed to a new or further account, another one than this."
    if len(new.of_kind(KeyKind.FORMER)):
        return "The new account speaks of an earlier one of its own, another one than this."
    return "Others pointed to the new account, nobody whom the closed account is seen to name."


def _account_key(portrait: Portrait) -> Key:
    return kept_key_of(ACCOUNT_PREFIX + portrait.account)


def _at(portrait: Portrait) -> str:
    return "@" + shortened((portrait.handle or "").strip().lstrip("@"))


def _pair(new: Texts, closed: Texts, level: str | None) -> ComparisonExample:
    return ComparisonExample(
        new=with_keys("new:1", new, handle="Lamp_Two"),
        closed=with_keys("old:1", closed, handle="lamp_one"),
        level=level,
    )
