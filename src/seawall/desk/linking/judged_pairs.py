"""What holds of judgements? Those in force whose closed account still stands in the bank, as the engine reads them.

A reinstated account takes the judgements that rest on its closing out of force: they stay on record, and count neither
for an actor nor for a training. Of several people's judgements of one pair the latest holds (`judgements.standing`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from seawall.clock import utc_now
from seawall.desk.closings.models import ClosingState
from seawall.desk.linking.models import Judgement
from seawall.identity import judgements as engine

__all__ = ["engine_judgement", "engine_judgements", "judgements_in_force"]


def judgements_in_force() -> QuerySet[Judgement]:
    """Return the judgements that hold, oldest first."""
    rows = Judgement.objects.filter(
        revised_at__isnull=True, link__closed__state=ClosingState.SIGNED, link__closed__expires__gt=utc_now()
    )
    return rows.select_related("by").order_by("at", "pk")


def engine_judgements(rows: Iterable[Judgement] | None = None) -> tuple[engine.Judgement, ...]:
    """Return judgements as the engine reads them; all that are in force unless given."""
    return tuple(engine_judgement(row) for row in (judgements_in_force() if rows is None else rows))


def engine_judgement(row: Judgement) -> engine.Judgement:
    """Return one judgement as the engine reads it; who gave it goes by their permanent name."""
    return engine.Judgement(
        left=row.left, right=row.right, verdict=engine.Verdict(row.verdict), by=row.by.ledger_name, at=row.at
    )
