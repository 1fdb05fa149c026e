"""The traces: one file each, one kind of thing that accounts can do alike. See `trace.py` for their contract."""

from __future__ import annotations

from seawall.network.traces.corpus_slots import TRACES, corpus_slots
from seawall.network.traces.hashtag_sequence import HashtagSequence
from seawall.network.traces.near_media import NEAR_MEDIA, with_near_media
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
from seawall.network.traces.trace import TRACE_SLOTS, Trace, TraceExample, trace_query

__all__ = [
    "NEAR_MEDIA",
    "TRACES",
    "TRACE_SLOTS",
    "HashtagSequence",
    "NearText",
    "PrivateInvite",
    "SameChannel",
    "SameMedia",
    "SameMention",
    "SameReshare",
    "SameTarget",
    "SameText",
    "SameUrl",
    "SourceToSink",
    "Trace",
    "TraceExample",
    "corpus_slots",
    "trace_query",
    "with_near_media",
]
