"""Who in the corpus announced which account? Read once a process, and then what came since.

Whoever announces an account stands anywhere in the corpus, not among those that are compared with it, so all texts that
may name somebody are looked at: posts, bios and what channels say of themselves. What was read stays in this process;
with another version of the corpus new batches are read, and what the corpus holds no more is let go of: at once, also
while new batches wait to be read.

Left out: what announces (`seawall.identity.traits.announcements`) and what it says (`compare/announcement.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.conf import settings
from numpy.typing import NDArray

from seawall.bulk import load_query
from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.identity.announcers import Announcements, account_keys, announced_in, handle_keys
from seawall.identity.portrait import Keys

__all__ = ["announcements", "forget_announcements", "known_announcements"]

_PACKAGE: Final = "seawall.desk.linking"
_PART: Final = 100_000
_QUICK: Final = 20_000
"""So many rows that came are read while somebody waits for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Announcements by the texts that make them: one may announce several accounts."""

    marks: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    announced: Keys = field(default_factory=lambda: np.zeros(0, np.uint64))
    accounts: Any = field(default_factory=lambda: pa.array([], pa.string()))

    def take(self, places: NDArray[np.int64]) -> _Told:
        """Return some of them."""
        return _Told(
            marks=self.marks[places], announced=self.announced[places], accounts=self.accounts.take(pa.array(places))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read of one version: rows by batch, what was told, and that with the announcers' handles."""

    version: int
    rows: Mapping[str, int]
    told: _Told
    announcements: Announcements


class _Holder:
    """What of one corpus this process has read."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._looking = threading.Lock()
        self._path: Path | None = None
        self._read: _Read | None = None
        self._held: _Read | None = None

    def current(self) -> Announcements:
        """Return those of the newest version, however long reading takes."""
        with self._turn:
            return self._renewed(settings.SEAWALL.corpus_path)

    def known(self) -> Announcements | None:
        """Return those of the newest version where little is to be read, else what of the last is held; None: none."""
        path = settings.SEAWALL.corpus_path
        read = self._read if self._path == path else None
        if read_corpus(lambda view: _rows_to_read(view, read)) <= _QUICK and self._turn.acquire(blocking=False):
            try:
                return self._renewed(path)
            finally:
                self._turn.release()
        return None if read is None else self._of_last(read)

    def forget(self) -> None:
        """Let go of what was read."""
        with self._turn:
            self._read = self._held = None

    def _of_last(self, read: _Read) -> Announcements:
        with self._looking:  # one look a version
            held = self._held
            self._held = held = read_corpus(lambda view: _held_since(view, read, held))
        return held.announcements

    def _renewed(self, path: Path) -> Announcements:
        before = self._read if self._path == path else None
        self._read = read = read_corpus(lambda view: _read_since(view, before))
        self._path = path
        return read.announcements


_HOLDER: Final = _Holder()


def announcements() -> Announcements:
    """Return who announced whom, of the newest version of the corpus."""
    return _HOLDER.current()


def known_announcements() -> Announcements | None:
    """Return who announced whom as far as it is known without a wait; None: nothing is read yet."""
    return _HOLDER.known()


def forget_announcements() -> None:
    """Let go of what this process has read."""
    _HOLDER.forget()


def _read_since(view: CorpusView, before: _Read | None) -> _Read:
    """Return what is told in this version, by what was read of an earlier one."""
    if before is not None and before.version == view.version:
        return before
    rows, new = _rows(view), _batches_to_read(view, before)
    pieces = [] if before is None else [_still_held(view, before.told)]
    pieces += [_told_in(table) for table in _texts(view, new)]
    told = _once(pieces)
    return _Read(version=view.version, rows=rows, told=told, announcements=_with_handles(view, told))


def _held_since(view: CorpusView, read: _Read, held: _Read | None) -> _Read:
    """Return what was read of an earlier version as far as this one holds it; what came since is not read."""
    if read.version == view.version:
        return read
    if held is not None and held.version == view.version and held.rows is read.rows:
        return held
    told = _still_held(view, read.told)
    return _Read(version=view.version, rows=read.rows, told=told, announcements=_with_handles(view, told))


def _rows(view: CorpusView) -> dict[str, int]:
    tables = ("posts", "accounts", "channels")
    return {batch.batch_id: sum(batch.stored.get(table, 0) for table in tables) for batch in view.batches}


def _batches_to_read(view: CorpusView, before: _Read | None) -> list[str]:
    known = {} if before is None else before.rows
    return [batch for batch, rows in _rows(view).items() if known.get(batch) != rows]


def _rows_to_read(view: CorpusView, before: _Read | None) -> int:
    if before is not None and before.version == view.version:
        return 0
    rows = _rows(view)
    return sum(rows[batch] for batch in _batches_to_read(view, before))


def _texts(view: CorpusView, batches: list[str]) -> Iterator[pa.Table]:
    """Yield the texts of batches that may name somebody, so many at a time."""
    if not batches:
        return
    held: list[pa.RecordBatch] = []
    for batch in view.engine.read(load_query(_PACKAGE, "texts_that_name"), {"batches": batches}):
        held.append(batch)
        if sum(one.num_rows for one in held) >= _PART:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _told_in(table: pa.Table) -> _Told:
    rows, keys = announced_in(table["text"])
    places = pa.array(rows)
    accounts = table["account"].take(places).combine_chunks()
    return _Told(marks=table["mark"].to_numpy()[rows], announced=keys, accounts=accounts)


def _still_held(view: CorpusView, told: _Told) -> _Told:
    """Return what texts tell that the corpus holds in this version."""
    if not len(told.marks):
        return told
    marks = {"marks": np.unique(told.marks).tolist()}
    held = view.engine.table(load_query(_PACKAGE, "marks_held"), marks)["mark"].to_numpy()
    return told.take(np.flatnonzero(np.isin(told.marks, held)))


def _once(pieces: list[_Told]) -> _Told:
    """Return what the pieces tell, each once: a batch of which more was stored is read from its beginning."""
    if not pieces:
        return _Told()
    told = _Told(
        marks=np.concatenate([one.marks for one in pieces]),
        announced=np.concatenate([one.announced for one in pieces]),
        accounts=pa.concat_arrays([one.accounts.cast(pa.string()) for one in pieces]),
    )
    _, first = np.unique(np.stack((told.marks, told.announced)), axis=1, return_index=True)
    return told.take(np.sort(first))


def _with_handles(view: CorpusView, told: _Told) -> Announcements:
    names = told.accounts.unique()
    if not len(names):
        return Announcements.of(told.announced, told.marks, told.marks)
    table = view.engine.table(load_query(_PACKAGE, "handles_of_accounts"), {"accounts": names.to_pylist()})
    handles = dict(zip(table["account"].to_pylist(), handle_keys(table["handle"]).tolist(), strict=True))
    return Announcements.of(
        told.announced,
        np.array([handles.get(account, 0) for account in told.accounts.to_pylist()], np.uint64),
        account_keys(told.accounts),
    )
