"""Exchanges: `/c/exchanges`, `/c/exchange/<name>`, `/c/exchanges/apis`, `/c/exchanges/api/<api>`.

Configurations and credentials are kept; nothing is fetched by them in this version, and the status says so.
"""

from __future__ import annotations

from typing import Any

from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.errors import NotHereError
from seawall.desk.hma.models import ExchangeCredentials, ExchangeSetting
from seawall.desk.hma.selectors import exchange_named, forget_names_and_switches
from seawall.desk.hma.services import delete_exchange, set_credentials, set_exchange_enabled, set_up_exchange
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import EXCHANGE_APIS, ExchangeApi
from seawall.exchange.hma.questions import bank_name_of, truth_of

__all__ = [
    "api_schema",
    "api_show",
    "api_update",
    "create",
    "delete",
    "list_apis",
    "list_exchanges",
    "show",
    "status",
    "update",
]


def list_apis(_call: Call) -> Answered:
    """List the kinds of exchange."""
    return Answered(body=list(EXCHANGE_APIS))


def api_show(call: Call) -> Answered:
    """Tell whether a kind takes credentials, and has some."""
    return Answered(body=_credentials_told(_api(call.parts["api"])))


def api_schema(call: Call) -> Answered:
    """Tell which fields a kind has."""
    return Answered(body=_api(call.parts["api"]).schema())


def api_update(call: Call) -> Answered:
    """Keep credentials, or forget them where they are sent empty."""
    api, body = _api(call.parts["api"]), call.json()
    if "credential_json" in body:
        given = body["credential_json"]
        if given is not None and not isinstance(given, dict):
            raise HmaRequestError("`credential_json` must be an object", field="credential_json")
        set_credentials(api, api.checked_credentials(given) if given else None, token=call.token)
    return Answered(body=_credentials_told(api))


def list_exchanges(_call: Call) -> Answered:
    """List the names of exchanges."""
    return Answered(body=list(ExchangeSetting.objects.order_by("pk").values_list("name", flat=True)))


def create(call: Call) -> Answered:
    """Open a bank for an exchange and keep its configuration."""
    body = call.json()
    unknown = sorted(set(body) - {"bank", "api", "api_json"})
    if unknown:
        raise HmaRequestError(f"unexpected fields: {', '.join(unknown)[:80]}", field=unknown[0])
    if body.get("bank") is None:
        raise HmaRequestError("bank is required", field="bank")
    name, config = bank_name_of(body["bank"]), {} if body.get("api_json") is None else body["api_json"]
    if not isinstance(config, dict):
        raise HmaRequestError("Field `api_json` must be object", field="api_json")
    api = EXCHANGE_APIS.get(str(body.get("api")))
    if api is None:
        raise HmaRequestError(f"No such exchange type '{str(body.get('api'))[:80]}'", field="api")
    enabled = truth_of(config.get("enabled", True), field="enabled")
    set_up_exchange(name, api, api.checked_config(config), enabled=enabled, token=call.token)
    forget_names_and_switches()
    return Answered(status=201, body={"message": "Created successfully"})


def show(call: Call) -> Answered:
    """Show one configuration."""
    return Answered(body=_told(exchange_named(call.parts["exchange"])))


def update(call: Call) -> Answered:
    """Switch an exchange on or off."""
    exchange, body = exchange_named(call.parts["exchange"]), call.json()
    if body.get("enabled") is not None:
        wanted = truth_of(body["enabled"], field="enabled")
        exchange = set_exchange_enabled(exchange, enabled=wanted, token=call.token)
    return Answered(body=_told(exchange))


def delete(call: Call) -> Answered:
    """Forget a configuration; one that isn't there is forgotten already. The bank stays."""
    try:
        delete_exchange(exchange_named(call.parts["exchange"]), token=call.token)
    except NotHereError:
        return Answered(body={"message": "Exchange deleted"})
    return Answered(body={"message": "Exchange deleted"})


def status(call: Call) -> Answered:
    """Tell how fetching stands: nothing was ever fetched."""
    exchange_named(call.parts["exchange"])
    return Answered(
        body={
            "checkpoint_ts": None,
            "running_fetch_start_ts": None,
            "last_fetch_complete_ts": None,
            "last_fetch_succeeded": None,
            "up_to_date": False,
            "fetched_items": 0,
            "message": "This version of Seawall keeps the configuration and does not fetch by it.",
        }
    )


def _api(name: str) -> ExchangeApi:
    api = EXCHANGE_APIS.get(name)
    if api is None:
        raise HmaRequestError(f"no such Exchange API '{name[:80]}'", field="api")
    return api


def _credentials_told(api: ExchangeApi) -> dict[str, Any]:
    return {
        "supports_authentification": api.credentials is not None,
        "has_set_authentification": ExchangeCredentials.objects.filter(api=api.name).exists(),
    }


def _told(exchange: ExchangeSetting) -> dict[str, Any]:
    return {"name": exchange.name, "api": exchange.api, "enabled": exchange.enabled, **exchange.api_json}
