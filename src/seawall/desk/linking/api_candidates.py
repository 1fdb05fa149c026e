"""Which closed accounts may this account that another system asks about continue? Ranked, with the same evidence.

What is asked is not kept: no link is stored and no case opens. The bank is the one of this process, at its present
version, so what was signed or withdrawn a moment ago counts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from seawall.desk.closings.selectors import signed_numbers
from seawall.desk.linking.announcements_held import known_announcements
from seawall.desk.linking.api_body import Asked
from seawall.desk.linking.kept_models import current_model
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.seen_pictures import pictures_of
from seawall.identity.announcers import Announcements, announce
from seawall.identity.linking import Compared, rank_account
from seawall.identity.portrait import Portrait
from seawall.identity.portrait_making import make_portraits

__all__ = ["candidates_of"]

_UNREAD: Final = "announcements: who in the corpus announced an account is still being read; it is not compared yet"


def candidates_of(asked: Asked, *, now: datetime) -> dict[str, Any]:
    """Return the answer: the candidates that are shown, the likeliest first.

    Raises:
        ClosedBankLoadingError: the bank is being loaded.
    """
    row, model = current_model()
    announced = known_announcements()
    portrait = _portrait(asked, announced)
    held = live_bank()
    with held.current(now=now) as bank:
        coming = held.coming_count
        size = bank.account_count()
        stands = bank.ordinal_of(asked.key) is not None
        ranking = rank_account(portrait, bank, model, now)
    shown = [one for one in ranking.compared if one.link_class is not None][: asked.limit]
    numbers = signed_numbers(one.closed for one in shown)  # one that is withdrawn this very moment has none
    return {
        "account": asked.key,
        "stands_in_bank": stands,
        "model": row.label,
        "closed_accounts": size,
        "compared": ranking.candidate_count,
        "posts": portrait.post_count,
        "candidates": [
            _candidate(one, rank, numbers[one.closed])
            for rank, one in enumerate(shown, start=1)
            if one.closed in numbers
        ],
        "notes": [*asked.notes, *_still_coming(coming), *([_UNREAD] if announced is None else [])],
    }


def _portrait(asked: Asked, announced: Announcements | None) -> Portrait:
    posts = asked.posts if asked.posts.num_rows else None
    made = make_portraits(asked.accounts, posts, pictures=pictures_of(asked.accounts))
    return (made if announced is None else announce(made, announced))[0]


def _still_coming(count: int) -> list[str]:
    if not count:
        return []
    return [f"closed accounts: {count:,} were signed just now and are still being taken in; they are not compared yet"]


def _candidate(one: Compared, rank: int, number: int) -> dict[str, Any]:
    told = one.weighed
    return {
        "rank": rank,
        "closed": one.closed,
        "closed_account": number,
        "probability": round(told.probability, 6),
        "low": round(told.low, 6),
        "high": round(told.high, 6),
        "imitator_probability": round(told.imitator_probability, 6),
        "class": told.link_class,
        "families": list(told.families),
        "rivals": one.rivals,
        "evidence": [
            {
                "feature": each.feature,
                "bits": each.weight,
                "sentence": each.detail,
                "new": each.left,
                "closed": each.right,
            }
            for each in told.evidence
        ],
    }
