"""What is found in one chunk of a table? Rows of the findings table, with sentences and with why raised or why not.

A pure function of the chunk, the index and the negative banks, Arrow in and Arrow out, so that any engine can run it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa

from seawall.corpus import TIME, row_keys
from seawall.index import BankIndex, Opinion, Tier
from seawall.pipeline.findings import FINDINGS
from seawall.pipeline.history import History, state_digest
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.matches import Match, match_content
from seawall.pipeline.media_matches import FoundInFile, MediaMatches
from seawall.pipeline.protected_accounts import handle_key
from seawall.pipeline.scoring import SEED_WEIGHT, is_raised
from seawall.pipeline.sentences import evidence_sentence, not_raised_sentence, raised_sentence
from seawall.pipeline.targets import Target, column_or_nulls
from seawall.signals import SIGNAL_TYPES, ContentKind, MediaContent

__all__ = ["ChunkRules", "findings_of_chunk", "protection", "stored_form"]

_MANY_TERMS: Final = 200
_MAX_EVIDENCE: Final = 4_000  # characters of a bank value that a finding quotes: prints of pictures are longer
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
    media: MediaMatches = field(default_factory=MediaMatches)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A match of one row of the chunk: in which column, and what is said to carry it."""

    row: int
    match: Match
    table: str
    field: str
    what: str
    media: str | None
    weight: float
    held_back: str | None

    @property
    def fact(self) -> tuple[str, str]:
        """Return what it is evidence of: several signals of one piece of banked content are one fact."""
        entry = self.match.entry
        return ("content", f"{entry.bank}\0{entry.content}") if entry.content else (entry.signal_type, entry.value)


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
        for row, found in _found(chunk, target, rules):
            entry = found.match.entry
            key = (row, entry.bank, entry.entry_id)
            if owners_of_rows is None:
                owners_of_rows = _owners(chunk)
            held_back = protection(rules, owners_of_rows[row]) or found.match.held_back
            if key in drawn and (drawn[key].held_back is None or held_back is not None):
                continue  # the same entry in a second column says something new only where the first is held back
            drawn[key] = _Drawn(
                row=row,
                match=found.match,
                table=target.table,
                field=target.field,
                what=found.what or target.what,
                media=found.media,
                weight=_weight(found.match),
                held_back=held_back,
            )
    return [drawn[key] for key in sorted(drawn)]


def _found(chunk: pa.RecordBatch, target: Target, rules: ChunkRules) -> Iterator[tuple[int, FoundInFile]]:
    """Yield row and match of one target: looked up now, or known from when its file was read."""
    if target.kind is ContentKind.FILE and not len(rules.media):
        return
    content = target.take(chunk, target.field)
    owners = content.rows.tolist()
    if target.kind is ContentKind.FILE:
        assert isinstance(content.content, MediaContent)
        for row, name in zip(owners, content.content.digests["sha256"].to_pylist(), strict=True):
            for found in rules.media.of(name):
                yield row, found
        return
    files = content.content.digests["sha256"] if isinstance(content.content, MediaContent) else None
    for match in match_content(content.content, rules.index, rules.negatives):
        media = None if files is None else files[match.row].as_py()
        yield owners[match.row], FoundInFile(match=match, media=media)


@cache
def _type_weight(signal_type: str) -> float:
    return SIGNAL_TYPES[signal_type].WEIGHT


def _weight(match: Match) -> float:
    if match.entry.opinion is Opinion.SEED:
        return SEED_WEIGHT
    weight = _type_weight(match.entry.signal_type)
    return weight if match.way is None else weight * match.way.strength


def _owners(chunk: pa.RecordBatch) -> list[tuple[str, ...]]:
    """Return platform and owner of each row: the account, or the channel where no account signs; () for nobody's."""
    platforms = chunk.column("platform").to_pylist()
    accounts = column_or_nulls(chunk, "account_id", pa.string()).to_pylist()
    channels = column_or_nulls(chunk, "channel_id", pa.string()).to_pylist()
    return [
        (platform.lower(), account or channel) if account or channel else ()
        for platform, account, channel in zip(platforms, accounts, channels, strict=True)
    ]


def protection(rules: ChunkRules, owner: tuple[str, ...]) -> str | None:
    """Return why nothing of this owner is raised: protected by its id, or by its id being its handle."""
    if not owner:
        return None
    platform, name = owner
    return rules.protected.get((platform, name)) or rules.protected.get((platform, handle_key(name)))


def _raised_rows(drawn: Sequence[_Drawn]) -> set[int]:
    """Return the rows whose matches, apart from those held back, are enough to show a reviewer."""
    by_row: dict[int, dict[tuple[str, str], _Drawn]] = defaultdict(dict)
    for one in drawn:
        facts = by_row[one.row]
        if one.held_back is None and (one.fact not in facts or facts[one.fact].weight < one.weight):
            facts[one.fact] = one  # one value in two banks is one fact
    return {row for row, facts in by_row.items() if facts and _enough(list(facts.values()))}


def _enough(facts: list[_Drawn]) -> bool:
    if len(facts) == 1 or len(facts) > _MANY_TERMS:  # too many to compare: enough even if most stand inside others
        return is_raised([one.match.tier for one in facts], [one.weight for one in facts])
    counted = [one for one in facts if not any(_lies_within(one, other) for other in facts)]
    return is_raised([one.match.tier for one in counted], [one.weight for one in counted])


def _lies_within(one: _Drawn, other: _Drawn) -> bool:
    """Say whether a term stands inside a longer one of the same column: then it is no second fact."""
    inner, outer = one.match, other.match
    if inner.tier is not Tier.LOOK or outer.tier is not Tier.LOOK or one.field != other.field:
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
        "table": [one.table for one in drawn],
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
        "field": [one.field for one in drawn],
        "start": [one.match.start for one in drawn],
        "end": [one.match.end for one in drawn],
        "distance": [one.match.distance for one in drawn],
        "stage": [one.match.stage for one in drawn],
        "media": [one.media for one in drawn],
        "transform": [one.match.way.transform if one.match.way else None for one in drawn],
        "location": [one.match.location for one in drawn],
        "alignment": [one.match.way.alignment if one.match.way else None for one in drawn],
        "tier": [one.match.tier.value for one in drawn],
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
    return raised_sentence(one.match.tier) if raised else not_raised_sentence()


def _evidence(one: _Drawn) -> list[dict[str, Any]]:
    entry = one.match.entry
    evidence = [
        {
            "feature": entry.signal_type,
            "weight": one.weight,
            "detail": evidence_sentence(one.what, entry, one.match.stage),
            "left": one.match.excerpt,
            "right": (entry.written or entry.value)[:_MAX_EVIDENCE],
        }
    ]
    if one.match.way is not None and one.match.way.detail is not None:
        how = one.match.way
        evidence.append({"feature": how.stage, "weight": 0.0, "detail": how.detail, "left": None, "right": None})
    if one.held_back is not None:
        feature = "seed" if entry.opinion is Opinion.SEED else "negative_bank"
        evidence.append({"feature": feature, "weight": -1.0, "detail": one.held_back, "left": None, "right": None})
    return evidence
