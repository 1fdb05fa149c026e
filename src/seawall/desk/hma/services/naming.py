"""Banks as the HMA API opens, names, switches and closes them.

A bank that was not opened over the API gets its name there when first asked for (`seawall.exchange.hma.bank_names`),
and keeps it. Renaming changes that name alone: the desk's own never changes. Deleting ends the bank: it matches
nothing from that moment, its entries stay on record, and its name may be given again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db import IntegrityError, transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.banks.drafts import BankFacts
from seawall.desk.banks.models import Bank, Opinion
from seawall.desk.banks.services import create_bank, edit_bank
from seawall.desk.hma.errors import NameTakenError
from seawall.desk.hma.models import ApiToken, BankName, ExchangeSetting
from seawall.exchange.hma import derived_name

__all__ = ["close_bank", "facts_of", "name_banks", "open_bank", "rename_bank", "set_ratio"]

_POLICY: Final = "As the platform that opened it defines"
_LICENCE: Final = "For the platform that opened it and this desk"


@transaction.atomic
def name_banks() -> dict[str, str]:
    """Give a name to every bank that has none yet; return name → the bank's own name, of banks that have not ended."""
    now = utc_now()
    taken = dict(BankName.objects.values_list("bank_id", "name"))
    fresh = {bank.pk: bank for bank in Bank.objects.order_by("pk") if bank.pk not in taken}
    for number, bank in fresh.items():
        name = derived_name(bank.name, number)
        while name in taken.values():
            name = f"{name[:110]}_{number}"
        taken[number] = name
    if fresh:  # somebody may name them at the same moment: the first one counts
        rows = [BankName(bank=bank, name=taken[number]) for number, bank in fresh.items()]
        BankName.objects.bulk_create(rows, ignore_conflicts=True)
    named = BankName.objects.filter(name__isnull=False).select_related("bank").order_by("bank_id")
    return {str(row.name): row.bank.name for row in named if row.bank.expires_at is None or row.bank.expires_at > now}


def open_bank(name: str, *, enabled_ratio: float, token: ApiToken, origin: str | None = None) -> Bank:
    """Open a bank under a name of the API; NameTakenError where a living bank has it."""
    try:
        return _open_bank(name, enabled_ratio=enabled_ratio, token=token, origin=origin)
    except IntegrityError as error:  # somebody else opened it at the same moment
        raise NameTakenError("Bank already exists", name=name) from error


@transaction.atomic
def _open_bank(name: str, *, enabled_ratio: float, token: ApiToken, origin: str | None) -> Bank:
    if name in name_banks():
        raise NameTakenError("Bank already exists", name=name)
    BankName.objects.filter(name=name).update(name=None)  # its bank has ended
    own, number = name, 2
    while Bank.objects.filter(name=own).exists():
        own, number = f"{name} ({number})", number + 1
    facts = BankFacts(
        name=own,
        owner=token.name,
        policy=_POLICY,
        opinion=Opinion.POSITIVE,
        licence=_LICENCE,
        enabled_ratio=enabled_ratio,
        origin=token.origin if origin is None else origin,
    )
    bank = create_bank(facts, acting=token.answers_for)
    BankName.objects.create(bank=bank, name=name)
    return bank


@transaction.atomic
def rename_bank(bank: Bank, name: str, *, token: ApiToken) -> None:
    """Give a bank another name on the API; NameTakenError where a living bank has it."""
    row = BankName.objects.select_for_update().get(bank=bank)
    if row.name == name:
        return
    if name in name_banks():
        raise NameTakenError("Bank name already exists", name=name)
    BankName.objects.filter(name=name).update(name=None)
    before, row.name = row.name, name
    row.save(update_fields=["name"])
    payload = {"before": before or "", "after": name, "token": token.ledger_name}
    record("bank_renamed_for_hma", acting=token.answers_for, subject=f"bank:{bank.pk}", payload=payload)


def set_ratio(bank: Bank, enabled_ratio: float, *, token: ApiToken) -> Bank:
    """Change the share of look-ups that a bank takes part in."""
    return edit_bank(bank, replace(facts_of(bank), enabled_ratio=enabled_ratio), acting=token.answers_for)


@transaction.atomic
def close_bank(bank: Bank, *, token: ApiToken) -> None:
    """End a bank now, give its name up, and forget how it was to be filled."""
    BankName.objects.filter(bank=bank).update(name=None)
    ExchangeSetting.objects.filter(bank=bank).delete()
    edit_bank(bank, replace(facts_of(bank), expires_at=utc_now()), acting=token.answers_for)


def facts_of(bank: Bank) -> BankFacts:
    """Return what a bank says of itself."""
    return BankFacts(
        name=bank.name,
        owner=bank.owner,
        policy=bank.policy,
        opinion=bank.opinion,
        licence=bank.licence,
        expires_at=bank.expires_at,
        origin=bank.origin,
        enabled_ratio=bank.enabled_ratio,
        limits=dict(bank.limits),
    )
