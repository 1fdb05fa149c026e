"""Which token does a request carry, and may it? The secret comes in a header or in the path; only its SHA-256 is kept.

A refused token never says why (unknown, ended, revoked, its person gone). How often one may ask is counted by the
minute in this process's memory; so are wrong tokens, by address, so that trying is no burden.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from seawall.desk.hma.errors import RateExceededError, ScopeMissingError, TokenRefusedError
from seawall.desk.hma.models import ApiToken, Scope
from seawall.desk.people.roles import Role
from seawall.desk.rates import count_within_minute

__all__ = ["ANSWERED_FOR", "CURATORS", "Caller", "admit", "digest_of_secret", "make_secret"]

CURATORS: Final = frozenset({Role.ANALYST, Role.LEGAL})
"""Roles of which the person who answers for a curating or comparing token holds one."""
ANSWERED_FOR: Final = frozenset({Scope.CURATE, Scope.LINK})
"""Scopes that somebody with such a role answers for, and that no open API gives."""

_SECRET_BYTES: Final = 32
_PREFIX: Final = "swt_"
_WRONG_A_MINUTE: Final = 30
_OPEN_A_MINUTE: Final = 6000
_USE_IS_NOTED_AFTER: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: a token, or anybody where the API is open for reading."""

    token: ApiToken | None
    scopes: frozenset[str]


def make_secret() -> str:
    """Return a fresh secret of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(_SECRET_BYTES)


def digest_of_secret(secret: str) -> str:
    """Return the form in which a secret is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def admit(
    *, authorization: str | None, in_path: str | None, address: str, scope: Scope, open_to_all: bool, now: datetime
) -> Caller:
    """Return who asks, or refuse.

    Args:
        authorization: the header, if there is one.
        in_path: the token of the path, if there is one.
        address: where the request comes from.
        scope: what it asks for.
        open_to_all: whether reading needs no token.
        now: the moment.

    Raises:
        TokenRefusedError, ScopeMissingError, RateExceededError: why not.
    """
    secret = in_path or _bearer(authorization)
    if secret is None:
        if open_to_all and scope not in ANSWERED_FOR:
            _count(f"hma-open:{address}", _OPEN_A_MINUTE)
            return Caller(token=None, scopes=frozenset({Scope.LOOKUP, Scope.HASH}))
        raise TokenRefusedError
    token = _open_token(secret, address, now)
    if scope not in token.scopes:
        raise ScopeMissingError(f"the token does not allow this; it needs the scope {scope.value!r}")
    if scope in ANSWERED_FOR and not CURATORS & token.answers_for.roles:
        raise ScopeMissingError("whoever answers for the token may no longer do this")
    _count(f"hma-token:{token.pk}", token.per_minute)
    if token.used_at is None or now - token.used_at > _USE_IS_NOTED_AFTER:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return Caller(token=token, scopes=frozenset(token.scopes))


def _bearer(authorization: str | None) -> str | None:
    scheme, _, secret = (authorization or "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None


def _open_token(secret: str, address: str, now: datetime) -> ApiToken:
    wrong = f"hma-wrong:{address}"
    if (cache.get(wrong) or 0) >= _WRONG_A_MINUTE:
        raise RateExceededError(seconds=60)
    found = ApiToken.objects.select_related("answers_for").filter(secret_sha256=digest_of_secret(secret)).first()
    if found is None or not found.is_open(now):
        _count(wrong, _WRONG_A_MINUTE)
        raise TokenRefusedError
    return found


def _count(key: str, limit: int) -> None:
    if count_within_minute(key) > limit:
        raise RateExceededError(seconds=60)
