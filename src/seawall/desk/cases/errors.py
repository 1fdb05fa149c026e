"""What can be refused while cases are worked. Each class says whose turn it is or what is missing."""

from seawall.errors import SeawallError

__all__ = [
    "CaseBarredError",
    "CaseClaimedError",
    "CaseError",
    "CaseStateError",
    "DecisionIncompleteError",
    "RoleMissingError",
    "SecondReviewerError",
    "UndoTooLateError",
]


class CaseError(SeawallError):
    """The case can't take this step."""


class RoleMissingError(CaseError):
    """Your roles don't include this step."""


class CaseBarredError(CaseError):
    """A declared conflict of interest bars you from this case."""


class CaseClaimedError(CaseError):
    """A colleague works on this case now."""


class CaseStateError(CaseError):
    """The case is not in a state that allows this step."""


class DecisionIncompleteError(CaseError):
    """A decision needs a stance, an outcome and a reason in words."""


class SecondReviewerError(CaseError):
    """This decision belongs to another person than the one who decided before."""


class UndoTooLateError(CaseError):
    """The grace time is over: correct the decision instead, with a reason."""
