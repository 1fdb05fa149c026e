"""Folders of made-up accounts of any size, quickly: closed ones, and new ones of which a tenth continue a closed one.

Handles, names, bios and posts are put together from small lists of words, so that common things are common and rare
ones rare. A return keeps its handle with a counter, half of them their bio, half a rare address. Only for measuring
time: recall here says nothing of real accounts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

NOW = datetime(2026, 11, 21, tzinfo=UTC)
_SYLLABLES = [
    "lam",
    "ti",
    "har",
    "bor",
    "ke",
    "tle",
    "mon",
    "fer",
    "ry",
    "an",
    "chor",
    "gul",
    "saf",
    "ron",
    "quay",
    "dor",
    "mi",
    "ra",
    "no",
    "vel",
    "zu",
    "pel",
    "ash",
    "gro",
    "win",
    "tal",
    "bex",
    "ola",
    "hin",
    "cru",
]
_WORDS = [
    "harbour",
    "tide",
    "lemon",
    "kettle",
    "ferry",
    "rope",
    "lantern",
    "gull",
    "anchor",
    "plank",
    "saffron",
    "quay",
    "bread",
    "rye",
    "winter",
    "morning",
    "late",
    "bus",
    "rain",
    "market",
    "chess",
    "bicycle",
    "garden",
    "stubborn",
    "small",
    "grey",
    "coast",
    "beam",
    "watch",
    "turn",
    "again",
    "never",
    "always",
    "maybe",
    "friend",
    "letter",
    "song",
    "window",
    "table",
    "river",
    "bridge",
    "paint",
    "salt",
    "smoke",
    "glass",
    "copper",
    "wool",
    "apple",
    "engine",
    "corner",
    "signal",
    "whistle",
]
_BLOCK = 50_000


def make_folders(folder: Path, *, closed: int, new: int, posts_each: int, seed: int) -> dict:
    """Write `closed/` and `new/` below the folder as Parquet; return what was written."""
    rng = np.random.default_rng(seed)
    profiles = _profiles(rng, closed)
    returns = rng.choice(closed, size=new // 10, replace=False)
    fresh = _profiles(rng, new)
    for place, parent in enumerate(returns.tolist()):
        fresh["handle"][place] = f"{profiles['handle'][parent]}_{2 + place % 8}"
        if place % 2:
            fresh["bio"][place] = profiles["bio"][parent]
        else:
            fresh["url"][place] = profiles["url"][parent]
    old, young = [f"c{n:08}" for n in range(closed)], [f"n{n:08}" for n in range(new)]
    true = [f"c{parent:08}" for parent in returns.tolist()] + [None] * (new - len(returns))
    _write(folder / "closed", old, profiles, rng, posts_each, days_ago=90, closed=True)
    _write(folder / "new", young, fresh, rng, posts_each, days_ago=20, closed=False, true=true)
    return {"closed": closed, "new": new, "returns": len(returns), "posts": posts_each * (closed + new)}


def _profiles(rng, count: int) -> dict[str, list]:
    parts = rng.integers(0, len(_SYLLABLES), size=(count, 5))
    numbers = rng.integers(0, 10_000, size=count)
    style = rng.integers(0, 4, size=count)
    words = _zipf(rng, (count, 9))
    handles, names, bios, urls = [], [], [], []
    for row, number, how, said in zip(parts.tolist(), numbers.tolist(), style.tolist(), words.tolist(), strict=True):
        first, second = _SYLLABLES[row[0]] + _SYLLABLES[row[1]], _SYLLABLES[row[2]] + _SYLLABLES[row[3]]
        handles.append(f"{first}_{second}{number}" if how else f"{first}{second}{_SYLLABLES[row[4]]}")
        names.append(f"{first.title()} {second.title()}")
        bios.append(" ".join(_WORDS[one] for one in said) if how != 1 else None)
        urls.append(f"https://{first}{second}.example/{number}" if how == 2 else None)
    return {"handle": handles, "name": names, "bio": bios, "url": urls}


def _zipf(rng, shape):
    return np.minimum(rng.zipf(1.3, size=shape) - 1, len(_WORDS) - 1)


def _write(folder, accounts, profiles, rng, posts_each, *, days_ago, closed, true=None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    count = len(accounts)
    columns = {"platform": ["harbourfeed"] * count, "account": accounts, **profiles}
    columns["created"] = _times(rng.integers(200, 900, size=count) if closed else rng.integers(1, days_ago, size=count))
    if closed:
        columns |= {
            "closed_at": _times(rng.integers(5, days_ago, size=count)),
            "decision": [f"D-{n}" for n in range(count)],
            "ground": ["promotes"] * count,
            "expires": pa.array([NOW + timedelta(days=3_650)] * count),
        }
    else:
        columns["continues"] = pa.array(true, pa.string())
    pq.write_table(pa.table(columns), folder / "accounts.parquet")
    if posts_each:
        _write_posts(folder / "posts.parquet", accounts, rng, posts_each, days_ago)


def _write_posts(path, accounts, rng, posts_each, days_ago) -> None:
    writer = None
    names = pa.array(accounts)
    total = len(accounts) * posts_each
    vocabulary = pa.array(_WORDS)
    for start in range(0, total, _BLOCK):
        size = min(_BLOCK, total - start)
        owners = np.arange(start, start + size) % len(accounts)  # posts of all accounts mixed, as a stream has them
        words = _zipf(rng, (12, size))
        text = pc.binary_join_element_wise(*(vocabulary.take(pa.array(row)) for row in words), " ")
        links = pa.array([f" https://news{n}.example/{n % 977}" for n in rng.zipf(1.2, size=size).tolist()])
        text = pc.if_else(pa.array(rng.random(size) < 0.2), pc.binary_join_element_wise(text, links, ""), text)
        table = pa.table(
            {
                "platform": pa.array(["harbourfeed"] * size),
                "account": names.take(pa.array(owners)),
                "time": _times(rng.random(size) * days_ago + 5),
                "text": text,
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    writer.close()


def _times(days_ago):
    seconds = np.asarray(days_ago, dtype=float) * 86_400
    return pa.array((NOW.timestamp() - seconds).astype(np.int64), pa.timestamp("s", tz="UTC"))
