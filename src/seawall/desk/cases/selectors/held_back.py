"""What was found and not raised, and because of what? Newest first, told apart by bank."""

from __future__ import annotations

from django.db.models import QuerySet

from seawall.desk.cases.models import Finding

__all__ = ["held_back_banks", "held_back_findings"]


def held_back_findings(*, bank: str | None = None) -> QuerySet[Finding]:
    """Return the findings that stand and were not raised, with the observation they are about."""
    findings = Finding.objects.filter(raised=False, withdrawn_at__isnull=True).select_related("observation")
    if bank:
        findings = findings.filter(bank=bank)
    return findings.defer("evidence", "entry_value", "observation__media").order_by("-found_at", "-id")


def held_back_banks() -> list[str]:
    """Return the banks that have findings which were not raised, in alphabetical order."""
    return list(Finding.objects.filter(raised=False).order_by("bank").values_list("bank", flat=True).distinct())
