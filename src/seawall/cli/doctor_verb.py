"""`seawall doctor`: what is wrong with this installation, and how is it mended?

Exit codes: 0 nothing is wrong (advice may be given) · 1 there are problems · 4 a bad setting.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from seawall.cli.exit_codes import ATTENTION
from seawall.clock import utc_now
from seawall.desk.doctor import Diagnosis, State, examine
from seawall.settings import Settings

__all__ = ["command"]

_SIGNS: Final = {State.FINE: "ok", State.ADVICE: "advice", State.PROBLEM: "PROBLEM"}


@click.command()
@click.option("--quick", is_flag=True, help="Look whether files are there, without reading every byte.")
@click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, quick: bool, home: Path | None, as_json: bool) -> None:
    """Examine the installation and say how to mend what is wrong."""
    settings = Settings.from_environment(home=home)
    found: list[Diagnosis] = []
    for diagnosis in examine(settings, now=utc_now(), quick=quick):
        found.append(diagnosis)
        if not as_json:
            _tell(diagnosis)
    problems = sum(diagnosis.state == State.PROBLEM for diagnosis in found)
    if as_json:
        click.echo(json.dumps({"problems": problems, "checks": [asdict(diagnosis) for diagnosis in found]}))
    else:
        click.echo(f"\n{problems} problems" if problems else "\nNothing is wrong.")
    sys.exit(ATTENTION if problems else 0)


def _tell(diagnosis: Diagnosis) -> None:
    click.echo(f"{_SIGNS[diagnosis.state]:<8} {diagnosis.check:<15} {diagnosis.sentence}")
    if diagnosis.mend:
        click.echo(f"{'':<8} {'':<15} → {diagnosis.mend}")
