"""What the worker calls: one task for every kind of run."""

from __future__ import annotations

from django_tasks import task

__all__ = ["work_on_run"]


@task()
def work_on_run(run_number: int) -> None:
    """Do the work of a run; one that another worker has, or that is over, is left alone."""
    from seawall.desk.sources.work import perform  # the services queue this task, and the work needs the services

    perform(run_number)
