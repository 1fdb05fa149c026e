"""Accounts that post the same address: the canonical form of each link in a post.

Short addresses stand for themselves: nobody is asked where they lead.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SameUrl"]


class SameUrl(InteractionTrace):
    """Same address."""

    NAME: Final = "same_url"
    TITLE: Final = "Same address"
    QUERY: Final = "same_url"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return interactions and their items."""
        return (self.example("linked", "https://lamps.example/harbour", items=("https://lamps.example/harbour",)),)
