"""What may stand behind a new account that looks like a closed one, and how often before anything is compared?

*Same*: one actor. *Imitator*: a fan, an impostor or a parody, who copies what anybody can see (handle, name, picture,
bio, links) and not what nobody copies (voice, rhythm, circle). *Other*: somebody else. The prior is of one pair: of
all new accounts a share are returns, and a return has one of the closed accounts as its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from seawall.identity.families import Family

__all__ = ["COPYABLE", "Hypothesis", "Prior"]


class Hypothesis(IntEnum):
    """Who stands behind the new account; the numbers are columns of tables."""

    SAME = 0
    IMITATOR = 1
    OTHER = 2


COPYABLE: Final = frozenset({Family.NAME, Family.DESCRIPTION, Family.PICTURE, Family.CONTACT_POINT, Family.MACHINE})
"""Families of what anybody can see and copy."""

_SMALLEST_SHARE: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is expected before anything is compared.

    Args:
        closed_count: accounts in the bank.
        return_share: share of all new accounts that are returns of closed ones.
        imitator_share: share of all new accounts that imitate a closed one.
    """

    closed_count: int
    return_share: float = 0.03
    imitator_share: float = 0.03

    def __post_init__(self) -> None:
        """Refuse shares that leave nobody else."""
        shares = (self.return_share, self.imitator_share)
        if min(shares) < 0 or sum(shares) >= 1 or self.closed_count < 0:
            raise ValueError(f"no prior: {self}")

    def bits(self, hypothesis: Hypothesis) -> float:
        """Return log2 of the odds that a pair is of this kind rather than `OTHER`.

        >>> Prior(closed_count=1024, return_share=0.25, imitator_share=0.5).bits(Hypothesis.SAME) < -11.9
        True
        """
        if hypothesis is Hypothesis.OTHER:
            return 0.0
        share = self.return_share if hypothesis is Hypothesis.SAME else self.imitator_share
        pair = max(share, _SMALLEST_SHARE) / max(self.closed_count, 1)
        other = 1.0 - (self.return_share + self.imitator_share) / max(self.closed_count, 1)
        return math.log2(pair / other)
