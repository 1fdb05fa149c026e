"""Restore a backup: everything is checked before anything takes its place.

The archive is unpacked into a folder of its own inside the (empty) data folder, each byte against the list of
contents; the database must be whole and its ledger must hold; only then do the parts move to their places. A damaged
archive, a name that leads outside, a member too many or too few: nothing is restored.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from seawall.corpus.folder import full_disk_is_told
from seawall.desk.backup.contents import (
    CONTENTS,
    DATABASE,
    FORMAT_VERSION,
    KEY_FILE,
    Contents,
    Member,
    is_safe_name,
)
from seawall.desk.backup.errors import ArchiveDamagedError, BackupError, HomeNotEmptyError
from seawall.desk.backup.ledger import verify_database_ledger
from seawall.ledger import BrokenLink, Chain

__all__ = ["Restored", "restore_backup"]

_CHUNK_BYTES: Final = 1 << 20
_MOST_CONTENTS_BYTES: Final = 512 << 20
_STAGING: Final = ".restoring"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back; `ledger` is where its chain ends, None where the database was not part of the archive."""

    home: Path
    made_at: datetime
    file_count: int
    byte_count: int
    with_secrets: bool
    ledger: Chain | None


def restore_backup(archive: Path, home: Path, *, progress: Progress = lambda _done, _total: None) -> Restored:
    """Restore `archive` into `home`, which must be empty or not there.

    Raises:
        HomeNotEmptyError: there is something in `home`.
        ArchiveDamagedError: the archive is not whole, or its ledger doesn't hold; nothing was restored.
        StoreFullError: the disk is full; nothing was restored.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(entry.name != _STAGING for entry in home.iterdir()):
            raise HomeNotEmptyError(f"{home} is not empty: restore into another folder with --into", home=home)
    except OSError as error:
        raise BackupError(f"{home} is no folder to restore into: {error.strerror}", home=home) from error
    with full_disk_is_told(home), _staging(home) as staging, _opened(archive) as (file, contents):
        done, total = 0, sum(member.byte_count for member in contents.members)
        for member in contents.members:
            for byte_count in _extract(file, member, staging, archive):
                done += byte_count
                progress(done, total)
        chain = _check_database(staging / DATABASE, archive)
        for entry in sorted(staging.iterdir(), key=lambda path: path.name == DATABASE):
            entry.rename(home / entry.name)
    return Restored(
        home=home,
        made_at=contents.made_at.astimezone(UTC),
        file_count=len(contents.members),
        byte_count=total,
        with_secrets=any(member.name == KEY_FILE for member in contents.members),
        ledger=chain,
    )


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    staging = home / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _opened(archive: Path) -> Iterator[tuple[zipfile.ZipFile, Contents]]:
    try:
        with zipfile.ZipFile(archive) as file:
            yield file, _contents(file, archive)
    except zipfile.BadZipFile as error:
        raise _damaged(archive, f"it is cut short or no archive ({error})") from error
    except (EOFError, zlib.error, NotImplementedError, RuntimeError, struct.error) as error:
        raise _damaged(archive, f"a member can't be read ({error})") from error
    except FileNotFoundError as error:
        raise BackupError(f"there is no file {archive}", archive=archive) from error


def _contents(file: zipfile.ZipFile, archive: Path) -> Contents:
    try:
        info = file.getinfo(CONTENTS)
        if info.file_size > _MOST_CONTENTS_BYTES:
            raise _damaged(archive, "its list of contents is too long")
        contents = msgspec.json.decode(file.read(info), type=Contents)
    except KeyError as error:
        raise _damaged(archive, f"it has no {CONTENTS}: it is not a backup of Seawall") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _damaged(archive, f"its list of contents can't be read ({error})") from error
    if contents.format != "seawall-backup" or contents.made_at.tzinfo is None:
        raise _damaged(archive, "it is not a backup of Seawall")
    if contents.format_version > FORMAT_VERSION:
        raise BackupError(f"{archive} was made by a newer Seawall ({contents.seawall})", archive=archive)
    names = [member.name for member in contents.members]
    unsafe = next((name for name in names if not is_safe_name(name)), None)
    if unsafe is not None:
        raise _damaged(archive, f"it names a file that no backup holds: {unsafe[:200]!r}")
    if sorted([*names, CONTENTS]) != sorted(file.namelist()):
        raise _damaged(archive, "its members are not those of its list of contents")
    return contents


def _extract(file: zipfile.ZipFile, member: Member, staging: Path, archive: Path) -> Iterator[int]:
    target = staging / member.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    state, byte_count = hashlib.sha256(), 0
    with file.open(member.name) as source, target.open("xb") as sink:
        target.chmod(0o600)
        while chunk := source.read(_CHUNK_BYTES):
            byte_count += len(chunk)
            if byte_count > member.byte_count:
                break
            state.update(chunk)
            sink.write(chunk)
            yield len(chunk)
    if byte_count != member.byte_count or state.hexdigest() != member.sha256:
        raise _damaged(archive, f"{member.name} is not what the list of contents says")


def _check_database(path: Path, archive: Path) -> Chain | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path)) as database:
            faults = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            if faults != ["ok"]:
                raise _damaged(archive, f"its database is damaged: {faults[0]}")
            result = verify_database_ledger(database)
    except sqlite3.DatabaseError as error:
        raise _damaged(archive, f"its database can't be read ({error})") from error
    if isinstance(result, BrokenLink):
        raise _damaged(archive, f"row {result.number} of its ledger does not hold: {result.reason}")
    return result


def _damaged(archive: Path, reason: str) -> ArchiveDamagedError:
    return ArchiveDamagedError(f"{archive} is damaged: {reason}. Nothing was restored.", archive=archive, reason=reason)
