"""Queue the import of a long list that somebody uploads; the work is in `bulk_import.py`, done by a worker."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seawall.desk.banks.bulk_import import begin_list
from seawall.desk.banks.models import Bank
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import queue_file, upload_path

__all__ = ["ask_list"]


@transaction.atomic
def ask_list(
    bank: Bank, upload: UploadedFile[bytes], *, acting: StaffMember, signal_type: str = "", origin: str = ""
) -> Run:
    """Keep an uploaded list and queue its import; one that was broken off goes on where it was.

    Raises:
        UploadEmptyError: the file has no bytes.
    """
    run = queue_file(Run.Kind.BANK_LIST, upload, acting=acting)
    begin_list(
        bank,
        upload_path(run),
        acting=acting,
        file_name=run.file_name,
        signal_type=signal_type,
        origin=origin,
        run_number=run.pk,
    )
    return run
