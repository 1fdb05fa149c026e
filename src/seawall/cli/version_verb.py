"""`seawall version`: which version is this, and what does it run on?"""

from __future__ import annotations

import json
import platform
from importlib.metadata import version

import click

from seawall import __version__

_LIBRARIES = ("django", "duckdb", "numpy", "pyarrow")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, as_json: bool) -> None:
    """Print the version and what Seawall runs on."""
    facts = {
        "seawall": __version__,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        **{library: version(library) for library in _LIBRARIES},
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    for name, value in facts.items():
        click.echo(f"{name:<10} {value}")
