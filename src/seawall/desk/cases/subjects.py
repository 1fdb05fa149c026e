"""Who or what is a case about? The account that posted; else the channel; else the post alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Subject", "subject_of"]


class _Observed(Protocol):
    key: str
    platform: str
    account_id: str | None
    channel_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One account, channel or post on one platform; exactly one of the three is set."""

    platform: str
    account_id: str | None = None
    channel_id: str | None = None
    post_key: str | None = None


def subject_of(observed: _Observed) -> Subject:
    """Return the subject that an observation belongs to."""
    if observed.account_id is not None:
        return Subject(platform=observed.platform, account_id=observed.account_id)
    if observed.channel_id is not None:
        return Subject(platform=observed.platform, channel_id=observed.channel_id)
    return Subject(platform=observed.platform, post_key=observed.key)
