"""How does a world come about? Options in, a folder with data, banks and truth out.

Order: people and cells, pictures, the movement's content, profiles, then the posts as a stream. `plan_world` stops
before the posts, for those who want blocks in memory.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from seawall.testing.world.banks import copy_known_pictures, movement_entries, newsroom_entries, write_bank
from seawall.testing.world.calendar import Calendar
from seawall.testing.world.cast import CAST, story
from seawall.testing.world.cells import Joint, cell_sizes, form_cells, form_lawful_groups, joint_posts
from seawall.testing.world.choices import Chooser
from seawall.testing.world.draws import Draws, Ints
from seawall.testing.world.movement import gather
from seawall.testing.world.options import DEVELOPMENT_SEEDS, REPORTED_SEEDS, WORLD_START, WORLD_VERSION, WorldOptions
from seawall.testing.world.parts import Progress, write_posts
from seawall.testing.world.phrasebook import Phrasebook
from seawall.testing.world.pictures import paint
from seawall.testing.world.population import Population, populate
from seawall.testing.world.profiles import Profiles, give_profiles
from seawall.testing.world.scenes import Scenes
from seawall.testing.world.schedule import Schedule
from seawall.testing.world.sentences import Composer
from seawall.testing.world.stream import PostStream
from seawall.testing.world.successors import tie_successors
from seawall.testing.world.tables import (
    account_table,
    account_truth,
    channel_table,
    media_table,
    picture_truth,
    write_closed_accounts,
)
from seawall.testing.world.texts import Writer

__all__ = ["PlannedWorld", "WorldSummary", "plan_world", "write_world"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSummary:
    """What was written."""

    folder: Path
    account_count: int
    post_count: int
    closed_count: int
    successor_count: int
    picture_count: int
    bank_entry_count: int
    negative_entry_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWorld:
    """A world whose people, pictures and content stand, and whose posts can be streamed."""

    options: WorldOptions
    draws: Draws
    book: Phrasebook
    stream: PostStream
    profiles: Profiles


def write_world(out: Path, options: WorldOptions, progress: Progress = lambda _done, _total: None) -> WorldSummary:
    """Write a world into the folder `out` and return its counts.

    Args:
        out: made where it is missing; files of the same names are replaced.
        options: counts and seed.
        progress: called after each block with posts written and posts in all.

    Raises:
        WorldOptionsError: the counts do not fit into each other.
    """
    plan = plan_world(out, options)
    posts = write_posts(out, plan.stream, progress)
    people, gallery = plan.stream.people, plan.stream.gallery
    accounts = account_table(people, plan.profiles, gallery, plan.stream.schedule)
    tables = {
        "accounts": accounts,
        "channels": channel_table(people, plan.draws, plan.book.lexicons, plan.stream.channel_count),
        "media": media_table(gallery),
        "truth/accounts": account_truth(people, plan.stream.lawful_kinds),
        "truth/pictures": picture_truth(gallery),
    }
    for name, table in tables.items():
        pq.write_table(table, out / f"{name}.parquet", compression="zstd")
    closed = write_closed_accounts(out / "closed_accounts.csv", people, accounts, plan.draws)
    positive = write_bank(
        out / "banks" / "grey_lighthouse.jsonl", "grey_lighthouse", movement_entries(plan.stream.catalogue, gallery)
    )
    newsrooms = newsroom_entries(people, plan.profiles, plan.stream.schedule.story)
    copy_known_pictures(out, plan.stream.catalogue, gallery)
    negative = write_bank(out / "banks" / "newsrooms.jsonl", "newsrooms", newsrooms)
    summary = WorldSummary(
        folder=out,
        account_count=len(people),
        post_count=posts,
        closed_count=closed,
        successor_count=_successors_outside(people),
        picture_count=len(gallery.pictures),
        bank_entry_count=positive,
        negative_entry_count=negative,
    )
    _write_description(out, plan, summary, accounts)
    return summary


def _successors_outside(people: Population) -> int:
    """Return how many accounts succeed another, beside those that belong to the asked number of closed ones."""
    succeeds = people.successor_of >= 0
    succeeds[people.spans.closed.start : people.spans.closed.stop] = False
    return int(succeeds.sum())


def plan_world(out: Path, options: WorldOptions) -> PlannedWorld:
    """Paint the pictures into `out` and return the world without its posts."""
    full = options.resolved()
    draws = Draws(full.seed)
    calendar = Calendar.of(draws, full.day_count)
    book = Phrasebook.of(draws, reported=full.seed in REPORTED_SEEDS)
    composer = Composer(draws, book)
    sizes = cell_sizes(full, draws)
    people = populate(full, draws, calendar, int(sizes.sum()))
    form_cells(people, draws, calendar, sizes)
    tie_successors(people, draws, calendar)
    kinds = form_lawful_groups(people, draws)
    joint = joint_posts(people, draws, calendar, kinds)
    gallery = paint(out / "pictures", draws, full.picture_count, book.lexicons)
    catalogue = gather(draws, composer, book.lexicons, gallery)
    profiles = give_profiles(people, draws, composer, gallery, book.lexicons)
    first_page = catalogue.of_kind("page")[0].value
    lines = story(calendar, first_page, movement=people.with_movement_cast)
    scenes = _scenes(people, joint, kinds) if full.scenes else None
    stream = PostStream(
        people=people,
        draws=draws,
        calendar=calendar,
        schedule=Schedule.of(people, draws, calendar, joint, lines),
        chooser=Chooser(people, draws, catalogue, gallery, joint, kinds, scenes),
        writer=Writer(people, draws, composer, catalogue, profiles.handles, scenes),
        catalogue=catalogue,
        gallery=gallery,
        joint=joint,
        lawful_kinds=kinds,
        handles=profiles.handles,
        channel_count=20 + full.account_count // 500,
    )
    return PlannedWorld(options=full, draws=draws, book=book, stream=stream, profiles=profiles)


def _scenes(people: Population, joint: Joint, kinds: Ints) -> Scenes:
    """Return the scenes of a world's lawful groups."""
    kind = np.full(len(joint), -1)
    lawful = joint.lawful == 1
    kind[lawful] = kinds[joint.party[lawful]]
    columns = (joint.time, joint.party, joint.push, joint.item, people.language[joint.account])
    return Scenes.of(columns, kind, reported=people.options.seed in REPORTED_SEEDS)


