"""Do two bios share a wording? The same text, most of it, or a phrase that hardly any other account has.

A phrase is three neighbouring words, folded; how many accounts of the bank hold it decides what it says. Traps: bios
that everybody writes ("views are my own"), verses and pious formulas (common in a bank, so they say little; those made
only of weightless words say nothing), bios of one word.
"""

from __future__ import annotations

import math
from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of, share_none
from seawall.identity.compare.quoting import quoted, shortened
from seawall.identity.compare.rarity import agreement_bits
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.bio import PHRASE_WORDS, BioForms, bio_forms
from seawall.identity.traits.commonness import name_bits

__all__ = ["Bio"]

IDENTICAL, NEARLY, RARE_PHRASE, PHRASE, UNLIKE = range(5)
_PHRASES: Final = kinds_of(KeyKind.BIO_PHRASE)
_NOTHING: Final = (UNLIKE, "The bios share no phrase.", 0.0)
_RARE_BITS: Final = 10.0
_NEARLY_SHARE: Final = 0.6
_MOST_WEIGHED: Final = 32  # phrases; a long text needs no more


class Bio:
    """The wording of two bios."""

    NAME: Final = "bio"
    TITLE: Final = "Wording of the bio"
    FAMILY: Final = Family.DESCRIPTION
    LEVELS: Final = ("identical", "nearly", "rare_phrase", "phrase", "unlike")

    def can_agree(self, new: Portrait, closed: Portrait) -> bool:
        """Say whether both bios may have a phrase in common."""
        return bool(new.bio and closed.bio) and not share_none(new, closed, _PHRASES)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return what the bios have in common; None where one has fewer than three words."""
        if not new.bio or not closed.bio:
            return None
        if share_none(new, closed, _PHRASES):
            level, sentence, bits = _NOTHING
        else:
            mine, theirs = bio_forms(new.bio), bio_forms(closed.bio)
            if not mine.phrases or not theirs.phrases:
                return None
            level, sentence, bits = _compared(mine, theirs, population)
        return Outcome(
            level=level, sentence=sentence, rarity_bits=bits, left=shortened(new.bio), right=shortened(closed.bio)
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        bio = "Keeper of small lamps and one stubborn lemon tree behind the old ferry office"
        pairs = (
            (bio.upper(), bio, "identical"),
            (bio + " 🌙 since spring", bio, "nearly"),
            ("Reader. Walker. One stubborn lemon tree.", bio, "rare_phrase"),
            ("Sunday baker, slow runner, father of two", bio, "unlike"),
            ("🌙", bio, None),
        )
        return tuple(
            ComparisonExample(
                new=Portrait(account="new:1", bio=new), closed=Portrait(account="old:1", bio=closed), level=level
            )
            for new, closed, level in pairs
        )


def _compared(mine: BioForms, theirs: BioForms, population: Population) -> tuple[int, str, float]:
    wanted = mine.distinct & theirs.distinct
    if not wanted:
        return _NOTHING
    shared = [(place, phrase) for place, phrase in enumerate(mine.phrases) if phrase in wanted]
    rarest = max((_phrase_bits(phrase, population), -place, phrase) for place, phrase in shared[:_MOST_WEIGHED])
    bits, shown = rarest[0], quoted(_run_from(mine, -rarest[1], wanted), 90)
    if mine.words == theirs.words:
        return IDENTICAL, f"Both bios have the same wording: {shown}.", bits
    share = len(wanted) / max(len(mine.distinct), len(theirs.distinct))
    if share >= _NEARLY_SHARE:
        return NEARLY, f"{share:.0%} of the bios' phrases are the same, among them {shown}.", bits
    if bits >= _RARE_BITS:
        return RARE_PHRASE, f"Both bios say {shown}.", bits
    return PHRASE, f"Both bios say {shown}, as other accounts may.", bits


def _phrase_bits(phrase: str, population: Population) -> float:
    """Return the bits of a phrase: by its wording up to what is called rare, above that no more than the bank can tell.

    Bios are written after few patterns, so that a phrase which nobody else of a bank holds is rare there and no more.
    """
    known = math.log2((population.account_count() + 1) / 2)
    own = agreement_bits(population, KeyKind.BIO_PHRASE, phrase, name_bits(phrase))
    return min(own, max(known, _RARE_BITS))


def _run_from(bio: BioForms, place: int, wanted: frozenset[str]) -> str:
    """Return the whole run of words around a shared phrase."""
    first = last = place
    while first and bio.phrases[first - 1] in wanted:
        first -= 1
    while last + 1 < len(bio.phrases) and bio.phrases[last + 1] in wanted:
        last += 1
    return bio.phrase(first, last - first + PHRASE_WORDS)
