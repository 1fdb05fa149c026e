"""With scenes, lawful groups act in the midst of others: matches, wire stories, campaigns, market days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from seawall.testing.world import WorldOptions, plan_world
from seawall.testing.world.phrasebook import LANGUAGES
from seawall.testing.world.scenes import _forms

OPTIONS = WorldOptions(
    seed=5, account_count=3_000, post_count=30_000, closed_count=0, picture_count=40, cell_count=0,
    lawful_group_count=8, scenes=True,
)  # fmt: skip
HOSTS = {
    "tidetown-fc.example/match",
    "harbourwire.example/news",
    "clean-harbour-week.example/join",
    "oldmarket.example",
}


def rows_of(folder, options):
    """Return posts with their truth."""
    for block in plan_world(folder, options).stream.blocks():
        yield from zip(block.posts.to_pylist(), block.truth.to_pylist(), strict=True)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return, by page, the posts of groups and those of others."""
    pages = defaultdict(lambda: ([], []))
    for post, truth in rows_of(tmp_path_factory.mktemp("world"), OPTIONS):
        for link in (word for word in (post["text"] or "").split() if word.startswith("https://")):
            if any(host in link for host in HOSTS):
                pages[link][truth["lawful_group"] is None].append(post)
    return pages


def pages_at(told, host):
    found = {link: posts for link, posts in told.items() if f"//{host}/" in link and posts[0]}
    assert found
    return found


def test_others_take_part_in_what_groups_do(told):
    for host in ("tidetown-fc.example", "harbourwire.example", "clean-harbour-week.example", "oldmarket.example"):
        groups, others = (sum(len(posts[side]) for posts in pages_at(told, host).values()) for side in (0, 1))
        assert groups > 0
        assert others > 0, host


def test_fans_and_everybody_else_follow_the_same_moments_of_few_matches(told):
    pages = pages_at(told, "tidetown-fc.example")
    assert len({link.split("/")[4] for link in pages}) <= 3
    for fans, others in pages.values():
        times = [post["posted_at"] for post in [*fans, *others]]
        assert max(times) - min(times) <= timedelta(minutes=30)
    assert sum(bool(others) for _, others in pages.values()) > len(pages) / 2


def test_papers_print_the_same_words_mostly_on_working_days(told):
    pages = pages_at(told, "harbourwire.example")
    assert all(len({post["text"] for post in papers}) == 1 for papers, _ in pages.values())
    days = [papers[0]["posted_at"].weekday() for papers, _ in pages.values()]
    assert sum(day < 5 for day in days) > 0.8 * len(days)


def test_stalls_announce_on_the_mornings_of_market_days(told):
    for stalls, _ in pages_at(told, "oldmarket.example").values():
        assert {post["posted_at"].weekday() for post in stalls} <= {2, 5}


def test_without_scenes_a_world_is_what_it_was(tmp_path):
    small = replace(OPTIONS, account_count=400, post_count=2_000, lawful_group_count=4, scenes=False)
    texts = [post["text"] or "" for post, _ in rows_of(tmp_path, small)]
    assert not any("oldmarket.example/" in text and "/day/" in text for text in texts)


def test_reported_worlds_say_some_things_that_no_other_world_says():
    here, there = _forms(reported=False), _forms(reported=True)
    assert all(set(there[number]["credit"]) - set(here[number]["credit"]) for number in range(len(LANGUAGES)))
