"""After a scan: which entries flood, and are they held back? Counts from the findings store, rules of the engine.

Nothing is taken in and no case is opened before this is answered; where something was put into quarantine, the scan is
done once more, so that its findings say why they are not raised.
"""

from __future__ import annotations

from datetime import datetime

from seawall.bulk import Engine, load_query
from seawall.desk.banks.models import Bank, Hold
from seawall.desk.banks.services import quarantine
from seawall.pipeline.flood_guard import PAST, Activity, Flood, FloodRules, floods

__all__ = ["find_floods", "quarantine_floods"]

_PACKAGE = "seawall.desk.banks"


def quarantine_floods(engine: Engine, *, now: datetime, rules: FloodRules | None = None) -> list[Hold]:
    """Hold back the entries that flood, and return the holds placed.

    Args:
        engine: has the corpus and the findings store attached.
        now: the moment of the scan.
        rules: the numbers; the engine's own where absent.
    """
    banks = {bank.name: bank for bank in Bank.objects.all()}
    placed = []
    for flood in find_floods(engine, now=now, rules=rules):
        bank = banks.get(flood.activity.bank)
        if bank is not None:
            placed.append(quarantine(bank, flood.activity.entry_id, reason=flood.reason, figures=flood.figures))
    return [hold for hold in placed if hold is not None]


def find_floods(engine: Engine, *, now: datetime, rules: FloodRules | None = None) -> list[Flood]:
    """Return the entries that flood, whether they can be held back or not."""
    chosen = rules or FloodRules()
    since = now - PAST
    rows = engine.table(load_query(_PACKAGE, "rows_before"), {"since": since}).to_pylist()[0]
    matched = engine.table(load_query(_PACKAGE, "matched"), {"since": since, "least": chosen.broad_accounts})
    return list(
        floods(
            (Activity(**row) for row in matched.to_pylist()),
            rows=rows["rows_now"],
            rows_before=rows["rows_before"],
            accepted=_accepted(),
            rules=chosen,
        )
    )


def _accepted() -> dict[tuple[str, str], int]:
    """Return the accounts at which reviewers released quarantines, by bank and entry id; the last release counts."""
    levels: dict[tuple[str, str], int] = {}
    released = Hold.objects.filter(kind=Hold.Kind.QUARANTINED, released_at__isnull=False).select_related(
        "bank", "entry"
    )
    for hold in released.order_by("released_at"):
        entries = [hold.entry] if hold.entry is not None else hold.content.entries.all() if hold.content else ()
        for entry in entries:
            levels[hold.bank.name, entry.entry_id] = int(hold.figures.get("accounts", 0))
    return levels
