"""The published Arrow schemas of observations: what a row of each corpus table holds.

Five tables: dated profile snapshots of `accounts`, `posts`, `channels`, `media` and `interactions`. Every row starts
with the same four columns (`PROVENANCE`): the observation's key, the batch that brought it, the source it was read from
and when it was acquired. Times are aware UTC in microseconds; an absent value is null, never "" or −1.

A key is 16 bytes: the first half of a SHA-256 over the identifying fields (`keys.py` says which). Two rows of one key
are the same observation and are stored once. Left out on purpose: location, religion, ethnicity, e-mail of persons,
lists of followers.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import pyarrow as pa

__all__ = [
    "ACCOUNTS",
    "CHANNELS",
    "INTERACTIONS",
    "INTERACTION_KINDS",
    "MEDIA",
    "POSTS",
    "POST_KINDS",
    "PROVENANCE",
    "TABLES",
    "TIME",
]

TIME: Final = pa.timestamp("us", tz="UTC")

PROVENANCE: Final = (
    pa.field("key", pa.binary(16), nullable=False),
    pa.field("batch", pa.string(), nullable=False),
    pa.field("source", pa.string(), nullable=False),
    pa.field("acquired_at", TIME, nullable=False),
)

ACCOUNTS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("platform", pa.string(), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("observed_at", TIME),  # when the profile looked like this
        pa.field("handle", pa.string()),
        pa.field("display_name", pa.string()),
        pa.field("bio", pa.string()),
        pa.field("url", pa.string()),
        pa.field("avatar", pa.string()),  # digest "sha256:…", or the platform's own key of the picture
        pa.field("banner", pa.string()),
        pa.field("created_at", TIME),
        pa.field("followers", pa.int64()),
        pa.field("following", pa.int64()),
        pa.field("post_count", pa.int64()),
        pa.field("closed_at", TIME),  # when the platform said that the account is closed
    ]
)

POST_KINDS: Final = ("post", "reply", "reshare", "quote", "comment")

POSTS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("platform", pa.string(), nullable=False),
        pa.field("post_id", pa.string()),  # null where the source gives none: then the key alone names the post
        pa.field("account_id", pa.string()),  # null for an unsigned channel post
        pa.field("channel_id", pa.string()),
        pa.field("posted_at", TIME),
        pa.field("text", pa.string()),
        pa.field("language", pa.string()),  # as the source says it, a BCP 47 tag or the source's own word
        pa.field("kind", pa.string(), nullable=False),  # one of POST_KINDS
        pa.field("reply_to", pa.string()),  # post_id
        pa.field("reshare_of", pa.string()),  # post_id, or channel_id where only the channel is known
        pa.field("url", pa.string()),  # permanent link
        pa.field("media", pa.list_(pa.string())),  # digests "sha256:…", or the platform's own keys
        pa.field("views", pa.int64()),
        pa.field("replies", pa.int64()),
        pa.field("reshares", pa.int64()),
        pa.field("likes", pa.int64()),
    ]
)

CHANNELS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("platform", pa.string(), nullable=False),
        pa.field("channel_id", pa.string(), nullable=False),
        pa.field("observed_at", TIME),
        pa.field("handle", pa.string()),
        pa.field("title", pa.string()),
        pa.field("description", pa.string()),
        pa.field("url", pa.string()),
        pa.field("kind", pa.string()),  # page, group, chat_room, channel
        pa.field("created_at", TIME),
        pa.field("members", pa.int64()),
    ]
)

MEDIA: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("media_id", pa.string(), nullable=False),  # "sha256:…" of the bytes, or the platform's own key
        pa.field("platform", pa.string(), nullable=False),
        pa.field("post_key", pa.binary(16)),  # key of the post that carries it
        pa.field("account_id", pa.string()),
        pa.field("media_type", pa.string()),  # IANA type, or the source's own word
        pa.field("file", pa.string()),  # path under the evidence folder, or as the source names it
        pa.field("md5", pa.string()),
        pa.field("byte_count", pa.int64()),
        pa.field("width", pa.int32()),
        pa.field("height", pa.int32()),
        pa.field("description", pa.string()),  # alternative text
    ]
)

INTERACTION_KINDS: Final = ("reshared", "linked", "replied", "mentioned", "joined", "tagged", "attached")

INTERACTIONS: Final = pa.schema(
    [
        *PROVENANCE,
        pa.field("platform", pa.string(), nullable=False),
        pa.field("account_id", pa.string()),
        pa.field("channel_id", pa.string()),
        pa.field("post_key", pa.binary(16)),
        pa.field("occurred_at", TIME),
        pa.field("kind", pa.string(), nullable=False),  # one of INTERACTION_KINDS
        pa.field(
            "target", pa.string(), nullable=False
        ),  # canonical URL, handle, hashtag, post_id, channel_id or media_id
    ]
)

TABLES: Final = MappingProxyType(
    {
        "accounts": ACCOUNTS,
        "posts": POSTS,
        "channels": CHANNELS,
        "media": MEDIA,
        "interactions": INTERACTIONS,
    }
)
"""Name → schema of every corpus table."""
