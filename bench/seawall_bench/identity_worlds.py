"""Made-up worlds as the two sides of linking: closed accounts in a bank, new accounts at a depth, and who is who.

New is whoever was opened during the world and is not closed. Each new account can be seen after its first posts;
closed accounts are seen whole. The truth is read for marks and figures only, never by a comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from seawall.identity.announcers import announce
from seawall.identity.blocking import find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.linking import compare_pair
from seawall.identity.models import Hypothesis, depth_of_pair
from seawall.identity.models.pair_table import PairTable, pair_table
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits
from seawall.intake.account_pictures import read_pictures
from seawall.testing.world import WORLD_START, WorldOptions, write_world

DAYS = 365  # long enough for returns after months, and for strangers who open long before and after
NOW = WORLD_START + timedelta(days=DAYS)
PART = 25_000
RESEMBLING = ("fan", "parody", "namesake")  # who took name or picture; the other groups are strangers


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Counts of one world, with the shape of the real question: few of the new accounts are returns."""

    closed: int
    new: int
    successors: int
    fairness: int
    posts_each: int

    def options(self, seed: int) -> WorldOptions:
        """Return the world's options."""
        newcomers = max(0, self.new - self.successors - int(0.7 * self.fairness))
        planned = self.closed + self.successors + self.fairness + newcomers + 12 * 8 + 12
        accounts = int(planned / 0.93) + 50
        return WorldOptions(
            seed=seed,
            account_count=accounts,
            post_count=accounts * self.posts_each,
            closed_count=self.closed,
            successor_count=self.successors,
            newcomer_count=newcomers,
            fairness_count=self.fairness,
            cell_count=8,
            picture_count=max(400, min(4_000, self.closed // 20)),
            day_count=DAYS,
        )


@dataclass(kw_only=True)
class LinkingWorld:
    """One world, read."""

    folder: Path
    accounts: pa.Table
    truth: dict[str, dict]

    @cached_property
    def closed_ids(self) -> set[str]:
        """Return the accounts of the bank."""
        return {one for one, row in self.truth.items() if row["closed_at"] is not None}

    @cached_property
    def new_ids(self) -> list[str]:
        """Return the accounts that opened during the world and stand, in order."""
        return sorted(
            one
            for one, row in self.truth.items()
            if row["closed_at"] is None and row["opened_at"] is not None and row["opened_at"] >= WORLD_START
        )

    @cached_property
    def closed_of_actor(self) -> dict[str, frozenset[str]]:
        """Return the closed accounts of each actor."""
        found: dict[str, set[str]] = {}
        for one in self.closed_ids:
            found.setdefault(self.truth[one]["actor"], set()).add(one)
        return {actor: frozenset(ids) for actor, ids in found.items()}

    def true_of(self, new: str) -> frozenset[str]:
        """Return the closed accounts of a new account's actor; empty where there is none."""
        return self.closed_of_actor.get(self.truth[new]["actor"], frozenset())

    def mark(self, new: str, closed: str) -> Hypothesis:
        """Return what is true of a pair."""
        row = self.truth[new]
        if closed in self.true_of(new):
            return Hypothesis.SAME
        copies = row["fairness_group"] in RESEMBLING and row["fairness_of"] == closed
        return Hypothesis.IMITATOR if copies else Hypothesis.OTHER

    @cached_property
    def pictures(self) -> dict[str, np.ndarray]:
        """Return PDQ as four words of every picture that is good enough to be compared."""
        names = self.accounts.append_column("banner", pa.nulls(len(self.accounts), pa.string()))
        return read_pictures(self.folder / "pictures", names)

    def bank(self) -> ClosedBank:
        """Return the closed accounts with everything that they posted."""
        return ClosedBank(announce(self._portraits(sorted(self.closed_ids), None)))

    def new_portraits(self, most_posts: int | None) -> Portraits:
        """Return the new accounts as they stood after their first posts."""
        return self._portraits(self.new_ids, most_posts)

    def closed_as_new(self, most_posts: int | None, count: int, seed: int) -> Portraits:
        """Return some closed accounts as they stood after their first posts, as if they were new."""
        ids = sorted(self.closed_ids)
        chosen = np.random.default_rng(seed).permutation(len(ids))[:count]
        return self._portraits([ids[at] for at in np.sort(chosen).tolist()], most_posts)

    def _portraits(self, ids: list[str], most_posts: int | None) -> Portraits:
        parts = []
        for first in range(0, len(ids), PART):
            chosen = pa.array(ids[first : first + PART])
            rows = self.accounts.take(pc.index_in(chosen, value_set=self.accounts["account"].combine_chunks()))
            posts = None if most_posts == 0 else self._posts(chosen, most_posts)
            parts.append(make_portraits(rows, posts, pictures=self.pictures))
        return Portraits.joined(parts)

    def _posts(self, ids: pa.Array, most: int | None) -> pa.Table:
        tables = []
        names = {"account_id": "account", "posted_at": "time"}
        columns = ["account_id", "posted_at", "text", "media", "kind", "reply_to", "reshare_of"]
        for file in sorted((self.folder / "posts").glob("*.parquet")):
            part = pq.read_table(file, columns=columns)
            tables.append(part.filter(pc.is_in(part["account_id"], value_set=ids)))
        posts = pa.concat_tables(tables).rename_columns([names.get(name, name) for name in columns])
        posts = posts.set_column(
            posts.column_names.index("reply_to"), "reply_to", self._answered(posts["reply_to"].combine_chunks())
        )
        if most is None:
            return posts
        owners = np.asarray(pc.index_in(posts["account"], value_set=ids))  # posts stand in order of time
        order = np.argsort(owners, kind="stable")
        lengths = np.bincount(owners, minlength=len(ids))
        nth = np.arange(len(order)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return posts.take(pa.array(np.sort(order[nth < most])))

    def _answered(self, post_ids: pa.Array) -> pa.Array:
        """Return whom posts answer as `@handle`: a platform's own records name the account."""
        ids, authors = self._authors
        at = pc.index_in(post_ids, value_set=ids, skip_nulls=True)
        accounts = authors.take(at)
        handles = self.accounts["handle"].combine_chunks()
        found = pc.index_in(accounts, value_set=self.accounts["account"].combine_chunks(), skip_nulls=True)
        return pc.binary_join_element_wise("@", handles.take(found), "")

    @cached_property
    def _authors(self) -> tuple[pa.Array, pa.Array]:
        tables = [
            pq.read_table(file, columns=["post_id", "account_id"])
            for file in sorted((self.folder / "posts").glob("*.parquet"))
        ]
        posts = pa.concat_tables(tables).combine_chunks()
        return posts["post_id"].combine_chunks(), posts["account_id"].combine_chunks()


def make_world(folder: Path, seed: int, sizes: Sizes) -> LinkingWorld:
    """Write a world and read it."""
    write_world(folder, sizes.options(seed))
    return read_world(folder)


def read_world(folder: Path) -> LinkingWorld:
    """Read a world's accounts and truth."""
    names = {
        "account_id": "account", "display_name": "name", "created_at": "created",
        "platform": "platform", "handle": "handle", "bio": "bio", "url": "url", "avatar": "avatar",
        "followers": "followers", "closed_at": "closed_at",
    }  # fmt: skip
    accounts = pq.read_table(folder / "accounts.parquet", columns=list(names)).rename_columns(list(names.values()))
    lines = pa_csv.ParseOptions(newlines_in_values=True)  # bios have several lines
    closings = pa_csv.read_csv(folder / "closed_accounts.csv", parse_options=lines)
    at = pc.index_in(accounts["account"], value_set=closings["account"].combine_chunks())
    for name in ("decision", "ground", "expires"):
        accounts = accounts.append_column(name, closings[name].combine_chunks().take(at.combine_chunks()))
    truth = {row["account_id"]: row for row in pq.read_table(folder / "truth" / "accounts.parquet").to_pylist()}
    return LinkingWorld(folder=folder, accounts=accounts, truth=truth)


def compared_pairs(
    world: LinkingWorld, bank: ClosedBank, portraits: Portraits, names: tuple[str, ...]
) -> tuple[PairTable, np.ndarray, list[tuple[str, str]]]:
    """Compare each new account with its candidates; return the pairs, their marks, and who they were."""
    marks: list[int] = []
    who: list[tuple[str, str]] = []

    def pairs() -> Iterator:
        for new in portraits:
            for ordinal in find_candidates(new, bank).ordinals.tolist():
                closed = bank.portrait(ordinal)
                marks.append(int(world.mark(new.account, closed.account)))
                who.append((new.account, closed.account))
                yield compare_pair(new, closed, bank), depth_of_pair(new, closed)

    table = pair_table(names, pairs())
    return table, np.array(marks, dtype=np.int64), who


def random_pairs(
    world: LinkingWorld, bank: ClosedBank, portraits: Portraits, names: tuple[str, ...], count: int, seed: int
) -> PairTable:
    """Compare strangers drawn at random; two accounts of one actor are passed over."""
    rng = np.random.default_rng(seed)
    news = rng.integers(0, len(portraits), count).tolist()
    closeds = rng.integers(0, bank.account_count(), count).tolist()

    def pairs() -> Iterator:
        for row, ordinal in zip(news, closeds, strict=True):
            new, closed = portraits[row], bank.portrait(ordinal)
            if world.truth[new.account]["actor"] == world.truth[closed.account]["actor"]:
                continue
            yield compare_pair(new, closed, bank), depth_of_pair(new, closed)

    return pair_table(names, pairs())
