"""Accounts that join the same channel.

Corpora rarely say who joined; where they don't, this trace is empty.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SameChannel"]


class SameChannel(InteractionTrace):
    """Same channel joined."""

    NAME: Final = "same_channel"
    TITLE: Final = "Same channel joined"
    QUERY: Final = "same_channel"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return interactions and their items."""
        return (self.example("joined", "grey-coast", items=("grey-coast",)),)
