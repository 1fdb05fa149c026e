"""Switch a signal type on or off for other systems."""

from __future__ import annotations

from django.db import transaction

from seawall.desk.audit.services import record
from seawall.desk.hma.models import ApiToken, SignalSwitch

__all__ = ["switch_signal_type"]


@transaction.atomic
def switch_signal_type(signal_type: str, enabled_ratio: float, *, token: ApiToken) -> None:
    """Change the share of a signal type (our own name); 0 switches it off on the API, nowhere else."""
    SignalSwitch.objects.update_or_create(signal_type=signal_type, defaults={"enabled_ratio": enabled_ratio})
    payload = {"enabled_ratio": str(enabled_ratio), "token": token.ledger_name}
    record("signal_type_switched", acting=token.answers_for, subject=f"signal_type:{signal_type}", payload=payload)
