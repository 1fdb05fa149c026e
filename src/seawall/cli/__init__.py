"""The command line: one file a verb. `seawall --help` lists them."""

from seawall.cli.main import main

__all__ = ["main"]
