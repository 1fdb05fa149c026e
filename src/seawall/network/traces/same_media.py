"""Accounts that attach the same file: its digest, or the platform's own key.

A file that was changed by a single byte is another one; pictures that look alike are the business of `near_media.py`.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SameMedia"]


class SameMedia(InteractionTrace):
    """Same media."""

    NAME: Final = "same_media"
    TITLE: Final = "Same media"
    QUERY: Final = "same_media"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return interactions and their items."""
        return (self.example("attached", "sha256:aa", "sha256:bb", items=("sha256:aa", "sha256:bb")),)
