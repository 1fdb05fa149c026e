"""Which files of the corpus meet which bank entries? Looked up once a file, however often it is posted.

What was taken from files (`media_signals.py`) is compared with the banks, and only the matches are held in memory: by
the file's SHA-256, for the chunks of posts that name it. Left out: reading files; digests of whole files, which are
compared where they stand in the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow as pa

from seawall.corpus import Snapshot
from seawall.index import BankIndex, Found
from seawall.pipeline.holding_back import NegativeBanks
from seawall.pipeline.matches import Match, match_content, matches_of
from seawall.signals import SIGNAL_TYPES, ContentKind, FileContent, SignalColumn, Slices, TextContent

__all__ = ["FoundInFile", "MediaMatches", "text_place"]

_ROWS: Final = 1 << 14  # signals or texts that are compared at once
_SHA256: Final = "sha256:"
_WHATS: Final = {
    "qr": "the code in the attached picture",
    "picture_text": "the writing in the attached picture",
    "document": "the attached document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInFile:
    """A match; `what` is said to carry it (None: the target itself), `media` names the file that it was made on."""

    match: Match
    what: str | None = None
    media: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaMatches:
    """SHA-256 of a file → what was found in it."""

    by_media: Mapping[str, tuple[FoundInFile, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the files that met something."""
        return len(self.by_media)

    def of(self, name: str | None) -> tuple[FoundInFile, ...]:
        """Return what was found in a file, by its digest; a name that is no SHA-256 has nothing."""
        return self.by_media.get((name or "").removeprefix(_SHA256), ())

    @classmethod
    def read(cls, store: Snapshot, index: BankIndex, negatives: NegativeBanks) -> MediaMatches:
        """Compare all that was taken from files with the banks."""
        found: defaultdict[str, list[FoundInFile]] = defaultdict(list)
        for media, match in _signal_matches(store, index, negatives):
            found[media].append(FoundInFile(match=match, media=f"{_SHA256}{media}"))
        for batch in store.scan("texts", ["media", "reader", "location", "text"], batch_rows=_ROWS):
            rows = batch.to_pylist()
            for match in match_content(TextContent(batch.column("text")), index, negatives):
                row = rows[match.row]
                located = replace(match, location=row["location"])
                found[row["media"]].append(
                    FoundInFile(match=located, what=text_place(row["reader"]), media=f"{_SHA256}{row['media']}")
                )
        return cls(by_media={media: tuple(matches) for media, matches in found.items()})


def text_place(reader: str) -> str:
    """Return what is said to carry a text that a reader found."""
    return _WHATS.get(reader, "the text in the attached file")


def _signal_matches(store: Snapshot, index: BankIndex, negatives: NegativeBanks) -> Iterator[tuple[str, Match]]:
    """Yield file and match; the signals of one file are compared together, so that negative entries are heard."""
    types = [name for name in index.signal_types if SIGNAL_TYPES[name].APPLIES_TO is ContentKind.FILE]
    if not types:
        return
    for rows in _whole_files(store):
        media = rows.column("media").to_pylist()
        names = list(dict.fromkeys(media))
        numbers = {name: number for number, name in enumerate(names)}
        owners = np.array([numbers[name] for name in media], dtype=np.int64)
        kinds = np.array(rows.column("signal_type").to_pylist(), dtype=object)
        found: list[Found] = []
        for signal_type in types:
            here = np.flatnonzero(kinds == signal_type)
            if len(here):
                part = rows.take(pa.array(here))
                found.append(index.look_up_column(signal_type, _column(part, owners[here])))
        for match in matches_of(FileContent(()), found, index, negatives):
            yield names[match.row], match


def _whole_files(store: Snapshot) -> Iterator[pa.Table]:
    """Yield signals in pieces; a file's signals were committed together and stand together in a piece or in two."""
    columns = ["media", "signal_type", "value", "mark", "location"]
    rest: pa.Table | None = None
    for batch in store.scan("signals", columns, batch_rows=_ROWS):
        table = pa.Table.from_batches([batch])
        joined = table if rest is None else pa.concat_tables([rest, table])
        last = joined.column("media")[-1].as_py()
        names = joined.column("media").to_pylist()
        cut = len(names)
        while cut and names[cut - 1] == last:
            cut -= 1
        if cut:
            yield joined.slice(0, cut)
        rest = joined.slice(cut)
    if rest is not None:
        yield rest


def _column(rows: pa.Table, owners: np.ndarray[tuple[int], np.dtype[np.int64]]) -> SignalColumn:
    return SignalColumn(
        rows=owners,
        values=Slices.from_arrow(rows.column("value").combine_chunks()),
        marks=tuple(rows.column("mark").to_pylist()),
        locations=tuple(rows.column("location").to_pylist()),
    )
