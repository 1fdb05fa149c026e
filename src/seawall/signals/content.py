"""What is a signal taken from? Columns of texts, of media digests, of accounts, or files.

A content object holds one chunk and whatever several signal types of that chunk share, such as the normal form of its
texts, made once when first asked for. Left out: where the columns come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property

import pyarrow as pa

from seawall.digests import digest_bytes
from seawall.signals.normal_form import NormalTexts, normalise_texts
from seawall.signals.opened_file import OpenedFile

__all__ = ["AccountContent", "Content", "ContentKind", "FileContent", "MediaContent", "TextContent"]


class ContentKind(StrEnum):
    """The kinds of content that signals are taken from."""

    TEXT = "text"
    MEDIA = "media"
    ACCOUNT = "account"
    FILE = "file"


class TextContent:
    """A column of texts."""

    kind = ContentKind.TEXT

    def __init__(self, texts: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> None:
        """Take an Arrow string column, or texts; null counts as empty."""
        self.texts = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, pa.large_string())

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.texts)

    def text(self, row: int) -> str:
        """Return one text as written."""
        return self.texts[row].as_py() or ""

    @cached_property
    def normal(self) -> NormalTexts:
        """Return the normal form of every row."""
        return normalise_texts(self.texts)


class MediaContent:
    """Digests of media, one row a file: `sha256` and `md5`, hexadecimal or null."""

    kind = ContentKind.MEDIA

    def __init__(self, *, sha256: pa.Array, md5: pa.Array) -> None:
        """Take two string columns of the same length."""
        self.digests = {"sha256": sha256, "md5": md5}

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.digests["sha256"])

    @classmethod
    def of_digests(cls, *, sha256: str, md5: str) -> MediaContent:
        """Take the digests of one file."""
        return cls(sha256=pa.array([sha256], pa.string()), md5=pa.array([md5], pa.string()))

    @classmethod
    def of_bytes(cls, contents: Iterable[bytes]) -> MediaContent:
        """Digest each of `contents`."""
        pairs = [(digest_bytes(content).value, digest_bytes(content, "md5").value) for content in contents]
        return cls(
            sha256=pa.array([sha256 for sha256, _ in pairs], pa.string()),
            md5=pa.array([md5 for _, md5 in pairs], pa.string()),
        )


class AccountContent:
    """Accounts: `platform`, `account_id` and `handle` (may be null), one row an account."""

    kind = ContentKind.ACCOUNT

    def __init__(self, *, platform: pa.Array, account_id: pa.Array, handle: pa.Array) -> None:
        """Take three string columns of the same length."""
        self.platform, self.account_id, self.handle = platform, account_id, handle

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.platform)


class FileContent:
    """Files, one row a file."""

    kind = ContentKind.FILE

    def __init__(self, files: Sequence[OpenedFile]) -> None:
        """Take files; each is decoded once, when the first signal type asks."""
        self.files = tuple(files)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.files)


Content = TextContent | MediaContent | AccountContent | FileContent
