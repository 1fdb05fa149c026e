"""What can be taken from the files of the corpus? Each is read once, and its signals and texts are kept.

Killed, it goes on with the files that were not committed; a file that can't be read, wholly or in part, is told in the
store with the reason. Files are read by several threads: decoders and loops let go of the interpreter's lock. Left out:
files that were never kept under the evidence folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from seawall.corpus import BatchOrigin, Snapshot, TableStore
from seawall.corpus.media_files import media_file_path
from seawall.digests import Digest
from seawall.pipeline.media_signals import media_signal_rows, named_media
from seawall.signals import SIGNAL_TYPES, ContentKind, FileContent, OpenedFile, Tools

__all__ = ["READING_VERSION", "MediaReading", "ReadingOptions", "read_media"]

READING_VERSION: Final = 2
"""A new number when what is taken from a file changes so much that all files must be read again."""

_FILES_A_COMMIT: Final = 64


def _tell_nobody(files_done: int, files_total: int) -> None:
    """Tell nobody how far it is."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How files are read: optional programs, threads, whom to tell (files done, files in all), when to stop."""

    tools: Tools = field(default_factory=Tools)
    threads: int = 1
    progress: Callable[[int, int], None] = _tell_nobody
    should_stop: Callable[[], bool] = _never


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaReading:
    """What a reading did: files read now, how many of them could not be read wholly, whether it was stopped."""

    file_count: int
    aside_count: int
    stopped: bool = False


def read_media(
    corpus: TableStore, evidence: Path, store: TableStore, *, now: datetime, options: ReadingOptions | None = None
) -> MediaReading:
    """Read every file that the corpus names, that is kept under `evidence` and was not read before.

    Raises:
        StoreBusyError: another process reads files.
        StoreFullError: what was committed stays; run it again afterwards.
    """
    how = options or ReadingOptions()
    reading = _reading(how.tools)
    with corpus.snapshot() as observations, store.write() as writer:
        with store.snapshot() as earlier:
            todo = _unread(observations, evidence, earlier, reading)
        if not todo:
            return MediaReading(file_count=0, aside_count=0)
        origin = BatchOrigin(
            source="files", name=f"{len(todo)} files", fingerprint=f"files:{reading}", map_name="files-1",
            acquired_at=now,
        )  # fmt: skip
        batch = writer.open_batch(origin)
        done = aside_count = 0
        with ThreadPoolExecutor(max_workers=how.threads) as pool:
            for first in range(0, len(todo), _FILES_A_COMMIT):
                if how.should_stop():
                    return MediaReading(file_count=done, aside_count=aside_count, stopped=True)
                names = todo[first : first + _FILES_A_COMMIT]
                read = list(pool.map(lambda name: _read(name, evidence, how.tools), names))
                batch.append(_tables(read, reading))
                done += len(read)
                aside_count += sum(bool(one.asides) for one in read)
                how.progress(done, len(todo))
        batch.finish()
    return MediaReading(file_count=done, aside_count=aside_count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadFile:
    media: str
    kind: str
    byte_count: int
    asides: tuple[str, ...]
    signals: tuple[tuple[str, str, str | None, str | None], ...]  # type, value, mark, location
    texts: tuple[tuple[str, str | None, str], ...]  # reader, location, text


def _reading(tools: Tools) -> str:
    there = [name for name in ("fpcalc", "tesseract") if getattr(tools, name) is not None]
    types = ",".join(sorted(name for name, kind in SIGNAL_TYPES.items() if kind.APPLIES_TO is ContentKind.FILE))
    return ";".join((str(READING_VERSION), types, *there))


def _unread(corpus: Snapshot, evidence: Path, earlier: Snapshot, reading: str) -> list[str]:
    read: set[str] = set()
    for batch in earlier.scan("files", ["media", "reading"]):
        read.update(batch.filter(pc.equal(batch.column("reading"), reading)).column("media").to_pylist())
    return sorted(name for name in named_media(corpus) - read if _path(name, evidence).is_file())


def _path(name: str, evidence: Path) -> Path:
    return media_file_path(evidence, Digest(algorithm="sha256", value=name))


def _read(name: str, evidence: Path, tools: Tools) -> _ReadFile:
    path = _path(name, evidence)
    file = OpenedFile(path, tools=tools)
    content = FileContent((file,))
    return _ReadFile(
        media=name,
        kind=file.kind.value,
        byte_count=path.stat().st_size,
        signals=tuple(_signals(content)),
        texts=tuple((one.reader, one.place, one.text) for one in file.texts),
        asides=tuple(file.asides),
    )


def _signals(content: FileContent) -> Iterator[tuple[str, str, str | None, str | None]]:
    for signal_type, kind in SIGNAL_TYPES.items():
        if kind.APPLIES_TO is ContentKind.FILE:
            column = kind.extract(content)
            for place in range(len(column)):
                mark = column.marks[place] if column.marks is not None else None
                location = column.locations[place] if column.locations is not None else None
                yield signal_type, column.values.value(place), mark, location


def _tables(read: Iterable[_ReadFile], reading: str) -> dict[str, pa.Table]:
    files = [(one.media, reading, one.kind, one.byte_count, list(one.asides)) for one in read]
    signals = [(one.media, *signal) for one in read for signal in one.signals]
    texts = [(one.media, *text) for one in read for text in one.texts]
    return {
        "files": media_signal_rows("files", files),
        "signals": media_signal_rows("signals", signals),
        "texts": media_signal_rows("texts", texts),
    }
