"""Are the banks loaded before the first platform asks? A thread of the site's process sees to it at start.

Only where somebody may ask: a desk without a token, and not open to all, keeps the memory. The tables may still be in
the making when the process starts, so the thread tries for a while. Left out: keeping the index current, which each
look-up does itself.
"""

from __future__ import annotations

import threading
import time
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from seawall.clock import utc_now
from seawall.desk.banks.live_index import live_index
from seawall.desk.hma.matching import column_of
from seawall.desk.hma.models import ApiToken
from seawall.index import BankIndex, make_entry
from seawall.signals import SIGNAL_TYPES

__all__ = ["compile_look_ups", "start_warming", "warm"]

_TRIES: Final = 120
_PAUSE_SECONDS: Final = 1.0
_PLAIN: Final = {"pdq": "0" * 64, "md5": "0" * 32, "sha256": "0" * 64}


def start_warming() -> None:
    """Load the banks in the background, if anybody may ask."""
    threading.Thread(target=_try_to_warm, daemon=True, name="hma-warming").start()


def warm() -> bool:
    """Load the banks and compile what look-ups need; say whether anybody may ask."""
    if not settings.HMA.open_to_all and not any(
        token.is_open(utc_now()) for token in ApiToken.objects.select_related("answers_for")
    ):
        return False
    live_index().refresh()
    compile_look_ups()
    return True


def compile_look_ups() -> None:
    """Look made-up values up in a made-up bank: the first look-up of a machine compiles for up to a minute."""
    values = {name: value for name, value in _PLAIN.items() if name in SIGNAL_TYPES}
    index = BankIndex(make_entry(signal_type=name, value=value, bank="warm") for name, value in values.items())
    for name, value in values.items():
        index.look_up_column(name, column_of(name, [value]))


def _try_to_warm() -> None:
    try:
        for _ in range(_TRIES):
            try:
                warm()
            except DatabaseError:
                time.sleep(_PAUSE_SECONDS)
                continue
            return
    finally:
        connection.close()
