"""What must be there before the desk can serve? A private data folder, a migrated database, one administrator.

`start_django` points Django at one `Settings` object; `prepare_desk` then makes whatever is missing and may be called
at every start. Two processes that prepare the same folder take turns. The first administrator holds that role alone:
working cases is for other people, whom the administrator invites, so that nobody approves what they wrote themselves.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import django
from django.apps import apps
from django.core.management import call_command

from seawall.errors import SettingsError
from seawall.settings import Settings

__all__ = ["ADMINISTRATOR_NAME", "Prepared", "make_home", "make_password", "prepare_desk", "start_django"]

ADMINISTRATOR_NAME: Final = "admin"

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody mistakes for another when copying by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What the preparation did; `password` is there only if it was made up just now, and is shown this once."""

    created_administrator: bool
    password: str | None = None


def start_django(settings: Settings) -> None:
    """Point Django at these settings and load its apps; may be called again with the same settings."""
    if apps.ready:
        from django.conf import settings as running

        if running.SEAWALL.home != settings.home or running.SEAWALL.database_url != settings.database_url:
            raise SettingsError(f"this process already serves {running.SEAWALL.home}, not {settings.home}")
        return
    os.environ["SEAWALL_HOME"] = str(settings.home)
    if settings.database_url:
        os.environ["SEAWALL_DATABASE_URL"] = settings.database_url
    else:
        os.environ.pop("SEAWALL_DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "seawall.desk.settings"
    make_home(settings.home)
    django.setup()


def make_home(home: Path) -> None:
    """Make the data folder, for its owner alone (0700); a folder that is there keeps its mode."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise SettingsError(f"SEAWALL_HOME must be a folder, and {home} is none", path=home) from error
    except OSError as error:
        raise SettingsError(f"the data folder {home} can't be made: {error.strerror}", path=home) from error


def prepare_desk(settings: Settings, *, administrator_password: str | None = None) -> Prepared:
    """Make the data folder, bring the database up to date and see to it that there is an administrator.

    Args:
        settings: where the desk lives.
        administrator_password: for the first administrator (login name `admin`); else the environment's
            `SEAWALL_ADMIN_PASSWORD`; else one is made up and returned.

    Raises:
        SettingsError: the folder can't be made, or the password given is too weak.
    """
    start_django(settings)
    with _one_at_a_time(settings.home / "prepare.lock"):
        _migrate()
        return _first_administrator(administrator_password or os.environ.get("SEAWALL_ADMIN_PASSWORD") or None)


def _migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _first_administrator(password: str | None) -> Prepared:
    from seawall.desk.audit.services import SYSTEM
    from seawall.desk.people.errors import PasswordRefusedError
    from seawall.desk.people.models import StaffMember
    from seawall.desk.people.roles import Role
    from seawall.desk.people.services import add_staff

    if StaffMember.objects.exists():
        return Prepared(created_administrator=False)
    made_up = None if password else make_password()
    try:
        add_staff(
            ADMINISTRATOR_NAME,
            acting=SYSTEM,
            roles=[Role.ADMINISTRATOR],
            password=password or made_up,
            pseudonym="Admin",
        )
    except PasswordRefusedError as error:
        raise SettingsError(f"SEAWALL_ADMIN_PASSWORD is too weak: {error.message}") from error
    return Prepared(created_administrator=True, password=made_up)


def make_password() -> str:
    """Return a fresh password of five groups of four characters (99 bits)."""
    letters = [secrets.choice(_ALPHABET) for _ in range(20)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 20, 4))


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
