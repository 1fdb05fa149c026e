"""What is found in one chunk of a table? Rows of the findings table, with sentences and with why raised or why not.

A pure function of the chunk, the index and the negative banks, Arrow in and Arrow out, so that any engine can run it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa

from seawall.corpus import TIME, row_keys
from seawall.index import BankIndex, Opinion
from seawall.pipeline.findings import FINDINGS
from seawall.pipeline.history import History, state_digest
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.matches import Match, match_content
from seawall.pipeline.protected_accounts import handle_key
from seawall.pipeline.scoring import SEED_WEIGHT, Tier, is_raised, tier_of
from seawall.pipeline.sentences import evidence_sentence, not_raised_sentence, raised_sentence
from seawall.pipeline.targets import Target, column_or_nulls
from seawall.signals import SIGNAL_TYPES

__all__ = ["ChunkRules", "findings_of_chunk"]

_MANY_TERMS: Final = 200
_STORED_BY_STORE: Final = frozenset({"batch", "source", "acquired_at"})
OWN_COLUMNS: Final = pa.schema([column for column in FINDINGS if column.name not in _STORED_BY_STORE])
"""The columns of a finding that this module fills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkRules:
    """What a chunk is judged by."""

    index: BankIndex
    negatives: NegativeBanks
    protected: dict[tuple[str, str], str] = field(default_factory=dict)
    history: History


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A match of one row of the chunk, with the target that it was made on."""

    row: int
    match: Match
    target: Target
    tier: Tier
    weight: float
    held_back: str | None


def findings_of_chunk(chunk: pa.RecordBatch, targets: Sequence[Target], rules: ChunkRules) -> pa.Table:
    """Return the findings of a chunk of one table: the columns of `FINDINGS` without those that the store adds."""
    drawn = _draw(chunk, targets, rules)
    if not drawn:
        return OWN_COLUMNS.empty_table()
    raised = _raised_rows(drawn)
    return _as_table(chunk, drawn, raised, rules.history)


def _draw(chunk: pa.RecordBatch, targets: Sequence[Target], rules: ChunkRules) -> list[_Drawn]:
    drawn: dict[tuple[int, str, str], _Drawn] = {}
    owners_of_rows: list[tuple[str, ...]] | None = None
    for target in targets:
        content = target.take(chunk, target.field)
        owners = content.rows.tolist()
        for match in match_content(content.content, rules.index, rules.negatives):
            row, entry = owners[match.row], match.entry
            key = (row, entry.bank, entry.entry_id)
            if owners_of_rows is None:
                owners_of_rows = _owners(chunk)
            held_back = _protection(rules, owners_of_rows[row]) or match.held_back
            if key in drawn and (drawn[key].held_back is None or held_back is not None):
                continue  # the same entry in a second column says something new only where the first is held back
            tier, weight = _tier_and_weight(entry.signal_type)
            drawn[key] = _Drawn(
                row=row,
                match=match,
                target=target,
                tier=tier,
                weight=SEED_WEIGHT if entry.opinion is Opinion.SEED else weight,
                held_back=held_back,
            )
    return [drawn[key] for key in sorted(drawn)]


@cache
def _tier_and_weight(signal_type: str) -> tuple[Tier, float]:
    kind = SIGNAL_TYPES[signal_type]
    return tier_of(kind.MATCHING), kind.WEIGHT


def _owners(chunk: pa.RecordBatch) -> list[tuple[str, ...]]:
    """Return platform and owner of each row: the account, or the channel where no account signs; () for nobody's."""
    platforms = chunk.column("platform").to_pylist()
    accounts = column_or_nulls(chunk, "account_id", pa.string()).to_pylist()
    channels = column_or_nulls(chunk, "channel_id", pa.string()).to_pylist()
    return [
        (platform.lower(), account or channel) if account or channel else ()
        for platform, account, channel in zip(platforms, accounts, channels, strict=True)
    ]


def _protection(rules: ChunkRules, owner: tuple[str, ...]) -> str | None:
    """Return why nothing of this owner is raised: protected by its id, or by its id being its handle."""
    if not owner:
        return None
    platform, name = owner
    return rules.protected.get((platform, name)) or rules.protected.get((platform, handle_key(name)))


def _raised_rows(drawn: Sequence[_Drawn]) -> set[int]:
    """Return the rows whose matches, apart from those held back, are enough to show a reviewer."""
    by_row: dict[int, dict[tuple[str, str], _Drawn]] = defaultdict(dict)
    for one in drawn:
        if one.held_back is None:  # one value in two banks is one fact
            by_row[one.row][one.match.entry.signal_type, one.match.entry.value] = one
    return {row for row, facts in by_row.items() if _enough(list(facts.values()))}


