"""Tasks whose worker died: queued again, but not for ever."""

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from seawall.desk.serving.worker import queue_abandoned_again

pytestmark = pytest.mark.django_db


def make(status, attempts):
    return DBTaskResult.objects.create(
        status=status,
        worker_ids=[f"worker-{number}" for number in range(attempts)],
        args_kwargs={"args": [], "kwargs": {}},
        task_path="seawall.desk.sources.tasks.work_on_run",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


def test_an_abandoned_task_is_queued_again_and_at_last_given_up():
    once, thrice = make(TaskResultStatus.RUNNING, 1), make(TaskResultStatus.RUNNING, 3)
    ready, done = make(TaskResultStatus.READY, 0), make(TaskResultStatus.SUCCESSFUL, 1)
    assert queue_abandoned_again() == 2
    states = {result.pk: result.status for result in DBTaskResult.objects.all()}
    assert states == {
        once.pk: TaskResultStatus.READY,
        thrice.pk: TaskResultStatus.FAILED,
        ready.pk: TaskResultStatus.READY,
        done.pk: TaskResultStatus.SUCCESSFUL,
    }
    assert "3 workers died" in DBTaskResult.objects.get(pk=thrice.pk).traceback
    assert queue_abandoned_again() == 0
