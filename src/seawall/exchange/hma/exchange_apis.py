"""Which exchanges may be configured over the HMA API, and which fields has each? Read from `exchange_apis.json`.

Field names and types are those of python-threatexchange 1.2.17; the explanations are ours. Left out: fetching, and
storing.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import msgspec

from seawall.exchange.errors import HmaRequestError

__all__ = ["EXCHANGE_APIS", "ExchangeApi", "ExchangeField"]

_MAX_TEXT_CHARACTERS: Final = 8192


class ExchangeField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a configuration, as a form would ask for it."""

    name: str
    type: str
    required: bool
    default: Any
    help: str
    choices: list[str] | None

    def refusal(self, value: object) -> str | None:
        """Return why a value can't be in this field, None where it can; the value itself is not repeated."""
        if self.type == "set_of_number":
            good = isinstance(value, list) and all(_is_number(part) for part in value)
        elif self.type == "number":
            good = _is_number(value)
        elif self.choices is not None:
            good = value in self.choices
        else:
            good = isinstance(value, str) and 0 < len(value) <= _MAX_TEXT_CHARACTERS and "\0" not in value
        return None if good else f"'{self.name}' should be a {self.type}"


class ExchangeApi(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of exchange: its name, the fields of a configuration, those of credentials (None: it takes none)."""

    name: str
    config: list[ExchangeField]
    credentials: list[ExchangeField] | None

    def schema(self) -> dict[str, Any]:
        """Return both lists of fields in the form of the API."""
        credentials = None if self.credentials is None else {"fields": msgspec.to_builtins(self.credentials)}
        return {"config_schema": {"fields": msgspec.to_builtins(self.config)}, "credentials_schema": credentials}

    def checked_config(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a configuration with its defaults; HmaRequestError names what is missing or wrong."""
        fields = {name: value for name, value in given.items() if name not in {"name", "api", "enabled"}}
        return _checked("api_json", self.config, fields)

    def checked_credentials(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return credentials; HmaRequestError names the field that is missing or wrong, never a value."""
        if self.credentials is None:
            raise HmaRequestError(f"Exchange API '{self.name}' does not support credentials", field="credential_json")
        return _checked("credential_json", self.credentials, given)


def _checked(what: str, fields: list[ExchangeField], given: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields}
    if set(given) - known:
        allowed = ", ".join(sorted(known)) or "none"
        raise HmaRequestError(f"`{what}` has unexpected fields; allowed fields: {allowed}", field=what)
    values = {}
    for field in fields:
        value = given.get(field.name)
        if value is None:
            if field.required:
                raise HmaRequestError(f"`{what}` lacks the field '{field.name}'", field=what)
            values[field.name] = field.default
            continue
        refusal = field.refusal(value)
        if refusal is not None:
            raise HmaRequestError(f"`{what}`: {refusal}", field=what)
        values[field.name] = value
    return values


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


EXCHANGE_APIS: Final[Mapping[str, ExchangeApi]] = MappingProxyType(
    {
        api.name: api
        for api in msgspec.json.decode(
            files("seawall.exchange.hma").joinpath("exchange_apis.json").read_bytes(), type=list[ExchangeApi]
        )
    }
)
"""Name → kind of exchange."""
