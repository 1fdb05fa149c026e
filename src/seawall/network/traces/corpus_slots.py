"""Which slots does a corpus hold? Those of every trace, one table, each with the post behind it.

Queries run through the engine port, so the same text runs on DuckDB in this process and on Spark when a corpus
outgrows it; what is not SQL are Arrow functions from batch to batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from seawall.bulk import Engine
from seawall.network.traces.hashtag_sequence import HashtagSequence
from seawall.network.traces.near_text import NearText
from seawall.network.traces.private_invite import PrivateInvite
from seawall.network.traces.same_channel import SameChannel
from seawall.network.traces.same_media import SameMedia
from seawall.network.traces.same_mention import SameMention
from seawall.network.traces.same_reshare import SameReshare
from seawall.network.traces.same_target import SameTarget
from seawall.network.traces.same_text import SameText
from seawall.network.traces.same_url import SameUrl
from seawall.network.traces.source_to_sink import SourceToSink
from seawall.network.traces.trace import TRACE_SLOTS, Trace, trace_query

__all__ = ["TRACES", "corpus_slots"]

TRACES: Final[Mapping[str, Trace]] = MappingProxyType(
    {
        one.NAME: one
        for one in (
            SameUrl(),
            SameMedia(),
            SameText(),
            NearText(),
            HashtagSequence(),
            SameReshare(),
            SameTarget(),
            SameMention(),
            SameChannel(),
            PrivateInvite(),
            SourceToSink(),
        )
    }
)
"""The built-in traces by name."""


def corpus_slots(engine: Engine, traces: Mapping[str, Trace] = TRACES) -> pa.Table:
    """Return the slots of all traces: `account`, `item`, `kind` (the trace), `time` and `post_key`.

    Args:
        engine: has a snapshot of the corpus attached.
        traces: which to take.
    """
    parts = []
    for name, trace in traces.items():
        found = engine.map_arrow(trace_query(trace), trace.slots, TRACE_SLOTS).read_all()
        parts.append(found.append_column("kind", pa.repeat(pa.scalar(name), found.num_rows)))
    if not parts:
        return TRACE_SLOTS.empty_table().append_column("kind", pa.array([], pa.string()))
    return pa.concat_tables(parts).select(["account", "item", "kind", "time", "post_key"])
