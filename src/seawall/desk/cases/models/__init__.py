"""The tables of cases, one file an idea."""

from seawall.desk.cases.models.case import Case, CaseNumber
from seawall.desk.cases.models.decision import Decision
from seawall.desk.cases.models.finding import Finding, Receipt
from seawall.desk.cases.models.observation import ObservationCopy
from seawall.desk.cases.models.reading import ConflictOfInterest, Consultation
from seawall.desk.cases.models.vocabulary import (
    PROTECTED_STANCES,
    UNDECIDED_STATES,
    CasePurpose,
    CaseState,
    Outcome,
    Priority,
    ProtectedPurpose,
    Stance,
)

__all__ = [
    "PROTECTED_STANCES",
    "UNDECIDED_STATES",
    "Case",
    "CaseNumber",
    "CasePurpose",
    "CaseState",
    "ConflictOfInterest",
    "Consultation",
    "Decision",
    "Finding",
    "ObservationCopy",
    "Outcome",
    "Priority",
    "ProtectedPurpose",
    "Receipt",
    "Stance",
]
