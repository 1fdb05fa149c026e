"""One-time links: how is a secret made, found again and spent?

Only the SHA-256 of a secret is stored, so a copy of the database lets nobody in. Spending is one conditional UPDATE:
of two requests that come together, one wins. A refused link never says why (unknown, used or ended), so that nothing
can be learned by trying. Who may have a link made, and the ledger's rows about it, are the business of `services`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse

from seawall.desk.people.errors import LinkRefusedError, TooManyLinksError
from seawall.desk.people.models import OneTimeLink, StaffMember

__all__ = ["LIFETIMES", "LINKS_AN_HOUR", "end_links", "find_link", "forget_links", "is_open", "make_link", "spend_link"]

LIFETIMES: Final = {
    OneTimeLink.Purpose.INVITATION: timedelta(days=3),
    OneTimeLink.Purpose.RECOVERY: timedelta(hours=4),
    OneTimeLink.Purpose.LOGIN: timedelta(minutes=15),
}
LINKS_AN_HOUR: Final = 60
"""So many links at most are made in an hour, by all administrators together."""

_SECRET_BYTES: Final = 32


def make_link(staff: StaffMember, purpose: OneTimeLink.Purpose, *, now: datetime) -> str:
    """Make a link and return its path, which holds the secret and can't be shown again.

    Earlier unused links of the same purpose for the same person end, so that one link at most is open.
    """
    if OneTimeLink.objects.filter(made_at__gt=now - timedelta(hours=1)).count() >= LINKS_AN_HOUR:
        raise TooManyLinksError
    end_links(staff, now=now, purpose=purpose)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    OneTimeLink.objects.create(
        staff=staff,
        purpose=purpose,
        secret_sha256=_digest(secret),
        made_at=now,
        ends_at=now + LIFETIMES[purpose],
    )
    return reverse("people:open_link", args=[secret])


def find_link(secret: str, *, now: datetime) -> OneTimeLink:
    """Return the open link with this secret; any other raises LinkRefusedError."""
    wanted = _digest(secret)
    link = OneTimeLink.objects.select_related("staff").filter(secret_sha256=wanted).first()
    if link is None or not hmac.compare_digest(link.secret_sha256, wanted) or not is_open(link, now=now):
        raise LinkRefusedError
    return link


def is_open(link: OneTimeLink, *, now: datetime) -> bool:
    """Say whether the link still lets somebody in."""
    return link.used_at is None and link.ends_at > now


def spend_link(link: OneTimeLink, *, now: datetime) -> None:
    """Use the link up; if it was spent or ended meanwhile, raise LinkRefusedError."""
    open_links = OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True, ends_at__gt=now)
    if open_links.update(used_at=now) != 1:
        raise LinkRefusedError
    link.used_at = now


def end_links(staff: StaffMember, *, now: datetime, purpose: OneTimeLink.Purpose | None = None) -> int:
    """Spend the open links of one person, of one purpose or all; return how many there were."""
    open_links = staff.one_time_links.filter(used_at__isnull=True, ends_at__gt=now)
    if purpose is not None:
        open_links = open_links.filter(purpose=purpose)
    return open_links.update(used_at=now)


def forget_links(*, ended_before: datetime) -> int:
    """Delete the rows of links that ended before that moment; return how many."""
    count, _ = OneTimeLink.objects.filter(ends_at__lt=ended_before).delete()
    return count


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
