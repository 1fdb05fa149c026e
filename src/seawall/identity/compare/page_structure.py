"""Are the pages of two sites built alike? By stretches of their tags (`traits/page_structure.py`), whatever they say.

Traps: themes and site builders give thousands of sites one structure, so stretches that many sites have don't count;
an empty "account suspended" page; a mirror of somebody's site made by an archive.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.drawn_pairs import crowd_of, pair_of
from seawall.identity.compare.overlap import kinds_of, overlap
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["PageStructure"]

_SAME, _ALIKE, _TEMPLATE, _DIFFERENT = range(4)
_SAME_FROM, _ALIKE_FROM = 0.8, 0.3
_FEWEST: Final = 4  # stretches of a page: fewer are any page's


class PageStructure:
    """The structure of two sites' pages."""

    NAME: Final = "page_structure"
    TITLE: Final = "Structure of the pages"
    FAMILY: Final = Family.MACHINE
    LEVELS: Final = ("same", "alike", "template", "different")
    KEYS: Final = kinds_of(KeyKind.STRUCTURE)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return what share of the pages' stretches both have; None where one has fewer than four."""
        mine = new.of_kind(KeyKind.STRUCTURE)
        if len(mine) < _FEWEST or len(theirs := closed.of_kind(KeyKind.STRUCTURE)) < _FEWEST:
            return None
        shared = overlap(mine, theirs, KeyKind.STRUCTURE, population)
        share = shared.count / max(len(mine), len(theirs))
        if share < _ALIKE_FROM:
            return Outcome(
                level=_DIFFERENT, sentence=f"The pages are built differently: {share:.0%} of their stretches agree."
            )
        level = _TEMPLATE if not shared.rare else _SAME if share >= _SAME_FROM else _ALIKE
        template = ", those of a template that others have, too" if level == _TEMPLATE else ""
        return Outcome(
            level=level,
            sentence=f"{share:.0%} of the stretches of tags of their pages are the same{template}.{shared.told()}",
            rarity_bits=shared.bits,
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return pages of one making, alike, of one template, and different."""
        kind = KeyKind.STRUCTURE
        page = [f"stretch {number}" for number in range(10)]
        other = [f"strip {number}" for number in range(10)]
        return (
            pair_of(kind, page, page, "same"),
            pair_of(kind, other, [*other[:5], *(f"line {number}" for number in range(5))], "alike"),
            *crowd_of(kind, [f"theme {number}" for number in range(10)], "template"),
            pair_of(
                kind, [f"old {number}" for number in range(9)], [f"new {number}" for number in range(9)], "different"
            ),
            pair_of(kind, page[:2], page, None),
        )
