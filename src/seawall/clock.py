"""What time is it? The one place that asks the machine.

The engine takes `now` as an argument. Only the outer ring (CLI, desk, tasks) calls `utc_now`; tests hand in a fixed
time.
"""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["require_aware", "utc_now"]


def utc_now() -> datetime:
    """Return the present moment as an aware UTC datetime."""
    return datetime.now(UTC)


def require_aware(moment: datetime) -> datetime:
    """Return `moment` in UTC; a naive datetime raises ValueError, since its instant is unknown."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment.isoformat()}: say which time zone it is in")
    return moment.astimezone(UTC)
