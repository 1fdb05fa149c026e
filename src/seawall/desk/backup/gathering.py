"""How does a backup take one consistent state of a desk that goes on working?

The database is copied by SQLite's own backup, which sees one committed state. Stores (corpus, findings) consist of
files that never change and a manifest that is replaced whole: their files are linked under a name of the backup's own,
and if a commit removed one meanwhile, the new manifest is taken. The database comes first: cases then speak only of
observations that the corpus, taken a moment later, has too.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from seawall.corpus.folder import DATA, KEYS, MANIFEST
from seawall.corpus.manifest import decode
from seawall.desk.backup.contents import DATABASE, is_safe_name
from seawall.desk.backup.errors import BackupError

__all__ = ["copy_database", "link_folder", "link_store"]

_ATTEMPTS: Final = 100
_PAGES_A_STEP: Final = 4_000


def copy_database(source: Path, staging: Path) -> Path:
    """Copy the SQLite database as of one moment, while others read and write it; return the copy."""
    target = staging / DATABASE
    live = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)
    copy = sqlite3.connect(target)
    with closing(live), closing(copy):
        live.backup(copy, pages=_PAGES_A_STEP, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")
        _end_sign_ins(copy)
    return target


def _end_sign_ins(copy: sqlite3.Connection) -> None:
    """Leave no session in the copy: whoever reads a fresh backup could otherwise go on as somebody signed in."""
    copy.execute("PRAGMA secure_delete=ON")
    with suppress(sqlite3.OperationalError):  # a database from before the first migration has no sessions
        copy.execute("DELETE FROM django_session")
    copy.commit()


def link_store(store: Path, staging: Path) -> Path | None:
    """Link the files of one version of a store into `staging`; return that folder, None where there is no store."""
    target = staging / store.name
    for _ in range(_ATTEMPTS):
        try:
            content = (store / MANIFEST).read_bytes()
        except FileNotFoundError:
            return None
        manifest = decode(content, store / MANIFEST)
        try:
            for folder, files in ((DATA, manifest.data_files()), (KEYS, manifest.key_files())):
                (target / folder).mkdir(parents=True, exist_ok=True)
                for file in files:
                    _link(store / folder / file.name, target / folder / file.name)
        except FileNotFoundError:  # a commit, a compaction or an erasure took the file away: take its state instead
            shutil.rmtree(target, ignore_errors=True)
            continue
        (target / MANIFEST).write_bytes(content)
        return target
    raise BackupError(f"{store} changes faster than it can be copied", path=store)


def link_folder(folder: Path, staging: Path) -> Path | None:
    """Link the files of a plain folder (evidence, uploads, rejects); drafts, which are hidden, stay out."""
    if not folder.is_dir():
        return None
    target = staging / folder.name
    for path in folder.rglob("*"):
        name = path.relative_to(folder.parent).as_posix()
        if path.is_symlink() or not path.is_file() or not is_safe_name(name):
            continue
        linked = staging / name
        linked.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # an upload that was removed meanwhile
            _link(path, linked)
    return target if target.is_dir() else None


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)
