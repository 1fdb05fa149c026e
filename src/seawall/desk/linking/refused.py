"""Which judgements contradict the one that was refused? The chain of them, for the page to tell in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from seawall.desk.linking.models import Judgement
from seawall.identity.errors import ContradictoryJudgementsError
from seawall.identity.judgements import Verdict

__all__ = ["ChainLine", "chain_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLine:
    """One judgement of the chain; `number` is the link it was given on, None for the one that was refused."""

    left: str
    right: str
    is_same: bool
    at: datetime
    number: int | None


def chain_of(error: ContradictoryJudgementsError) -> tuple[ChainLine, ...]:
    """Return the judgements along the chain, the contradicted one last."""
    return tuple(
        ChainLine(
            left=one.left,
            right=one.right,
            is_same=one.verdict is Verdict.SAME,
            at=one.at,
            number=_number(one.left, one.right, one.at),
        )
        for one in error.facts.get("judgements", ())
    )


def _number(left: str, right: str, at: datetime) -> int | None:
    first, second = sorted((left, right))
    kept = Judgement.objects.filter(left=first, right=second, at=at).values_list("link_id", flat=True)
    return kept.first()
