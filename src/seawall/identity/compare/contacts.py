"""Are the same people around both accounts? Whom they mention, answer, reshare and link to, weighed by rarity.

Source: L. Adamic, E. Adar, "Friends and neighbors on the Web" (2003): a common neighbour counts the more the fewer have
it. Each other's names are left out: to mention the closed account is what fans and critics do. Traps: members of one
large chat or one small town share contacts without being one person, so the sum grows by halves only; celebrities and
newsrooms, which the count shows; a newcomer whom the old circle greets.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of
from seawall.identity.compare.overlap import contact_key, kinds_of, overlap
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["Contacts"]

_CIRCLE, _SOME, _ONE, _POPULAR, _NONE = range(5)
_CIRCLE_FROM, _SOME_FROM = 5, 2


class Contacts:
    """Contacts that both have."""

    NAME: Final = "contacts"
    TITLE: Final = "Common contacts"
    FAMILY: Final = Family.CIRCLE
    LEVELS: Final = ("circle", "some", "one", "popular", "none")
    KEYS: Final = kinds_of(KeyKind.CONTACT)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the contacts of both; None where one side names nobody."""
        if not len(mine := new.of_kind(KeyKind.CONTACT)) or not len(theirs := closed.of_kind(KeyKind.CONTACT)):
            return None
        each_other = tuple(key for key in (contact_key(new), contact_key(closed)) if key is not None)
        shared = overlap(mine, theirs, KeyKind.CONTACT, population, but=each_other)
        if not shared.count:
            return Outcome(level=_NONE, sentence="Both accounts name others, none of them the same.")
        rare = shared.rare
        level = _CIRCLE if rare >= _CIRCLE_FROM else _SOME if rare >= _SOME_FROM else _ONE if rare else _POPULAR
        counted = "the same account" if shared.count == 1 else f"{shared.count:,} of the same accounts"
        named = shared.named(closed.shown, new.shown)
        return Outcome(
            level=level,
            sentence=f"Both accounts name {counted}{': ' + named if named else ''}.{shared.told(('names', 'name'))}",
            rarity_bits=shared.bits,
            left=f"{shared.count:,} of {len(mine):,}",
            right=f"{shared.count:,} of {len(theirs):,}",
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return a circle found again, fewer contacts, a newsroom that all name, and strangers."""
        kind = KeyKind.CONTACT
        circle = ("@oil_jar", "@wick_one", "@reef_hut", "@salt_line", "@tide_bell")
        return (
            pair_of(kind, circle, (*circle, "@harbour_wire"), "circle"),
            pair_of(kind, ("@ada_p", "@bo_q"), ("@ada_p", "@bo_q", "@harbour_wire"), "some"),
            pair_of(kind, ("@cleo_r",), ("@cleo_r", "@harbour_wire"), "one"),
            *crowd_of(kind, ("@harbour_wire",), "popular"),
            pair_of(kind, ("@dan_s",), ("@eve_t",), "none"),
            pair_of(kind, ("@dan_s",), (), None),
        )
