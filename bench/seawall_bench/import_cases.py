"""The cases of the import bench: Seawall's import, plain readers of the same file, counts, and made-up posts.

Modules are imported inside the cases, so that a peer's peak memory is its own.
"""

from __future__ import annotations

import random
from pathlib import Path

WORDS = (
    "lamps",
    "harbour",
    "return",
    "pier",
    "evening",
    "boats",
    "الفنار",
    "الميناء",
    "faro",
    "puerto",
    "vuelven",
    "luz",
)


IMPORTED_FIRST = {
    "seawall": ("seawall.intake", "seawall.corpus.store", "seawall.signals.url"),
    "pandas": ("pandas", "pyarrow.parquet"),
    "polars": ("polars",),
    "pyarrow": ("pyarrow.csv", "pyarrow.parquet"),
}


def seawall(path: str, home: str) -> dict:
    """Import a file or folder: read, map, find interactions, leave out repeats, store."""
    from datetime import UTC, datetime

    from seawall.corpus.store import open_corpus
    from seawall.intake import fingerprint_of, plan_import, run_import

    total = dict.fromkeys(("rows", "stored", "repeats", "rejects"), 0)
    tables: dict[str, int] = {}
    for plan in plan_import(Path(path)).by_batch():
        summary = run_import(
            plan,
            open_corpus(Path(home) / "corpus"),
            fingerprint=fingerprint_of(plan),
            rejects_folder=Path(home) / "rejects",
            now=datetime.now(UTC),
        )
        total = {name: number + getattr(summary, name) for name, number in total.items()}
        tables = {name: tables.get(name, 0) + summary.tables.get(name, 0) for name in {**tables, **summary.tables}}
    return {**total, "tables": tables}


def count(path: str) -> dict:
    """Count the rows of a file, or of a folder of CSV files, without Seawall."""
    import csv

    import pyarrow.parquet as pq

    if path.endswith(".parquet"):
        return {"rows": pq.read_metadata(path).num_rows}
    rows = 0
    for file in sorted(Path(path).glob("*.csv")) if Path(path).is_dir() else [Path(path)]:
        with file.open(encoding="utf-8", newline="") as stream:
            rows += sum(1 for _ in csv.DictReader(stream))
    return {"rows": rows}


def pandas(path: str) -> dict:
    """Read a file into a data frame."""
    import pandas as pd

    frame = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path)
    return {"rows": len(frame)}


def polars(path: str) -> dict:
    """Read a file into a data frame."""
    import polars as pl

    read = pl.read_parquet if path.endswith(".parquet") else pl.read_csv
    return {"rows": read(path).height}


def pyarrow(path: str) -> dict:
    """Read a file into an Arrow table."""
    import pyarrow.csv
    import pyarrow.parquet

    if path.endswith(".parquet"):
        return {"rows": pyarrow.parquet.read_table(path).num_rows}
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    return {"rows": pyarrow.csv.read_csv(path, parse_options=options).num_rows}


def csv_module(path: str) -> dict:
    """Read a CSV file with Python's csv module and keep nothing."""
    return count(path)


def write_csv(path: str, out: str) -> dict:
    """Write a Parquet file's rows as CSV."""
    import csv

    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file, Path(out).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(file.schema_arrow.names)
        for batch in file.iter_batches(50_000):
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return {"bytes": Path(out).stat().st_size}


def write_made_up(out: str, rows: int, seed: int) -> dict:
    """Write made-up posts in Seawall's own columns, 100,000 at a time."""
    from datetime import UTC, datetime

    import pyarrow as pa
    import pyarrow.parquet as pq

    from seawall.corpus.schemas import TIME

    rng = random.Random(seed)
    sentences = [" ".join(rng.choices(WORDS, k=rng.randint(6, 20))) for _ in range(5_000)]
    first = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1_000_000)
    writer = None
    for begin in range(0, rows, 100_000):
        numbers = range(begin, min(rows, begin + 100_000))
        texts = [_text(rng, sentences, number) for number in numbers]
        batch = pa.table(
            {
                "platform": pa.array(["harbourfeed"] * len(numbers)),
                "post_id": pa.array([f"h{number}" for number in numbers]),
                "account_id": pa.array([f"a{rng.randrange(rows // 50 + 1)}" for _ in numbers]),
                "posted_at": pa.array([first + 5_000_000 * number for number in numbers], pa.int64()).cast(TIME),
                "text": pa.array(texts),
                "kind": pa.array(["post"] * len(numbers)),
            }
        )
        writer = writer or pq.ParquetWriter(out, batch.schema)
        writer.write_table(batch)
    if writer is not None:
        writer.close()
    return {"rows": rows}


def _text(rng, sentences, number):
    text = f"{rng.choice(sentences)} {number}"
    chance = rng.random()
    if chance < 0.4:
        text += f" https://pier{number % 977}.example/n/{number % 40_000}"
    if chance < 0.25:
        text += f" #tag{number % 500}"
    return text if chance < 0.9 else f"@keeper{number % 3_000} {text}"
