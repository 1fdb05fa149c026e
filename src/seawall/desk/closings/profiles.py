"""What did the subject of a case look like? Its newest profile in the corpus, else what the case itself says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from seawall.desk.cases.models import Case
from seawall.desk.closings.errors import ClosingStateError
from seawall.desk.observations.channel import channel_page
from seawall.desk.observations.selectors import AccountRef, account_page
from seawall.identity.account_tables import MAX_CHARACTERS

__all__ = ["profile_of_case"]


def profile_of_case(case: Case) -> dict[str, Any]:
    """Return the profile part of a draft.

    Raises:
        ClosingStateError: the case is about a post of which not even the channel is known.
    """
    if case.account_id is not None:
        return _account(case, case.account_id)
    if case.channel_id is not None:
        return _channel(case, case.channel_id)
    raise ClosingStateError(_("A case about a post alone has no account that could be closed."))


def _account(case: Case, account_id: str) -> dict[str, Any]:
    found = account_page(AccountRef(platform=case.platform, account_id=account_id))
    newest = (found.profile if found else None) or {}
    return {
        "platform": case.platform,
        "account_id": account_id,
        "kind": "account",
        "handle": _cut("handle", newest.get("handle") or case.handle),
        "name": _cut("name", newest.get("display_name") or case.display_name),
        "created": newest.get("created_at"),
        "followers": newest.get("followers"),
        "observed": newest.get("observed_at"),
        **{name: _cut(name, newest.get(name)) for name in ("bio", "url", "avatar", "banner")},
    }


def _channel(case: Case, channel_id: str) -> dict[str, Any]:
    found = channel_page(case.platform, channel_id)
    newest = found.profiles[0] if found and found.profiles else {}
    return {
        "platform": case.platform,
        "account_id": channel_id,
        "kind": "channel",
        "handle": _cut("handle", newest.get("handle") or case.handle),
        "name": _cut("name", newest.get("title") or case.display_name),
        "bio": _cut("bio", newest.get("description")),
        "url": _cut("url", newest.get("url")),
        "created": newest.get("created_at"),
        "followers": newest.get("members"),
        "observed": newest.get("observed_at"),
    }


def _cut(name: str, text: str | None) -> str | None:
    return text[: MAX_CHARACTERS[name]] if text else None
