"""Banks: `/c/banks` and `/c/bank/<name>`."""

from __future__ import annotations

from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.errors import NotHereError
from seawall.desk.hma.models import BankName
from seawall.desk.hma.selectors import bank_named, forget_names_and_switches
from seawall.desk.hma.services.naming import close_bank, name_banks, open_bank, rename_bank, set_ratio
from seawall.exchange.hma.answers import bank_answer
from seawall.exchange.hma.questions import bank_name_of, ratio_of

__all__ = ["create", "delete", "list_banks", "show", "update"]


def list_banks(_call: Call) -> Answered:
    """List the living banks."""
    living = set(name_banks())
    rows = BankName.objects.filter(name__isnull=False).select_related("bank").order_by("bank_id")
    answer = [bank_answer(row.name, row.bank.enabled_ratio) for row in rows if row.name in living]
    return Answered(body=answer)


def show(call: Call) -> Answered:
    """Show one bank."""
    name = call.parts["bank"]
    return Answered(body=bank_answer(name, bank_named(name).enabled_ratio))


def create(call: Call) -> Answered:
    """Open a bank; 403 where one has the name, as HMA answers."""
    body = call.json()
    name, ratio = bank_name_of(body.get("name")), ratio_of(body, default=1.0)
    assert ratio is not None  # there is a default
    bank = open_bank(name, enabled_ratio=ratio, token=call.token)
    return Answered(status=201, body=bank_answer(name, bank.enabled_ratio))


def update(call: Call) -> Answered:
    """Rename a bank on this API, or change its share of look-ups."""
    body = call.json()
    name = call.parts["bank"]
    bank = bank_named(name)
    ratio = ratio_of(body, default=None)
    renamed = bank_name_of(body["name"]) if body.get("name") is not None else name
    if renamed != name:
        rename_bank(bank, renamed, token=call.token)
        forget_names_and_switches()
    if ratio is not None:
        bank = set_ratio(bank, ratio, token=call.token)
    return Answered(body=bank_answer(renamed, bank.enabled_ratio))


def delete(call: Call) -> Answered:
    """End a bank; one that isn't there is deleted already."""
    try:
        close_bank(bank_named(call.parts["bank"]), token=call.token)
    except NotHereError:
        return Answered(body={"message": "Done"})
    forget_names_and_switches()
    return Answered(body={"message": "Done"})
