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

import numpy as np
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
from seawall.pipeline.chunk_findings import ChunkRules, findings_of_chunk
from seawall.pipeline.history import History
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.protected_accounts import protected_accounts
from seawall.pipeline.targets import TARGETS, columns_of
from seawall.signals import SIGNAL_TYPES, ContentKind

__all__ = ["Preview", "Sample", "Warned", "entry_of_draft", "preview_draft"]

SECONDS: Final = 2.5
"""How long a preview looks before it answers with what it has."""
MANY_POSTS_SHARE: Final = 0.005
MANY_POSTS: Final = 50
MANY_ACCOUNTS: Final = 200
_SAMPLES: Final = 8
_CHUNK_ROWS: Final = 1 << 13
_NOTHING_BEFORE: Final = History(
    ids=np.zeros((0, 2), np.uint64), revisions=np.zeros(0, np.int64), states=np.zeros(0, np.uint64)
)
_READ: Final = ["table", "observation", "platform", "account_id", "posted_at", "field", "start", "end", "evidence"]


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
        for row in found.select(_READ).to_pylist():
            name = (row["table"], row["observation"])
            if name in self.observations:
                continue
            self.observations[name] = row
            self.held_back += any(one["feature"] == "negative_bank" for one in row["evidence"])
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
        history=_NOTHING_BEFORE,
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


def _look_for_account(corpus: Snapshot, entry: BankEntry) -> _Met:
    accounts = protected_accounts(corpus, NegativeBanks([entry]))
    rows = corpus.row_count("accounts")
    met = _Met(looked=rows, total=rows)
    by_handle = {
        platform_and_id for platform_and_id in accounts if f"{platform_and_id[0]}:{platform_and_id[1]}" != entry.value
    }
    met.accounts = by_handle or set(accounts)
    return met


def _samples(met: _Met) -> Iterator[Sample]:
    rows = sorted(met.observations.values(), key=_newest_first)[:_SAMPLES]
    posts = posts_by_key(row["observation"] for row in rows if row["table"] == "posts")
    names = account_names((row["platform"], row["account_id"]) for row in rows if row["account_id"])
    for row in rows:
        post = posts.get(row["observation"].hex()) or {}
        name = names.get((row["platform"], row["account_id"])) or {}
        text, spans = row["evidence"][0]["left"] or "", []
        if row["field"] == "text" and post.get("text"):
            text = post["text"]
            spans = [(row["start"] or 0, row["end"] or len(text))]
        yield Sample(
            platform=row["platform"],
            author=name.get("handle") or name.get("display_name") or row["account_id"] or "",
            posted_at=row["posted_at"],
            pieces=highlighted(text, spans),
        )


def _newest_first(row: dict[str, Any]) -> tuple[bool, float]:
    moment: datetime | None = row["posted_at"]
    return (moment is None, -moment.timestamp() if moment is not None else 0.0)


def _warnings(entry: BankEntry, met: _Met) -> Iterator[Warned]:
    speaks_against = entry.opinion is not Opinion.NEGATIVE
    count, looked = len(met.observations), max(met.looked, 1)
    if speaks_against and count >= MANY_POSTS and count / looked > MANY_POSTS_SHARE:
        yield Warned(name="many_posts", words=_("It would match many posts: ordinary people seem to write this too."))
    if speaks_against and len(met.accounts) >= MANY_ACCOUNTS:
        yield Warned(name="many_accounts", words=_("It would match posts of many accounts."))
    if speaks_against and met.held_back:
        yield Warned(
            name="negative_sources",
            words=_("It matches what a negative bank protects: newsrooms, rights groups or text that is lawful."),
        )
    for standing in entries_with_value([(entry.signal_type, entry.value)]):
        if standing.withdrawn_at is not None:
            yield Warned(name="withdrawn_before", words=_("The same value was withdrawn from a bank before."))
            return
        if (standing.opinion == Opinion.NEGATIVE) == speaks_against:
            yield Warned(name="banks_differ", words=_("Another bank holds the opposite opinion on the same value."))
            return
