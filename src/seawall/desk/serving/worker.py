"""The program that works in the background: `python -m seawall.desk.serving.worker`.

The main thread takes tasks from the database's queue; a second thread looks every 20 seconds which chores are due. A
task that was running when an earlier worker died is queued again, three times at most, so that an interrupted import
goes on where it was and a task that kills its worker doesn't do so for ever.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Final

import django

from seawall.clock import utc_now
from seawall.desk.serving.orphan import end_with_parent
from seawall.desk.serving.place import WORKER_LOCK, hold

__all__ = ["main", "queue_abandoned_again"]

_LOOK_SECONDS: Final = 20.0
_ATTEMPTS: Final = 3

_logger = logging.getLogger(__name__)


def main() -> None:
    """Work until SIGTERM; a task that is running then is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seawall.desk.settings")
    django.setup()
    end_with_parent()
    from django.conf import settings
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    with hold(settings.SEAWALL.home / WORKER_LOCK):
        if not settings.SEAWALL.database_url:  # on a shared database another machine's worker may be at work on it
            queue_abandoned_again()
        threading.Thread(target=_do_chores, daemon=True, name="chores").start()
        worker = Worker(
            queue_names=["*"],
            interval=1.0,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()


def queue_abandoned_again() -> int:
    """Queue tasks again whose worker died, and fail those that were tried too often; return how many were found."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    abandoned = list(DBTaskResult.objects.running())
    for result in abandoned:
        if len(result.worker_ids) < _ATTEMPTS:
            result.status = TaskResultStatus.READY
            result.save(update_fields=["status"])
            _logger.warning("task %s is queued again: its worker died", result.task_path)
        else:
            result.set_failed(RuntimeError(f"{_ATTEMPTS} workers died at this task"))
            _logger.error("task %s is given up: %s workers died at it", result.task_path, _ATTEMPTS)
    return len(abandoned)


def _do_chores() -> None:
    from django.db import close_old_connections

    from seawall.desk.upkeep.services import run_due_chores

    while True:
        try:
            run_due_chores(utc_now())
        except Exception:  # a process edge: the next look may succeed, and tasks go on meanwhile
            _logger.exception("looking for chores failed")
        finally:
            close_old_connections()
        time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    main()
