"""The desk's tables: reachable, up to date, undamaged; the ledger whole; somebody there to administer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from seawall.desk.doctor.diagnosis import Diagnosis, advice, fine, problem
from seawall.settings import Settings

__all__ = ["RESTORE", "check_administrators", "check_integrity", "check_ledger", "check_migrations"]

RESTORE: Final = (
    "Stop the desk, keep the file, and restore the last backup into another folder (seawall restore --into)."
)


def check_migrations(settings: Settings) -> Iterator[Diagnosis]:
    """Is the database there and up to date?"""
    if not settings.database_url and not settings.desk_database_path.is_file():
        yield problem("database", f"There is no database in {settings.home}.", "Run: seawall init")
        return
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield problem("database", f"The database can't be reached or read: {error}", RESTORE)
        return
    if missing:
        yield problem("database", f"{len(missing)} migrations are missing.", "Take a backup, then run: seawall init")
    else:
        yield fine("database", f"{connection.vendor}, up to date")


def check_integrity(_settings: Settings) -> Iterator[Diagnosis]:
    """Is the SQLite file undamaged? A server looks after its own."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        faults = [row[0] for row in cursor.execute("PRAGMA integrity_check(3)")]
        loose = cursor.execute("PRAGMA foreign_key_check").fetchmany(3)
    if faults != ["ok"]:
        yield problem("integrity", f"The database is damaged: {faults[0]}", RESTORE)
    elif loose:
        yield problem("integrity", f"A row of {loose[0][0]} points at a row that is gone.", RESTORE)
    else:
        yield fine("integrity", "no page of the database is damaged")


def check_ledger(_settings: Settings) -> Iterator[Diagnosis]:
    """Does the ledger's chain hold?"""
    from seawall.desk.audit.verification import verify_ledger

    verdict = verify_ledger()
    if verdict.problem is not None:
        yield problem(
            "ledger",
            f"Row {verdict.problem.number} of the ledger does not hold: {verdict.problem.reason}.",
            "Stop the desk and keep the database file as it is; compare it with the last backup, row by row.",
        )
    else:
        yield fine("ledger", f"{verdict.chain.number} rows hold, head {verdict.chain}")


def check_administrators(_settings: Settings) -> Iterator[Diagnosis]:
    """Is there an administrator, and do administrators have a second factor?"""
    from allauth.mfa.models import Authenticator

    from seawall.desk.people.models import StaffMember
    from seawall.desk.people.roles import Role

    there = StaffMember.objects.filter(is_active=True, role_grants__role=Role.ADMINISTRATOR)
    bare = there.exclude(pk__in=Authenticator.objects.values("user_id")).count()
    if not there.exists():
        yield problem(
            "administrators", "Nobody active is an administrator.", "Restore a backup from when somebody was."
        )
    elif bare:
        yield advice(
            "administrators",
            f"{bare} of {there.count()} administrators have no second factor.",
            "Each adds an authenticator or a passkey under Profile.",
        )
    else:
        yield fine("administrators", f"{there.count()}, each with a second factor")
