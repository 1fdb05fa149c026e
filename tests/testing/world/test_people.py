"""Who is there: the cast, successors by care, cells, lawful groups and fairness groups, as the truth says."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from seawall.testing.world import WORLD_START, WorldOptions, plan_world
from seawall.testing.world.cells import DISCIPLINES, LAWFUL_KINDS, ROLES
from seawall.testing.world.groups import GROUPS
from seawall.testing.world.phrasebook import LANGUAGES
from seawall.testing.world.successors import CARE_LEVELS, FAIRNESS_GROUPS

LAG = {"same_minute": 60, "quarter_hour": 900, "hour": 3_600, "loose": 6 * 3_600}


@pytest.fixture(scope="module")
def people(demo_world) -> dict[str, dict]:
    profiles = {row["account_id"]: row for row in demo_world.table("accounts").to_pylist()}
    truth = demo_world.table("truth/accounts").to_pylist()
    return {row["account_id"]: {**profiles[row["account_id"]], **row} for row in truth}


def by_handle(people: dict[str, dict], handle: str) -> dict:
    return next(row for row in people.values() if row["handle"] == handle)


def test_lampkeeper_is_closed_at_noon_and_night_gardener_opens_at_12_58(people) -> None:
    keeper, gardener = by_handle(people, "lampkeeper"), by_handle(people, "night_gardener")
    assert keeper["closed_at"].strftime("%H:%M") == "12:00"
    assert gardener["created_at"] == keeper["closed_at"] + timedelta(minutes=58)
    assert gardener["successor_of"] == keeper["account_id"]
    assert gardener["actor"] == keeper["actor"]
    assert gardener["closed_at"] is None


def test_one_closed_account_comes_back_as_three_and_then_as_three_hundred(people) -> None:
    keeper = by_handle(people, "lampkeeper")["account_id"]
    three = [row for row in people.values() if row["successor_of"] == keeper]
    assert len(three) == 3
    wave = [row for row in people.values() if row["wave"] == 0]
    assert len(wave) == 300
    assert {row["successor_of"] for row in wave} <= {row["account_id"] for row in three if row["closed_at"]}
    assert max(row["created_at"] for row in wave) - min(row["created_at"] for row in wave) < timedelta(hours=10)


def test_every_group_care_level_and_fairness_group_has_people(people) -> None:
    assert {row["group"] for row in people.values()} == set(GROUPS)
    assert {row["care"] for row in people.values()} == {None, *CARE_LEVELS}
    assert {row["fairness_group"] for row in people.values()} == {None, *FAIRNESS_GROUPS}
    assert {row["role"] for row in people.values()} == {None, *ROLES}
    assert {row["discipline"] for row in people.values()} == {None, *DISCIPLINES}
    assert {row["lawful_kind"] for row in people.values()} == {None, *LAWFUL_KINDS}


def test_languages_have_the_shares_asked_for(people, demo_world) -> None:
    counts = Counter(row["language"] for row in people.values() if row["wave"] is None)
    for language, share in zip(LANGUAGES, demo_world.options.language_shares, strict=True):
        assert abs(counts[language] / sum(counts.values()) - share) < 0.04


def test_a_successor_keeps_what_its_care_says(people) -> None:
    kept: dict[str, Counter] = {care: Counter() for care in CARE_LEVELS}
    for row in people.values():
        if row["successor_of"] is None or row["cast"]:
            continue
        parent = people[row["successor_of"]]
        assert row["actor"] == parent["actor"]
        kept[row["care"]].update(
            total=1,
            name=row["display_name"] == parent["display_name"],
            handle=parent["handle"].strip("._")[:4] in row["handle"],
            link=row["url"] is not None and row["url"] == parent["url"],
        )
    assert kept["careless"]["name"] == kept["careless"]["total"] > 0
    assert kept["renamed"]["name"] < 0.2 * kept["renamed"]["total"]
    assert kept["renamed"]["link"] > 0
    assert kept["habits_only"]["name"] + kept["habits_only"]["link"] + kept["habits_only"]["handle"] <= 1


def test_nobody_posts_outside_the_life_of_an_account(people, demo_world) -> None:
    for post in demo_world.table("posts").select(["account_id", "posted_at"]).to_pylist():
        account = people[post["account_id"]]
        assert account["created_at"] <= post["posted_at"]
        assert account["closed_at"] is None or post["posted_at"] < account["closed_at"]


def test_cells_have_three_to_sixty_members_and_keep_their_discipline(people, posts) -> None:
    sizes = Counter(row["cell"] for row in people.values() if row["cell"] is not None)
    assert len(sizes) >= 5
    assert all(3 <= size <= 60 for size in sizes.values())
    pushes: dict[int, list] = {}
    for post in posts:
        if post["cell"] is not None:
            pushes.setdefault((post["cell"], post["push"]), []).append(post)
    assert sum(len(pushed) for pushed in pushes.values()) > 300
    for (cell, _), pushed in pushes.items():
        times = [post["posted_at"] for post in pushed]
        assert (max(times) - min(times)).total_seconds() <= LAG[DISCIPLINES[cell % len(DISCIPLINES)]]
        assert len({post["content"] for post in pushed}) == 1


def test_lawful_groups_act_together_and_none_of_it_is_wanted(posts) -> None:
    lawful = [post for post in posts if post["lawful_group"] is not None]
    assert len(lawful) > 300
    assert not any(post["wanted"] for post in lawful)
    texts = Counter(post["text"] for post in lawful)
    assert max(texts.values()) >= 3


def test_a_world_without_cells_or_closings_has_none(tmp_path: Path) -> None:
    options = WorldOptions(seed=4, account_count=400, post_count=2_000, closed_count=0, cell_count=0, picture_count=40)
    stream = plan_world(tmp_path, options).stream
    truth = [row for block in stream.blocks() for row in block.truth.to_pylist()]
    assert not any(row["wanted"] or row["cell"] is not None for row in truth)
    assert "lampkeeper" not in stream.handles
    assert "harbour_wire" in stream.handles


@pytest.mark.slow
def test_three_hundred_successors_among_ten_thousand_new_accounts_can_be_asked_for(tmp_path: Path) -> None:
    options = WorldOptions(
        seed=4, account_count=16_000, post_count=16_000, closed_count=10_000, successor_count=300,
        newcomer_count=4_000, fairness_count=600, picture_count=40, cell_count=4,
    )  # fmt: skip
    people = plan_world(tmp_path, options).stream.people
    assert (people.closed >= 0).sum() == 10_000
    assert ((people.successor_of >= 0) & ~np.isin(np.arange(len(people)), people.spans.closed)).sum() == 300
    assert set(people.care[people.successor_of >= 0]) == {0, 1, 2, 3}
    assert (people.fairness >= 0).sum() == 600


def test_closed_accounts_carry_decision_ground_and_expiry(people, demo_world) -> None:
    with (demo_world.folder / "closed_accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["account"] for row in rows} == {k for k, row in people.items() if row["closed_at"]}
    assert len({row["decision"] for row in rows}) == len(rows) == demo_world.options.closed_count
    for row in rows:
        assert row["ground"] in ("promotes", "recruits", "threatens")
        assert row["closed_at"] < row["expires"]
        assert row["closed_at"] >= WORLD_START.isoformat()[:10]


def test_movement_posts_announce_accounts_that_came_back(people, posts) -> None:
    handles = {f"@{row['handle']}": row for row in people.values() if row["successor_of"] and row["wave"] is None}
    announcing = [
        (post, handles[word])
        for post in posts
        if post["wanted"] and post["text"]
        for word in post["text"].split()[-1:]
        if word in handles
    ]
    assert len(announcing) >= 5
    assert all(post["posted_at"] > row["created_at"] for post, row in announcing)


def test_handles_are_unique_and_the_cast_is_described(people, demo_world) -> None:
    handles = [row["handle"] for row in people.values()]
    assert len(set(handles)) == len(handles)
    described = json.loads((demo_world.folder / "world.json").read_text(encoding="utf-8"))
    for member in described["cast"]:
        assert people[member["account_id"]]["handle"] == member["handle"]


def test_resembling_accounts_share_one_thing_and_no_actor(people) -> None:
    for row in people.values():
        if row["fairness_of"] is None:
            continue
        closed = people[row["fairness_of"]]
        assert row["actor"] != closed["actor"]
        assert row["group"] != "movement"
        if row["fairness_group"] == "namesake":
            assert row["display_name"] == closed["display_name"]
        if row["fairness_group"] in ("family_shared_links", "public_chat"):
            assert row["url"] is not None


def test_an_account_has_its_actors_rhythm(tmp_path: Path) -> None:
    options = WorldOptions(seed=6, account_count=900, post_count=9_000, closed_count=20, picture_count=40)
    people = plan_world(tmp_path, replace(options, day_count=10)).stream.people
    returned = people.successor_of >= 0
    assert (people.rhythm[returned] == people.rhythm[people.successor_of[returned]]).all()
