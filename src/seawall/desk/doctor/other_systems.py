"""May other systems ask this desk, and how are they let in?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings as django_settings

from seawall.desk.doctor.diagnosis import Diagnosis, advice, fine
from seawall.settings import Settings

__all__ = ["check_other_systems"]


def check_other_systems(_settings: Settings, now: datetime) -> Iterator[Diagnosis]:
    """Is the API open to anybody, and do its tokens end?"""
    from seawall.desk.hma.models import ApiToken

    tokens = [token for token in ApiToken.objects.select_related("answers_for") if token.is_open(now)]
    endless = [token.name for token in tokens if token.ends_at is None]
    if django_settings.HMA.open_to_all:
        yield advice(
            "other systems",
            "Anybody who reaches this desk can look signals up and hash files at /hma/ without a token.",
            "Set SEAWALL_HMA_OPEN=0 and make a token for each platform, unless a wall of yours stands before it.",
        )
    if django_settings.HMA.networks:
        networks = ", ".join(str(network) for network in django_settings.HMA.networks)
        yield advice(
            "fetching",
            f"Whoever has a token can have files fetched from {networks}.",
            "Leave SEAWALL_FETCH_NETWORKS empty, or name the one store that holds nothing but media.",
        )
    if endless:
        yield advice(
            "tokens",
            f"These tokens never end: {', '.join(endless)}.",
            "Make new ones with an end, hand them over, and revoke the old ones.",
        )
    if not endless:
        yield fine("tokens", f"{len(tokens)} tokens of other systems are open, and each will end")
