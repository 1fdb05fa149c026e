"""Which pairs does a training learn from? Links that stand or were judged, and pairs drawn at random.

A pair counts once, by its newest comparison, however often it was compared; judged pairs come first. A link keeps its
outcomes, so nothing of its accounts is read again, and one that was erased teaches nothing. Random pairs say what
strangers have in common: half of them are of accounts of the corpus and closed accounts, half of closed accounts among
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import Q, QuerySet

from seawall.clock import utc_now
from seawall.desk.closings.models import ClosingState
from seawall.desk.linking.announcements_held import announcements
from seawall.desk.linking.corpus_accounts import Due, accounts_due, posts_of, profiles_of
from seawall.desk.linking.evidence_rows import outcomes_of
from seawall.desk.linking.judged_pairs import engine_judgements, judgements_in_force
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.models import Link
from seawall.desk.linking.seen_pictures import pictures_of
from seawall.desk.linking.standing_links import stands_now
from seawall.identity.announcers import announce
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import Outcome
from seawall.identity.judgements import Judgement, Pair, pair_of, standing
from seawall.identity.linking import compare_pair
from seawall.identity.models import IdentityModel, depth_of_pair
from seawall.identity.models.pair_table import PairTable, pair_table
from seawall.identity.portrait import Depth, Portrait
from seawall.identity.portrait_making import make_portraits

__all__ = ["candidate_pairs", "random_pairs", "usable_judgements"]

_MOST_CANDIDATES: Final = 20_000
_RANDOM_NEW: Final = 100
_EACH_WITH: Final = 10
_AT_ONCE: Final = 500

_Compared = tuple[dict[str, Outcome | None], Depth]


def candidate_pairs(model: IdentityModel) -> tuple[PairTable, list[Pair], int]:
    """Return the pairs of links that stand or were judged, the accounts of each, and the size of the bank."""
    judged = _judged_comparisons()
    others = [number for pair, number in _newest(stands_now()).items() if pair not in judged]
    numbers = sorted([*judged.values(), *others][:_MOST_CANDIDATES])
    rows = list(_links(numbers))
    table = pair_table(model.comparisons, ((outcomes_of(row.evidence), Depth(row.depth)) for row in rows))
    size = max((row.bank_size for row in rows), default=1)
    return table, [(row.key, row.closed.key) for row in rows], size


def usable_judgements() -> tuple[Judgement, ...]:
    """Return the judgements that a training learns from: those in force of pairs whose comparison is still kept."""
    pairs = _judged_comparisons()
    return tuple(one for one in engine_judgements() if one.pair in pairs)


def _judged_comparisons() -> dict[Pair, int]:
    """Return the newest comparison of each pair that was judged, last judged first."""
    held = standing(engine_judgements())
    found = _newest(Q(closed__in=judgements_in_force().values("link__closed")))
    pairs = sorted((pair for pair in held if pair in found), key=lambda pair: (held[pair].at, pair), reverse=True)
    return {pair: found[pair] for pair in pairs[:_MOST_CANDIDATES]}


def _newest(condition: Q) -> dict[Pair, int]:
    """Return the number of the newest comparison of each pair, newest first, where it was not erased."""
    kept = Link.objects.filter(
        condition, erased_at__isnull=True, closed__state=ClosingState.SIGNED, closed__expires__gt=utc_now()
    )
    columns = ("pk", "platform", "account_id", "closed__platform", "closed__account_id")
    newest: dict[Pair, int] = {}
    for number, platform, name, *closed in kept.order_by("-pk").values_list(*columns):
        newest.setdefault(pair_of(f"{platform.lower()}:{name}", ":".join(closed)), number)
    return newest


def _links(numbers: list[int]) -> Iterator[Link]:
    read: QuerySet[Link] = Link.objects.select_related("closed").defer("profile", "closed__bio").order_by("pk")
    for start in range(0, len(numbers), _AT_ONCE):
        yield from read.filter(pk__in=numbers[start : start + _AT_ONCE])


def random_pairs(model: IdentityModel, *, seed: int) -> PairTable:
    """Return compared pairs of accounts drawn with `seed`."""
    rng = np.random.default_rng(seed)
    names = accounts_due(Due(everything=True))
    drawn = sorted(rng.choice(names, size=min(_RANDOM_NEW, len(names)), replace=False).tolist()) if names else []
    now = utc_now()
    new = _portraits(drawn, now) if drawn else []
    with live_bank().current(now=now, wait=True) as bank:
        return pair_table(model.comparisons, list(_compared(new, bank, rng)))


def _portraits(names: list[str], now: datetime) -> list[Portrait]:
    table = profiles_of(names, now=now).table
    portraits = make_portraits(table, posts_of(names, now=now), pictures=pictures_of(table))
    return list(announce(portraits, announcements()))


def _compared(new: list[Portrait], bank: ClosedBank, rng: np.random.Generator) -> Iterator[_Compared]:
    present = np.flatnonzero(bank.keys.present)
    if not len(present):
        return
    closed = [bank.portrait(int(at)) for at in rng.choice(present, size=min(_RANDOM_NEW, len(present)), replace=False)]
    for portrait in (*new, *closed):
        for at in rng.choice(present, size=min(_EACH_WITH, len(present)), replace=False).tolist():
            other = bank.portrait(int(at))
            if other.account != portrait.account:
                yield compare_pair(portrait, other, bank), depth_of_pair(portrait, other)
