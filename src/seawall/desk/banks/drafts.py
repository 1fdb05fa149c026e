"""What somebody proposes for a bank, before the bank has taken it in: facts of a bank, an entry, a line of a list.

Pure values. Whether a value is one of its signal type is asked in `values.py`; whether the bank has it already, in
`services.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Added", "BankFacts", "EntryDraft", "NumberedDraft", "Rejected", "Repeated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFacts:
    """What a bank says of itself; `expires_at` None: it has no end."""

    name: str
    owner: str
    policy: str
    opinion: str
    licence: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """A signal as written; without `opinion` the bank's own holds, without `entry_id` the bank numbers it."""

    signal_type: str
    value: str
    opinion: str | None = None
    note: str | None = None
    entry_id: str | None = None


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
