"""How does a list of a million lines go into a bank? Chunk by chunk, each one transaction with its ledger row.

The chunk's rows, the counts and the line that the import stands at are one commit; killed at any moment, the import
goes on behind the last chunk. Lines set aside are written into a file before the commit, and what a killed process
wrote behind the octets that count is cut off. The ledger rows name the file by its digest, and hold counts and a digest
over what each chunk added. Signals that the bank has are repeats, so the same list taken in again adds nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.adding import ListAdder
from seawall.desk.banks.colliding import protected_content
from seawall.desk.banks.drafts import NumberedDraft, Rejected
from seawall.desk.banks.lists import read_list
from seawall.desk.banks.models import Bank, ListImport
from seawall.desk.banks.services.holds import hold_back_colliding
from seawall.desk.banks.services.locking import bump, ledger_subject, lock_bank
from seawall.desk.people.models import StaffMember
from seawall.digests import digest_stream
from seawall.index.collisions import ProtectedContent

__all__ = ["CHUNK_LINES", "asides_path", "begin_list", "list_of_run", "take_list"]

CHUNK_LINES: Final = 5000


@transaction.atomic
def begin_list(
    bank: Bank,
    path: Path,
    *,
    acting: StaffMember,
    file_name: str,
    signal_type: str = "",
    origin: str = "",
    run_number: int | None = None,
) -> ListImport:
    """Return the import of a list into a bank: the one that was broken off, where it is the same file, else a new one.

    Args:
        bank: the bank.
        path: where the file lies.
        acting: who brings it in.
        file_name: what it is called.
        signal_type: that of lines which name none; "" for none.
        origin: the partner or list that the entries come from; "" takes the bank's own.
        run_number: the background run that works on it, if any.
    """
    with path.open("rb") as stream:
        digest = digest_stream(stream).value
    locked = lock_bank(bank)
    begun = locked.list_imports.filter(file_sha256=digest, signal_type=signal_type, finished_at__isnull=True).first()
    if begun is not None:
        begun.run_number = run_number
        begun.save(update_fields=["run_number"])
        return begun
    return ListImport.objects.create(
        bank=locked,
        run_number=run_number,
        file_name=file_name[:255],
        file_sha256=digest,
        signal_type=signal_type,
        origin=origin or locked.origin,
        asked_at=utc_now(),
        asked_by=acting,
    )


def list_of_run(run_number: int) -> ListImport:
    """Return the import that a background run works on."""
    return ListImport.objects.select_related("bank").get(run_number=run_number)


def asides_path(listed: ListImport) -> Path:
    """Return the file of lines set aside: JSON Lines with `line`, `reason` and `written`."""
    folder: Path = settings.SEAWALL.home / "bank_lists"
    return folder / f"{listed.pk}.jsonl"


def take_list(
    listed: ListImport,
    path: Path,
    *,
    acting: StaffMember,
    progress: Callable[[int], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Take in what is left of a list; say whether it is finished. `listed` counts along.

    Args:
        listed: the import, as `begin_list` returned it.
        path: the file.
        acting: who brings it in.
        progress: told how many octets of the file were read.
        stop: asked between chunks; True leaves the rest for another time.

    Raises:
        OSError: the file can't be read, or there is no room for the lines set aside.
    """
    protected = protected_content() if listed.origin else None
    with path.open("rb") as source, _open_asides(listed) as asides:
        lines = read_list(iter(source.readline, b""), signal_type=listed.signal_type or None, max_lines=None)
        rest = islice(lines, listed.lines, None)
        while chunk := list(islice(rest, CHUNK_LINES)):
            if stop():
                return False
            _take_chunk(listed, chunk, asides, protected, acting=acting)
            progress(source.tell())
    _finish(listed, acting=acting)
    return True


def _open_asides(listed: ListImport) -> BinaryIO:
    path = asides_path(listed)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream = path.open("r+b" if path.exists() else "w+b")
    stream.truncate(listed.asides_bytes)
    stream.seek(listed.asides_bytes)
    return stream


@transaction.atomic
def _take_chunk(
    listed: ListImport,
    chunk: Sequence[NumberedDraft | Rejected],
    asides: BinaryIO,
    protected: ProtectedContent | None,
    *,
    acting: StaffMember,
) -> None:
    bank = lock_bank(listed.bank_id)
    adder = ListAdder(bank, acting=acting, origin=listed.origin)
    adder.take(chunk)
    outcome = adder.outcome()
    asides.writelines(_aside_lines(outcome.rejects))
    asides.flush()
    os.fsync(asides.fileno())
    held_back = hold_back_colliding(bank, adder.foreign(), protected)
    listed.lines += len(chunk)
    listed.added += len(outcome.entry_ids)
    listed.repeats += len(outcome.repeats)
    listed.set_aside += len(outcome.rejects)
    listed.held_back += held_back
    listed.asides_bytes = asides.tell()
    listed.save(update_fields=["lines", "added", "repeats", "set_aside", "held_back", "asides_bytes"])
    payload = {**adder.ledger_payload(), "list": listed.pk, "to_line": listed.lines, "file_sha256": listed.file_sha256}
    record("bank_list_part_added", acting=acting, subject=ledger_subject(bank), payload=payload)
    if outcome.entry_ids:
        bump(bank)


@transaction.atomic
def _finish(listed: ListImport, *, acting: StaffMember) -> None:
    listed.finished_at = utc_now()
    listed.save(update_fields=["finished_at"])
    payload = {
        "list": listed.pk,
        "file_name": listed.file_name,
        "file_sha256": listed.file_sha256,
        "lines": listed.lines,
        "added": listed.added,
        "repeats": listed.repeats,
        "set_aside": listed.set_aside,
        "held_back": listed.held_back,
    }
    record("bank_list_finished", acting=acting, subject=f"bank:{listed.bank_id}", payload=payload)


def _aside_lines(rejects: Sequence[Rejected]) -> Iterator[bytes]:
    for reject in rejects:
        row = {"line": reject.line_number, "reason": reject.reason, "written": reject.written}
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
