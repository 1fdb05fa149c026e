"""A corpus of people who act together lawfully: papers of one agency, fans, a campaign; and of ordinary ones."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

__all__ = ["GROUPS", "lawful_rows"]

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
GROUPS = {
    "newsroom_syndication": [f"paper-{number}" for number in range(6)],
    "event_audience": [f"fan-{number}" for number in range(8)],
    "disclosed_campaign": [f"volunteer-{number}" for number in range(6)],
}
"""The alternative that each group should be given, and its accounts."""

DAYS = 21
PEOPLE = 150
WORDS = """
pier tide gull rope fern plum kettle lantern moss pebble cedar drift clover sparrow copper willow anchor barley comet
dune ember fig garnet heron iris juniper kite lemon maple noon olive poppy quill reef saffron thyme velvet wave yarrow
"""


class _Rows:
    """Posts and links, in the order in which somebody wrote them."""

    def __init__(self) -> None:
        self.posts: list[dict] = []
        self.links: list[dict] = []

    def post(self, account: str, at: datetime, text: str, link: str | None = None) -> None:
        words = text if link is None else f"{text} {link}"
        self.posts.append(
            {"post_id": f"p{len(self.posts)}", "account_id": account, "posted_at": at, "text": words, "kind": "post"}
        )
        if link is not None:
            self.link(account, at, link)

    def link(self, account: str, at: datetime, link: str) -> None:
        self.links.append({"account_id": account, "kind": "linked", "target": link, "occurred_at": at})


def lawful_rows() -> dict[str, list[dict]]:
    """Return posts and interactions for `put_in`."""
    rng, rows = random.Random(9), _Rows()
    for _ in range(4_000):
        account = f"quay-{rng.randrange(PEOPLE)}"
        rows.post(account, _some_time(rng), _own_words(rng))
        rows.link(account, _some_time(rng), f"https://quay.example/{rng.randrange(900)}")
    for members in GROUPS.values():
        for account in members:
            for _ in range(25):
                rows.post(account, _some_time(rng), _own_words(rng))
    _print_stories(rng, rows)
    _watch_matches(rng, rows)
    _campaign(rng, rows)
    return {"posts": rows.posts, "interactions": rows.links}


def _some_time(rng: random.Random) -> datetime:
    return MONDAY + timedelta(seconds=rng.random() * DAYS * 86_400)


def _own_words(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS.split(), k=10))


def _readers(rng: random.Random, count: int) -> list[str]:
    return [f"quay-{number}" for number in rng.sample(range(PEOPLE), count)]


def _print_stories(rng: random.Random, rows: _Rows) -> None:
    for story in range(24):
        begin = MONDAY + timedelta(days=story // 5 % 3 * 7 + story % 5, hours=7 + rng.random() * 9)
        link = f"https://harbourwire.example/news/{story}"
        text = f"The harbour council speaks of pier {story} and its lanterns, Coast News Agency"
        for place, paper in enumerate(GROUPS["newsroom_syndication"]):
            rows.post(paper, begin + timedelta(seconds=place * (4 + rng.random() * 5)), text, link)
        for reader in _readers(rng, 12):
            rows.link(reader, begin + timedelta(hours=1 + rng.random() * 12), link)


def _watch_matches(rng: random.Random, rows: _Rows) -> None:
    for match in range(3):
        for moment in range(6):
            begin = MONDAY + timedelta(days=match * 7 + 5, hours=19, minutes=15 * moment)
            link = f"https://tidetown-fc.example/match/{match}/{moment}"
            for place, fan in enumerate(GROUPS["event_audience"]):
                text = f"Row twelve sings for Tidetown in minute {15 * moment} of match {match}"
                rows.post(fan, begin + timedelta(seconds=5 * place + rng.random() * 4), text, link)
            for viewer in _readers(rng, 40):
                rows.link(viewer, begin + timedelta(seconds=rng.random() * 2_000), link)


def _campaign(rng: random.Random, rows: _Rows) -> None:
    for call in range(20):
        begin = _some_time(rng)
        for place, volunteer in enumerate(GROUPS["disclosed_campaign"]):
            text = f"Sweep the quay with us, call {call} #CleanHarbour #campaign #volunteers, campaign text"
            rows.post(volunteer, begin + timedelta(seconds=7 * place), text)
