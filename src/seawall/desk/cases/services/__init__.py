"""The only writers of cases: each call is one transaction with its ledger row."""

from seawall.desk.cases.services.claiming import (
    CLAIM_LASTS,
    claim_case,
    claim_next_case,
    extend_claim,
    release_case,
)
from seawall.desk.cases.services.closing import close_case, reopen_case
from seawall.desk.cases.services.deciding import GRACE_TIME, correct_decision, record_decision, undo_decision
from seawall.desk.cases.services.opening import open_cases
from seawall.desk.cases.services.reading import consult_case, declare_conflict
from seawall.desk.cases.services.receiving import receive_findings
from seawall.desk.cases.services.withdrawing import (
    Withdrawn,
    erase_copies,
    forget_copies,
    withdraw_findings_of_entry,
)

__all__ = [
    "CLAIM_LASTS",
    "GRACE_TIME",
    "Withdrawn",
    "claim_case",
    "claim_next_case",
    "close_case",
    "consult_case",
    "correct_decision",
    "declare_conflict",
    "erase_copies",
    "extend_claim",
    "forget_copies",
    "open_cases",
    "receive_findings",
    "record_decision",
    "release_case",
    "reopen_case",
    "undo_decision",
    "withdraw_findings_of_entry",
]
