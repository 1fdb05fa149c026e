"""How do posts reach the disk? As Parquet parts of bounded size, and their truth as one growing file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from seawall.testing.world.stream import PostStream

__all__ = ["Progress", "write_posts"]

Progress = Callable[[int, int], None]
"""Called with the posts written so far and the posts to come in all."""

_ROWS_PER_PART: Final = 500_000


def write_posts(out: Path, stream: PostStream, progress: Progress) -> int:
    """Write `posts/part-NNNNN.parquet` and `truth/posts.parquet`; return the number of posts."""
    folder, truth_path = out / "posts", out / "truth" / "posts.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    truth_path.parent.mkdir(parents=True, exist_ok=True)
    total, written, in_part, number = stream.people.options.post_count, 0, 0, 0
    part: pq.ParquetWriter | None = None
    truth: pq.ParquetWriter | None = None
    try:
        for block in stream.blocks():
            if part is None:
                part = pq.ParquetWriter(folder / f"part-{number:05d}.parquet", block.posts.schema, compression="zstd")
            truth = truth or pq.ParquetWriter(truth_path, block.truth.schema, compression="zstd")
            part.write_table(block.posts)
            truth.write_table(block.truth)
            written, in_part = written + len(block.posts), in_part + len(block.posts)
            progress(written, total)
            if in_part >= _ROWS_PER_PART:
                part.close()
                part, in_part, number = None, 0, number + 1
    finally:
        for writer in (part, truth):
            if writer is not None:
                writer.close()
    return written
