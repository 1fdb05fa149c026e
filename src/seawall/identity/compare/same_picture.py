"""Is the picture of two profiles the same? What `avatar.py` and `banner.py` share.

The same digest is the same picture. A name, such as a platform's own key or an address, is a name: how two pictures
look, where that is known of both, goes before it, since two places may each have a `17.png`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import counted, few, kept_key_of
from seawall.identity.population import Population, rarity_bits
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["LEVELS", "compare_pictures", "may_agree", "picture_examples"]

LEVELS: Final = ("same", "near", "common", "different")

_SAME, _NEAR, _COMMON, _DIFFERENT = range(len(LEVELS))
_DIGEST: Final = "sha256:"
_NEAR_BITS: Final = 31  # as in `seawall.index.hamming`: where peers draw the line

Bits = NDArray[np.uint64] | None


def may_agree(new: tuple[str | None, Bits], closed: tuple[str | None, Bits]) -> bool:
    """Say whether two pictures are the same by their digests or names, or may look alike."""
    return (new[0] is not None and new[0] == closed[0]) or (new[1] is not None and closed[1] is not None)


def compare_pictures(
    word: str, new: tuple[str | None, Bits], closed: tuple[str | None, Bits], population: Population
) -> Outcome | None:
    """Return what two pictures have in common, each given by its digest or name and its PDQ words; `word`: which ones.

    None where one side has none, and where digests or names differ and nothing tells how the pictures look.
    """
    mine, theirs = new[0], closed[0]
    is_named_same = mine is not None and mine == theirs
    if is_named_same and str(mine).startswith(_DIGEST):
        return _agreeing(_SAME, f"Both accounts have the same {word}, octet for octet.", "it", (mine, mine), population)
    distance = _distance(new[1], closed[1])
    if distance is None:
        said = f"The {word}s of both accounts go by the same name."
        return _agreeing(_SAME, said, "it", (mine, mine), population) if is_named_same else None
    if distance > _NEAR_BITS:
        return Outcome(level=_DIFFERENT, sentence=f"The {word}s are different pictures.", left=mine, right=theirs)
    said = f"The {word}s are nearly the same picture: {distance} of 256 bits of their PDQ hashes differ."
    return _agreeing(_NEAR, said, f"the closed account's {word}", (mine, theirs), population)


def _agreeing(
    level: int, said: str, what: str, digests: tuple[str | None, str | None], population: Population
) -> Outcome:
    left, right = digests
    if right is None:
        return Outcome(level=level, sentence=said, left=left)
    key = kept_key_of(right)
    holders = population.holders(KeyKind.AVATAR, key)
    return Outcome(
        level=level if holders <= few(population) else _COMMON,
        sentence=said + counted(holders, population.account_count(), what),
        rarity_bits=max(0.0, rarity_bits(population, KeyKind.AVATAR, key)),
        left=left,
        right=right,
    )


def _distance(mine: Bits, theirs: Bits) -> int | None:
    if mine is None or theirs is None:
        return None
    pairs: Iterator[tuple[int, int]] = zip(mine.tolist(), theirs.tolist(), strict=True)
    return sum((one ^ other).bit_count() for one, other in pairs)


def picture_examples(field: str) -> tuple[ComparisonExample, ...]:
    """Return worked examples for `avatar` or `banner`."""
    lamp = np.array(
        [0x5A5A_0F0F_3C3C_9999, 0x1234_5678_9ABC_DEF0, 0xFFFF_0000_FFFF_0000, 0x0F0F_F0F0_0F0F_F0F0], np.uint64
    )
    lamp_again = lamp ^ np.array([0b1011, 0, 0, 0b11 << 40], np.uint64)
    harbour = ~lamp

    def portrait(account: str, digest: str, bits: Bits = None) -> Portrait:
        keys = {KeyKind.AVATAR: np.array([kept_key_of(digest)], np.uint64)}
        return Portrait(account=account, keys=keys, **{field: digest, f"{field}_bits": bits})  # type: ignore[arg-type]

    egg = [portrait(f"crowd:{number}", "sha256:e9") for number in range(6)]
    return (
        ComparisonExample(
            new=portrait("new:1", "sha256:a1", lamp), closed=portrait("old:1", "sha256:a1", lamp), level="same"
        ),
        ComparisonExample(
            new=portrait("new:2", "sha256:b2", lamp_again), closed=portrait("old:2", "sha256:a2", lamp), level="near"
        ),
        ComparisonExample(
            new=portrait("new:3", "sha256:c3", harbour), closed=portrait("old:3", "sha256:a3", lamp), level="different"
        ),
        ComparisonExample(
            new=portrait("new:5", "17.png", harbour), closed=portrait("old:5", "17.png", lamp), level="different"
        ),
        ComparisonExample(new=portrait("new:6", "k/a7"), closed=portrait("old:6", "k/a7", lamp), level="same"),
        *(
            ComparisonExample(new=one, closed=other, level="common")
            for one, other in zip(egg[:3], egg[3:], strict=True)
        ),
        ComparisonExample(new=portrait("new:4", "sha256:d4"), closed=portrait("old:4", "sha256:f6"), level=None),
    )
