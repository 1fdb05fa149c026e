"""Accounts that mention the same account.

A mention is no attack: who is mentioned by a cell may be its target, its leader or a bystander.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SameMention"]


class SameMention(InteractionTrace):
    """Same account mentioned."""

    NAME: Final = "same_mention"
    TITLE: Final = "Same account mentioned"
    QUERY: Final = "same_mention"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return interactions and their items."""
        return (self.example("mentioned", "lampkeeper", items=("lampkeeper",)),)
