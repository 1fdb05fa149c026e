"""The desk at work: server, worker, queue, chores; HTTPS; the clock; languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings as django_settings

from seawall.desk.doctor.diagnosis import Diagnosis, advice, fine, problem
from seawall.desk.serving.place import SERVE_LOCK, WORKER_LOCK, holder_of
from seawall.settings import Settings

__all__ = ["check_chores", "check_clock", "check_https", "check_languages", "check_queue", "check_server"]

_PATIENCE: Final = timedelta(minutes=15)
_JITTER: Final = timedelta(minutes=2)
_RELEASE: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right shows an earlier moment than this version's making."""

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


def check_server(settings: Settings) -> Iterator[Diagnosis]:
    """Is the desk served, and does its worker live?"""
    server, worker = holder_of(settings.home / SERVE_LOCK), holder_of(settings.home / WORKER_LOCK)
    if server is None:
        yield advice("server", "The desk is not served now.", "Run: seawall serve")
    else:
        yield fine("server", f"process {server.pid} serves {server.address or settings.home}")
    if server is not None and worker is None:
        yield problem("worker", "The desk is served without a worker.", "Run seawall serve without --no-worker.")
    elif worker is not None:
        yield fine("worker", f"process {worker.pid}")


def check_queue(_settings: Settings, now: datetime) -> Iterator[Diagnosis]:
    """Do background tasks get done?"""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.ready()
    late = waiting.filter(enqueued_at__lt=now - _PATIENCE).order_by("enqueued_at").first()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=1))
    if late is not None:
        minutes = int((now - late.enqueued_at).total_seconds() // 60)
        yield problem(
            "queue",
            f"{waiting.count()} background tasks wait, the oldest for {minutes} minutes.",
            "See whether the worker runs (seawall serve), and what it says in its log.",
        )
    elif failed.exists():
        names = ", ".join(sorted({task.task_path.rpartition(".")[2] for task in failed[:20]}))
        yield advice("queue", f"{failed.count()} tasks failed in the last day: {names}.", "Look into the worker's log.")
    else:
        yield fine("queue", f"{waiting.count()} tasks wait")


def check_chores(_settings: Settings) -> Iterator[Diagnosis]:
    """Did the desk's own chores succeed?"""
    from seawall.desk.upkeep.models import ChoreRun

    failed = list(ChoreRun.objects.filter(succeeded=False).order_by("name"))
    for run in failed:
        yield problem(
            "chores", f"{run.name} failed: {run.outcome}", "Mend the cause; the worker tries again by itself."
        )
    if not failed:
        yield fine("chores", f"{ChoreRun.objects.filter(succeeded=True).count()} chores ran and succeeded")


def check_https(_settings: Settings) -> Iterator[Diagnosis]:
    """Is a desk that others reach behind HTTPS?"""
    foreign = sorted(set(django_settings.ALLOWED_HOSTS) - _LOCAL)
    if not foreign:
        yield fine("https", "the desk answers to this machine alone")
    elif not django_settings.SESSION_COOKIE_SECURE:
        yield problem(
            "https",
            f"The desk answers to {', '.join(foreign)}, and its cookies travel unencrypted.",
            "Put it behind HTTPS and set SEAWALL_INSECURE_HTTP=0 (docs/operations.md).",
        )
    else:
        yield fine("https", f"cookies for {', '.join(foreign)} travel over HTTPS alone")


def check_clock(_settings: Settings, now: datetime) -> Iterator[Diagnosis]:
    """Does the clock go forward?"""
    from seawall.desk.audit.models import LedgerRow

    last = LedgerRow.objects.order_by("-number").first()
    newest = max(_RELEASE, last.at) if last else _RELEASE
    if now < newest - _JITTER:
        yield problem(
            "clock",
            f"The clock shows {now:%Y-%m-%d %H:%M} UTC, earlier than {newest:%Y-%m-%d %H:%M}, which has been.",
            "Set the clock and keep it right with NTP: legal deadlines are reckoned by it.",
        )
    else:
        yield fine("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def check_languages(_settings: Settings) -> Iterator[Diagnosis]:
    """Are the translations there and compiled?"""
    folder = Path(str(django_settings.LOCALE_PATHS[0]))
    missing = [
        code
        for code, _ in django_settings.LANGUAGES
        if code != "en" and not (folder / code / "LC_MESSAGES" / "django.mo").is_file()
    ]
    if missing:
        yield problem(
            "languages", f"The translations for {', '.join(missing)} are not there.", "Reinstall Seawall whole."
        )
    else:
        yield fine("languages", ", ".join(code for code, _ in django_settings.LANGUAGES))
