"""What somebody proposes for a bank, before it has taken it in: its facts, an entry, content, a line of a list.

Pure values. Whether a value is one of its signal type is asked in `values.py`; whether the bank has it already, in
`services.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["Added", "BankFacts", "ContentDraft", "EntryDraft", "NumberedDraft", "Rejected", "Repeated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFacts:
    """What a bank says of itself.

    `expires_at` None: it has no end. `enabled_ratio` is the share of content that is compared with it, 0–1; `limits`
    the largest distance that counts, by signal type; `origin` the partner or list that all its entries come from.
    """

    name: str
    owner: str
    policy: str
    opinion: str
    licence: str
    expires_at: datetime | None = None
    origin: str = ""
    enabled_ratio: float = 1.0
    limits: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """A signal as written; without `opinion` the bank's own holds, without `entry_id` the bank numbers it.

    `origin` names the partner or list that it comes from; without it the bank's own holds. `expires_at`: from then on
    it matches nothing.
    """

    signal_type: str
    value: str
    opinion: str | None = None
    note: str | None = None
    entry_id: str | None = None
    origin: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentDraft:
    """A piece of content to bank: a file, or signals that somebody else took from one, or both.

    `signals` are (signal type, value as written). `metadata` holds `content_id`, `content_uri` and `json` as the sender
    has them. `opinion` and `origin`: without them the bank's own hold.
    """

    file: Path | None = None
    file_name: str = ""
    signals: tuple[tuple[str, str], ...] = ()
    note: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    opinion: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedDraft:
    """A draft and the line of the list that it stood on, counted from 1."""

    line_number: int
    draft: EntryDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A line that was set aside, as written (cut to 200 characters), and why."""

    line_number: int
    written: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A line whose signal the bank has already, as `entry_id`, or that stands twice in the list."""

    line_number: int
    written: str
    entry_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of a list: lines = added + repeats + rejects."""

    entry_ids: tuple[str, ...] = ()
    repeats: tuple[Repeated, ...] = ()
    rejects: tuple[Rejected, ...] = field(default=())
