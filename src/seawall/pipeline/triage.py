"""Which accounts come first in the queue, and why? Current findings by account, with one score and one sentence.

Each distinct bank value that an account's raised observations met is one fact; the facts combine as independent ones.
Posting one thing a hundred times is one fact: how often is told beside it. Held-back and look-only findings are counted
and shown, and weigh nothing. Left out: opening cases (the desk), anything about who stands behind an account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import groupby
from typing import Any, Final

import pyarrow as pa

from seawall.bulk import Engine, load_query
from seawall.pipeline.scoring import combined_score
from seawall.signals import SIGNAL_TYPES

__all__ = ["AccountFindings", "accounts_to_review", "current_findings"]

_PLURALS: Final = {
    "sha256": ("known file", "known files"),
    "md5": ("known file (by MD5)", "known files (by MD5)"),
    "url": ("known address", "known addresses"),
    "text": ("known text", "known texts"),
    "term": ("listed term", "listed terms"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFindings:
    """What the banks say of one account's public content; `account_id` is None for unsigned posts of a channel."""

    platform: str
    account_id: str | None
    channel_id: str | None
    score: float
    raised_count: int  # observations that met each value, summed over the values
    other_count: int  # the same for observations that are not raised
    facts: tuple[tuple[str, int], ...]  # signal type and number of distinct values among the raised ones
    banks: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None

    @property
    def reason(self) -> str:
        """Return why the account's content is in the queue, in one sentence."""
        parts = [_counted(signal_type, count) for signal_type, count in self.facts]
        times = "once" if self.raised_count == 1 else f"{self.raised_count:,} times"
        banks = ", ".join(f"“{bank}”" for bank in self.banks)
        return f"Its public content carries {_joined(parts)}, {times} in all, held in {banks}."


def current_findings(engine: Engine, *, raised: bool | None = None) -> pa.RecordBatchReader:
    """Stream the last revision of each finding that is not withdrawn; `raised` narrows it to raised or to the others.

    `engine` has a snapshot of the findings store attached.
    """
    return engine.read(load_query("seawall.pipeline", "current_findings"), {"raised": raised})


def accounts_to_review(engine: Engine, *, limit: int) -> list[AccountFindings]:
    """Return the accounts with raised findings, highest score first, at most `limit`.

    Ties go by the number of observations, then by name, so that the order is always the same.
    """
    grouped = (account for account in _accounts(engine) if account is not None)
    return nlargest(limit, grouped, key=_rank)


def _rank(account: AccountFindings) -> tuple[Any, ...]:
    name = f"{account.platform}\0{account.account_id or ''}\0{account.channel_id or ''}"
    return account.score, account.raised_count, tuple(-ord(letter) for letter in name)


def _accounts(engine: Engine) -> Iterator[AccountFindings | None]:
    reader = engine.read(load_query("seawall.pipeline", "account_facts"))
    rows = (row for batch in reader for row in batch.to_pylist())
    for (platform, account_id, channel_id), facts in groupby(
        rows, key=lambda row: (row["platform"], row["account_id"], row["channel_id"])
    ):
        yield _account(platform, account_id, channel_id, list(facts))


def _account(
    platform: str, account_id: str | None, channel_id: str | None, facts: list[dict[str, Any]]
) -> AccountFindings | None:
    raised = [fact for fact in facts if fact["raised_observations"]]
    if not raised:
        return None
    kinds = Counter(fact["signal_type"] for fact in raised)
    times = [fact[name] for fact in raised for name in ("first_at", "last_at") if fact[name] is not None]
    return AccountFindings(
        platform=platform,
        account_id=account_id,
        channel_id=channel_id,
        score=combined_score(tuple(sorted(fact["score"] for fact in raised))),
        raised_count=sum(fact["raised_observations"] for fact in raised),
        other_count=sum(fact["other_observations"] for fact in facts),
        facts=tuple(sorted(kinds.items(), key=lambda kind: (-_weight(kind[0]), kind[0]))),
        banks=tuple(sorted({bank for fact in raised for bank in fact["banks"]})),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
    )


def _weight(signal_type: str) -> float:
    return SIGNAL_TYPES[signal_type].WEIGHT if signal_type in SIGNAL_TYPES else 0.0


def _counted(signal_type: str, count: int) -> str:
    one, many = _PLURALS.get(signal_type, (f"known {signal_type}", f"known signals of type {signal_type}"))
    return f"{count:,} {one if count == 1 else many}"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
