"""Keep how banks are to be filled from exchanges, and the credentials for that. Nothing is fetched by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.hma.models import ApiToken, ExchangeCredentials, ExchangeSetting
from seawall.desk.hma.sealing import seal
from seawall.desk.hma.services.naming import open_bank
from seawall.exchange.hma import ExchangeApi

__all__ = ["delete_exchange", "set_credentials", "set_exchange_enabled", "set_up_exchange"]


@transaction.atomic
def set_up_exchange(
    name: str, api: ExchangeApi, config: Mapping[str, Any], *, enabled: bool, token: ApiToken
) -> ExchangeSetting:
    """Open a bank for an exchange and keep its configuration; what comes from there is foreign until looked at."""
    bank = open_bank(name, enabled_ratio=1.0, token=token, origin=f"{api.name}: {name}"[:120])
    made = ExchangeSetting.objects.create(bank=bank, name=name, api=api.name, api_json=dict(config), enabled=enabled)
    payload = {"name": name, "api": api.name, "enabled": enabled, "token": token.ledger_name}
    record("exchange_set_up", acting=token.answers_for, subject=f"bank:{bank.pk}", payload=payload)
    return made


@transaction.atomic
def set_exchange_enabled(exchange: ExchangeSetting, *, enabled: bool, token: ApiToken) -> ExchangeSetting:
    """Switch an exchange on or off."""
    exchange.enabled = enabled
    exchange.save(update_fields=["enabled"])
    payload = {"name": exchange.name, "enabled": enabled, "token": token.ledger_name}
    record("exchange_switched", acting=token.answers_for, subject=f"bank:{exchange.bank_id}", payload=payload)
    return exchange


@transaction.atomic
def delete_exchange(exchange: ExchangeSetting, *, token: ApiToken) -> None:
    """Forget a configuration; the bank stays."""
    payload = {"name": exchange.name, "api": exchange.api, "token": token.ledger_name}
    record("exchange_deleted", acting=token.answers_for, subject=f"bank:{exchange.bank_id}", payload=payload)
    exchange.delete()


@transaction.atomic
def set_credentials(api: ExchangeApi, values: Mapping[str, Any] | None, *, token: ApiToken) -> None:
    """Keep the credentials of a kind of exchange, encrypted; None forgets them. The ledger tells that, never what."""
    if values is None:
        ExchangeCredentials.objects.filter(api=api.name).delete()
    else:
        sealed = seal(values, secret=settings.SECRET_KEY)
        kept = {"sealed": sealed, "set_at": utc_now()}
        ExchangeCredentials.objects.update_or_create(api=api.name, defaults=kept)
    payload = {"set": values is not None, "token": token.ledger_name}
    record("exchange_credentials_set", acting=token.answers_for, subject=f"exchange_api:{api.name}", payload=payload)
