"""Is the bank of closed accounts loaded before the first platform asks, and as the corpus is? A thread sees to it.

Only where somebody may ask: a desk without a token that compares keeps the memory. Changes of the bank itself each
comparison takes in; the thread makes accounts anew of which posts came or went (`LiveBank.renew`), reads who announced
whom since, and has the bank written to the disk where somebody left it (`LiveBank.keep`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection

from seawall.clock import utc_now
from seawall.desk.hma.models import ApiToken, Scope
from seawall.desk.linking.announcements_held import announcements
from seawall.desk.linking.api_body import read_body
from seawall.desk.linking.api_candidates import candidates_of
from seawall.desk.linking.live_bank import discard_outdated, live_bank
from seawall.errors import SeawallError

__all__ = ["keep_warm", "look_after", "start_warming", "warm"]

_PAUSE_SECONDS: Final = 60.0
_TRIES: Final = 120
_TRY_SECONDS: Final = 1.0
_MADE_UP: Final = (
    b'{"account": {"platform": "warm", "id": "1", "handle": "lampkeeper", "name": "Lamp Keeper", '
    b'"bio": "the watch on the grey coast"}, '
    b'"posts": [{"time": "2026-03-01T12:00:00Z", "text": "the beam turns over the grey water tonight"}]}'
)


def start_warming() -> None:
    """Load the bank in the background, if anybody may ask, and keep it as the corpus is."""
    threading.Thread(target=keep_warm, daemon=True, name="linking-warming").start()


def warm() -> bool:
    """Load the bank and compare a made-up account, which compiles what is needed; say whether anybody may ask."""
    now = utc_now()
    tokens = ApiToken.objects.select_related("answers_for")
    if not any(Scope.LINK in token.scopes and token.is_open(now) for token in tokens):
        return False
    with live_bank().current(now=now, wait=True):
        pass
    look_after()
    candidates_of(read_body(_MADE_UP, now=now), now=now)
    return True


def keep_warm() -> None:
    """Warm, then look once a minute, as long as the process lives."""
    for _ in range(_TRIES):  # the tables may still be in the making when the process starts
        if _try(warm):
            break
        time.sleep(_TRY_SECONDS)
    while True:
        time.sleep(_PAUSE_SECONDS)
        _try(look_after)


def look_after() -> None:
    """Have the bank as the corpus is, and the one on the disk as that; without a bank, let no old one be there."""
    bank = live_bank()
    if bank.is_loaded:
        announcements()
        bank.renew()
        bank.keep()
    else:
        discard_outdated()


def _try(work: Callable[[], object]) -> bool:
    try:
        work()
    except (DatabaseError, SeawallError, OSError):
        return False
    else:
        return True
    finally:
        connection.close()
