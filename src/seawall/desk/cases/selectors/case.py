"""What is known about one case: its subject's other cases, its decisions, and who may see what of it."""

from __future__ import annotations

from django.db.models import QuerySet

from seawall.desk.cases.models import Case, Decision

__all__ = ["cases_of_account", "cases_of_subject", "standing_decisions"]


def cases_of_account(platform: str, account_id: str) -> QuerySet[Case]:
    """Return the cases about an account, newest first."""
    return Case.objects.filter(platform=platform, account_id=account_id).order_by("-opened_at", "-id")


def cases_of_subject(case: Case) -> QuerySet[Case]:
    """Return every case about the subject of `case`, itself included, newest first."""
    return Case.objects.filter(
        platform=case.platform, account_id=case.account_id, channel_id=case.channel_id, post_key=case.post_key
    ).order_by("-opened_at", "-id")


def standing_decisions(case: Case) -> list[Decision]:
    """Return the decisions that stand in the case's present round, first one first."""
    return list(
        Decision.objects.filter(case=case, round=case.round, undone_at__isnull=True)
        .select_related("by")
        .order_by("position")
    )
