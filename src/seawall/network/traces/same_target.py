"""Accounts that reply to the same post.

Many answer a famous post at once; the null model knows how busy the hour was.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SameTarget"]


class SameTarget(InteractionTrace):
    """Same post replied to."""

    NAME: Final = "same_target"
    TITLE: Final = "Same post replied to"
    QUERY: Final = "same_target"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return interactions and their items."""
        return (self.example("replied", "2290", items=("2290",)),)
