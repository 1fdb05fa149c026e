"""What does a subject's case rest on? Findings that wait, cases that are open or ended, and what was held back.

Every function answers for many subjects with a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q, QuerySet

from seawall.desk.cases.models import UNDECIDED_STATES, Case, Finding, ObservationCopy, Outcome
from seawall.desk.cases.priority import EarlierCase, Grounds
from seawall.desk.cases.subjects import Subject

__all__ = ["earlier_cases", "grounds_of", "held_back_counts", "open_cases_of", "waiting_findings"]


def waiting_findings() -> QuerySet[Finding]:
    """Return raised findings without a case, oldest first; texts and evidence are left in the database.

    A file that no account or channel is named for opens no case: whoever posts it is found by their posts.
    """
    nobodys_file = Q(
        observation__kind=ObservationCopy.Kind.MEDIA,
        observation__account_id__isnull=True,
        observation__channel_id__isnull=True,
    )
    return (
        Finding.objects.filter(raised=True, case__isnull=True, withdrawn_at__isnull=True)
        .exclude(nobodys_file)
        .select_related("observation")
        .defer("evidence", "spans", "observation__parts", "observation__media")
        .order_by("id")
    )


def grounds_of(findings: Iterable[Finding]) -> list[Grounds]:
    """Return what priority looks at."""
    return [
        Grounds(post=one.observation.key, signal_type=one.signal_type, bank=one.bank, tier=one.tier) for one in findings
    ]


def open_cases_of(subjects: Sequence[Subject]) -> dict[Subject, Case]:
    """Return the open case of each subject that has one, locked."""
    cases = _cases_about(subjects).filter(state__in=UNDECIDED_STATES).select_for_update()
    return {_subject(case): case for case in cases}


def earlier_cases(subjects: Sequence[Subject]) -> dict[Subject, list[EarlierCase]]:
    """Return how earlier cases of each subject ended, latest first."""
    earlier: dict[Subject, list[EarlierCase]] = {}
    for case in _cases_about(subjects).exclude(state__in=UNDECIDED_STATES).order_by("-opened_at", "-id"):
        outcome = Outcome(case.outcome) if case.outcome else None
        earlier.setdefault(_subject(case), []).append(EarlierCase(reference=case.reference, outcome=outcome))
    return earlier


def held_back_counts(subjects: Sequence[Subject]) -> dict[Subject, int]:
    """Return how many findings about each account were held back."""
    accounts = [subject.account_id for subject in subjects if subject.account_id is not None]
    rows = (
        Finding.objects.filter(raised=False, withdrawn_at__isnull=True, observation__account_id__in=accounts)
        .values_list("observation__platform", "observation__account_id")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return {Subject(platform=platform, account_id=account): count for platform, account, count in rows}


def _cases_about(subjects: Sequence[Subject]) -> QuerySet[Case]:
    accounts = [one.account_id for one in subjects if one.account_id is not None]
    channels = [one.channel_id for one in subjects if one.channel_id is not None]
    posts = [one.post_key for one in subjects if one.post_key is not None]
    return Case.objects.filter(
        Q(account_id__in=accounts) | Q(channel_id__in=channels) | Q(post_key__in=posts),
        platform__in={one.platform for one in subjects},
    )


def _subject(case: Case) -> Subject:
    return Subject(
        platform=case.platform, account_id=case.account_id, channel_id=case.channel_id, post_key=case.post_key
    )
