"""What the worker calls for the ranker."""

from __future__ import annotations

from django_tasks import task

__all__ = ["train_ranker_task"]


@task()
def train_ranker_task(staff_number: int) -> None:
    """Train on the desk's labels, asked for by a member of staff."""
    from seawall.desk.people.models import StaffMember
    from seawall.desk.ranking.services import train_from_decisions

    train_from_decisions(acting=StaffMember.objects.get(pk=staff_number))
