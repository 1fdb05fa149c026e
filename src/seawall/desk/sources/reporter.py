"""How far is a run, and has somebody asked to stop it? Told to the database at most twice a second.

An import commits thousands of times; a row of the database must not be written as often.
"""

from __future__ import annotations

import time
from typing import Any, Final

from seawall.desk.sources.models import Run

__all__ = ["Reporter"]

_SECONDS: Final = 0.5


class Reporter:
    """Writes the progress of one run and reads whether it was cancelled."""

    def __init__(self, run: Run) -> None:
        """Report on `run`; nothing is written yet."""
        self._number = run.pk
        self._told_at = float("-inf")
        self._asked_at = float("-inf")
        self._was_cancelled = run.cancel_asked_at is not None

    def tell(self, progress: dict[str, Any], *, at_once: bool = False) -> None:
        """Write how far the run is, unless that was done a moment ago."""
        if at_once or time.monotonic() - self._told_at >= _SECONDS:
            Run.objects.filter(pk=self._number).update(progress=progress)
            self._told_at = time.monotonic()

    def should_stop(self) -> bool:
        """Say whether somebody cancelled the run."""
        if not self._was_cancelled and time.monotonic() - self._asked_at >= _SECONDS:
            self._was_cancelled = Run.objects.filter(pk=self._number, cancel_asked_at__isnull=False).exists()
            self._asked_at = time.monotonic()
        return self._was_cancelled
