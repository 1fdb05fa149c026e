"""The smaller tables of a world: accounts, channels, media, closed accounts, the truth of accounts and pictures."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.testing.world.cast import CAST
from seawall.testing.world.cells import DISCIPLINES, LAWFUL_KINDS, ROLES
from seawall.testing.world.contact_points import invite
from seawall.testing.world.draws import Draws, Ints
from seawall.testing.world.groups import GROUPS
from seawall.testing.world.options import WORLD_START
from seawall.testing.world.phrasebook import LANGUAGES, TOPICS, Lexicon
from seawall.testing.world.pictures import Gallery
from seawall.testing.world.population import Population
from seawall.testing.world.profiles import CHAT_INVITE_NUMBER, Profiles
from seawall.testing.world.schedule import Schedule
from seawall.testing.world.stream import PLATFORMS, account_ids, clock_times
from seawall.testing.world.successors import CARE_LEVELS, FAIRNESS_GROUPS, GROUNDS

__all__ = [
    "CLOSED_COLUMNS",
    "account_table",
    "account_truth",
    "channel_table",
    "media_table",
    "picture_truth",
    "write_closed_accounts",
]

CLOSED_COLUMNS: Final = (
    "platform", "account", "handle", "name", "bio", "url", "avatar", "created", "followers",
    "closed_at", "decision", "ground", "expires",
)  # fmt: skip
_KEPT_FOR: Final = timedelta(days=365)


def account_table(people: Population, profiles: Profiles, gallery: Gallery, schedule: Schedule) -> pa.Table:
    """Return one dated profile of each account, as seen at the end of its life or of the world."""
    media = [picture.media_id for picture in gallery.pictures]
    planned = np.bincount(schedule.joint.account, minlength=len(people)) if len(schedule.joint) else 0
    return pa.table(
        {
            "platform": pa.array([PLATFORMS[p] for p in people.platform.tolist()]),
            "account_id": account_ids(people),
            "observed_at": clock_times(people.end),
            "handle": pa.array(profiles.handles),
            "display_name": pa.array(profiles.names),
            "bio": pa.array(profiles.bios, pa.string()),
            "url": pa.array(profiles.links, pa.string()),
            "avatar": pa.array([None if a is None else media[a] for a in profiles.avatars], pa.string()),
            "banner": pa.nulls(len(people), pa.string()),
            "created_at": clock_times(people.born),
            "followers": pa.array(people.followers),
            "following": pa.array(np.minimum(people.followers, 40 + people.followers // 3)),
            "post_count": pa.array(schedule.quota + planned),
            "closed_at": _times_or_null(people.closed),
        }
    )


def channel_table(people: Population, draws: Draws, lexicons: dict[str, Lexicon], count: int) -> pa.Table:
    """Return the rooms of pierchat: public talk about everyday topics, and the one large public chat first."""
    number = np.arange(count)
    language = [LANGUAGES[i] for i in draws.below("room language", 3, number).tolist()]
    topic = [TOPICS[i] for i in draws.below("room topic", 12, number).tolist()]
    titles = [lexicons[lang][t]["np"][i % 9] for i, (lang, t) in enumerate(zip(language, topic, strict=True))]
    titles[0] = "Tidetown Talk"
    return pa.table(
        {
            "platform": pa.array(["pierchat"] * count),
            "channel_id": pa.array([f"ch-{i:04d}" for i in range(count)]),
            "observed_at": clock_times(np.full(count, int(people.end.max()))),
            "handle": pa.array([f"room_{i:04d}" for i in range(count)]),
            "title": pa.array([title[:1].upper() + title[1:] for title in titles]),
            "description": pa.array([f"#{t}" for t in topic]),
            "url": pa.array([invite(draws, CHAT_INVITE_NUMBER + i) for i in range(count)]),
            "kind": pa.array(["chat_room"] * count),
            "created_at": clock_times(-draws.below("room age", 900, number) * 86_400_000_000),
            "members": pa.array(np.where(number == 0, len(people) // 2, 20 + draws.below("members", 4_000, number))),
        }
    )


def media_table(gallery: Gallery) -> pa.Table:
    """Return a row for each file."""
    pictures = gallery.pictures
    return pa.table(
        {
            "media_id": pa.array([p.media_id for p in pictures]),
            "platform": pa.array(["harbourfeed"] * len(pictures)),
            "post_key": pa.nulls(len(pictures), pa.binary(16)),
            "account_id": pa.nulls(len(pictures), pa.string()),
            "media_type": pa.array([p.media_type for p in pictures]),
            "file": pa.array([p.file for p in pictures]),
            "md5": pa.array([p.md5 for p in pictures]),
            "byte_count": pa.array([p.byte_count for p in pictures], pa.int64()),
            "width": pa.array([p.width for p in pictures], pa.int32()),
            "height": pa.array([p.height for p in pictures], pa.int32()),
            "description": pa.array([p.description for p in pictures]),
        }
    )


def picture_truth(gallery: Gallery) -> pa.Table:
    """Return what is true of each file: kind, original and edit."""
    pictures = gallery.pictures
    return pa.table(
        {
            "media_id": pa.array([p.media_id for p in pictures]),
            "file": pa.array([p.file for p in pictures]),
            "kind": pa.array([p.kind for p in pictures]),
            "original": pa.array([pictures[p.original].media_id for p in pictures]),
            "edit": pa.array([p.edit for p in pictures]),
            "wanted": pa.array([p.kind != "everyday" for p in pictures]),
        }
    )


def account_truth(people: Population, lawful_kinds: Ints) -> pa.Table:
    """Return who each account really is."""
    ids = account_ids(people).to_pylist()
    cell_discipline = [DISCIPLINES[cell % len(DISCIPLINES)] if cell >= 0 else None for cell in people.cell.tolist()]
    lawful = people.lawful_group.tolist()
    return pa.table(
        {
            "account_id": pa.array(ids),
            "group": _named(people.group, GROUPS),
            "language": _named(people.language, LANGUAGES),
            "actor": pa.array([f"actor-{n:08d}" for n in people.actor.tolist()]),
            "cell": _or_null(people.cell),
            "second_cell": _or_null(people.second_cell),
            "role": _named(people.role, ROLES),
            "discipline": pa.array(cell_discipline, pa.string()),
            "lawful_group": _or_null(people.lawful_group),
            "lawful_kind": pa.array([LAWFUL_KINDS[lawful_kinds[n]] if n >= 0 else None for n in lawful], pa.string()),
            "closed_at": _times_or_null(people.closed),
            "successor_of": pa.array([ids[n] if n >= 0 else None for n in people.successor_of.tolist()], pa.string()),
            "care": _named(people.care, CARE_LEVELS),
            "generation": pa.array(people.generation),
            "wave": _or_null(people.wave),
            "opened_at": clock_times(people.born),
            "fairness_group": _named(people.fairness, FAIRNESS_GROUPS),
            "fairness_of": pa.array([ids[n] if n >= 0 else None for n in people.fairness_of.tolist()], pa.string()),
            "cast": pa.array([m.handle for m in CAST] + [None] * (len(people) - len(CAST)), pa.string()),
        }
    )


def write_closed_accounts(path: Path, people: Population, accounts: pa.Table, draws: Draws) -> int:
    """Write the closed accounts as a platform's own records would list them; return how many."""
    closed = np.flatnonzero(people.closed >= 0)
    columns = ("platform", "account_id", "handle", "display_name", "bio", "url", "avatar", "created_at", "followers")
    rows = accounts.take(pa.array(closed)).select(columns).to_pylist()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CLOSED_COLUMNS)
        for number, (account, row) in enumerate(zip(closed.tolist(), rows, strict=True)):
            when = WORLD_START + timedelta(microseconds=int(people.closed[account]))
            ground = GROUNDS[draws.number("ground", len(GROUNDS), account)]
            row["created_at"] = _iso(row["created_at"])
            given = ["" if value is None else value for value in row.values()]
            writer.writerow([*given, _iso(when), f"HF-2026-{number + 1:06d}", ground, _iso(when + _KEPT_FOR)])
    return len(closed)


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _or_null(numbers: Ints) -> pa.Array:
    return pa.array(numbers, mask=numbers < 0)


def _named(numbers: Ints, names: tuple[str, ...]) -> pa.Array:
    return pa.array(names).take(_or_null(numbers))


def _times_or_null(times: Ints) -> pa.Array:
    return pc.if_else(pa.array(times >= 0), clock_times(times), None)
