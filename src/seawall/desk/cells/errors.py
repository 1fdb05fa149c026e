"""What can go wrong when somebody asks for cells, opens a case on a member, or asks for names."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "CellCaseError",
    "CellError",
    "CellReasonError",
    "CellRoleError",
    "CellSearchRunningError",
    "NamesWithheldError",
    "NothingToSearchError",
]


class CellError(SeawallError):
    """The cells could not be changed as asked."""


class CellCaseError(CellError):
    """No case is opened on this. (`why`: not_weighed, gone)"""


class CellReasonError(CellError):
    """Say why: the reason stays with the record."""


class CellRoleError(CellError):
    """Your roles don't include this step."""


class CellSearchRunningError(CellError):
    """Cells are being looked for already. (`run`)"""


class NamesWithheldError(CellError):
    """Names stay withheld: too few members have content that a reviewer found in breach. (`breached`, `least`)"""


class NothingToSearchError(CellError):
    """The corpus holds nothing that two accounts could have done together."""
