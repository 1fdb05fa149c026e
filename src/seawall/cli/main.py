"""The `seawall` command: finds the verb's file, runs it, turns errors into exit codes.

Verbs are imported only when they are called, so that `seawall --help` answers at once.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

import click

from seawall import __version__
from seawall.cli.exit_codes import exit_code_of
from seawall.errors import SeawallError

VERBS: Final = {
    # verb: first line of its help, kept here so that listing verbs imports none of them
    "demo": "Make a made-up world, scan it, open cases, print a summary and serve the desk.",
    "scan": "Compare the corpus with the banks and store what is found.",
    "match": "Compare files with a bank, without a data folder.",
    "bank": "Look after the desk's banks: list, import a long list, export, withdraw an entry.",
    "link": "Rank the closed accounts that new accounts may continue, each with its evidence.",
    "cells": "Find the accounts that act together more than chance explains.",
    "rank": "Train, use, measure and explain a ranker, without a desk.",
    "import": "Bring a file or a folder into the corpus.",
    "corpus": "Look after the corpus: list, withdraw, erase, retain, compact, verify.",
    "init": "Make the data folder, the database and the first administrator.",
    "serve": "Serve the desk: site, worker and scheduler.",
    "backup": "Write everything that the desk keeps into one archive.",
    "restore": "Bring a backup back into an empty data folder.",
    "doctor": "Say what is wrong with this installation and how to mend it.",
    "version": "Print the version and what Seawall runs on.",
}


class LazyGroup(click.Group):
    """A click group that imports `seawall.cli.<verb>` when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one verb; an unknown one gives None, as click asks."""
        if cmd_name not in VERBS:
            return None
        module = import_module(f"seawall.cli.{cmd_name.replace('-', '_')}_verb")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with their first lines, without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seawall")
def group() -> None:
    """Watch, recognise, link, review, authorise, act, prove, share, account for it."""


def main() -> None:
    """Run the command line; a SeawallError ends it with its message and its exit code."""
    try:
        group(standalone_mode=True)
    except SeawallError as error:
        click.echo(f"seawall: {error.message}", err=True)
        sys.exit(exit_code_of(error))
