"""Where do the slots of the cells benches come from? Made-up worlds, and heavy-tailed files for timing.

A world's posts give the slots that its corpus would give: texts, nearly the same texts, hashtags, addresses, media,
reshares and replies. The truth of an account is the cell that it posted for.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seawall.intake.text_interactions import find_links
from seawall.network.traces import TRACES
from seawall.testing.world.cells import DISCIPLINES, LAWFUL_KINDS
from seawall.testing.world.making import plan_world
from seawall.testing.world.options import WorldOptions

START_MICROSECONDS = 1_767_225_600_000_000
DAY_SECONDS = 86_400


@dataclass(frozen=True, kw_only=True)
class WorldSlots:
    """Slots of a world; cells, disciplines and lawful groups by account; how many pushes each took part in."""

    table: pa.Table
    cell: dict[str, int]
    discipline: dict[int, str]
    size: dict[int, int]
    lawful: dict[str, int]
    lawful_kind: dict[int, str]


def world_slots(options: WorldOptions) -> WorldSlots:
    """Make a world in memory and take its slots."""
    folder = Path(tempfile.mkdtemp(prefix="seawall-cells-world-"))
    try:
        plan = plan_world(folder, options)
        parts, cell, lawful = [], {}, {}
        for block in plan.stream.blocks():
            parts += _slots_of(block.posts)
            for name, truth in (("cell", cell), ("lawful_group", lawful)):
                told = pa.table({"account": block.posts["account_id"], name: block.truth[name]})
                told = told.filter(told[name].is_valid()).group_by("account").aggregate([(name, "min")]).to_pydict()
                for account, party in zip(told["account"], told[f"{name}_min"], strict=True):
                    truth[account] = min(party, truth.get(account, party))
        kinds = plan.stream.lawful_kinds.tolist()
        numbers = sorted(set(cell.values()))
        return WorldSlots(
            table=pa.concat_tables(parts),
            cell=cell,
            discipline={number: DISCIPLINES[number % len(DISCIPLINES)] for number in numbers},
            size={number: sum(one == number for one in cell.values()) for number in numbers},
            lawful=lawful,
            lawful_kind={number: LAWFUL_KINDS[kind] for number, kind in enumerate(kinds)},
        )
    finally:
        shutil.rmtree(folder)


def _slots_of(posts: pa.Table) -> list[pa.Table]:
    own = posts.filter(pc.and_(posts["text"].is_valid(), pc.not_equal(posts["kind"], "reshare")))
    texts = own["text"].combine_chunks()
    found = {
        name: pa.array(TRACES[name].items(texts), pa.string())
        for name in ("same_text", "near_text", "hashtag_sequence")
    }
    parts = [_table(own, name, items) for name, items in found.items()]
    has = np.flatnonzero(np.asarray(pc.match_substring_regex(texts, r"https?:|www\.")))
    links = [find_links(texts[place].as_py()) for place in has.tolist()]
    rows = np.repeat(has, [len(one) for one in links])
    parts.append(
        _table(own.take(pa.array(rows)), "same_url", pa.array([link for one in links for link in one], pa.string()))
    )
    media = posts.filter(posts["media"].is_valid())
    lists = media["media"].combine_chunks()
    parts.append(_table(media.take(pc.list_parent_indices(lists)), "same_media", pc.list_flatten(lists)))
    parts += [_table(posts, "same_reshare", posts["reshare_of"]), _table(posts, "same_target", posts["reply_to"])]
    return parts


def _table(posts: pa.Table, kind: str, items) -> pa.Table:
    table = pa.table({"account": posts["account_id"], "item": items, "time": posts["posted_at"]})
    table = table.filter(table["item"].is_valid())
    return table.append_column("kind", pa.array([kind] * table.num_rows, pa.string()))


def heavy_tailed(rows: int, *, accounts: int, seed: int, cells: int = 40, days: int = 30) -> tuple[pa.Table, int]:
    """Return a table of posts whose activity and popularity are heavy-tailed, with cells; and how many rows link.

    55 % of the rows share an address (Zipf) that lives some hours, the others one that nobody else has. Cells of 3 to
    25 push things within the minute. Column `truth` names the cell.
    """
    rng = np.random.default_rng(seed)
    activity = rng.lognormal(0, 1.4, accounts)
    activity /= activity.sum()
    items = rows // 8
    popularity = 1 / np.arange(1, items + 1) ** 0.9
    born, life = rng.random(items) * days * DAY_SECONDS, rng.lognormal(np.log(6 * 3_600), 1.2, items)
    item = rng.choice(items, int(rows * 0.55), p=popularity / popularity.sum())
    time = born[item] + rng.exponential(1, len(item)) * life[item]
    item, time = item[time < days * DAY_SECONDS], time[time < days * DAY_SECONDS]
    truth, columns = _cells(rng, accounts, cells, days)
    linked = len(item) + sum(map(len, columns[0]))
    alone = max(0, rows - linked)
    account = np.concatenate([rng.choice(accounts, len(item) + alone, p=activity), *columns[0]])
    item = np.concatenate([item, np.arange(alone) + 10**9, *columns[1]])
    time = np.concatenate([time, rng.random(alone) * days * DAY_SECONDS, *columns[2]])
    order = np.argsort(time)
    names = pa.array([f"u{number:07}" for number in range(accounts)])
    groups = pa.array([None if number < 0 else f"c{number}" for number in truth.tolist()], pa.string())
    which = pa.array(account[order])
    micros = (time[order] * 1e6).astype(np.int64) + START_MICROSECONDS
    addresses = pc.binary_join_element_wise(
        pa.scalar("https://site.example/"), pa.array(item[order]).cast(pa.string()), pa.scalar("")
    )
    table = pa.table({
        "account": names.take(which), "item": addresses, "time": pa.array(micros).cast(pa.timestamp("us", "UTC")),
        "truth": groups.take(which), "links": pa.array((item[order] < 10**9) | (item[order] >= 2 * 10**9)),
    })  # fmt: skip
    return table, linked


def _cells(rng, accounts, cells, days):
    truth, columns = np.full(accounts, -1), ([], [], [])
    free, at, pushed = rng.permutation(accounts), 0, 2 * 10**9
    for cell in range(cells):
        members = free[at : at + int(rng.integers(3, 26))]
        at += len(members)
        truth[members] = cell
        for _ in range(int(rng.integers(15, 40))):
            there = members[rng.random(len(members)) < 0.75]
            columns[0].append(there)
            columns[1].append(np.full(len(there), pushed))
            columns[2].append(rng.random() * (days - 0.01) * DAY_SECONDS + rng.random(len(there)) * 55)
            pushed += 1
    return truth, columns
