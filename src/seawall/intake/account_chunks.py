"""Which rows of accounts or posts stand in this file or corpus? Chunks of raw rows with the columns that are known.

Of a corpus the tables `accounts`, `channels` and `posts` are read; a post that no account signed is its channel's, and
one that answers or reshares another names the account whose it is (`answered_accounts.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from seawall.bulk import DuckDBEngine
from seawall.corpus import Snapshot, open_corpus
from seawall.identity.errors import AccountTableError
from seawall.intake.account_columns import usual_columns
from seawall.intake.answered_accounts import AnsweredAccounts, answered_accounts
from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import IntakeError
from seawall.intake.readers.csv_rows import CsvOptions, read_csv_header, read_csv_rows
from seawall.intake.readers.parquet_rows import open_parquet, read_parquet_rows
from seawall.intake.rows import RawChunk

__all__ = ["ENDINGS", "corpus_accounts", "corpus_posts", "file_chunks", "is_corpus", "is_table"]

ENDINGS: Final = (".parquet", ".csv", ".csv.gz", ".csv.zst", ".csv.xz", ".csv.bz2")

_PROFILE: Final = {
    "platform": "platform", "account_id": "account", "handle": "handle", "display_name": "name", "bio": "bio",
    "url": "url", "avatar": "avatar", "banner": "banner", "created_at": "created", "followers": "followers",
    "observed_at": "observed", "closed_at": "closed_at",
}  # fmt: skip
_CHANNEL: Final = {
    "platform": "platform", "channel_id": "account", "handle": "handle", "title": "name", "description": "bio",
    "url": "url", "created_at": "created", "members": "followers", "observed_at": "observed",
}  # fmt: skip
_POST: Final = {
    "platform": "platform", "posted_at": "time", "text": "text", "media": "media", "kind": "kind",
    "reply_to": "reply_to", "reshare_of": "reshare_of",
}  # fmt: skip

_MEMORY_BYTES: Final = 1 << 30
_THREADS: Final = 2


def is_table(file: Path) -> bool:
    """Say whether a file is one that `file_chunks` reads, by its name."""
    return file.is_file() and not file.name.startswith(".") and file.name.lower().endswith(ENDINGS)


def is_corpus(folder: Path) -> bool:
    """Say whether a folder is a store of observations."""
    return (folder / "manifest.json").is_file() and (folder / "data").is_dir()


def file_chunks(path: Path, known: Mapping[str, tuple[str, ...]], more: Sequence[str]) -> Iterator[RawChunk]:
    """Yield the rows of a file: the columns that are known, under their plain names, and those of `more`.

    Raises:
        AccountTableError: it is no such file, has no header that can be read, or lacks the column of accounts or one of
            `more`.
        IntakeError: it can't be read.
    """
    if not is_table(path):
        raise AccountTableError(f"{path} is no .csv and no .parquet file", path=path)
    is_parquet = path.name.lower().endswith(".parquet")
    header = _header(path, is_parquet=is_parquet)
    names = usual_columns(header, known)
    lacking = [name for name in ("account", *more) if name not in names and name not in header]
    if lacking or "account" not in names:
        told = f"{path} has no column {(lacking or ['account'])[0]}; its columns are {', '.join(header)[:500]}"
        raise AccountTableError(told, path=path, columns=tuple(header))
    wanted = list(dict.fromkeys([*names.values(), *more]))
    with ByteSource(path) as source:
        chunks = read_parquet_rows(source, wanted) if is_parquet else read_csv_rows(source, CsvOptions(), wanted)
        for chunk in chunks:
            columns = {plain: chunk.table.column(own) for plain, own in names.items()}
            columns |= {f"more {name}": chunk.table.column(name) for name in more}
            yield _with_table(chunk, pa.table(columns))


def _header(path: Path, *, is_parquet: bool) -> list[str]:
    """Return the file's columns; an error names the folder too, since the tables of both sides have one name."""
    try:
        with ByteSource(path) as source:
            if not is_parquet:
                return list(read_csv_header(source, CsvOptions()))
            with open_parquet(source) as file:
                return list(file.schema_arrow.names)
    except IntakeError as error:
        told = error.message.removeprefix(path.name).removeprefix(": ")
        raise AccountTableError(f"{path}: {told.strip()}", path=path) from error


def corpus_accounts(folder: Path) -> Iterator[RawChunk]:
    """Yield the profiles of a corpus, all snapshots of them, and its channels."""
    with open_corpus(folder).snapshot() as snapshot:
        last = 0
        for table, names, kind in (("accounts", _PROFILE, None), ("channels", _CHANNEL, "channel")):
            for batch in snapshot.scan(table, list(names)):
                columns: dict[str, Any] = {plain: batch.column(own) for own, plain in names.items()}
                columns["kind"] = pa.array([kind] * batch.num_rows, pa.string())
                last += batch.num_rows
                yield _chunk(pa.table(columns), last)


def corpus_posts(folder: Path) -> Iterator[RawChunk]:
    """Yield the posts of a corpus.

    Raises:
        BulkError: the corpus can't be read.
    """
    with open_corpus(folder).snapshot() as snapshot:
        answered, last = _answered(snapshot), 0
        for batch in snapshot.scan("posts", [*_POST, "account_id", "channel_id"]):
            columns: dict[str, Any] = {plain: batch.column(own) for own, plain in _POST.items()}
            columns["account"] = account = pc.coalesce(batch.column("account_id"), batch.column("channel_id"))
            author = pc.binary_join_element_wise(pc.utf8_lower(columns["platform"]), account, ":")
            of = {"platforms": columns["platform"], "authors": author}
            columns["reply_to"] = answered.named(columns["reply_to"], **of)
            columns["reshare_of"] = answered.reshared(columns["reshare_of"], **of)
            last += batch.num_rows
            yield _chunk(pa.table(columns), last)


def _answered(snapshot: Snapshot) -> AnsweredAccounts:
    with (
        TemporaryDirectory(prefix="seawall-answered-") as spill,
        DuckDBEngine(memory_bytes=_MEMORY_BYTES, threads=_THREADS, spill_path=Path(spill)) as engine,
    ):
        engine.attach(snapshot)
        return answered_accounts(engine)


def _chunk(table: pa.Table, last: int) -> RawChunk:
    numbers = pa.array(range(last - table.num_rows + 1, last + 1), pa.int64())
    return RawChunk(table=table, numbers=numbers, rejects=(), last_row=last)


def _with_table(chunk: RawChunk, table: pa.Table) -> RawChunk:
    return RawChunk(table=table, numbers=chunk.numbers, rejects=chunk.rejects, last_row=chunk.last_row)
