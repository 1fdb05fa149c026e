"""Accounts that lead from the same source to the same sink: posts that reshare one thing and link to another.

A post that reshares a channel's and links to a form, a wallet or an invitation makes a path; accounts that repeat the
path, again and again, pass people on.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["SourceToSink"]


class SourceToSink(InteractionTrace):
    """Same path from a source to a sink."""

    NAME: Final = "source_to_sink"
    TITLE: Final = "Same path from source to sink"
    QUERY: Final = "source_to_sink"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return a post with its two interactions."""
        key = b"0123456789abcdef"
        rows = (
            {"kind": "reshared", "target": "grey-coast", "post_key": key},
            {"kind": "linked", "target": "https://lamps.example/give", "post_key": key},
            {"kind": "linked", "target": "https://pier.example/", "post_key": b"fedcba9876543210"},
        )
        path = "grey-coast → https://lamps.example/give"
        return (TraceExample(table="interactions", rows=rows, items=(path,)),)
