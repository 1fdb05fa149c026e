"""Accounts that reshare the same post, or forward from the same channel where only that is known.

People who like the same thing reshare the same thing: popular posts weigh little, by the null model.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SameReshare"]


class SameReshare(InteractionTrace):
    """Same post reshared."""

    NAME: Final = "same_reshare"
    TITLE: Final = "Same post reshared"
    QUERY: Final = "same_reshare"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return interactions and their items."""
        return (self.example("reshared", "4117", items=("4117",)),)
