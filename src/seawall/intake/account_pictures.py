"""How do the avatars of a folder look? PDQ hashes of its pictures, by the name under which accounts know them.

In the folder `pictures` a picture is known by its file's name, with or without ending, or by `sha256:` and the digest
of its bytes; beside the table of accounts by its path from there. An avatar whose file is there goes by its digest from
then on, since two folders may each have an `a.png`. Those of a corpus are the ones that a scan has read. Only pictures
that an account names are decoded; one that is too plain to be compared has no hash, and one that can't be decoded has
none either, which is told. Nothing is fetched: an address is a name as any other, and a path that leads out of the
folder is not followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seawall.identity.account_tables import CheckedAccounts, SetAside
from seawall.intake.account_folders import AccountFolder
from seawall.pipeline.media_signals import open_media_signals
from seawall.pipeline.seen_pictures import read_seen_pictures
from seawall.signals.errors import PictureError
from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, pdq_of
from seawall.signals.picture_decoding import decode_pictures

__all__ = ["PicturedAccounts", "look_at_pictures", "read_pictures"]

Words = NDArray[np.uint64]
Progress = Callable[[int, int], None]

_COLUMNS: Final = ("avatar", "banner")
_DIGEST: Final = "sha256:"
_ENDINGS: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif")
_MOST_OCTETS: Final = 32 << 20
"""Of one picture; larger ones are no avatars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturedAccounts:
    """Accounts whose pictures were looked at, those whose files are there under their digests; PDQ by these names."""

    accounts: CheckedAccounts
    words: dict[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a file gave: the digest of its bytes, how it looks, or why not."""

    digest: str | None = None
    words: Words | None = None
    wrong: str | None = None


def look_at_pictures(
    folder: AccountFolder, accounts: CheckedAccounts, *, progress: Progress | None = None
) -> PicturedAccounts:
    """Look at the pictures of accounts: those in the folder `pictures`, and those that lie beside the table.

    Args:
        folder: where the table and the pictures lie.
        accounts: what was read of the table.
        progress: is told (done, of how many).
    """
    notes: list[SetAside] = []
    table = accounts.table
    words = _read_before(folder, table)
    files = _files_in(folder.pictures, table)
    if not folder.accounts.is_dir():
        files |= _files_beside(folder.accounts.parent, table, words.keys() | files.keys(), notes)
    seen = _looked_at(files, progress)
    notes += [SetAside(file=str(path), reason=one.wrong) for path, one in seen.items() if one.wrong is not None]
    named = {name: _name_of(name, seen[path]) for name, path in files.items()}
    for column in _COLUMNS if named else ():
        values: list[str | None] = table[column].to_pylist()
        said = pa.array([None if name is None else named.get(name, name) for name in values], pa.string())
        table = table.set_column(table.column_names.index(column), column, said)
    words |= {
        goes_by: looks
        for name, path in files.items()
        if (looks := seen[path].words) is not None and (goes_by := named[name]) is not None
    }
    return PicturedAccounts(accounts=replace(accounts, table=table, notes=(*accounts.notes, *notes)), words=words)


def _looked_at(files: Mapping[str, Path], progress: Progress | None) -> dict[Path, _Seen]:
    """Look at each file once, whatever names it goes by."""
    seen: dict[Path, _Seen] = {}
    paths = dict.fromkeys(files.values())
    for done, path in enumerate(paths, start=1):
        seen[path] = _look(path)
        if progress is not None:
            progress(done, len(paths))
    return seen


def _name_of(name: str, seen: _Seen) -> str | None:
    """Return what a picture goes by whose file is there: its digest, and one that was said stays; None: unreadable."""
    return name if name.startswith(_DIGEST) else seen.digest


def _read_before(folder: AccountFolder, accounts: pa.Table) -> dict[str, Words]:
    """Return how pictures look that a scan of the corpus read among its files."""
    if folder.media_signals is None:
        return {}
    seen = read_seen_pictures(open_media_signals(folder.media_signals))
    return seen.among(pa.array(list(_names_in(accounts)), pa.string()))


def read_pictures(folder: Path | None, accounts: pa.Table) -> dict[str, NDArray[np.uint64]]:
    """Return PDQ as four words, by avatar or banner of these accounts as they name it.

    Args:
        folder: where the pictures lie, folders below included; None: there are none.
        accounts: a table with the columns avatar and banner.
    """
    files = _files_in(folder, accounts)
    seen = _looked_at(files, None)
    looks = {name: seen[path].words for name, path in files.items()}
    return {name: words for name, words in looks.items() if words is not None}


def _files_in(folder: Path | None, accounts: pa.Table) -> dict[str, Path]:
    """Return the files of a folder of pictures that accounts name."""
    wanted = set(_names_in(accounts)) if folder is not None else set()
    by_digest = any(name.startswith(_DIGEST) for name in wanted)
    found: dict[str, Path] = {}
    if folder is not None and wanted:
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            for name in _names(path, folder, by_digest=by_digest):
                if name in wanted:
                    found.setdefault(name, path)
    return found


def _names_in(accounts: pa.Table) -> Iterator[str]:
    """Yield each name of a picture once, in the order of rows."""
    yield from dict.fromkeys(name for column in _COLUMNS for name in accounts[column].unique().to_pylist() if name)


def _files_beside(folder: Path, accounts: pa.Table, known: AbstractSet[str], notes: list[SetAside]) -> dict[str, Path]:
    """Return the files in a folder that accounts name by their path from there, but for those that are known."""
    within = folder.resolve()
    found: dict[str, Path] = {}
    for name in _names_in(accounts):
        if name in known or not _may_be_path(name):
            continue
        try:
            path = (folder / name).resolve()
            if not path.is_relative_to(within):
                notes.append(SetAside(file=str(folder / name), reason=_OUTSIDE))
            elif path.is_file():
                found[name] = path
        except (OSError, ValueError, RuntimeError):  # too long a name, an octet of 0, links in a circle
            continue
    return found


_OUTSIDE: Final = "this picture lies outside the folder of its table: it is not read, its name alone is compared"


def _may_be_path(name: str) -> bool:
    is_picture = name.lower().endswith(_ENDINGS)
    return is_picture and "://" not in name and "\\" not in name and not PurePosixPath(name).is_absolute()


def _names(path: Path, folder: Path, *, by_digest: bool) -> Iterator[str]:
    yield path.name
    yield path.stem
    yield path.relative_to(folder).as_posix()
    yield f"{folder.name}/{path.relative_to(folder).as_posix()}"
    if by_digest:
        with suppress(OSError), path.open("rb") as stream:  # one that can't be read has no digest
            yield f"{_DIGEST}{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _look(path: Path) -> _Seen:
    """Return what a picture file gives; PDQ is left out where the picture is too plain to be compared."""
    try:
        if path.stat().st_size > _MOST_OCTETS:
            return _Seen(wrong=f"a picture of more than {_MOST_OCTETS >> 20} MiB is no avatar: it is not compared")
        content = path.read_bytes()
    except OSError as error:
        return _Seen(wrong=f"this picture can't be read ({error.strerror}): it is not compared")
    digest = f"{_DIGEST}{hashlib.sha256(content).hexdigest()}"
    try:
        first = decode_pictures(content)[0]
    except PictureError as error:
        return _Seen(digest=digest, wrong=f"{error.message}: how it looks is not compared")
    made = pdq_of(first.pixels)
    enough = made.quality >= MIN_PDQ_QUALITY
    return _Seen(digest=digest, words=np.frombuffer(made.bits, dtype=np.uint64).copy() if enough else None)
