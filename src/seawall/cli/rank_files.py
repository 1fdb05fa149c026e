"""What the subcommands of `seawall rank` share: options, where the key of a model lies, telling what was set aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from seawall.classify import Ranker, SetAside

PATH: Final = click.Path(path_type=Path)
table_option = click.option("--table", type=PATH, required=True, help="A .csv or .parquet table.")
model_option = click.option("--model", type=PATH, required=True, help="The model file.")
key_option = click.option(
    "--key", type=PATH, help="The key that the model is signed with; MODEL.key or MODEL.key.pub unless given."
)
_SHOWN_ASIDE: Final = 20


def key_path(model: Path, key: Path | None) -> Path:
    """Return the key to read a model with: the one given, else the private or the public one beside the model."""
    if key is not None:
        return key
    private = model.with_name(model.name + ".key")
    return private if private.exists() else private.with_name(private.name + ".pub")


def open_ranker(model: Path, key: Path | None) -> Ranker:
    """Read a model; its signature must hold."""
    from seawall.classify import load_ranker, read_key

    return load_ranker(model, read_key(key_path(model, key)))


def aside_rows(aside: Sequence[SetAside]) -> list[dict[str, Any]]:
    """Return what was set aside for JSON."""
    return [{"row": one.row, "reason": one.reason} for one in aside]


def tell_aside(table: Path, aside: Sequence[SetAside]) -> None:
    """Print the first rows that were set aside."""
    for one in aside[:_SHOWN_ASIDE]:
        click.echo(f"set aside: {table}:{one.row}: {one.reason}", err=True)
    if len(aside) > _SHOWN_ASIDE:
        click.echo(f"set aside: {len(aside) - _SHOWN_ASIDE:,} more (--json lists them all)", err=True)
