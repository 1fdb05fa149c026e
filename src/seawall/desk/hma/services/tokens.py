"""Make and revoke tokens. The secret is returned once and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from seawall.clock import utc_now
from seawall.desk.audit.services import record
from seawall.desk.hma.errors import TokenStateError
from seawall.desk.hma.models import ApiToken, Scope
from seawall.desk.hma.tokens import CURATORS, digest_of_secret, make_secret
from seawall.desk.people.models import StaffMember
from seawall.desk.people.services.guards import require_administrator

__all__ = ["NewToken", "TokenDraft", "make_token", "revoke_token"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDraft:
    """A token that somebody asks for; `origin` names the partner whose entries it brings, "" where they are our own."""

    name: str
    scopes: tuple[str, ...]
    answers_for: StaffMember
    ends_at: datetime | None = None
    origin: str = ""
    per_minute: int = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A token just made, with its secret, which can't be shown again."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(draft: TokenDraft, *, acting: StaffMember) -> NewToken:
    """Make a token.

    Raises:
        NotAdministratorError: somebody else asks.
        TokenStateError: a taken name, no scope, an end that has passed, or a person who can't answer for it.
    """
    require_administrator(acting)
    now = utc_now()
    _refuse_unfit(draft, now)
    secret = make_secret()
    token = ApiToken.objects.create(
        name=draft.name,
        secret_sha256=digest_of_secret(secret),
        scopes=sorted(draft.scopes),
        answers_for=draft.answers_for,
        origin=draft.origin,
        per_minute=draft.per_minute,
        made_at=now,
        made_by=acting,
        ends_at=draft.ends_at,
    )
    payload = {
        "name": token.name,
        "scopes": list(token.scopes),
        "answers_for": token.answers_for.ledger_name,
        "origin": token.origin,
        "per_minute": token.per_minute,
        "ends_at": token.ends_at.isoformat() if token.ends_at else None,
    }
    record("api_token_made", acting=acting, subject=token.ledger_name, payload=payload)
    return NewToken(token=token, secret=secret)


@transaction.atomic
def revoke_token(token: ApiToken, *, acting: StaffMember) -> ApiToken:
    """Let a token open nothing any more, from now on; TokenStateError where it was revoked before."""
    require_administrator(acting)
    current = ApiToken.objects.select_for_update().get(pk=token.pk)
    if current.revoked_at is not None:
        raise TokenStateError(_("This token was revoked before."))
    current.revoked_at, current.revoked_by = utc_now(), acting
    current.save(update_fields=["revoked_at", "revoked_by"])
    record("api_token_revoked", acting=acting, subject=current.ledger_name, payload={"name": current.name})
    return current


def _refuse_unfit(draft: TokenDraft, now: datetime) -> None:
    if ApiToken.objects.filter(name=draft.name).exists():
        raise TokenStateError(_("Another token has this name. Names stay with their tokens, revoked ones too."))
    if not draft.scopes or not set(draft.scopes) <= set(Scope.values):
        raise TokenStateError(_("Say what the token allows."))
    if draft.ends_at is not None and draft.ends_at <= now:
        raise TokenStateError(_("The end has passed already."))
    if not draft.answers_for.is_active:
        raise TokenStateError(_("Whoever answers for a token must be active."))
    if Scope.CURATE in draft.scopes and not CURATORS & draft.answers_for.roles:
        raise TokenStateError(_("Whoever answers for changes of banks must be an analyst or a legal officer."))
    if Scope.LINK in draft.scopes and not CURATORS & draft.answers_for.roles:
        raise TokenStateError(_("Whoever answers for comparisons of accounts must be an analyst or a legal officer."))
