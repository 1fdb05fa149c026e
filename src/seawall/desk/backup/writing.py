"""Write a backup: one zip archive, complete or not there at all, while the desk goes on working.

Members are digested as they are written; the list of contents comes last. The archive gets its name only when every
byte is on the disk, so a killed backup leaves no archive that looks whole (a `.partial` beside it is removed by the
next one). Parquet and media are stored as they are, the database is deflated. Keys that sign cookies are left out
unless asked for; password hashes and second factors are part of the database.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from seawall import __version__
from seawall.corpus.folder import full_disk_is_told
from seawall.corpus.lock import hold_lock
from seawall.desk.backup.contents import (
    CONTENTS,
    DATABASE,
    FOLDERS,
    FORMAT_VERSION,
    KEY_FILE,
    PLACES,
    STORES,
    Contents,
    Member,
)
from seawall.desk.backup.errors import ArchiveExistsError, BackupError, NothingToBackUpError
from seawall.desk.backup.gathering import copy_database, link_folder, link_store
from seawall.durable import sync_folder
from seawall.settings import Settings

__all__ = ["BackedUp", "write_backup"]

_CHUNK_BYTES: Final = 1 << 20
_LOCK: Final = "backup.lock"
_STAGING: Final = ".backup-"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What went into the archive; `database` is `sqlite`, or `elsewhere` where a server keeps it."""

    archive: Path
    database: str
    file_count: int
    byte_count: int


def write_backup(
    settings: Settings,
    archive: Path,
    *,
    now: datetime,
    with_secrets: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> BackedUp:
    """Write everything that the desk keeps into `archive`.

    Args:
        settings: whose desk.
        archive: the file to make; its folder must exist.
        now: the moment, aware; written into the archive.
        with_secrets: whether the key that signs cookies goes along.
        progress: called with (done, total) bytes.

    Raises:
        NothingToBackUpError: the data folder holds no desk.
        ArchiveExistsError: there is such a file.
        StoreBusyError: another backup of this folder runs.
        BackupError: the folder can't be written.
        StoreFullError: a disk is full; no archive was left.
    """
    if archive.exists():
        raise ArchiveExistsError(f"{archive} is there already; a backup never overwrites", archive=archive)
    if not archive.parent.is_dir():
        raise BackupError(f"there is no folder {archive.parent}", archive=archive)
    if not _has_anything(settings):
        raise NothingToBackUpError(f"there is no desk in {settings.home}", home=settings.home)
    with full_disk_is_told(archive.parent), _staging(settings.home) as staging:
        sources = tuple(_gather(settings, staging, with_secrets=with_secrets))
        total = sum(path.stat().st_size for _, path in sources)
        with _whole_or_nothing(archive) as partial:
            members = _write(partial, sources, _Counter(total, progress), settings, now)
    return BackedUp(
        archive=archive,
        database=_database_kind(settings),
        file_count=len(members),
        byte_count=sum(member.byte_count for member in members),
    )


def _has_anything(settings: Settings) -> bool:
    places = (settings.home / place for place in PLACES)
    return settings.desk_database_path.is_file() or any(place.is_dir() for place in places)


def _database_kind(settings: Settings) -> str:
    return "elsewhere" if settings.database_url else "sqlite"


def _gather(settings: Settings, staging: Path, *, with_secrets: bool) -> Iterator[tuple[str, Path]]:
    if not settings.database_url and settings.desk_database_path.is_file():
        yield DATABASE, copy_database(settings.desk_database_path, staging)
    stores = (link_store(settings.home / name, staging) for name in STORES)
    folders = (link_folder(settings.home / name, staging) for name in FOLDERS)
    for linked in (*stores, *folders):
        for path in sorted(linked.rglob("*")) if linked else ():
            if path.is_file():
                yield path.relative_to(staging).as_posix(), path
    if with_secrets and (settings.home / KEY_FILE).is_file():
        yield KEY_FILE, settings.home / KEY_FILE


def _write(
    partial: Path, sources: tuple[tuple[str, Path], ...], counter: _Counter, settings: Settings, now: datetime
) -> tuple[Member, ...]:
    with zipfile.ZipFile(partial, "w", compression=zipfile.ZIP_STORED, allowZip64=True) as archive:
        members = tuple(_add(archive, name, path, counter) for name, path in sources)
        contents = Contents(
            format="seawall-backup",
            format_version=FORMAT_VERSION,
            made_at=now,
            seawall=__version__,
            database=_database_kind(settings),
            members=members,
        )
        archive.writestr(CONTENTS, msgspec.json.format(msgspec.json.encode(contents)))
    return members


def _add(archive: zipfile.ZipFile, name: str, path: Path, counter: _Counter) -> Member:
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    state, byte_count = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK_BYTES):
            state.update(chunk)
            target.write(chunk)
            byte_count += len(chunk)
            counter.add(len(chunk))
    return Member(name=name, byte_count=byte_count, sha256=state.hexdigest())


class _Counter:
    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def add(self, byte_count: int) -> None:
        self._done += byte_count
        self._progress(self._done, self._total)


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """Give a private folder on the same disk; one backup at a time, and what a killed one left is removed."""
    try:
        with hold_lock(home / _LOCK, timeout_seconds=0):
            for left in home.glob(f"{_STAGING}*"):
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix=_STAGING, dir=home) as staging:
                yield Path(staging)
    except PermissionError as error:
        raise BackupError(f"{home} can't be written: {error.strerror}", home=home) from error


@contextmanager
def _whole_or_nothing(archive: Path) -> Iterator[Path]:
    partial = archive.with_name(archive.name + ".partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    try:
        yield partial
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(archive)
        sync_folder(archive.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
