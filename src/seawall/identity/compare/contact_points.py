"""Do two accounts name the same wallet, e-mail address, telephone number or invite? Exact, in profile or posts.

Traps: the wallet of a relief fund, a hotline, a newsroom's address, an invite that is passed round: many name those,
and the count of accounts that do decides. A wallet quoted in a warning or a news report is one that a reporter shares
with whom they report on, so look at what the posts say. Someone who imitates an account can copy its contact points.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of
from seawall.identity.compare.overlap import kinds_of, overlap
from seawall.identity.compare.quoting import shortened
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.contact_points import describe_contact_point

__all__ = ["ContactPoints"]

_RARE, _COMMON, _DIFFERENT = range(3)


class ContactPoints:
    """Where both can be reached or paid."""

    NAME: Final = "contact_points"
    TITLE: Final = "Wallets, e-mail addresses, telephone numbers, invites"
    FAMILY: Final = Family.CONTACT_POINT
    LEVELS: Final = ("rare", "common", "different")
    KEYS: Final = kinds_of(KeyKind.CONTACT_POINT)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the rarest contact point that both name; None where one side names none."""
        if not len(mine := new.of_kind(KeyKind.CONTACT_POINT)) or not len(
            theirs := closed.of_kind(KeyKind.CONTACT_POINT)
        ):
            return None
        shared = overlap(mine, theirs, KeyKind.CONTACT_POINT, population)
        if not shared.count:
            return Outcome(level=_DIFFERENT, sentence="Both accounts name contact points, none of them the same.")
        point = closed.shown.get(shared.keys[0]) or new.shown.get(shared.keys[0])
        named = shortened(describe_contact_point(point), 100) if point else "the same contact point"
        more = f" and {shared.count - 1:,} more" if shared.count > 1 else ""
        return Outcome(
            level=_RARE if shared.rare else _COMMON,
            sentence=f"Both accounts name {named}{more}.{shared.told(('names', 'name'))}",
            rarity_bits=shared.bits,
            left=point,
            right=point,
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return a wallet that two share, a hotline that many name, and different ones."""
        kind = KeyKind.CONTACT_POINT
        return (
            pair_of(kind, ["evm:0x1f", "tel:+34600111222"], ["evm:0x1f"], "rare"),
            pair_of(kind, ["mailto:lamp@mail.example"], ["mailto:oil@mail.example"], "different"),
            *crowd_of(kind, ["tel:+34600999000"], "common"),
            pair_of(kind, ["evm:0x2e"], [], None),
        )
