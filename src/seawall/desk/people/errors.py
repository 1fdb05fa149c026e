"""What can go wrong with staff, their roles and the links that let them in."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "LastAdministratorError",
    "LinkRefusedError",
    "NotAdministratorError",
    "OwnRolesError",
    "PasswordRefusedError",
    "PeopleError",
    "StaffExistsError",
    "StaffStateError",
    "TooManyLinksError",
    "TooManyTriesError",
    "UnknownStaffError",
]


class PeopleError(SeawallError):
    """This change to the staff is not possible."""


class NotAdministratorError(PeopleError):
    """Only an active administrator may change the staff."""


class OwnRolesError(PeopleError):
    """Nobody changes their own roles or deactivates themselves; another administrator has to."""


class LastAdministratorError(PeopleError):
    """The desk keeps at least one active administrator."""


class StaffExistsError(PeopleError):
    """Somebody has this login name or pseudonym already. (`field`)"""


class StaffStateError(PeopleError):
    """This member of staff is not in the state that this needs."""


class PasswordRefusedError(PeopleError):
    """This password is too weak. (`reasons`)"""


class LinkRefusedError(PeopleError):
    """This link was used already, has ended, or never was one; ask an administrator for a new one."""


class TooManyLinksError(PeopleError):
    """Too many links were made in the last hour; wait, or look in the ledger who made them."""


class TooManyTriesError(PeopleError):
    """Too many links were tried from here; wait a minute."""


class UnknownStaffError(PeopleError):
    """Nobody signs in under this name. (`username`)"""
