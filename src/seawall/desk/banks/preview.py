"""What would this signal match in the corpus, before it counts? The scan's own rules, with this one entry.

The preview runs the matching of `seawall.pipeline` over the corpus, so it finds what a later scan finds; it stops after
a while and says how far it came. An entry of a negative bank is previewed as what it would keep from being raised.
Warnings are facts about numbers and banks; whether the entry is a good one, the person decides.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seawall.corpus import Snapshot
from seawall.desk.banks.adding import standing_entry
from seawall.desk.banks.drafts import EntryDraft
from seawall.desk.banks.errors import EntryKnownError
from seawall.desk.banks.models import Bank
from seawall.desk.banks.selectors import entries_for_scan, entries_with_value
from seawall.desk.banks.values import canonical_of_draft
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.observations.highlight import Piece, highlighted
from seawall.desk.observations.selectors import account_names, posts_by_key
from seawall.index import BankEntry, BankIndex, Opinion
from seawall.pipeline import TARGETS, ChunkRules, History, NegativeBanks, Target, columns_of
from seawall.pipeline import findings_of_chunk, protected_accounts
from seawall.signals import SIGNAL_TYPES, ContentKind

__all__ = ["Preview", "Sample", "Warned", "preview_draft"]

SECONDS: Final = 2.5
"""How long a preview looks before it answers with what it has."""
MANY_POSTS_SHARE: Final = 0.005
MANY_POSTS: Final = 50
MANY_ACCOUNTS: Final = 200
_SAMPLES: Final = 8
_CHUNK_ROWS: Final = 1 << 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something to think about before saving: a permanent name, and the words."""

    name: str
    words: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One observation that would match, with the matching part set apart."""

    platform: str
    author: str
    posted_at: datetime | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an entry would match; `looked` of `total` rows were looked at."""

    entry: BankEntry
    match_count: int
    held_back_count: int
    account_count: int
    looked: int
    total: int
    samples: tuple[Sample, ...] = ()
    warnings: tuple[Warned, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether the whole corpus was looked at."""
        return self.looked >= self.total

    @property
    def warning_names(self) -> tuple[str, ...]:
        """Return the permanent names of the warnings."""
        return tuple(warning.name for warning in self.warnings)


@dataclass(slots=True, kw_only=True)
class _Met:
    """What was met so far."""

    observations: dict[tuple[str, bytes], dict[str, Any]] = field(default_factory=dict)
    held_back: int = 0
    accounts: set[tuple[str, str]] = field(default_factory=set)
    looked: int = 0
    total: int = 0

    def take(self, found: pa.Table) -> None:
        """Count the findings of a chunk; an observation counts once."""
        for row in found.select(["table", "observation", "platform", "account_id", "posted_at", "start", "end",
                                 "field", "raised", "because", "evidence"]).to_pylist():
            name = (row["table"], row["observation"])
            if name in self.observations:
                continue
            self.observations[name] = row
            self.held_back += len(row["evidence"]) > 1
            if row["account_id"] is not None:
                self.accounts.add((row["platform"], row["account_id"]))


def entry_of_draft(bank: Bank, draft: EntryDraft) -> BankEntry:
    """Return the entry as the engines would see it.

    Raises:
        EntryValueError: it is no value of its signal type.
        EntryKnownError: the bank has it already.
    """
    canonical = canonical_of_draft(draft, opinion=bank.opinion)
    known = standing_entry(bank, draft.signal_type, canonical)
    if known is not None:
        raise EntryKnownError(f"the bank has this entry already: {known.entry_id}", entry_id=known.entry_id)
    return BankEntry(
        entry_id="preview",
        bank=bank.name,
        signal_type=draft.signal_type,
        value=canonical,
        opinion=Opinion(draft.opinion or bank.opinion),
        policy=bank.policy or None,
        note=draft.note,
        written=draft.value,
    )


def preview_draft(bank: Bank, draft: EntryDraft, *, seconds: float = SECONDS) -> Preview:
    """Return what a draft would match; it looks for `seconds` at most, and raises what `entry_of_draft` raises."""
    entry = entry_of_draft(bank, draft)
    negatives = [one for one in entries_for_scan() if one.opinion is Opinion.NEGATIVE]
    met = read_corpus(lambda view: _look(view.snapshot, entry, negatives, time.monotonic() + seconds))
    return Preview(
        entry=entry,
        match_count=len(met.observations),
        held_back_count=met.held_back,
        account_count=len(met.accounts),
        looked=met.looked,
        total=met.total,
        samples=tuple(_samples(met)),
        warnings=tuple(_warnings(entry, met)),
    )


def _look(corpus: Snapshot, entry: BankEntry, negatives: Sequence[BankEntry], deadline: float) -> _Met:
    kind = SIGNAL_TYPES[entry.signal_type].APPLIES_TO
    if kind is ContentKind.ACCOUNT:
        return _look_for_account(corpus, entry)
    # a negative entry is never matched by itself: what it would touch is what a seed of that value meets
    compared = replace(entry, opinion=Opinion.SEED) if entry.opinion is Opinion.NEGATIVE else entry
    held = NegativeBanks(negatives)
    rules = ChunkRules(
        index=BankIndex([compared, *negatives]),
        negatives=held,
        protected=protected_accounts(corpus, held),
        history=History.empty(),
    )
    targets = tuple(target for target in TARGETS if target.kind is kind)
    tables = list(dict.fromkeys(target.table for target in targets))
    met = _Met(total=sum(corpus.row_count(table) for table in tables))
    for table in tables:
        ours = tuple(target for target in targets if target.table == table)
        for chunk in corpus.scan(table, columns_of(table, ours), batch_rows=_CHUNK_ROWS):
            met.take(findings_of_chunk(chunk, ours, rules))
            met.looked += chunk.num_rows
            if time.monotonic() > deadline:
                return met
    return met
