"""Which pairs does a training learn from? Links that stand or were judged, and pairs drawn at random.

A link keeps its outcomes, so nothing of its accounts is read again. Random pairs say what strangers have in common:
half of them are of accounts of the corpus and closed accounts, half of closed accounts among themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import Q

from seawall.clock import utc_now
from seawall.desk.linking.corpus_accounts import Due, accounts_due, posts_of, profiles_of
from seawall.desk.linking.evidence_rows import outcomes_of
from seawall.desk.linking.judged_pairs import judgements_in_force
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.models import Link, LinkState
from seawall.desk.linking.seen_pictures import pictures_of
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import Outcome
from seawall.identity.judgements import Pair
from seawall.identity.linking import compare_pair
from seawall.identity.models import IdentityModel, depth_of_pair
from seawall.identity.models.pair_table import PairTable, pair_table
from seawall.identity.portrait import Depth, Portrait
from seawall.identity.portrait_making import make_portraits

__all__ = ["candidate_pairs", "random_pairs"]

_MOST_CANDIDATES: Final = 20_000
_RANDOM_NEW: Final = 100
_EACH_WITH: Final = 10

_Compared = tuple[dict[str, Outcome | None], Depth]


def candidate_pairs(model: IdentityModel) -> tuple[PairTable, list[Pair], int]:
    """Return the pairs of links that stand or were judged, the accounts of each, and the size of the bank."""
    judged = judgements_in_force().values_list("link", flat=True)
    links = Link.objects.filter(Q(state=LinkState.STANDS) | Q(pk__in=list(judged)), erased_at__isnull=True)
    rows = list(links.select_related("closed").order_by("pk")[:_MOST_CANDIDATES])
    table = pair_table(model.comparisons, ((outcomes_of(row.evidence), Depth(row.depth)) for row in rows))
    size = max((row.bank_size for row in rows), default=1)
    return table, [(row.key, row.closed.key) for row in rows], size


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
    return list(make_portraits(table, posts_of(names, now=now), pictures=pictures_of(table)))


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
