"""What does the corpus know of it: accounts, channels, files, and posts that link to it, stand at it or say it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from seawall.bulk import load_query
from seawall.desk.cases.selectors.conflicts import BarredSubjects
from seawall.desk.observations.addresses import page_address
from seawall.desk.observations.corpus_view import CorpusView
from seawall.desk.observations.highlight import highlighted
from seawall.desk.observations.selectors import names_in, posts_in
from seawall.desk.search.detection import Asked
from seawall.desk.search.results import Group, Hit, group_of, literal_spans
from seawall.desk.search.texts import find_texts, spans_in

__all__ = ["corpus_groups"]

_LEAST: Final = 2
_LEAST_TEXT: Final = 3
_LONGEST_NAME: Final = 100


def corpus_groups(
    view: CorpusView, asked: Asked, limit: int, deadline: float, barred: BarredSubjects
) -> Iterator[Group]:
    """Find observations that are not `barred`; the look through texts ends at `deadline` (of the monotonic clock)."""
    yield from _accounts(view, asked, limit, barred)
    yield from _channels(view, asked, limit, barred)
    yield from _files(view, asked, limit, barred)
    if asked.url is not None:
        rows = _rows(view, "posts_linking", {"url": asked.url, "limit": limit + 1})
        keys = _open_keys(view, [row["key"] for row in rows], barred)
        hits = _post_hits(view, keys[:limit], asked)
        yield from group_of("linking", _("Posts that link to it"), "link", hits, count=len(keys))
    yield from _named_posts(view, asked, limit, barred)
    if asked.url is None and asked.digest is None and len(asked.normal) >= _LEAST_TEXT:
        yield from _texts(view, asked, limit, deadline, barred)


def _accounts(view: CorpusView, asked: Asked, limit: int, barred: BarredSubjects) -> Iterator[Group]:
    rows = _rows(view, "accounts_like", {**_names_asked(asked), "limit": limit + 1})
    rows = [row for row in rows if not barred.holds(row["platform"], account_id=row["account_id"])]
    hits = tuple(
        Hit(
            address=page_address("observations:account", row["platform"], row["account_id"]),
            title=row["handle"] or row["account_id"],
            pieces=highlighted(row["display_name"] or "", literal_spans(row["display_name"] or "", asked.written)),
            aside=row["platform"],
        )
        for row in rows[:limit]
    )
    yield from group_of("accounts", _("Accounts"), "at-sign", hits, count=len(rows))


def _channels(view: CorpusView, asked: Asked, limit: int, barred: BarredSubjects) -> Iterator[Group]:
    rows = _rows(view, "channels_like", {**_names_asked(asked), "url": asked.url, "limit": limit + 1})
    rows = [row for row in rows if not barred.holds(row["platform"], channel_id=row["channel_id"])]
    hits = tuple(
        Hit(
            address=page_address("observations:channel", row["platform"], row["channel_id"]),
            title=row["title"] or row["handle"] or row["channel_id"],
            aside=row["platform"],
        )
        for row in rows[:limit]
    )
    yield from group_of("channels", _("Channels"), "radio", hits, count=len(rows))


def _files(view: CorpusView, asked: Asked, limit: int, barred: BarredSubjects) -> Iterator[Group]:
    if asked.digest is None:
        return
    wanted = {"media_id": str(asked.digest), "digits": asked.digest.value, "limit": limit + 1}
    sightings = _rows(view, "media_with", wanted)
    media_ids = list(dict.fromkeys([str(asked.digest), *(row["media_id"] for row in sightings)]))
    keys = [row["post_key"] for row in sightings if row["post_key"] is not None]
    for media_id in media_ids[:5]:
        keys += [row["key"] for row in _rows(view, "posts_carrying", {"media_id": media_id, "limit": limit + 1})]
    unique = _open_keys(view, list(dict.fromkeys(keys)), barred)
    yield from group_of(
        "files", _("Posts that carry the file"), "image", _post_hits(view, unique[:limit], asked), count=len(unique)
    )


def _named_posts(view: CorpusView, asked: Asked, limit: int, barred: BarredSubjects) -> Iterator[Group]:
    wanted = {"written": asked.written[:2000], "url": asked.url, "key": asked.post_key, "limit": limit + 1}
    rows = _rows(view, "posts_at", wanted)
    keys = _open_keys(view, [row["key"] for row in rows], barred)
    hits = _post_hits(view, keys[:limit], asked)
    yield from group_of("posts", _("Posts of that address or number"), "message-square", hits, count=len(keys))


def _texts(view: CorpusView, asked: Asked, limit: int, deadline: float, barred: BarredSubjects) -> Iterator[Group]:
    found = find_texts(view, asked.normal, limit=limit, deadline=deadline)
    keys = _open_keys(view, [hit.key for hit in found.hits], barred)
    hits = _post_hits(view, keys, asked)
    count = found.count - (len(found.hits) - len(keys))
    cut = {} if found.is_complete else {"looked": found.looked, "total": found.total}
    yield from group_of("texts", _("Posts that say it"), "message-square", hits, count=count, **cut)


def _open_keys(view: CorpusView, keys: list[bytes], barred: BarredSubjects) -> list[bytes]:
    """Return the keys, in their order, without posts that a conflict of interest closes to the reader."""
    if barred.is_empty:
        return keys
    posts = posts_in(view, keys)
    return [key for key in keys if key.hex() not in posts or not _is_closed(posts[key.hex()], barred)]


def _is_closed(post: dict[str, Any], barred: BarredSubjects) -> bool:
    return barred.holds(
        post["platform"], account_id=post["account_id"], channel_id=post["channel_id"], post_key=post["key_hex"]
    )


def _post_hits(view: CorpusView, keys: list[bytes], asked: Asked) -> tuple[Hit, ...]:
    posts = posts_in(view, keys)
    ordered = [posts[key.hex()] for key in keys if key.hex() in posts]
    names = names_in(view, [(post["platform"], post["account_id"]) for post in ordered if post["account_id"]])
    return tuple(_post_hit(post, names, asked) for post in ordered)


def _post_hit(post: dict[str, Any], names: dict[tuple[str, str], dict[str, Any]], asked: Asked) -> Hit:
    name = names.get((post["platform"], post["account_id"])) or {}
    text = post["text"] or ""
    spans = literal_spans(text, asked.written) or spans_in(text, asked.normal)
    return Hit(
        address=page_address("observations:post", post["key_hex"]),
        title=name.get("handle") or name.get("display_name") or post["account_id"] or post["channel_id"] or "",
        pieces=highlighted(text, spans),
        aside=post["platform"],
        at=post["posted_at"],
    )


def _names_asked(asked: Asked) -> dict[str, Any]:
    written, platform = asked.written, None
    if asked.handle is not None:
        written, platform = asked.handle.name, asked.handle.platform
    lower = written.lower().removeprefix("@")
    like = f"%{_escaped(lower)}%" if _LEAST <= len(lower) <= _LONGEST_NAME else None
    return {"exact": lower[:500], "like": like, "platform": platform.lower() if platform else None}


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _rows(view: CorpusView, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = view.engine.table(load_query("seawall.desk.search", query), parameters).to_pylist()
    return rows