def _enough(facts: list[_Drawn]) -> bool:
    if len(facts) == 1 or len(facts) > _MANY_TERMS:  # too many to compare: enough even if most stand inside others
        return is_raised([one.tier for one in facts], [one.weight for one in facts])
    counted = [one for one in facts if not any(_lies_within(one, other) for other in facts)]
    return is_raised([one.tier for one in counted], [one.weight for one in counted])


def _lies_within(one: _Drawn, other: _Drawn) -> bool:
    """Say whether a term stands inside a longer one of the same column: then it is no second fact."""
    inner, outer = one.match, other.match
    if one.tier is not Tier.LOOK or other.tier is not Tier.LOOK or one.target.field != other.target.field:
        return False
    if inner.start is None or inner.end is None or outer.start is None or outer.end is None:
        return False
    return outer.start <= inner.start and inner.end <= outer.end and outer.end - outer.start > inner.end - inner.start


def _as_table(chunk: pa.RecordBatch, drawn: list[_Drawn], raised_rows: set[int], history: History) -> pa.Table:
    rows = pa.array([one.row for one in drawn], pa.int64())
    raised = [one.held_back is None and one.row in raised_rows for one in drawn]
    because = [_because(one, is_in) for one, is_in in zip(drawn, raised, strict=True)]
    entries = [one.match.entry for one in drawn]
    columns: dict[str, Any] = {
        "table": [one.target.table for one in drawn],
        "observation": chunk.column("key").take(rows),
        **{
            name: column_or_nulls(chunk, name, kind).take(rows)
            for name, kind in (
                ("platform", pa.string()), ("account_id", pa.string()), ("channel_id", pa.string()),
                ("post_id", pa.string()), ("posted_at", TIME),
            )
        },
        "bank": [entry.bank for entry in entries],
        "entry_id": [entry.entry_id for entry in entries],
        "signal_type": [entry.signal_type for entry in entries],
        "entry_value": [entry.value for entry in entries],
        "policy": [entry.policy for entry in entries],
        "field": [one.target.field for one in drawn],
        "start": [one.match.start for one in drawn],
        "end": [one.match.end for one in drawn],
        "distance": [0] * len(drawn),
        "stage": [SIGNAL_TYPES[entry.signal_type].MATCHING.value for entry in entries],
        "tier": [one.tier.value for one in drawn],
        "score": [one.weight for one in drawn],
        "raised": raised,
        "withdrawn": [False] * len(drawn),
        "because": because,
        "evidence": [_evidence(one) for one in drawn],
    }  # fmt: skip
    return stored_form(columns, history)


def stored_form(columns: dict[str, Any], history: History) -> pa.Table:
    """Return findings with their id, revision and key, in the order of the schema."""
    given = {
        name: column
        if isinstance(column, pa.Array | pa.ChunkedArray)
        else pa.array(column, OWN_COLUMNS.field(name).type)
        for name, column in columns.items()
    }
    ids = row_keys("finding", [given[name] for name in ("table", "observation", "bank", "entry_id", "entry_value")])
    told = zip(given["because"].to_pylist(), given["raised"].to_pylist(), given["withdrawn"].to_pylist(), strict=True)
    states = np.array(
        [state_digest(because, raised=raised, withdrawn=withdrawn) for because, raised, withdrawn in told], np.uint64
    )
    revisions = history.revisions_for(ids, states, np.asarray(given["raised"]).astype(np.bool_))
    given |= {"finding_id": ids, "revision": revisions, "key": row_keys("finding revision", [ids, revisions])}
    return pa.table({name: given[name] for name in OWN_COLUMNS.names}, schema=OWN_COLUMNS)


def _because(one: _Drawn, raised: bool) -> str:  # noqa: FBT001 - the one fact that the sentence is about
    if one.held_back is not None:
        return f"Not raised: {one.held_back[0].lower()}{one.held_back[1:]}"
    return raised_sentence(one.tier) if raised else not_raised_sentence()


def _evidence(one: _Drawn) -> list[dict[str, Any]]:
    entry = one.match.entry
    evidence = [
        {
            "feature": entry.signal_type,
            "weight": one.weight,
            "detail": evidence_sentence(one.target.what, entry),
            "left": one.match.excerpt,
            "right": entry.written or entry.value,
        }
    ]
    if one.held_back is not None:
        feature = "seed" if entry.opinion is Opinion.SEED else "negative_bank"
        evidence.append({"feature": feature, "weight": -1.0, "detail": one.held_back, "left": None, "right": None})
    return evidence
