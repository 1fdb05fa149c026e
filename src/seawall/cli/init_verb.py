"""`seawall init`: make a data folder, its database and the administrator; or let one back in who is locked out.

Running it again changes nothing. Exit codes: 0 done · 3 nobody has that login name · 4 a bad setting.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from seawall.desk.start import ADMINISTRATOR_NAME, prepare_desk
from seawall.settings import Settings

__all__ = ["command"]


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
@click.option("--recover", metavar="LOGIN", help="Make a recovery link for somebody who is locked out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, home: Path | None, recover: str | None, as_json: bool) -> None:
    """Make the data folder, the database and the first administrator.

    The password is made up and printed once, unless SEAWALL_ADMIN_PASSWORD gives one.
    """
    settings = Settings.from_environment(home=home)
    prepared = prepare_desk(settings)
    facts = {
        "home": str(settings.home),
        "created_administrator": prepared.created_administrator,
        "login": ADMINISTRATOR_NAME if prepared.created_administrator else None,
        "password": prepared.password,
        "recovery_path": _recovery_path(recover) if recover else None,
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    click.echo(f"The desk is ready in {settings.home}")
    if prepared.created_administrator:
        given = prepared.password or "as given in SEAWALL_ADMIN_PASSWORD"
        click.echo(f"Login name: {ADMINISTRATOR_NAME}   password: {given}   (shown this once)")
    if recover:
        click.echo(f"Open this path of the desk within four hours; it works once: {facts['recovery_path']}")
    click.echo("Next: seawall serve")


def _recovery_path(login: str) -> str:
    from seawall.desk.audit.services import SYSTEM
    from seawall.desk.people.selectors import staff_named
    from seawall.desk.people.services import recover

    return recover(staff_named(login), acting=SYSTEM)
