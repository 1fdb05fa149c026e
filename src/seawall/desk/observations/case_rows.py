"""Which cases and findings does the desk have on an account or a post? Read beside the corpus, for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from seawall.desk.cases.models import Case, Finding
from seawall.desk.cases.selectors.case import cases_of_account

__all__ = ["FindingsBeside", "cases_about", "findings_about", "findings_of_post"]

_SHOWN: Final = 50
_SHOWN_BESIDE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsBeside:
    """The newest findings on an account, and how many there are."""

    newest: tuple[Finding, ...]
    count: int
    raised_count: int


def cases_about(platform: str, account_id: str) -> list[Case]:
    """Return the cases about an account, newest first."""
    return list(cases_of_account(platform, account_id)[:_SHOWN])


def findings_about(platform: str, account_id: str) -> FindingsBeside:
    """Return the findings on an account's observations that were not withdrawn: the newest ones, raised ones first."""
    findings = Finding.objects.filter(
        observation__platform=platform, observation__account_id=account_id, withdrawn_at__isnull=True
    )
    counts = findings.aggregate(every=Count("pk"), raised=Count("pk", filter=Q(raised=True)))
    newest = findings.select_related("observation").order_by("-raised", "-observation__posted_at", "-pk")
    return FindingsBeside(newest=tuple(newest[:_SHOWN_BESIDE]), count=counts["every"], raised_count=counts["raised"])


def findings_of_post(key_hex: str) -> list[Finding]:
    """Return the findings on one post, withdrawn ones included, newest first."""
    findings = Finding.objects.filter(observation__key=key_hex)
    return list(findings.select_related("case").order_by("-found_at", "-pk")[:_SHOWN])
