"""Queue a long table of closed accounts that somebody uploads; a worker takes it in (`services/importing.py`).

A short one is taken in at once, so that whoever brings it in sees what became of it. Broken off or killed, the work
goes on behind its last part when the run is done again, or when the same person hands the same file in again.
"""

from __future__ import annotations

from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from seawall.desk.closings.drafts import ListFacts
from seawall.desk.closings.services.guards import require_proposer
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import Run
from seawall.desk.sources.services import queue_file

__all__ = ["AT_ONCE_BYTES", "ask_closings", "facts_of"]

AT_ONCE_BYTES: Final = 1 << 20
"""Up to so many bytes (some 5,000 rows of CSV) a table is taken in while its uploader waits."""


@transaction.atomic
def ask_closings(upload: UploadedFile[bytes], facts: ListFacts, *, acting: StaffMember) -> Run:
    """Keep an uploaded table and queue its import.

    Raises:
        ClosingRoleError: not a role that brings closed accounts in.
        UploadEmptyError: the file has no bytes.
    """
    require_proposer(acting)
    return queue_file(Run.Kind.CLOSING_LIST, upload, acting=acting, source=facts.came, reason=facts.note)


def facts_of(run: Run) -> ListFacts:
    """Return what was said of the table of a run."""
    return ListFacts(came=run.source, file_name=run.file_name, note=run.reason)
