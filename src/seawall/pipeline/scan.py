"""What in the corpus is known content? Every observation against every bank, chunk by chunk, into the findings store.

A scan is a batch of the findings store, named by what it compares: the state of the corpus and of the banks. Killed and
started again with the same, it goes on where its last commit was; started anew after it was done, it finds what is
stored and adds nothing. Memory is bounded by the chunk and by the banks. Left out: clock, threads, printing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import pyarrow as pa

from seawall.corpus import BatchOrigin, BatchWriter, Snapshot, TableStore
from seawall.index import BankEntry, BankIndex, Opinion
from seawall.pipeline.attached_files import banked_md5, with_attached_md5
from seawall.pipeline.chunk_findings import ChunkRules, findings_of_chunk
from seawall.pipeline.history import History
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.media_matches import MediaMatches
from seawall.pipeline.protected_accounts import protected_accounts
from seawall.pipeline.reshares import findings_of_reshares, raised_originals
from seawall.pipeline.targets import TARGETS, Target, columns_of
from seawall.pipeline.withdrawal import withdraw_in

__all__ = ["CHUNK_ROWS", "ScanOptions", "ScanSummary", "scan_corpus"]

CHUNK_ROWS: Final = 1 << 16
MAP_NAME: Final = "scan-2"  # a new number when rules change so much that old scans must not be resumed
SOURCE: Final = "scan"
RESHARES: Final = "reshares"  # in the position of a batch: done
_CHUNK_OCTETS: Final = 64 << 20


def tell_nobody(rows_done: int, rows_total: int) -> None:
    """Tell nobody how far a scan is."""


def never() -> bool:
    """Stop for nothing."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """How a scan runs: rows a chunk, what is compared, whom to tell (rows done, rows in all), when to stop.

    `media` holds what was taken from the files of the corpus; absent, files are compared by their digests only.
    """

    chunk_rows: int = CHUNK_ROWS
    targets: tuple[Target, ...] = TARGETS
    media: TableStore | None = None
    progress: Callable[[int, int], None] = tell_nobody
    should_stop: Callable[[], bool] = never


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSummary:
    """What a scan did. Counts of findings are of those that this scan met, new or stored before."""

    batch_id: str
    entry_count: int
    row_count: dict[str, int]
    raised_count: int
    held_back_count: int
    new_count: int
    withdrawn_count: int
    by_signal_type: dict[str, int] = field(default_factory=dict)
    stopped: bool = False

    @property
    def finding_count(self) -> int:
        """Count what was found, raised or not."""
        return self.raised_count + self.held_back_count


def scan_corpus(
    corpus: TableStore,
    entries: Iterable[BankEntry],
    findings: TableStore,
    *,
    now: datetime,
    options: ScanOptions | None = None,
) -> ScanSummary:
    """Compare every observation of `corpus` with `entries` and store what is found in `findings`.

    Raises:
        StoreBusyError: another process writes findings.
        StoreFullError, CorpusDamagedError: what was committed stays; run the scan again afterwards.
    """
    chosen = options or ScanOptions()
    held = _last_versions(entries)
    with corpus.snapshot() as observations, findings.write() as writer:
        with findings.snapshot() as earlier:
            history = History.read(earlier)
        media = None if chosen.media is None else chosen.media.snapshot()
        batch = writer.open_batch(
            BatchOrigin(
                source=SOURCE,
                name=f"{len(held)} entries, corpus version {observations.version}",
                fingerprint=scan_fingerprint(observations, held, chosen, media),
                map_name=MAP_NAME,
                acquired_at=now,
            )
        )
        negatives = NegativeBanks(held)
        index = BankIndex(held)
        rules = ChunkRules(
            index=index,
            negatives=negatives,
            protected=protected_accounts(observations, negatives),
            history=history,
            media=MediaMatches() if media is None else MediaMatches.read(media, index, negatives),
        )
        gone = [(entry.bank, entry.entry_id) for entry in held if entry.opinion is Opinion.WITHDRAWN]
        withdrawn = withdraw_in(batch, findings, gone, history)
        attached = banked_md5(observations, held)
        stopped = _scan_tables(batch, observations, rules, chosen, attached)
        if not stopped:
            _scan_reshares(batch, observations, findings, rules, chosen.chunk_rows)
            batch.finish(counts=batch.counts)
        return _summary(batch, len(rules.index), withdrawn, stopped=stopped)


def _last_versions(entries: Iterable[BankEntry]) -> tuple[BankEntry, ...]:
    """Return one entry for each bank and id: of several versions the last one speaks."""
    return tuple({(entry.bank, entry.entry_id): entry for entry in entries}.values())


def scan_fingerprint(
    corpus: Snapshot, entries: Sequence[BankEntry], options: ScanOptions, media: Snapshot | None = None
) -> str:
    """Return a digest of what is compared: files of the corpus, entries, columns and the size of chunks."""
    state = hashlib.sha256(repr(options.chunk_rows).encode())
    for table in corpus.schemas:
        for path in corpus.files(table):
            state.update(f"{table}\0{path.name}\0".encode())
    for path in media.files("signals") + media.files("texts") if media is not None else ():
        state.update(f"media\0{path.name}\0".encode())
    for target in options.targets:
        state.update(f"{target.table}.{target.field}\0".encode())
    for entry in entries:
        opinion_and_value = f"{entry.signal_type}\0{entry.opinion}\0{entry.value}\0{entry.note}"
        opinion_and_value += f"\0{entry.limit}\0{entry.content}\0{entry.held_back}"
        state.update(f"{entry.bank}\0{entry.entry_id}\0{opinion_and_value}\0".encode())
    return f"sha256:{state.hexdigest()}"


def _scan_tables(
    batch: BatchWriter,
    corpus: Snapshot,
    rules: ChunkRules,
    options: ScanOptions,
    attached: Mapping[tuple[str, str], str],
) -> bool:
    """Scan table after table, from where the batch stands; says whether it was stopped."""
    tables = list(dict.fromkeys(target.table for target in options.targets))
    total = sum(corpus.row_count(table) for table in tables)
    done = 0
    counts: Counter[str] = Counter(batch.counts)
    for table in tables:
        targets = tuple(target for target in options.targets if target.table == table)
        skip = int(batch.position.get(table, 0))
        read = 0
        for chunk in _chunks(corpus, table, targets, options.chunk_rows):
            read += chunk.num_rows
            if read > skip:
                if options.should_stop():
                    return True
                whole = with_attached_md5(chunk, attached) if table == "posts" else chunk
                _scan_chunk(batch, table, whole, (targets, rules, counts, read))
            options.progress(done + read, total)
        done += read
    return False


def _chunks(corpus: Snapshot, table: str, targets: tuple[Target, ...], chunk_rows: int) -> Iterator[pa.RecordBatch]:
    """Read a table in record batches of at most `chunk_rows` rows, in smaller ones where the rows are large."""
    for batch in corpus.scan(table, columns_of(table, targets), batch_rows=chunk_rows):
        parts = max(1, -(-batch.nbytes // _CHUNK_OCTETS))
        step = max(1, -(-batch.num_rows // parts))
        for start in range(0, batch.num_rows, step):
            yield batch.slice(start, step)


def _scan_reshares(
    batch: BatchWriter, corpus: Snapshot, findings: TableStore, rules: ChunkRules, chunk_rows: int
) -> None:
    """Give bare reshares the findings of the posts that they pass on; done once a scan, after the comparing."""
    if batch.position.get(RESHARES):
        return
    counts: Counter[str] = Counter(batch.counts)
    with findings.snapshot() as found:
        originals = raised_originals(corpus, found)
    tables = list(findings_of_reshares(corpus, originals, rules, chunk_rows=chunk_rows))
    for table in tables:
        _count(counts, table)
    if tables:
        batch.append(
            {"findings": pa.concat_tables(tables)}, position={**batch.position, RESHARES: 1}, counts=dict(counts)
        )


def _scan_chunk(
    batch: BatchWriter, table: str, chunk: pa.RecordBatch,
    how: tuple[tuple[Target, ...], ChunkRules, Counter[str], int],
) -> None:  # fmt: skip
    targets, rules, counts, read = how
    found = findings_of_chunk(chunk, targets, rules)
    counts[f"rows:{table}"] += chunk.num_rows
    _count(counts, found)
    batch.append({"findings": found}, position={**batch.position, table: read}, counts=dict(counts))


def _count(counts: Counter[str], found: pa.Table) -> None:
    for signal_type in found.column("signal_type").to_pylist():
        counts[f"signal:{signal_type}"] += 1
    raised = sum(found.column("raised").to_pylist())
    counts["raised"] += raised
    counts["held_back"] += found.num_rows - raised


def _summary(batch: BatchWriter, entry_count: int, withdrawn: int, *, stopped: bool) -> ScanSummary:
    counts = batch.counts

    def under(prefix: str) -> dict[str, int]:
        return {name.removeprefix(prefix): count for name, count in counts.items() if name.startswith(prefix)}

    return ScanSummary(
        batch_id=batch.batch_id,
        entry_count=entry_count,
        row_count=under("rows:"),
        raised_count=counts.get("raised", 0),
        held_back_count=counts.get("held_back", 0),
        new_count=batch.stored.get("findings", 0) - withdrawn,
        withdrawn_count=withdrawn,
        by_signal_type=under("signal:"),
        stopped=stopped,
    )
