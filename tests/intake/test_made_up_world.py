"""The made-up world comes in whole: what the generator says it wrote is what the corpus holds."""

import pyarrow.parquet as pq

from seawall.testing.world import WorldOptions, write_world


def test_a_world_comes_in_whole_and_is_one_batch(tmp_path, bring_in, corpus):
    world = tmp_path / "world"
    write_world(world, WorldOptions(seed=7, account_count=400, post_count=2_000, closed_count=10, picture_count=40))
    expected = {
        table: sum(pq.read_metadata(path).num_rows for path in world.glob(pattern))
        for table, pattern in (
            ("accounts", "accounts.parquet"),
            ("channels", "channels.parquet"),
            ("media", "media.parquet"),
            ("posts", "posts/*.parquet"),
        )
    }
    summary = bring_in(world)
    assert (summary.rows, summary.rejects) == (sum(expected.values()), 0)
    with corpus.snapshot() as snapshot:
        held = {table: snapshot.row_count(table) for table in expected}
        assert len(snapshot.batches) == 1
    assert held == expected
    assert summary.tables["interactions"] > 0