def _write_description(out: Path, plan: PlannedWorld, summary: WorldSummary, accounts: pa.Table) -> None:
    """Write world.json: what was asked, what came out, and who has a name in the story."""
    people = plan.stream.people
    ids = accounts["account_id"][: len(CAST)].to_pylist()
    cast = [
        {"handle": member.handle, "account_id": account_id, "name": member.name, "part": member.part}
        for member, account_id in zip(CAST, ids, strict=True)
        if people.with_movement_cast or not member.movement
    ]
    counts = {name: value for name, value in asdict(summary).items() if name != "folder"}
    description: dict[str, Any] = {
        "version": WORLD_VERSION,
        "options": asdict(plan.options),
        "counts": counts,
        "starts": WORLD_START.isoformat(),
        "ends": (WORLD_START + timedelta(days=plan.options.day_count)).isoformat(),
        "seed_kind": _seed_kind(plan.options.seed),
        "drawing": plan.stream.gallery.pictures[0].media_id,
        "cast": cast,
    }
    text = json.dumps(description, ensure_ascii=False, indent=2)
    (out / "world.json").write_text(text + "\n", encoding="utf-8")


def _seed_kind(seed: int) -> str:
    if seed in REPORTED_SEEDS:
        return "reported"
    return "development" if seed in DEVELOPMENT_SEEDS else "other"
