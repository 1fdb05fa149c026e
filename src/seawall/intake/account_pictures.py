"""How do the avatars of a folder look? PDQ hashes of its pictures, by the name under which accounts know them.

In the folder `pictures` a picture is known by its file's name, with or without ending, or by `sha256:` and the digest
of its bytes. Beside the table of accounts it is known by its path from there; such an avatar goes by its digest from
then on, since two folders may each have an `a.png`. Those of a corpus are the ones that a scan has read. Only pictures
that an account names are decoded; one that is too plain to be compared has no hash, and one that can't be decoded has
none either, which is told. Nothing is fetched: an address is a name as any other, and a path that leads out of the
folder is not followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
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
_ENDINGS: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif")
_MOST_OCTETS: Final = 32 << 20
"""Of one picture; larger ones are no avatars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturedAccounts:
    """Accounts whose pictures were looked at: those that lie beside the table under their digests; PDQ by name."""

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
        progress: is told (done, of how many) for those beside the table.
    """
    notes: list[SetAside] = []
    table = accounts.table
    words = _read_before(folder, table) | read_pictures(folder.pictures, table, notes)
    beside = {} if folder.accounts.is_dir() else _files_beside(folder.accounts.parent, table, words, notes)
    seen = {}
    for done, (name, path) in enumerate(beside.items(), start=1):
        seen[name] = _look(path)
        if progress is not None:
            progress(done, len(beside))
    for column in _COLUMNS if seen else ():
        values: list[str | None] = table[column].to_pylist()
        named = [seen[name].digest if name in seen else name for name in values]
        table = table.set_column(table.column_names.index(column), column, pa.array(named, pa.string()))
    words |= {one.digest: one.words for one in seen.values() if one.digest is not None and one.words is not None}
    notes += [SetAside(file=str(beside[name]), reason=one.wrong) for name, one in seen.items() if one.wrong is not None]
    return PicturedAccounts(accounts=replace(accounts, table=table, notes=(*accounts.notes, *notes)), words=words)


def _read_before(folder: AccountFolder, accounts: pa.Table) -> dict[str, Words]:
    """Return how pictures look that a scan of the corpus read among its files."""
    if folder.media_signals is None:
        return {}
    seen = read_seen_pictures(open_media_signals(folder.media_signals))
    return seen.among(pa.array(list(_names_in(accounts)), pa.string()))


def read_pictures(
    folder: Path | None, accounts: pa.Table, notes: list[SetAside] | None = None
) -> dict[str, NDArray[np.uint64]]:
    """Return PDQ as four words, by avatar or banner of these accounts.

    Args:
        folder: where the pictures lie, folders below included; None: there are none.
        accounts: a table with the columns avatar and banner.
        notes: is told of pictures that accounts name and that can't be looked at.
    """
    if folder is None:
        return {}
    wanted = set(_names_in(accounts))
    by_digest = any(name.startswith("sha256:") for name in wanted)
    found: dict[str, NDArray[np.uint64]] = {}
    for path in sorted(file for file in folder.rglob("*") if file.is_file()) if wanted else ():
        names = [name for name in _names(path, folder, by_digest=by_digest) if name in wanted and name not in found]
        seen = _look(path) if names else _Seen()
        if seen.words is not None:
            found.update(dict.fromkeys(names, seen.words))
        elif seen.wrong is not None and notes is not None:
            notes.append(SetAside(file=str(path), reason=seen.wrong))
    return found


def _names_in(accounts: pa.Table) -> Iterator[str]:
    """Yield each name of a picture once, in the order of rows."""
    yield from dict.fromkeys(name for column in _COLUMNS for name in accounts[column].unique().to_pylist() if name)


def _files_beside(folder: Path, accounts: pa.Table, known: dict[str, Words], notes: list[SetAside]) -> dict[str, Path]:
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
            yield f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"


def _look(path: Path) -> _Seen:
    """Return what a picture file gives; PDQ is left out where the picture is too plain to be compared."""
    try:
        if path.stat().st_size > _MOST_OCTETS:
            return _Seen(wrong=f"a picture of more than {_MOST_OCTETS >> 20} MiB is no avatar: it is not compared")
        content = path.read_bytes()
    except OSError as error:
        return _Seen(wrong=f"this picture can't be read ({error.strerror}): it is not compared")
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    try:
        first = decode_pictures(content)[0]
    except PictureError as error:
        return _Seen(digest=digest, wrong=f"{error.message}: how it looks is not compared")
    made = pdq_of(first.pixels)
    enough = made.quality >= MIN_PDQ_QUALITY
    return _Seen(digest=digest, words=np.frombuffer(made.bits, dtype=np.uint64).copy() if enough else None)
