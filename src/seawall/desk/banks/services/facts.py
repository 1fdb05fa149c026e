"""Open a bank, and change what it says of itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.drafts import BankFacts
from seawall.desk.banks.errors import BankFactsError, BankNameFixedError, BankNameTakenError
from seawall.desk.banks.models import Bank
from seawall.desk.banks.services.locking import bump, ledger_subject, lock_bank
from seawall.desk.people.models import StaffMember
from seawall.signals import SIGNAL_TYPES

__all__ = ["create_bank", "edit_bank"]


@transaction.atomic
def create_bank(facts: BankFacts, *, acting: StaffMember) -> Bank:
    """Open a bank; a name that another bank has raises BankNameTakenError."""
    if Bank.objects.filter(name=facts.name).exists():
        raise BankNameTakenError(f"another bank is named {facts.name!r}", name=facts.name)
    _refuse_unfit(facts)
    bank = Bank.objects.create(**asdict(facts), created_at=utc_now(), created_by=acting)
    record("bank_created", acting=acting, subject=ledger_subject(bank), payload=_payload(facts))
    return bank


@transaction.atomic
def edit_bank(bank: Bank, facts: BankFacts, *, acting: StaffMember) -> Bank:
    """Change what a bank says of itself. Its name stays, and entries keep the opinion that they were added with.

    Raises:
        BankNameFixedError: `facts` has another name.
        BankFactsError: a limit or share that can't be.
    """
    locked = lock_bank(bank)
    if facts.name != locked.name:
        raise BankNameFixedError(name=locked.name)
    _refuse_unfit(facts)
    before = BankFacts(**{name: getattr(locked, name) for name in asdict(facts)})
    for name, value in asdict(facts).items():
        setattr(locked, name, value)
    locked.save()
    bump(locked, everything=True)
    payload = {"before": _payload(before), "after": _payload(facts)}
    record("bank_edited", acting=acting, subject=ledger_subject(locked), payload=payload)
    return locked


def _refuse_unfit(facts: BankFacts) -> None:
    if not 0 <= facts.enabled_ratio <= 1:
        raise BankFactsError(f"the share compared lies between 0 and 1, not {facts.enabled_ratio}")
    for signal_type, limit in facts.limits.items():
        if signal_type not in SIGNAL_TYPES:
            raise BankFactsError(f"there is no signal type {signal_type!r}")
        if type(limit) is not int or limit < 0:  # not a boolean either
            raise BankFactsError(f"the limit of {signal_type} is a distance of 0 or more, not {limit!r}")


def _payload(facts: BankFacts) -> dict[str, Any]:
    return asdict(facts) | {
        "expires_at": facts.expires_at.isoformat() if facts.expires_at else None,
        "enabled_ratio": str(facts.enabled_ratio),  # the ledger holds no fractions
    }
