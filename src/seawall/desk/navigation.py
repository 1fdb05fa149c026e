"""Which rooms does the reader's menu show? One explicit tuple, in the order of the work; each entry names its view.

An entry appears for those roles alone that its view lets in, so the menu can't promise a page that refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seawall.desk.access import access_of

__all__ = ["ROOMS", "Room", "navigation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One entry of the menu: URL name, title, icon of the sprite and the key that opens it after `g`."""

    url_name: str
    title: str | Promise
    icon: str
    key: str


ROOMS: Final[tuple[Room, ...]] = (
    Room(url_name="story:home", title=_("Story"), icon="book-open", key="h"),
    Room(url_name="cases:queue", title=_("Queue"), icon="inbox", key="q"),
    Room(url_name="banks:list", title=_("Banks"), icon="layers", key="b"),
    Room(url_name="closings:list", title=_("Closed accounts"), icon="ban", key="c"),
    Room(url_name="linking:list", title=pgettext_lazy("between accounts", "Links"), icon="link", key="k"),
    Room(url_name="cells:list", title=_("Cells"), icon="network", key="n"),
    Room(url_name="search:search", title=_("Search"), icon="search", key="s"),
    Room(url_name="sources:list", title=_("Sources"), icon="database", key="i"),
    Room(url_name="ranking:ranker", title=_("Ranker"), icon="scale", key="r"),
    Room(url_name="hma:tokens", title=_("Tokens"), icon="key-round", key="t"),
    Room(url_name="people:list", title=_("People"), icon="users", key="p"),
    Room(url_name="audit:ledger", title=_("Ledger"), icon="scroll-text", key="l"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates the rooms that this reader may enter, each with its address and whether it is the present one."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"rooms": ()}
    roles = request.user.roles
    rooms = []
    for room in ROOMS:
        address = reverse(room.url_name)
        match = resolve(address)
        if access_of(match.func, match.url_name) & roles:
            here = request.path == address or (address != "/" and request.path.startswith(address))
            rooms.append({"room": room, "address": address, "here": here})
    return {"rooms": tuple(rooms)}
