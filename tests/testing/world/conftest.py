"""One small world and one with the whole story, each written once for all tests of the made-up world."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seawall.testing.world import WorldOptions, WorldSummary, write_world

SMALL = WorldOptions(seed=5, account_count=900, post_count=8_000, closed_count=24, picture_count=80, day_count=8)
STORY = WorldOptions(seed=2, account_count=3_200, post_count=24_000)


@dataclass(frozen=True)
class Written:
    folder: Path
    options: WorldOptions
    summary: WorldSummary

    def table(self, name: str) -> pa.Table:
        path = self.folder / name
        return pq.read_table(path if path.is_dir() else path.with_suffix(".parquet"))

    def posts_with_truth(self) -> list[dict]:
        truth = {row["post_id"]: row for row in self.table("truth/posts").to_pylist()}
        return [{**row, **truth[row["post_id"]]} for row in self.table("posts").to_pylist()]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("small-world")
    return Written(folder, SMALL, write_world(folder, SMALL))


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("demo-world")
    return Written(folder, STORY, write_world(folder, STORY))


@pytest.fixture(scope="session")
def posts(demo_world: Written) -> list[dict]:
    return demo_world.posts_with_truth()
