"""What is kept of a new account that was compared: its profile as observed, and every pair that is to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from seawall.desk.cases.storable import storable_text
from seawall.desk.linking.services.storing import FoundPair, NewAccount
from seawall.desk.observations.account_names import id_of
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.linking import rank_account
from seawall.identity.models import IdentityModel
from seawall.identity.portrait import Portrait

__all__ = ["found_pairs", "new_account"]

_MOST_PAIRS: Final = 10
_PROFILE: Final = ("bio", "url", "avatar", "banner", "followers")


def new_account(
    row: Mapping[str, Any], portrait: Portrait, bank: ClosedBank, model: IdentityModel, now: datetime
) -> NewAccount:
    """Compare one account with the bank and return what is kept of it.

    Args:
        row: its row of the plain table.
        portrait: made of that row and its posts.
        bank: the closed accounts.
        model: what evidence weighs.
        now: the moment.
    """
    key: str = row["account"]
    platform = row["platform"] or key.partition(":")[0]
    opened = portrait.created_at if portrait.created_at is not None else portrait.first_post_at
    return NewAccount(
        key=key,
        platform=storable_text(platform),
        account_id=storable_text(id_of(key, platform)),
        kind=(row["kind"] or "account").lower(),
        handle=_text(row["handle"]),
        name=_text(row["name"]),
        profile=_profile(row, portrait),
        opened_at=None if opened is None else _moment(opened),
        pairs=found_pairs(portrait, bank, model, now),
    )


def found_pairs(portrait: Portrait, bank: ClosedBank, model: IdentityModel, now: datetime) -> tuple[FoundPair, ...]:
    """Return the pairs that are shown of an account, the likeliest first, `_MOST_PAIRS` at most."""
    size = bank.account_count()
    ranking = rank_account(portrait, bank, model, now)
    shown = [one for one in ranking.compared if one.link_class is not None][:_MOST_PAIRS]
    pairs = []
    for one in shown:
        ordinal = bank.ordinal_of(one.closed)
        assert ordinal is not None  # it was compared a moment ago, and nobody else has the bank meanwhile
        depth = min(portrait.depth, bank.portrait(ordinal).depth)
        pairs.append(FoundPair(compared=one, depth=int(depth), bank_size=size))
    return tuple(pairs)


def _profile(row: Mapping[str, Any], portrait: Portrait) -> dict[str, Any]:
    found: dict[str, Any] = {name: row[name] for name in _PROFILE}
    found |= {name: None if row[name] is None else row[name].isoformat() for name in ("created", "observed")}
    found |= {
        name: None if at is None else _moment(at).isoformat()
        for name, at in (("first_post_at", portrait.first_post_at), ("last_post_at", portrait.last_post_at))
    }
    found["posts"] = portrait.post_count
    return {name: storable_text(one) if isinstance(one, str) else one for name, one in found.items() if one is not None}


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _text(value: str | None) -> str | None:
    return None if value is None else storable_text(value)
