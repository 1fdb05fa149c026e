"""Brings the rows of a plan into the corpus: one commit a chunk, resumable after a kill, counted to the last row.

Every commit holds the position (part, row), the counts and the length of the rejects file, so that a killed import goes
on where it was and rows = stored + repeats + rejects holds at every moment. Left out: what is printed (the CLI verb).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from seawall.corpus.batch_writer import BatchWriter
from seawall.corpus.batches import BatchOrigin
from seawall.corpus.keys import observation_keys
from seawall.corpus.store import TableStore
from seawall.intake.errors import BrokenInputError, CountsDisagreeError
from seawall.intake.part_reader import PartReader
from seawall.intake.plan import ImportPlan
from seawall.intake.rejects_file import RejectsFile
from seawall.intake.rows import Chunk

__all__ = ["ImportProgress", "ImportSummary", "run_import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """How far an import is, after a commit; `done_fraction` (0 to 1) is of the part at hand."""

    part_name: str
    part: int
    part_count: int
    done_fraction: float
    rows: int
    rejects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """What an import did, in rows of its files, and what the corpus gained by table.

    `ended` is `finished` or `interrupted`; `broken` says of files that break off after which row they do.
    """

    batch_id: str
    ended: Literal["finished", "interrupted"]
    resumed: bool
    rows: int
    stored: int
    repeats: int
    rejects: int
    tables: Mapping[str, int]
    rejects_path: Path | None
    broken: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Tally:
    """The running counts of a batch, and the two numbers that let them be mended after a kill."""

    rows: int = 0
    stored: int = 0
    repeats: int = 0
    rejects: int = 0
    broken: dict[str, str] = field(default_factory=dict)

    @classmethod
    def resumed(cls, batch: BatchWriter) -> _Tally:
        """Read the committed counts; the last commit's own gain stands in the batch, not yet in them."""
        counts = batch.counts
        if not counts:
            return cls()
        table = counts["last_table"]
        stored = batch.stored.get(table, 0) - counts["last_stored_before"]
        repeats = batch.repeats.get(table, 0) - counts["last_repeats_before"]
        return cls(
            rows=counts["rows"],
            rejects=counts["rejects"],
            stored=counts["stored"] + stored,
            repeats=counts["repeats"] + repeats,
        )

    def committed_with(self, chunk: Chunk, batch: BatchWriter) -> dict[str, Any]:
        """Return the counts to commit with `chunk`: stored and repeats of it are only known afterwards."""
        return {
            "rows": self.rows + chunk.row_count,
            "rejects": self.rejects + len(chunk.rejects),
            "stored": self.stored,
            "repeats": self.repeats,
            "last_table": chunk.primary,
            "last_stored_before": batch.stored.get(chunk.primary, 0),
            "last_repeats_before": batch.repeats.get(chunk.primary, 0),
        }

    def final(self) -> dict[str, Any]:
        """Return the counts that a finished batch keeps."""
        return {"rows": self.rows, "stored": self.stored, "repeats": self.repeats, "rejects": self.rejects}

    def check(self) -> None:
        """Raise unless every row is accounted for."""
        if self.rows != self.stored + self.repeats + self.rejects:
            raise CountsDisagreeError(f"{CountsDisagreeError.__doc__} ({self.final()})", **self.final())


