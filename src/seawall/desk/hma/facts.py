"""What does a piece of banked content say of itself on the API? Its own words, put in HMA's.

HMA tells in one number whether content is on: 1 on, 0 off without end, else the moment until which it is off.
"""

from __future__ import annotations

from datetime import UTC, datetime

from seawall.desk.banks.content_numbers import number_of
from seawall.desk.banks.models import Bank, BankContent
from seawall.desk.hma.selectors import FOREVER, Banked
from seawall.exchange.hma import hma_name
from seawall.exchange.hma.answers import ContentFacts

__all__ = ["content_facts", "moment_of"]

_ON, _OFF = 1, 0


def moment_of(disable_until_ts: int) -> datetime | None:
    """Return until when something is disabled; None: it is on."""
    if disable_until_ts == _OFF:
        return FOREVER
    return None if disable_until_ts == _ON else datetime.fromtimestamp(disable_until_ts, UTC)


def content_facts(name: str, bank: Bank, banked: Banked, *, with_signals: bool, now: datetime) -> ContentFacts:
    """Return the facts of a piece of content, or of an entry that stands alone."""
    if isinstance(banked, BankContent):
        entries = list(banked.entries.filter(withdrawn_at__isnull=True).order_by("pk")) if with_signals else []
        metadata, until = banked.metadata, banked.disabled_until
    else:
        entries, metadata, until = [banked], {}, banked.expires_at
    signals: dict[str, str] = {}
    for entry in entries:
        signals.setdefault(hma_name(entry.signal_type), entry.canonical)
    lone = not isinstance(banked, BankContent)
    return ContentFacts(
        content_id=number_of(banked),
        bank=name,
        enabled_ratio=bank.enabled_ratio,
        disable_until_ts=(_OFF if until and until <= now else _ON) if lone else _written(until, now),
        note=banked.note or None,
        metadata=metadata or None,
        signals=signals if with_signals else None,
    )


def _written(until: datetime | None, now: datetime) -> int:
    if until is None or until <= now:
        return _ON
    return _OFF if until >= FOREVER else int(until.timestamp())
