"""Which cases and findings does the desk have on an account or a post? Read beside the corpus, for its pages."""

from __future__ import annotations

from typing import Final

from seawall.desk.cases.models import Case, Finding
from seawall.desk.cases.selectors.case import cases_of_account

__all__ = ["cases_about", "findings_about", "findings_of_post"]

_SHOWN: Final = 50


def cases_about(platform: str, account_id: str) -> list[Case]:
    """Return the cases about an account, newest first."""
    return list(cases_of_account(platform, account_id)[:_SHOWN])


def findings_about(platform: str, account_id: str) -> list[Finding]:
    """Return the findings on an account's posts that were not withdrawn, newest first."""
    findings = Finding.objects.filter(
        observation__platform=platform, observation__account_id=account_id, withdrawn_at__isnull=True
    )
    return list(findings.select_related("observation", "case").order_by("-found_at", "-pk")[:_SHOWN])


def findings_of_post(key_hex: str) -> list[Finding]:
    """Return the findings on one post, withdrawn ones included, newest first."""
    findings = Finding.objects.filter(observation__key=key_hex)
    return list(findings.select_related("case").order_by("-found_at", "-pk")[:_SHOWN])
