"""`python -m seawall.testing.world OUT --seed N --posts N …`: write a made-up world."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from seawall.testing.world import WorldOptions, WorldOptionsError, write_world

_COUNTS = (
    "accounts",
    "posts",
    "closed",
    "pictures",
    "days",
    "successors",
    "newcomers",
    "fairness",
    "cells",
    "lawful_groups",
)
_FIELDS = {"lawful_groups": "lawful_group_count", "fairness": "fairness_count", "closed": "closed_count"}
_BAD_INPUT = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the world that the arguments ask for; return the exit code."""
    given = _parser().parse_args(arguments)
    counts = {_field(name): getattr(given, name) for name in _COUNTS if getattr(given, name) is not None}
    began = time.perf_counter()
    try:
        summary = write_world(
            given.out, WorldOptions(seed=given.seed, **counts), _progress if not given.json else _silent
        )
    except WorldOptionsError as error:
        sys.stderr.write(f"{error}\n")
        return _BAD_INPUT
    figures = {name: value for name, value in asdict(summary).items() if name != "folder"}
    figures["seconds"] = round(time.perf_counter() - began, 2)
    if given.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write(
            "\n" + "\n".join(f"{name.replace('_', ' '):>22}  {value:>12,}" for name, value in figures.items()) + "\n"
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m seawall.testing.world", description="Write a made-up world.")
    parser.add_argument("out", type=Path, help="folder to write into")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object and no progress")
    for name in _COUNTS:
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, help=f"number of {name.replace('_', ' ')}")
    return parser


def _field(name: str) -> str:
    return _FIELDS.get(name, f"{name.removesuffix('s')}_count")


def _progress(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done:>12,} of {total:,} posts")
    sys.stderr.flush()


def _silent(_done: int, _total: int) -> None:
    """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
