"""How many cases are there, of which kind? Figures for the story, for tables and for measuring against a truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from seawall.desk.cases.models import UNDECIDED_STATES, Case, Finding

__all__ = ["CaseFigures", "case_figures", "state_counts", "subjects_of_cases"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """Counts by permanent value: priority of waiting cases (1 is first), state, outcome; and of findings."""

    opened: int
    waiting: int
    by_state: dict[str, int]
    waiting_by_priority: dict[int, int]
    by_outcome: dict[str, int]
    raised: int
    held_back: int
    withdrawn: int


def case_figures() -> CaseFigures:
    """Count the cases and findings of the desk."""
    by_state = state_counts()
    findings = Finding.objects.aggregate(
        raised_count=Count("pk", filter=Q(raised=True, withdrawn_at__isnull=True)),
        held_back_count=Count("pk", filter=Q(raised=False, withdrawn_at__isnull=True)),
        withdrawn_count=Count("pk", filter=Q(withdrawn_at__isnull=False)),
    )
    waiting = Case.objects.filter(state__in=UNDECIDED_STATES)
    priorities = waiting.order_by("priority").values_list("priority").annotate(count=Count("pk"))
    outcomes = Case.objects.filter(outcome__isnull=False).order_by("outcome").values_list("outcome")
    return CaseFigures(
        opened=sum(by_state.values()),
        waiting=sum(by_state.get(state, 0) for state in UNDECIDED_STATES),
        by_state=by_state,
        waiting_by_priority=dict(priorities),
        by_outcome={outcome: count for outcome, count in outcomes.annotate(count=Count("pk")) if outcome},
        raised=findings["raised_count"],
        held_back=findings["held_back_count"],
        withdrawn=findings["withdrawn_count"],
    )


def state_counts() -> dict[str, int]:
    """Return how many cases are in each state that has any."""
    return dict(Case.objects.order_by("state").values_list("state").annotate(count=Count("pk")))


def subjects_of_cases() -> Iterator[tuple[str, str, str | None]]:
    """Stream (platform, account id, outcome) of every account that has a case: what precision is counted from."""
    rows = Case.objects.filter(account_id__isnull=False).order_by("pk")
    for platform, account_id, outcome in rows.values_list("platform", "account_id", "outcome").iterator(2000):
        assert account_id is not None
        yield platform, account_id, outcome
