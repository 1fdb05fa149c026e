"""How alike are two accounts in what they share? The levels of addresses, media and hashtags by their rarity.

Several rare things in common, one, only things that many share, or nothing.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of
from seawall.identity.compare.overlap import overlap
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["LEVELS", "compare_shared", "shared_examples"]

LEVELS: Final = ("several_rare", "one_rare", "common", "none")

_SEVERAL, _ONE, _COMMON, _NONE = range(len(LEVELS))
_SEVERAL_FROM: Final = 3


def compare_shared(
    kind: KeyKind, words: tuple[str, str, str], new: Portrait, closed: Portrait, population: Population
) -> Outcome | None:
    """Return what both accounts have in common of a kind; `words`: both, one of the kind, several."""
    if not len(mine := new.of_kind(kind)) or not len(theirs := closed.of_kind(kind)):
        return None
    shared = overlap(mine, theirs, kind, population)
    both, one, several = words
    if not shared.count:
        return Outcome(level=_NONE, sentence=f"{both} have no {one} in common.")
    counted = f"one {one}" if shared.count == 1 else f"{shared.count:,} {several}"
    named = shared.named(closed.shown, new.shown)
    rare = shared.rare
    return Outcome(
        level=_SEVERAL if rare >= _SEVERAL_FROM else _ONE if rare else _COMMON,
        sentence=f"{both} have {counted} in common{': ' + named if named else ''}.{shared.told()}",
        rarity_bits=shared.bits,
        left=f"{shared.count:,} of {len(mine):,}",
        right=f"{shared.count:,} of {len(theirs):,}",
    )


def shared_examples(kind: KeyKind, texts: tuple[str, str, str, str, str]) -> tuple[ComparisonExample, ...]:
    """Return one pair a level, made of four texts of a kind that few share and one that many do."""
    first, second, third, fourth, popular = texts
    return (
        pair_of(kind, (first, second, third, popular), (first, second, third), "several_rare"),
        pair_of(kind, (fourth, popular), (fourth,), "one_rare"),
        *crowd_of(kind, (popular,), "common"),
        pair_of(kind, (f"{first}1",), (f"{second}2",), "none"),
        pair_of(kind, (first,), (), None),
    )
