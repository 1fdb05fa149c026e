"""The whole examination, in an order in which each check can rely on the ones before it. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from seawall.desk.doctor.diagnosis import Diagnosis, State, problem
from seawall.desk.doctor.places import check_disk, check_home, check_private_files, check_python
from seawall.desk.start import start_django
from seawall.settings import Settings

__all__ = ["examine"]


def examine(settings: Settings, *, now: datetime, quick: bool = False) -> Iterator[Diagnosis]:
    """Check everything and yield what was found, as it is found.

    Args:
        settings: the installation.
        now: the moment that this machine's clock shows, aware.
        quick: look at files' presence and size alone instead of reading every byte.
    """
    yield from check_python(settings)
    if not settings.home.is_dir():
        yield problem("home", f"There is no data folder {settings.home}.", "Run: seawall init")
        return
    for check in (check_disk, check_home, check_private_files):
        yield from check(settings)
    start_django(settings)
    yield from _examine_database(settings, now)
    from seawall.desk.doctor import observations, running

    for store in (observations.check_corpus, observations.check_findings, observations.check_evidence):
        yield from store(settings, quick=quick)
    yield from running.check_server(settings)
    yield from running.check_https(settings)
    yield from running.check_languages(settings)


def _examine_database(settings: Settings, now: datetime) -> Iterator[Diagnosis]:
    from django.db import DatabaseError

    from seawall.desk.doctor import closed_bank, database, other_systems, running

    found = tuple(database.check_migrations(settings))
    yield from found
    if any(diagnosis.state == State.PROBLEM for diagnosis in found):
        return  # the tables that the next checks read may not be there
    try:
        for check in (database.check_integrity, database.check_ledger, database.check_administrators):
            yield from check(settings)
        yield from running.check_queue(settings, now)
        yield from running.check_chores(settings)
        yield from running.check_clock(settings, now)
        yield from other_systems.check_other_systems(settings, now)
        yield from closed_bank.check_closed_bank(settings)
    except DatabaseError as error:
        yield problem("database", f"A table can't be read: {error}", database.RESTORE)
