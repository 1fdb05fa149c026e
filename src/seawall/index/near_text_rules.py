"""When are two texts near? The sizes and thresholds of near-text search, and what a comparison comes to.

Decided on the development texts of the bench `text` (docs/near-text.md has the figures). Letters are letters of the
skeleton (`seawall.signals.skeleton`), a shingle is four of them, lengths of slogans count all letters. Left out: how
candidates are found and counted (`near_text_segment.py`, `near_text_kernel.py`).

The compiled loops take these numbers in: whoever changes one deletes the loops' cached forms (`__pycache__/*.nb?`).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.index.tiers import LOOK, NEAR

__all__ = [
    "ALIKE", "ARABIZI", "ARABIZI_NO_DIGITS", "BARE", "BLOCK", "CROWD", "GAP", "INSIDE", "LETTER", "LONGEST_ALIGNED",
    "LONGEST_SLOGAN", "LOOK_STRENGTH", "MIN_ALIGNED", "MIN_CODES", "MIN_CUTTING", "MIN_LETTERS", "MOST_ALIGNED",
    "MOST_WAYS", "NOTHING", "NO_S_AND_L", "PART", "PIECE", "PLAIN", "REVERSED", "SHINGLE", "SHORT", "SOFT_C", "SPELLED",
    "STAGES", "STRIDE", "TYPED", "WAYS", "WHOLE", "WHOLE_SLOGAN", "WORDS_REVERSED", "aligned_least", "judge",
]  # fmt: skip

SHINGLE: Final = 4
PIECE: Final = 8
MIN_CODES: Final = 12
"""Fewest letters of a text that is found other than whole and equal."""
MIN_LETTERS: Final = 5
SHORT: Final = 16
"""Skeletons shorter than this are slogans: compared letter by letter, at word boundaries."""
WHOLE_SLOGAN: Final = 10
"""In a slogan whose skeleton has so many letters or more, one of them may differ; in a shorter one none."""
BLOCK: Final = 512
STRIDE: Final = 256
"""Longer skeletons are compared in blocks of this length, each beginning this far behind the one before."""
CROWD: Final = 32
"""At most so many units are reached through one piece: what more banked texts than that share is boilerplate."""

WAYS: Final = (
    None, "reversed", "words reversed", "in Latin letters", "in Latin letters", "signs for letters", "spelt by sound",
)  # fmt: skip
"""The ways of writing in which a banked text is held. Signs such as "$" are no letters of the normal form, so that s
and l go missing. Of slogans with a c that sounds like s, one is held with s there: "resién nasidos"."""
PLAIN, REVERSED, WORDS_REVERSED, ARABIZI, ARABIZI_NO_DIGITS, NO_S_AND_L, SOFT_C = range(len(WAYS))
MOST_WAYS: Final = 5
"""How many ways one text is held in at most."""

LETTER: Final = 10
"""Cost of a consonant of a slogan that is another, missing or too many; the rest are parts of it."""
ALIKE: Final = 4
"""Cost of a letter in place of one of its class, of k for c."""
SPELLED: Final = (4, 5, 3, 0)
"""Cost of a weak letter left out, put in, in place of another weak letter, and where it belongs."""
BARE: Final = (0, 3, 3, 3)
"""The same for a post without vowels: none is missed, any that is there counts against it (w, y and h don't)."""
TYPED: Final = (1, 0, 1, 0)
"""The same for Arabic in Latin letters, where everybody puts in vowels."""
GAP: Final = 1
"""Cost of a weak letter that is left out where the post has a gap: it may have been written as a sign."""
LONGEST_SLOGAN: Final = 127
"""More letters than this in a skeleton of fewer than `SHORT` are no slogan: nothing but vowels or repeats."""

MIN_WHOLE: Final = 0.36
"""Mean share of their shingles that two texts must find in each other to be one text, changed; and `FEW` more."""
MIN_EITHER: Final = 0.25
"""Share that neither of the two may stay below."""
ONE_SIZE: Final = 0.5
"""Share of both from which they count as one text, changed, before the one is looked for inside the other."""
MIN_INSIDE: Final = 0.5
"""Share of a banked text's shingles that must stand in a part of a post for it to stand inside; and `FEW` more."""
FEW: Final = 4.0
"""Of few shingles a greater share is asked, as chance has more part in it: this, divided by their number."""
LONGEST_ALIGNED: Final = 120
"""Letters of the longest skeleton that is also compared letter by letter with a whole post: in shorter texts a few
letters, changed here and there, leave too few shingles."""
MIN_ALIGNED: Final = 75
"""Hundredths of its letters that must then stand in the post, in their order. A letter put in costs half of one."""
MIN_ALIGNED_NEAR: Final = 82
"""The same for the match to be near; between the two, texts share several names or hashtags."""
MOST_ALIGNED: Final = 70
"""Hundredths of shingles shared from which letters need not be compared: shingles say it already."""
NEARER: Final = 0.06
"""What must be shared beyond the least for a match to be near; between the two, texts share hashtags or a headline, and
it is a reason to look."""
MIN_DENSE: Final = 0.7
"""Share of a passage that must be the banked text's."""
MIN_PASSAGE: Final = 32
"""Shingles in one passage that a post must share with a longer banked text to carry a part of it."""
MIN_CUTTING: Final = 20
"""The same where the passage is all that the post says."""
ONLY_SLOGAN: Final = 0.8
"""Share of a post that must be of the banked text for the post to say nothing else."""
RAISING_SLOGAN: Final = 20
"""Letters from which a slogan inside a post is near; a shorter one is a reason to look."""
REST_OF_POST: Final = 0.5
"""Share of a post that a passage must make up for the post to be near, and not only a reason to look."""
LOOK_STRENGTH: Final = 0.3
"""Share of the weight of a text that a hit which is only a reason to look has: about that of a listed term."""

WHOLE, INSIDE, PART, NOTHING = 0, 1, 2, 3
STAGES: Final = ("near_text", "inside", "part")


def aligned_least(length: int) -> float:
    """Return how many shingles of a skeleton of so many letters must stand in a post for letters to be compared."""
    return 4 + 0.18 * length


def judge(sums: NDArray[np.int64], total: NDArray[np.int64], letters: NDArray[np.int64]) -> Any:
    """Return (stage, missing share in hundredths, tier) of comparisons of whole texts, column by column.

    `sums` has the fields of `near_text_kernel.compare_rows` from the third on, blocks added up; `total` is the number
    of shingles of the banked text, `letters` that of all its letters.
    """
    of_region, of_span, covered, of_post, _, _, span, in_span, cost, aligned = sums.T
    bank_share, span_share = of_region / total, of_span / total
    post_share = covered / np.maximum(of_post, 1)
    slogan = cost >= 0
    mean_share = (bank_share + post_share) / 2
    whole_least = MIN_WHOLE + FEW / np.clip(np.minimum(total, of_post), 1, None)
    inside_least = MIN_INSIDE + FEW / np.maximum(total, 1)
    both = (mean_share >= whole_least) & (np.minimum(bank_share, post_share) >= MIN_EITHER)
    alike = np.where(slogan, post_share >= ONLY_SLOGAN, both & (np.minimum(bank_share, post_share) >= ONE_SIZE))
    inside = slogan | (span_share >= inside_least)
    enough = np.where(post_share >= ONLY_SLOGAN, MIN_CUTTING, MIN_PASSAGE)
    passage = (in_span >= enough) & (in_span >= MIN_DENSE * span)
    in_order = aligned >= MIN_ALIGNED
    stage = np.select([alike, inside, in_order, passage, both], [WHOLE, INSIDE, WHOLE, PART, WHOLE], NOTHING)
    slogan_share = 1 - cost / (LETTER * np.maximum(letters, 1))
    whole_share = np.maximum(bank_share, np.where(in_order, aligned / 100, 0))
    share = np.select([slogan, stage == WHOLE], [slogan_share, whole_share], span_share)
    long_slogan, dense = letters >= RAISING_SLOGAN, span_share >= inside_least + NEARER
    nearer = np.select(
        [stage == WHOLE, stage == INSIDE],
        [
            slogan | (mean_share >= whole_least + NEARER) | (aligned >= MIN_ALIGNED_NEAR),
            np.where(slogan, long_slogan, dense),
        ],
        post_share >= REST_OF_POST,
    )
    missing = np.clip(np.round(100 * (1 - share)), 0, 100).astype(np.int32)
    return stage, missing, np.where(nearer, NEAR, LOOK).astype(np.uint8)
