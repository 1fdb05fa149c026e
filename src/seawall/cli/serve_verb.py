"""`seawall serve`: site, worker and scheduler in one command, ended together by Ctrl-C or SIGTERM.

The first start makes the database and the administrator `admin`, whose password is shown this once. Exit codes:
0 stopped · 4 a bad setting, or the data folder is served already, or the port is taken.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

import click

from seawall.desk.serving import Program, Supervisor
from seawall.desk.serving.place import SERVE_LOCK, free_port, hold
from seawall.desk.start import ADMINISTRATOR_NAME, make_home, prepare_desk
from seawall.settings import Settings

__all__ = ["command", "programs_of", "run_desk"]

_THREADS: Final = 4
_SITE: Final = "the site"
_EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - named to warn of it


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port; 0: any free one."
)
@click.option("--no-worker", is_flag=True, help="Serve pages only: no background tasks, no scheduled chores.")
@click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when the desk answers.")
def command(*, host: str, port: int, no_worker: bool, home: Path | None, as_json: bool) -> None:
    """Serve the desk: site, worker and scheduler."""
    settings = Settings.from_environment(home=home)
    make_home(settings.home)

    def tell_ready(address: str, password: str | None) -> None:
        if as_json:
            ready = {"address": address, "home": str(settings.home), "pid": os.getpid(), "login": ADMINISTRATOR_NAME}
            click.echo(json.dumps(ready | {"password": password}))
            return
        if password:
            click.echo(f"First start. Login name: {ADMINISTRATOR_NAME}   password: {password}   (shown this once)")
        click.echo(f"The desk answers at {address}   (Ctrl-C ends it)")

    if host in _EVERY_ADDRESS:
        _warn("the desk listens on every address of this machine: put it behind HTTPS (docs/operations.md)")
    run_desk(settings, host=host, port=port, with_worker=not no_worker, tell_ready=tell_ready)


def run_desk(
    settings: Settings,
    *,
    host: str,
    port: int,
    with_worker: bool = True,
    tell_ready: Callable[[str, str | None], None],
) -> None:
    """Prepare the desk and serve it until SIGTERM or Ctrl-C.

    Args:
        settings: where the desk lives.
        host: the address to listen on.
        port: the port, 0 for any free one.
        with_worker: whether background tasks and chores run too.
        tell_ready: called once the desk answers, with its address and the password if the administrator is new.
    """
    with hold(settings.home / SERVE_LOCK) as note:
        port = free_port(host, port)
        address = f"http://{_shown(host)}:{port}/"
        note(address)
        supervisor = Supervisor(programs_of(settings, host, port, with_worker=with_worker), say=_warn)
        with supervisor.on_signals(), supervisor.begun_with(_SITE):  # it imports its pages while the tables are made
            prepared = prepare_desk(settings)

            def ready() -> bool:
                if not _answers(host, port):
                    return False
                tell_ready(address, prepared.password)
                sys.stdout.flush()
                return True

            supervisor.run(on_ready=ready)


def programs_of(settings: Settings, host: str, port: int, *, with_worker: bool) -> tuple[Program, ...]:
    """Return the programs that make up a served desk; none of them needs to know the administrator's password."""
    environment = {name: value for name, value in os.environ.items() if name != "SEAWALL_ADMIN_PASSWORD"}
    environment["SEAWALL_HOME"] = str(settings.home)
    if settings.database_url:
        environment["SEAWALL_DATABASE_URL"] = settings.database_url
    site = (sys.executable, "-m", "seawall.desk.serving.site", host, str(port), str(_THREADS))
    worker = (sys.executable, "-m", "seawall.desk.serving.worker")
    programs = (Program(name=_SITE, command=site, environment=environment),)
    return (*programs, Program(name="the worker", command=worker, environment=environment)) if with_worker else programs


def _answers(host: str, port: int) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - to look from within
    connection = HTTPConnection(target, port, timeout=0.5)
    try:
        connection.request("HEAD", "/account/login/")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _warn(sentence: str) -> None:
    click.echo(f"seawall: {sentence}", err=True)
