"""Is the service alive, and are its banks loaded? Asked by machines that balance load; needs no token."""

from __future__ import annotations

import contextlib

from django.db import DatabaseError

from seawall.desk.banks.errors import IndexLoadingError
from seawall.desk.banks.live_index import live_index
from seawall.desk.hma.call import Answered, Call

__all__ = ["alive", "ready"]


def ready(_call: Call) -> Answered:
    """Say whether look-ups are answered: 503 while the banks are loaded, or where the database can't be read."""
    index = live_index()
    try:
        with contextlib.suppress(IndexLoadingError):
            index.refresh()
    except DatabaseError:
        return Answered(status=503, text="INDEX-STALE" if index.is_loaded else "INDEX-NOT-LOADED")
    if not index.is_loaded:
        return Answered(status=503, text="INDEX-NOT-LOADED")
    return Answered(text="I-AM-ALIVE")


def alive(_call: Call) -> Answered:
    """Say that the process answers."""
    return Answered(text="I-AM-ALIVE")
