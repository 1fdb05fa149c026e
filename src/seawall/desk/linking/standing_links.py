"""Which links stand now? None whose closing has expired, also before the hourly chore has noted it on their rows.

`Link.stands` says the same of one link; `services.guards.lock_standing` refuses steps on those that stand no more.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from seawall.clock import utc_now
from seawall.desk.linking.models import Link, LinkState

__all__ = ["standing_links", "stands_now"]


def stands_now() -> Q:
    """Return the condition under which a link stands at this moment."""
    return Q(state=LinkState.STANDS, closed__expires__gt=utc_now())


def standing_links() -> QuerySet[Link]:
    """Return the links that stand."""
    return Link.objects.filter(stands_now())
