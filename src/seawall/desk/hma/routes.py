"""Which address and method is which handler, and what must a caller be allowed? One table; what it lacks is 404 or 405.

Addresses are those behind `/hma/`; doubled slashes count as one, since clients put their base address and the path
together as they like. `None` as scope: no token is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.errors import MethodRefusedError, NotHereError
from seawall.desk.hma.handlers import banks, bulk, configuring, content, exchanges, hashing, matching, standing
from seawall.desk.hma.models import Scope

__all__ = ["ROUTES", "Route", "Routed", "find_route", "split_path"]

Handler = Callable[[Call], Answered]

_BANK: Final = r"(?P<bank>[^/]{1,120})"
_CONTENT: Final = r"(?P<content>[0-9]{1,18})"
_EXCHANGE: Final = r"(?P<exchange>[^/]{1,120})"
_API: Final = r"(?P<api>[^/]{1,40})"
_IN_PATH: Final = re.compile(r"t/(?P<secret>[^/]+)(?:/(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Route:
    """One address: a pattern, and by method what it asks for and who answers."""

    pattern: re.Pattern[str]
    methods: Mapping[str, tuple[Scope | None, Handler]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A request's handler, the scope that it asks for, and the parts of its address."""

    handler: Handler
    scope: Scope | None
    parts: Mapping[str, str]


def _route(pattern: str, **methods: tuple[Scope | None, Handler]) -> Route:
    return Route(re.compile(pattern), methods)


_LOOKUP, _HASH, _CURATE = Scope.LOOKUP, Scope.HASH, Scope.CURATE

ROUTES: Final[tuple[Route, ...]] = (
    _route("status", GET=(None, standing.ready)),
    _route("status/live", GET=(None, standing.alive)),
    _route("h/hash", GET=(_HASH, hashing.hash_address), POST=(_HASH, hashing.hash_upload)),
    _route("m/raw_lookup", GET=(_LOOKUP, matching.raw_lookup)),
    _route("m/lookup", GET=(_LOOKUP, matching.look_up_one), POST=(_LOOKUP, matching.look_up_upload)),
    _route("m/compare", POST=(_LOOKUP, matching.compare)),
    _route("m/index/status", GET=(_LOOKUP, matching.index_status)),
    _route("c/banks", GET=(_LOOKUP, banks.list_banks), POST=(_CURATE, banks.create)),
    _route(f"c/bank/{_BANK}", GET=(_LOOKUP, banks.show), PUT=(_CURATE, banks.update), DELETE=(_CURATE, banks.delete)),
    _route(f"c/bank/{_BANK}/content", POST=(_CURATE, content.add_by_file)),
    _route(
        f"c/bank/{_BANK}/content/{_CONTENT}",
        GET=(_CURATE, content.show),
        PUT=(_CURATE, content.update),
        DELETE=(_CURATE, content.delete),
    ),
    _route(f"c/bank/{_BANK}/signal", POST=(_CURATE, content.add_by_signals)),
    _route("c/exchanges", GET=(_CURATE, exchanges.list_exchanges), POST=(_CURATE, exchanges.create)),
    _route("c/exchanges/apis", GET=(_CURATE, exchanges.list_apis)),
    _route(f"c/exchanges/api/{_API}", GET=(_CURATE, exchanges.api_show), POST=(_CURATE, exchanges.api_update)),
    _route(f"c/exchanges/api/{_API}/schema", GET=(_CURATE, exchanges.api_schema)),
    _route(
        f"c/exchange/{_EXCHANGE}",
        GET=(_CURATE, exchanges.show),
        PUT=(_CURATE, exchanges.update),
        DELETE=(_CURATE, exchanges.delete),
    ),
    _route(f"c/exchange/{_EXCHANGE}/status", GET=(_CURATE, exchanges.status)),
    _route("c/signal_type", GET=(_LOOKUP, configuring.list_signal_types)),
    _route("c/signal_type/index", GET=(_LOOKUP, configuring.index_sizes)),
    _route("c/signal_type/(?P<type>[a-z0-9_]{1,40})", PUT=(_CURATE, configuring.switch)),
    _route("c/content_type", GET=(_LOOKUP, configuring.list_content_types)),
    _route("bulk/lookup", POST=(_LOOKUP, bulk.look_up_many)),
    _route("bulk/signals", POST=(_CURATE, bulk.add_signals)),
)


def split_path(path: str) -> tuple[str | None, str]:
    """Return the token in a path, if there is one, and the address behind it.

    >>> split_path("t/secret//m/lookup/"), split_path("status")
    (('secret', 'm/lookup'), (None, 'status'))
    """
    plain = "/".join(part for part in path.split("/") if part)
    found = _IN_PATH.fullmatch(plain)
    return (found["secret"], found["rest"] or "") if found else (None, plain)


def find_route(address: str, method: str) -> Routed:
    """Return who answers.

    Raises:
        NotHereError: no such address.
        MethodRefusedError: it takes other methods.
    """
    for route in ROUTES:
        found = route.pattern.fullmatch(address)
        if found is None:
            continue
        known = route.methods.get("GET" if method == "HEAD" else method)
        if known is None:
            raise MethodRefusedError(allowed=", ".join(sorted(route.methods)))
        scope, handler = known
        return Routed(handler=handler, scope=scope, parts=found.groupdict())
    raise NotHereError("The requested URL was not found on the server.")
