"""What do changes of a bank have in common? A row in the ledger and a version, and where they take away, a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seawall.desk.audit.services import record
from seawall.desk.banks.errors import WithdrawalReasonError
from seawall.desk.banks.models import Bank
from seawall.desk.banks.services.locking import bump, ledger_subject
from seawall.desk.people.models import StaffMember

__all__ = ["record_change", "stated_reason"]


def stated_reason(written: str) -> str:
    """Return a reason without the space around it; WithdrawalReasonError where there is none."""
    reason = written.strip()
    if not reason:
        raise WithdrawalReasonError
    return reason


def record_change(bank: Bank, event: str, *, acting: StaffMember, payload: Mapping[str, Any]) -> None:
    """Write the ledger's row of a change of a locked bank, and the bank's new version: the last step of a change."""
    record(event, acting=acting, subject=ledger_subject(bank), payload=dict(payload))
    bump(bank)
