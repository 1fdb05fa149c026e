"""Which token does a request carry, and may it? The secret comes in a header or in the path; only its SHA-256 is kept.

A refused token never says why (unknown, ended, revoked, its person gone). Each request asks the database anew, so what
was revoked or taken away counts with the next one. How often one may ask is counted by the minute in this process's
memory; so are wrong tokens, by address, so that trying is no burden.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from django.core.cache import cache
from django.db import connection

from seawall.bulk import load_query
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


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who asks: a token by its number, or anybody where the API is open for reading (None)."""

    number: int | None
    scopes: frozenset[str]

    @cached_property
    def token(self) -> ApiToken | None:
        """The token with who answers for it, read when somebody asks for it."""
        return None if self.number is None else ApiToken.objects.select_related("answers_for").get(pk=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenToken:
    """What is asked of an open token: its scopes and rate, whether its use is to be noted, its person's roles."""

    number: int
    scopes: frozenset[str]
    per_minute: int
    is_use_due: bool
    roles: frozenset[str]


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
            return Caller(number=None, scopes=frozenset({Scope.LOOKUP, Scope.HASH}))
        raise TokenRefusedError
    token = _open_token(secret, address, now)
    if scope not in token.scopes:
        raise ScopeMissingError(f"the token does not allow this; it needs the scope {scope.value!r}")
    if scope in ANSWERED_FOR and not CURATORS & token.roles:
        raise ScopeMissingError("whoever answers for the token may no longer do this")
    _count(f"hma-token:{token.number}", token.per_minute)
    if token.is_use_due:
        ApiToken.objects.filter(pk=token.number).update(used_at=now)
    return Caller(number=token.number, scopes=token.scopes)


def _bearer(authorization: str | None) -> str | None:
    scheme, _, secret = (authorization or "").partition(" ")
    return secret.strip() or None if scheme.lower() == "bearer" else None


def _open_token(secret: str, address: str, now: datetime) -> _OpenToken:
    wrong = f"hma-wrong:{address}"
    if (cache.get(wrong) or 0) >= _WRONG_A_MINUTE:
        raise RateExceededError(seconds=60)
    found = _find_open(digest_of_secret(secret), now)
    if found is None:
        _count(wrong, _WRONG_A_MINUTE)
        raise TokenRefusedError
    return found


def _find_open(digest: str, now: datetime) -> _OpenToken | None:
    moment, noted = (connection.ops.adapt_datetimefield_value(at) for at in (now, now - _USE_IS_NOTED_AFTER))
    with connection.cursor() as cursor:  # raw SQL: asked with every request, and the ORM takes ten times as long
        cursor.execute(load_query("seawall.desk.hma", "open_token"), [noted, digest, moment])
        rows = cursor.fetchall()
    if not rows:
        return None
    number, scopes, per_minute, is_use_due, _role = rows[0]
    return _OpenToken(
        number=number,
        scopes=frozenset(json.loads(scopes)),
        per_minute=per_minute,
        is_use_due=bool(is_use_due),
        roles=frozenset(row[-1] for row in rows if row[-1] is not None),
    )


def _count(key: str, limit: int) -> None:
    if count_within_minute(key) > limit:
        raise RateExceededError(seconds=60)
