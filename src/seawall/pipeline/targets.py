"""Where in the corpus is content, and of which kind? One line for each column that is compared with the banks.

A target is a table, a column of it and how a chunk of the table becomes content. Of kind `FILE`, the content's digests
name files that were read before (`media_signals.py`). Adding a column to compare is adding a line to `TARGETS`. Left
out: reading the tables (`scan.py`), what is done with hits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seawall.pipeline.attached_files import ATTACHED_MD5
from seawall.signals import Content, ContentKind, MediaContent, TextContent

__all__ = ["TARGETS", "Target", "TargetContent", "columns_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetContent:
    """Content of a chunk; `rows` says, for each row of the content, which row of the chunk it belongs to."""

    content: Content
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One column to compare."""

    table: str
    field: str
    kind: ContentKind
    what: str  # for sentences: "the post", "the profile"
    take: Callable[[pa.RecordBatch, str], TargetContent]


def _text(chunk: pa.RecordBatch, field: str) -> TargetContent:
    return TargetContent(content=TextContent(chunk.column(field)), rows=np.arange(chunk.num_rows, dtype=np.int64))


def _attached(chunk: pa.RecordBatch, field: str) -> TargetContent:
    """Take the digests in a list column; keys that a platform made up itself are no digests and are passed over."""
    lists = chunk.column(field)
    keys = lists.flatten()
    rows = np.asarray(pc.list_parent_indices(lists)).astype(np.int64)
    known = ATTACHED_MD5 in chunk.schema.names
    md5 = chunk.column(ATTACHED_MD5).flatten() if known else pa.nulls(len(keys), pa.string())
    return TargetContent(content=MediaContent(sha256=keys, md5=md5), rows=rows)


def _media(chunk: pa.RecordBatch, field: str) -> TargetContent:
    content = MediaContent(sha256=chunk.column(field), md5=chunk.column("md5"))
    return TargetContent(content=content, rows=np.arange(chunk.num_rows, dtype=np.int64))


def _texts(table: str, what: str, *fields: str) -> tuple[Target, ...]:
    return tuple(Target(table=table, field=field, kind=ContentKind.TEXT, what=what, take=_text) for field in fields)


TARGETS: Final = (
    *_texts("posts", "the post", "text"),
    Target(table="posts", field="media", kind=ContentKind.MEDIA, what="the post", take=_attached),
    Target(table="posts", field="media", kind=ContentKind.FILE, what="the post", take=_attached),
    Target(table="media", field="media_id", kind=ContentKind.MEDIA, what="the attached file", take=_media),
    Target(table="media", field="media_id", kind=ContentKind.FILE, what="the attached file", take=_media),
    *_texts("media", "the description of the attached file", "description"),
    *_texts("accounts", "the profile", "display_name", "bio", "url"),
    *_texts("channels", "the channel's page", "title", "description", "url"),
)
"""Every column that is compared with the banks."""

_IDENTITY: Final[dict[str, tuple[str, ...]]] = {
    "posts": ("key", "platform", "account_id", "channel_id", "post_id", "posted_at"),
    "media": ("key", "platform", "account_id", "md5"),
    "accounts": ("key", "platform", "account_id"),
    "channels": ("key", "platform", "channel_id"),
}


def columns_of(table: str, targets: tuple[Target, ...]) -> list[str]:
    """Return the columns of `table` that a scan of these targets reads."""
    fields = [target.field for target in targets if target.table == table]
    return list(dict.fromkeys((*_IDENTITY[table], *fields)))


def column_or_nulls(chunk: Any, name: str, kind: pa.DataType) -> Any:
    """Return a column of the chunk, or nulls where its table has no such column."""
    return chunk.column(name) if name in chunk.schema.names else pa.nulls(chunk.num_rows, kind)
