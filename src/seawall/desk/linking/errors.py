"""What can go wrong when links are judged, models trained, cases opened, or another system asks for candidates.

Contradictory judgements have their own class in the engine (`seawall.identity.errors`), which names the chain.
"""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = [
    "CandidateRequestError",
    "ClosedBankLoadingError",
    "LinkCaseError",
    "LinkReasonError",
    "LinkStateError",
    "LinkingError",
    "LinkingRoleError",
    "LinkingRunningError",
    "ModelNotKeptError",
    "TooFewJudgementsError",
]


class LinkingError(SeawallError):
    """This step on links could not be taken."""


class LinkingRoleError(LinkingError):
    """Your roles don't include this step."""


class LinkReasonError(LinkingError):
    """Say why: the reason stays with the record."""


class LinkStateError(LinkingError):
    """The link stands differently now: load the page again. (`state`)"""


class LinkCaseError(LinkingError):
    """No case opens on this link. (`why`)"""


class LinkingRunningError(LinkingError):
    """Accounts are being compared, or a model trained, already. (`run`)"""


class TooFewJudgementsError(LinkingError):
    """There are too few judgements to train on. (`same`, `different`, `least`)"""


class ModelNotKeptError(LinkingError):
    """The model that made this link is not kept here. (`label`)"""


class ClosedBankLoadingError(LinkingError):
    """The bank of closed accounts is being loaded. Try again in a moment."""


class CandidateRequestError(LinkingError):
    """The account that was sent can't be compared. (`field`)"""
