"""What can go wrong with a backup."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["ArchiveDamagedError", "ArchiveExistsError", "BackupError", "HomeNotEmptyError", "NothingToBackUpError"]


class BackupError(SeawallError):
    """The backup could not be written or restored."""


class ArchiveDamagedError(BackupError):
    """This archive is damaged or is no backup of Seawall; nothing was restored. (`archive`, `reason`)"""


class ArchiveExistsError(BackupError):
    """There is a file of this name already; a backup never overwrites. (`archive`)"""


class HomeNotEmptyError(BackupError):
    """The data folder holds something already; restore into an empty one. (`home`)"""


class NothingToBackUpError(BackupError):
    """There is no desk in this data folder. (`home`)"""
