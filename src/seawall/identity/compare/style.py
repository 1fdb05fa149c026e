"""Do the accounts write alike? By the nearness of their style vectors, told as how many strangers are as near.

Names, addresses, hashtags, numbers and words of content are masked before a style is taken, and posts that only pass
on another's words have none. Traps: accounts run by one team write alike without one hand; copied posts that don't say
so carry their writer's style; few posts say little, which the impostors' table for so many posts allows for; under
five, one shared wording makes style and repeated phrases of one piece.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.families import Family
from seawall.identity.population import Population, style_tail
from seawall.identity.portrait import Portrait
from seawall.identity.traits.style import default_space

__all__ = ["Style"]

_LEAST_POSTS: Final = 5
_LEAST_BITS: Final = (17.0, 14.0, 11.0, 8.0, 5.0, 2.0)
_MASKED: Final = "names, links, hashtags and words of content left out"


class Style:
    """The way in which two accounts write."""

    NAME: Final = "style"
    TITLE: Final = "Style of writing"
    FAMILY: Final = Family.VOICE
    LEVELS: Final = ("one_in_100000", "one_in_16000", "one_in_2000", "one_in_250", "one_in_30", "one_in_4", "unlike")

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return how rare such nearness is among strangers; None where a side has under five own posts, or no style."""
        mine, theirs = new.style, closed.style
        posts = min(new.own_post_count, closed.own_post_count)
        if mine is None or theirs is None or posts < _LEAST_POSTS or len(mine) != len(theirs):
            return None
        rarity = new.style_rarity or closed.style_rarity or default_space().rarity
        cosine = float(np.dot(mine, theirs))
        tail = style_tail(population, new)
        bits = rarity.bits(cosine, posts) if tail is None else tail.bits(cosine, rarity, posts)
        level = next((place for place, least in enumerate(_LEAST_BITS) if bits >= least), len(_LEAST_BITS))
        seen = f"{new.own_post_count:,} and {closed.own_post_count:,} posts of their own words"
        return Outcome(
            level=level,
            sentence=_sentence(bits, level, seen),
            rarity_bits=bits,
            left=f"{new.own_post_count:,} posts",
            right=f"{closed.own_post_count:,} posts",
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level, in the default space."""
        table = default_space().rarity.cosines[1]
        axis, other = np.eye(2, dtype=np.float32)
        closed = Portrait(account="old:1", own_post_count=40, style=axis)
        examples = []
        for level, bits in zip(self.LEVELS[2:], (11.5, 9.0, 6.0, 3.0, 0.5), strict=True):
            cosine = float(np.interp(2 * bits, np.arange(len(table)), table))
            style = (cosine * axis + np.sqrt(1 - cosine**2) * other).astype(np.float32)
            new = Portrait(account="new:1", own_post_count=5, style=style)
            examples.append(ComparisonExample(new=new, closed=closed, level=level))
        silent = Portrait(account="new:1", post_count=9, own_post_count=1, style=axis)
        return (*examples, ComparisonExample(new=silent, closed=closed, level=None))


def _sentence(bits: float, level: int, seen: str) -> str:
    if level == len(_LEAST_BITS):
        share = f"{100 * 2.0**-bits:.0f} of 100"
        return f"The accounts write no more alike than strangers do: {share} are as near, by {seen} ({_MASKED})."
    strangers = 2.0**bits
    shown = f"{strangers:,.0f}" if strangers < 100 else f"{round(strangers, -2 if strangers >= 1000 else -1):,.0f}"
    return f"The accounts write alike: about one stranger in {shown} comes as near, by {seen} ({_MASKED})."