def run_import(
    plan: ImportPlan,
    corpus: TableStore,
    *,
    fingerprint: str,
    rejects_folder: Path,
    now: datetime,
    source: str | None = None,
    progress: Callable[[ImportProgress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> ImportSummary:
    """Import `plan`, or go on with it where an earlier run was killed.

    Args:
        plan: what to read (`plan_import`).
        corpus: the store; this takes its writer lock.
        fingerprint: digest of the plan's bytes (`fingerprint_of`), which names the import to resume.
        rejects_folder: where `<batch>.jsonl` goes.
        now: aware; when the rows were acquired, and the bound of believable times.
        source: the source's permanent name; the plan's own without it.
        progress: called after every commit.
        stop: asked after every commit; True ends the import cleanly, to be resumed later.

    Raises:
        StoreBusyError, StoreFullError, MapColumnError: what is committed stays; run it again to go on.
        CountsDisagreeError: rows went missing; a fault of Seawall.
    """
    origin = BatchOrigin(
        source=source or plan.source,
        name=plan.path.name or str(plan.path),
        fingerprint=fingerprint,
        map_name=plan.map_name,
        acquired_at=now,
    )
    with corpus.write() as writer:
        batch = writer.open_batch(origin)
        job = _Job(plan, batch, RejectsFile(rejects_folder / f"{batch.batch_id}.jsonl", _rejects_bytes(batch)), now)
        resumed = bool(batch.position)
        ended: Literal["finished", "interrupted"] = "finished"
        for state in job.run():
            progress(state)
            if stop():
                ended = "interrupted"
                break
        tally = job.tally
        tally.check()
        if ended == "finished":
            batch.finish(counts=tally.final())
        return ImportSummary(
            batch_id=batch.batch_id,
            ended=ended,
            resumed=resumed,
            **tally.final(),
            tables=batch.stored,
            rejects_path=job.rejects.path if job.rejects.byte_count else None,
            broken=tuple(tally.broken.values()),
        )


def _rejects_bytes(batch: BatchWriter) -> int:
    return int(batch.position.get("rejects_bytes", 0))


class _Job:
    """One run over the parts of a plan."""

    def __init__(self, plan: ImportPlan, batch: BatchWriter, rejects: RejectsFile, now: datetime) -> None:
        self._plan, self._batch, self._now = plan, batch, now
        self.rejects = rejects
        self.tally = _Tally.resumed(batch)

    def run(self) -> Iterator[ImportProgress]:
        """Store chunk after chunk; give the state after each commit."""
        begin = self._batch.position
        first = int(begin.get("part", 0))
        for number, part in enumerate(self._plan.parts[first:], start=first):
            resume_at: Mapping[str, Any] = begin if number == first else {}
            last_row = int(resume_at.get("row", 0))
            with PartReader(part, self._now) as reader:
                try:
                    for chunk in reader.chunks(resume_at):
                        self._store(chunk, number)
                        last_row = int(chunk.resume_at["row"])
                        yield ImportProgress(
                            part_name=part.name,
                            part=number,
                            part_count=len(self._plan.parts),
                            done_fraction=reader.done_fraction,
                            rows=self.tally.rows,
                            rejects=self.tally.rejects,
                        )
                except BrokenInputError as error:
                    self.tally.broken[part.name] = f"{error.message}; broken after row {last_row:,} of {part.name}"

    def _store(self, chunk: Chunk, part: int) -> None:
        self.rejects.add(self._plan.parts[part].name, chunk.rejects)
        position = {"part": part, **chunk.resume_at, "rejects_bytes": self.rejects.byte_count}
        counts = self.tally.committed_with(chunk, self._batch)
        tables = _keyed(chunk, self._batch)
        done = self._batch.append(tables, position=position, counts=counts)[chunk.primary]
        self.tally.rows += chunk.row_count
        self.tally.rejects += len(chunk.rejects)
        self.tally.stored += done.stored
        self.tally.repeats += done.repeats
        self.tally.check()


def _keyed(chunk: Chunk, batch: BatchWriter) -> dict[str, pa.Table]:
    """Return the chunk's tables with the key of each row, and of its post where it belongs to one."""
    keyed: dict[str, pa.Table] = {}
    post_keys = None
    if "posts" in chunk.tables:
        post_keys = batch.post_keys(chunk.tables["posts"])
        keyed["posts"] = chunk.tables["posts"].append_column("key", post_keys)
    for name, table in chunk.tables.items():
        if name == "posts":
            continue
        if name in chunk.owners and post_keys is not None:
            owned = _with_post_key(table, post_keys.take(chunk.owners[name]))
        else:
            owned = table
        keyed[name] = owned.append_column("key", observation_keys(name, owned))
    return keyed


def _with_post_key(table: pa.Table, keys: pa.Array) -> pa.Table:
    if "post_key" in table.column_names:
        return table.set_column(table.column_names.index("post_key"), "post_key", keys)
    return table.append_column("post_key", keys)
