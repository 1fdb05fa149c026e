"""Which uploads will nobody read again? Those of imports that failed a week ago, and what broke off while it came in.

A failed import can be done again for a week; then its file goes, since it holds people's posts outside the corpus,
where neither retention nor erasure reaches. A site that was killed leaves what it was taking in. Interrupted imports
keep their files: somebody still has to do them again or cancel them.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from seawall.desk.sources.folders import spool_folder, upload_folder, uploads_folder
from seawall.desk.sources.models import Run

__all__ = ["forget_failed_uploads", "forget_stale_uploads"]

_KEEP_FAILED: Final = timedelta(days=7)
_FORGOTTEN: Final = (Run.Kind.IMPORT, Run.Kind.CLOSING_LIST)
_KEEP_INCOMING: Final = timedelta(days=1)


def forget_failed_uploads(now: datetime) -> int:
    """Remove the uploads of imports that failed more than a week before `now` (aware); return how many."""
    if not uploads_folder().is_dir():
        return 0
    numbers = [int(entry.name) for entry in uploads_folder().iterdir() if entry.name.isdecimal()]
    return sum(_forget(number, failed_before=now - _KEEP_FAILED) for number in sorted(numbers))


@transaction.atomic
def _forget(number: int, *, failed_before: datetime) -> bool:
    # locked, so that nobody asks for it again meanwhile
    failed = Run.objects.select_for_update().filter(
        pk=number, kind__in=_FORGOTTEN, state=Run.State.FAILED, ended_at__lt=failed_before
    )
    if not failed.exists():
        return False
    shutil.rmtree(upload_folder(number))
    return True


def forget_stale_uploads(now: datetime) -> int:
    """Remove what came in and was last written more than a day before `now` (aware); return how many files."""
    if not uploads_folder().is_dir():
        return 0
    oldest = (now - _KEEP_INCOMING).timestamp()
    count = 0
    for file in spool_folder().iterdir():
        try:
            if file.stat().st_mtime < oldest:
                file.unlink()
                count += 1
        except FileNotFoundError:  # its request ended meanwhile
            continue
    return count
