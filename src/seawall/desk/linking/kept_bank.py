"""Where does the bank of closed accounts lie between two starts? In the data folder, ready to be mapped.

    closed_bank/current.json  which bank counts, and what it was made of
    closed_bank/<name>/       that bank (`seawall.identity.bank_folder`), and the marks of its accounts' posts
    closed_bank/lock          held by the one process that writes

All of it is derived from the desk's tables and the corpus: it stays out of backups, may be removed at any time, and is
made anew where anything about it is doubtful: other code that reads accounts, another database (the ledger tells), a
file that is cut off. A new bank is on the disk before `current.json` names it, and the one before goes right after, so
a kill leaves the old one or the new one, and what it left is swept up by the next writing.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from seawall.corpus.lock import hold_lock
from seawall.desk.audit.models import LedgerRow
from seawall.durable import replace_durably
from seawall.identity.array_files import map_arrays, write_arrays
from seawall.identity.bank_folder import BANK_VERSION, open_bank, save_bank
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.errors import ClosedBankFileError

__all__ = [
    "KeptBank",
    "KeptFacts",
    "discard_kept",
    "keep_bank",
    "kept_facts",
    "kept_octets",
    "open_kept",
    "unfit_because",
    "writing_kept",
]

_FOLDER: Final = "closed_bank"
_CURRENT: Final = "current.json"
_LOCK: Final = "lock"
_MARKS: Final = "marks"
_FORMAT: Final = "seawall-desk-closed-bank"
_READ_WITH: Final = ("seawall.identity", "seawall.signals")
_NO_READING: Final = frozenset(
    {"__pycache__", "compare", "models"}
)  # what is done with portraits, not how they are made
_TRIES: Final = 3
_logger = logging.getLogger(__name__)


class KeptFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a kept bank was made of; `ledger` is number and digest of the ledger's last row at that time."""

    format: str = _FORMAT
    version: int = BANK_VERSION
    reading: str
    folder: str
    accounts: int
    closings_version: int
    corpus_version: int
    ledger: tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBank:
    """A bank that was opened by mapping it; `marks` of its accounts' posts stand by ordinal."""

    bank: ClosedBank
    marks: NDArray[np.uint64]
    facts: KeptFacts


@contextmanager
def writing_kept(home: Path, *, timeout_seconds: float) -> Iterator[None]:
    """Let no other process write meanwhile.

    Raises:
        StoreBusyError: another one does.
    """
    folder = home / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with hold_lock(folder / _LOCK, timeout_seconds=timeout_seconds):
        yield


def kept_facts(home: Path) -> KeptFacts | None:
    """Return what is kept, whether it can be used or not; None where nothing is that can be read."""
    try:
        return msgspec.json.decode((home / _FOLDER / _CURRENT).read_bytes(), type=KeptFacts)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def open_kept(home: Path) -> KeptBank | None:
    """Open the bank that is kept; None, and a word in the log, where there is none that can be used."""
    if not (home / _FOLDER / _CURRENT).exists():
        return None
    why = "its facts can't be read"
    for _ in range(_TRIES):  # another process may put a newer one in its place meanwhile
        facts = kept_facts(home)
        if facts is None or (unfit := unfit_because(facts)) is not None:
            why = why if facts is None else str(unfit)
            break
        try:
            return _opened(home, facts)
        except ClosedBankFileError as error:
            why = error.message
    _logger.warning("the kept bank of closed accounts is not used and is made anew: %s", why)
    return None


def keep_bank(
    home: Path, bank: ClosedBank, marks: NDArray[np.uint64], *, closings_version: int, corpus_version: int
) -> KeptBank:
    """Write a bank in the place of the one that is kept, and open it; the caller holds `writing_kept`.

    Raises:
        OSError: the folder can't be written; the bank before stays.
        ClosedBankFileError: it can't be read again.
    """
    folder = home / _FOLDER
    _sweep(folder, kept_facts(home))
    facts = KeptFacts(
        reading=_reading(),
        folder=f"{closings_version}-{secrets.token_hex(4)}",
        accounts=len(bank),
        closings_version=closings_version,
        corpus_version=corpus_version,
        ledger=_end_of_ledger(),
    )
    save_bank(bank, folder / facts.folder)
    marked = folder / facts.folder / _MARKS
    marked.mkdir()
    write_arrays(marked, {"posts": marks})
    replace_durably(folder / _CURRENT, [msgspec.json.format(msgspec.json.encode(facts))])
    _sweep(folder, facts)
    return _opened(home, facts)


def kept_octets(home: Path) -> int:
    """Return how much room what is kept takes on the disk."""
    return sum(path.stat().st_size for path in (home / _FOLDER).rglob("*") if path.is_file())


def discard_kept(home: Path) -> None:
    """Remove what is kept; the caller holds `writing_kept`."""
    folder = home / _FOLDER
    (folder / _CURRENT).unlink(missing_ok=True)
    _sweep(folder, None)


def _opened(home: Path, facts: KeptFacts) -> KeptBank:
    folder = home / _FOLDER / facts.folder
    bank = open_bank(folder)
    marks = map_arrays(folder / _MARKS).get("posts")
    if len(bank) != facts.accounts or marks is None or len(marks) != len(bank):
        raise ClosedBankFileError(f"{folder} holds another number of accounts than it says", path=folder)
    return KeptBank(bank=bank, marks=marks, facts=facts)


def unfit_because(facts: KeptFacts) -> str | None:
    """Say in English why a kept bank is not used; None: it may be."""
    if (facts.format, facts.version) != (_FORMAT, BANK_VERSION):
        return f"it is of version {facts.version}; known is {BANK_VERSION}"
    if facts.reading != _reading():
        return "accounts are read in another way by now"
    number, digest = facts.ledger
    if number and not LedgerRow.objects.filter(number=number, digest=digest).exists():
        return "it was made from another database"
    return None


def _end_of_ledger() -> tuple[int, str]:
    return LedgerRow.objects.order_by("-number").values_list("number", "digest").first() or (0, "")


def _sweep(folder: Path, facts: KeptFacts | None) -> None:
    """Remove whatever is not of the bank that counts."""
    kept = {_CURRENT, _LOCK} | ({facts.folder} if facts is not None else set())
    for path in folder.iterdir():
        if path.name in kept:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _reading() -> str:
    """Return a digest of all code and data by which accounts are read: a bank made with other ones is made anew."""
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for package in _READ_WITH:
        for name, content in _contents(files(package), package):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _contents(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.name in _NO_READING:
            continue
        if one.is_dir():
            yield from _contents(one, f"{name}/{one.name}")
        else:
            yield f"{name}/{one.name}", one.read_bytes()
