"""Backups of a whole desk: database, corpus, findings and evidence files in one archive with a digest for each file.

Nothing here needs Django, so that an archive can be restored where nothing else works yet.
"""

from seawall.desk.backup.errors import (
    ArchiveDamagedError,
    ArchiveExistsError,
    BackupError,
    HomeNotEmptyError,
    NothingToBackUpError,
)
from seawall.desk.backup.reading import Restored, restore_backup
from seawall.desk.backup.writing import BackedUp, write_backup

__all__ = [
    "ArchiveDamagedError",
    "ArchiveExistsError",
    "BackedUp",
    "BackupError",
    "HomeNotEmptyError",
    "NothingToBackUpError",
    "Restored",
    "restore_backup",
    "write_backup",
]
