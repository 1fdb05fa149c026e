"""`seawall restore ARCHIVE.zip`: bring a backup back, after checking every byte of it.

Exit codes: 0 restored · 3 the archive is damaged, or the data folder is not empty · 5 the disk is full.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from seawall.cli.byte_progress import byte_progress
from seawall.desk.backup import restore_backup
from seawall.settings import Settings

__all__ = ["command"]


@click.command()
@click.argument("archive", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="A folder, instead of SEAWALL_HOME.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(archive: Path, *, into: Path | None, as_json: bool) -> None:
    """Restore ARCHIVE into the data folder, which must be empty, or into another one."""
    home = Settings.from_environment(home=into).home
    with byte_progress("restoring", shown=not as_json) as progress:
        done = restore_backup(archive, home, progress=progress)
    if as_json:
        facts = {
            "home": str(done.home),
            "made_at": done.made_at.isoformat(),
            "files": done.file_count,
            "bytes": done.byte_count,
            "with_secrets": done.with_secrets,
            "ledger": str(done.ledger) if done.ledger else None,
        }
        click.echo(json.dumps(facts))
        return
    click.echo(f"{done.file_count} files of {done.made_at:%Y-%m-%d %H:%M} UTC are back in {done.home}")
    if done.ledger:
        click.echo(f"The ledger holds: {done.ledger.number} rows, head {done.ledger}")
    else:
        click.echo("The desk's tables were not in this archive: restore them with pg_restore.")
    click.echo("What was erased after this backup was made is back: erase it again (docs/operations.md).")
    click.echo(f"Next: SEAWALL_HOME={done.home} seawall doctor")
