"""What a worker does with a run that looks for cells; `sources/work.py` calls it.

A search keeps nothing on the way: it is stored whole at its end, so a worker that was killed is followed by another one
that begins anew, and whoever cancels it loses nothing that counts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from seawall.clock import utc_now
from seawall.desk.cells.corpus_slots import read_slots
from seawall.desk.cells.errors import NothingToSearchError
from seawall.desk.cells.found import record_search
from seawall.desk.cells.history import with_history
from seawall.desk.cells.models import CellRun
from seawall.desk.cells.reach_facts import reach_figures
from seawall.desk.cells.services.storing import store_search
from seawall.desk.sources.models import Run
from seawall.network import CellOptions, make_slots, search_cells

__all__ = ["search_corpus_for_cells"]

Told = Callable[[dict[str, Any]], None]

_READ, _MADE, _SEARCHED = 5, 10, 95
"""Percent of the way at which slots are read and made, and the search is over."""


class _Stopped(Exception):
    """The search is not wanted any more."""


def search_corpus_for_cells(run: Run, *, progress: Told, stop: Callable[[], bool]) -> tuple[bool, dict[str, Any]]:
    """Search and store; return whether it came to its end, and its figures.

    Raises:
        NothingToSearchError: the corpus holds no slot.
    """
    stored = CellRun.objects.filter(run=run).first()
    if stored is not None:
        return True, _outcome(stored)
    try:
        return True, _outcome(_search(run, progress, stop))
    except _Stopped:
        return False, {}


def _search(run: Run, progress: Told, stop: Callable[[], bool]) -> CellRun:
    begun_at = utc_now()
    progress({"percent": 0})
    held = read_slots()
    if not held.rows.num_rows:
        raise NothingToSearchError
    options = CellOptions()
    progress({"percent": _READ, "rows": held.rows.num_rows})
    slots = make_slots(held.rows)
    steps = len(slots.by_kind) * len(options.windows_seconds) + 2  # the tests, the cells, the shuffled control
    done = [0]

    def tell(_step: str) -> None:
        if stop():
            raise _Stopped
        percent = _MADE + (_SEARCHED - _MADE) * done[0] // steps
        progress({"percent": min(_SEARCHED, percent), "rows": held.rows.num_rows})
        done[0] += 1

    search = search_cells(slots, options, progress=tell)
    if stop():
        raise _Stopped
    found = record_search(
        search,
        begun_at=begun_at,
        corpus_version=held.version,
        reach=lambda accounts: reach_figures(accounts, now=begun_at),
    )
    found = dataclasses.replace(found, cells=with_history(found.cells))
    return store_search(found, acting=run.asked_by, run=run)


def _outcome(stored: CellRun) -> dict[str, Any]:
    figures = ("slots", "accounts", "significant_pairs", "cells", "accounts_in_cells")
    control = stored.control or {}
    return {"search": stored.pk, "control_cells": control.get("cells", 0)} | {
        name: stored.figures.get(name, 0) for name in figures
    }
