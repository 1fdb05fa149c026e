"""What was found and not raised, and because of what? Newest first, told apart by bank."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, QuerySet

from seawall.desk.cases.models import Finding

__all__ = ["held_back_banks", "held_back_findings", "held_back_reasons"]

_REASONS_SHOWN: Final = 30


def held_back_findings(*, bank: str | None = None, because: str | None = None) -> QuerySet[Finding]:
    """Return the findings that stand and were not raised, with the observation they are about."""
    findings = Finding.objects.filter(raised=False, withdrawn_at__isnull=True).select_related("observation")
    if bank:
        findings = findings.filter(bank=bank)
    if because:
        findings = findings.filter(because=because)
    return findings.defer("evidence", "entry_value", "observation__media").order_by("-found_at", "-id")


def held_back_reasons() -> list[tuple[str, int]]:
    """Return the reasons for which findings were held back and how many each, most frequent first, at most thirty."""
    rows = Finding.objects.filter(raised=False, withdrawn_at__isnull=True).values_list("because")
    return list(rows.annotate(count=Count("pk")).order_by("-count", "because")[:_REASONS_SHOWN])


def held_back_banks() -> list[str]:
    """Return the banks that have findings which were not raised, in alphabetical order."""
    return list(Finding.objects.filter(raised=False).order_by("bank").values_list("bank", flat=True).distinct())
