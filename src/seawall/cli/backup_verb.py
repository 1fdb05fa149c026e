"""`seawall backup ARCHIVE.zip`: one archive of the whole desk, taken while it goes on working.

Exit codes: 0 written · 3 the file exists, or there is no desk · 5 another backup runs, or the disk is full.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from seawall.cli.byte_progress import byte_progress
from seawall.clock import utc_now
from seawall.desk.backup import write_backup
from seawall.settings import Settings

__all__ = ["command"]


@click.command()
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-secrets", is_flag=True, help="Take the key along that signs cookies.")
@click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(archive: Path, *, with_secrets: bool, home: Path | None, as_json: bool) -> None:
    """Write everything that the desk keeps into the new file ARCHIVE, a zip."""
    settings = Settings.from_environment(home=home)
    with byte_progress("writing", shown=not as_json) as progress:
        done = write_backup(settings, archive.absolute(), now=utc_now(), with_secrets=with_secrets, progress=progress)
    if as_json:
        facts = {"archive": str(done.archive), "database": done.database, "files": done.file_count}
        click.echo(json.dumps(facts | {"bytes": done.byte_count, "with_secrets": with_secrets}))
        return
    click.echo(f"{done.archive}: {done.file_count} files, {done.byte_count / 1e6:,.1f} MB, each with its digest")
    if done.database == "elsewhere":
        click.echo("The desk's tables are on a database server and NOT in this archive: back them up with pg_dump.")
    if not with_secrets:
        click.echo("Without the signing key: after a restore everybody signs in anew.")
    click.echo("Keep it as safe as the desk itself: it holds case data and password hashes.")
