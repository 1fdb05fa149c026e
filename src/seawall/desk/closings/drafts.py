"""What is handed to the services: one closed account before it stands in the bank, and what is said of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["ClosedDraft", "ListFacts", "Remark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDraft:
    """One closed account, channel, page or site; absent parts of its profile are None, times are aware."""

    platform: str
    account_id: str
    decision: str
    ground: str
    closed_at: datetime
    expires: datetime
    kind: str = "account"
    row: int = 1
    handle: str | None = None
    name: str | None = None
    bio: str | None = None
    url: str | None = None
    avatar: str | None = None
    banner: str | None = None
    created: datetime | None = None
    followers: int | None = None
    observed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """What is said of an upload: `came` is a value of `Coming`."""

    came: str
    file_name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is to be said of a row: `kind` is a value of `RowRemark.Kind`; `row` is None where it is not known."""

    kind: str
    reason: str
    row: int | None = None
