"""What does a handler of the API get, and what does it give? A request with its caller; a status with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from seawall.desk.hma.errors import ScopeMissingError
from seawall.desk.hma.models import ApiToken
from seawall.desk.hma.tokens import Caller
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma.questions import json_object, truth_of

__all__ = ["Answered", "Call"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A status and what is sent as JSON; `text` instead where the API sends plain text, None for no body at all."""

    status: int = 200
    body: Any = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request."""

    request: HttpRequest
    caller: Caller
    parts: Mapping[str, str]
    now: datetime

    @property
    def token(self) -> ApiToken:
        """Return the token; a caller without one changes nothing."""
        if self.caller.token is None:
            raise ScopeMissingError
        return self.caller.token

    def asked(self, name: str) -> str | None:
        """Return a parameter of the address, None where it is absent or empty."""
        return self.request.GET.get(name) or None

    def required(self, name: str) -> str:
        """Return a parameter of the address; HmaRequestError where it is absent."""
        value = self.asked(name)
        if value is None:
            raise HmaRequestError(f"{name} is required", field=name)
        return value

    def truth(self, name: str, *, default: bool = False) -> bool:
        """Return a parameter of the address that is true or false."""
        value = self.asked(name)
        return default if value is None else truth_of(value, field=name)

    def words(self, name: str) -> tuple[str, ...] | None:
        """Return a parameter of the address that is a list with commas, None where it is absent."""
        value = self.asked(name)
        return None if value is None else tuple(part.strip() for part in value.split(",") if part.strip())

    def json(self) -> dict[str, Any]:
        """Return the object in the body."""
        return json_object(self.request.body)

    @property
    def is_json(self) -> bool:
        """Say whether the body is sent as JSON."""
        return self.request.content_type == "application/json"
