"""`seawall rank`: train, use, measure and explain a ranker, without a desk. One file a subcommand."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

SUBCOMMANDS: Final = {
    # subcommand: first line of its help, so that listing them imports none
    "train": "Train a ranker on a table of labelled texts and write it signed.",
    "score": "Score the texts of a table and say which are raised.",
    "evaluate": "Measure a ranker: who is wrongly raised, per suite and language.",
    "explain": "Say which words made the score of a text.",
}


class LazySubcommands(click.Group):
    """A click group that imports `seawall.cli.rank_<subcommand>` when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the subcommands."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one subcommand; an unknown one gives None, as click asks."""
        if cmd_name not in SUBCOMMANDS:
            return None
        command: click.Command = import_module(f"seawall.cli.rank_{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the subcommands with their first lines, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.group(cls=LazySubcommands)
def command() -> None:
    """Train, use, measure and explain a ranker, without a desk.

    A ranker orders a queue at most: it hides nothing and decides nothing. Tables are .csv or .parquet with the columns
    text, label (1 or 0), author and suite; rows that can't be used are set aside, and the command ends with 1.
    """
