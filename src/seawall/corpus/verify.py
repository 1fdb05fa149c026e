"""Is the store whole? Every byte is read: digests, row counts, and that rows and key runs tell the same story.

The writer lock is held meanwhile, so that nothing moves. Verifying changes nothing; what is wrong is returned, file by
file, never raised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from seawall.corpus.errors import CorpusDamagedError, CorpusError
from seawall.corpus.folder import DATA, KEYS
from seawall.corpus.manifest import Manifest, StoredFile
from seawall.corpus.records import first_of_key, key_halves, sort_order
from seawall.corpus.removal import Progress
from seawall.corpus.run_set import RunSet, drop_doubles

__all__ = ["Problem", "find_problems"]

_CHUNK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: the file, and what about it."""

    file: Path
    reason: str


def find_problems(path: Path, manifest: Manifest, progress: Progress) -> Iterator[Problem]:
    """Walk through what is wrong with the files that `manifest` names; `progress` counts bytes."""
    files = [(path / DATA, file) for file in manifest.data_files()]
    files += [(path / KEYS, file) for file in manifest.key_files()]
    total = sum(file.byte_count for _, file in files)
    done = 0
    sound = True
    for folder, file in files:
        reason = _unlike(folder / file.name, file)
        if reason:
            sound = False
            yield Problem(file=folder / file.name, reason=reason)
        done += file.byte_count
        progress(done, total)
    if sound:
        yield from _disagreements(path, manifest)


def _unlike(path: Path, file: StoredFile) -> str | None:
    state = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                state.update(chunk)
                size += len(chunk)
    except OSError as error:
        return "it is missing" if isinstance(error, FileNotFoundError) else f"it can't be read: {error}"
    if size != file.byte_count:
        return f"it has {size:,} bytes instead of {file.byte_count:,}"
    return None if state.hexdigest() == file.sha256 else "its content was changed (SHA-256 differs)"


def _disagreements(path: Path, manifest: Manifest) -> Iterator[Problem]:
    """Compare rows with sightings; only files whose digests fit come here."""
    known = {entry.batch_id for entry in manifest.batches}
    for name, entry in manifest.tables.items():
        try:
            with RunSet(path / KEYS, entry.sightings) as runs:
                for file in entry.files:
                    yield from _strange_rows(path / DATA / file.name, file, runs, known)
                keys = sum(int(first_of_key(piece).sum()) for piece in runs.merged(drop_doubles))
        except CorpusDamagedError as error:
            yield Problem(file=error.facts["file"], reason=error.facts["reason"])
            continue
        if keys != entry.row_count:
            yield Problem(file=path / DATA, reason=f"{name} has {entry.row_count:,} rows, but {keys:,} keys")


def _strange_rows(path: Path, file: StoredFile, runs: RunSet, known: set[str]) -> Iterator[Problem]:
    rows = unseen = 0
    batches: set[Any] = set()
    try:
        with pq.ParquetFile(path) as parquet:
            for piece in parquet.iter_batches(columns=["key", "batch"]):
                halves = key_halves(piece.column(0))
                ordered = halves[sort_order(halves)]
                distinct = ordered[first_of_key(ordered)]
                rows += len(distinct)
                unseen += int(np.count_nonzero(~runs.contains(distinct)))
                batches.update(piece.column(1).unique().to_pylist())
    except (pa.ArrowException, CorpusError) as error:
        yield Problem(file=path, reason=f"it can't be read: {error}")
        return
    if rows != file.rows:
        yield Problem(file=path, reason=f"it has {rows:,} different keys instead of {file.rows:,}")
    if unseen:
        yield Problem(file=path, reason=f"{unseen:,} of its rows are unknown to the key runs")
    if batches - known:
        yield Problem(file=path, reason=f"it has rows of an unknown batch: {', '.join(sorted(batches - known))}")
