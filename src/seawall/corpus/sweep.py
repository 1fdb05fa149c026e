"""Which files does nobody need any more? Orphans of a killed writer, and retired files whose readers are gone.

Only the holder of the writer lock may sweep.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from seawall.corpus.folder import DATA, DRAFT, KEYS, LEASES
from seawall.corpus.lease import oldest_leased
from seawall.corpus.manifest import Manifest, RetiredFile
from seawall.durable import sync_folder

__all__ = ["needed_still", "remove_files", "sweep"]


def sweep(path: Path, manifest: Manifest) -> tuple[str, ...]:
    """Remove every file that neither the manifest nor a reader needs; return the names of the orphans among them."""
    (path / DRAFT).unlink(missing_ok=True)
    for lease in (path / LEASES).iterdir():
        if lease.name.isdigit() and int(lease.name) > manifest.version:
            lease.unlink()
    kept = {file.name for file in needed_still(path, manifest)}
    data = {file.name for file in manifest.data_files()} | kept
    runs = {file.name for file in manifest.key_files()}
    orphans = [
        *_surplus(path / DATA, data),
        *_surplus(path / KEYS, runs),
    ]
    remove_files(path, (str(file.relative_to(path)) for file in orphans))
    return tuple(file.name for file in orphans)


def needed_still(path: Path, manifest: Manifest) -> tuple[RetiredFile, ...]:
    """Return the retired files that a reader of an older version may still open; leases nobody holds are removed."""
    oldest = oldest_leased(path / LEASES, manifest.version)
    return tuple(file for file in manifest.retired if file.version > oldest)


def remove_files(path: Path, names: Iterable[str]) -> None:
    """Remove files (named relative to the store) and flush the removal to the disk."""
    folders = set()
    for name in names:
        (path / name).unlink(missing_ok=True)
        folders.add((path / name).parent)
    for folder in folders:
        sync_folder(folder)


def _surplus(folder: Path, needed: set[str]) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.name not in needed)
