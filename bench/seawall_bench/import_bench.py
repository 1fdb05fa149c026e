"""How fast does `seawall import` take real and made-up posts, and does its memory stay flat?

Real data sets lie below SEAWALL_TEST_DATA; made-up ones have 100,000, 1,000,000 and 5,000,000 posts. Peers only read
the same file (pandas, polars, pyarrow, Python's csv): they neither map nor store, so they are a floor, not a rival.
Counts are checked against an independent count. Each case is a process of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from seawall_bench.measure import hand_out, machine, offer_outputs, run_case, versions

CASES = "seawall_bench.import_cases"
PEERS = ("pyarrow", "polars", "pandas")
SIZES = (100_000, 1_000_000, 5_000_000)


def measure(path: Path, peers: tuple[str, ...] = ()) -> dict:
    """Import one file into a fresh corpus; read it with the peers."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as home:
        result = run_case(f"{CASES}:seawall", path=str(path), home=home)
    expected = run_case(f"{CASES}:count", path=str(path))["rows"]
    result["counted_independently"] = expected
    result["counts_agree"] = expected == result["rows"] == result["stored"] + result["repeats"] + result["rejects"]
    result["rows_per_second"] = round(result["rows"] / result["wall_seconds"])
    result["rows_per_cpu_second"] = round(result["rows"] / result["cpu_seconds"])
    result["load_average_before"] = round(load, 1)
    files = [path] if path.is_file() else list(path.iterdir())
    result["file_mib"] = round(sum(file.stat().st_size for file in files) / (1 << 20), 2)
    result["peers_reading_only"] = {peer: run_case(f"{CASES}:{peer}", path=str(path)) for peer in peers}
    return result


def run(data: Path | None, sizes: tuple[int, ...], seed: int) -> dict:
    """Return all figures."""
    results: dict[str, dict] = {}
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as folder:
        work = Path(folder)
        if data is not None:
            real = [*sorted(data.glob("*.csv")), data / "as_published", *sorted(data.glob("*.parquet"))]
            for path in real:
                parquet = path.suffix == ".parquet"
                results[str(path.relative_to(data))] = measure(path, PEERS if parquet else ())
            posts = work / "information_operation_posts.csv"
            run_case(f"{CASES}:write_csv", path=str(data / "information_operation_posts.parquet"), out=str(posts))
            results["information_operation_posts as CSV"] = measure(posts, (*PEERS, "csv_module"))
            posts.unlink()
        for rows in sizes:
            path = work / "made_up.parquet"
            run_case(f"{CASES}:write_made_up", out=str(path), rows=rows, seed=seed)
            results[f"made up, {rows:,} posts"] = measure(path)
    return {
        "bench": "import",
        "seed": seed,
        "results": results,
        "machine": machine(),
        "versions": versions("seawall", "pyarrow", "pandas", "polars", "numpy", "msgspec"),
    }


def print_table(figures: dict) -> None:
    """Print the figures for people."""
    heads = ("rows", "stored", "repeats", "rejects", "rows/s", "rows/CPU s", "MiB")
    print(f"{'file':<44}" + "".join(f"{head:>11}" for head in heads) + "  agree")
    for name, one in figures["results"].items():
        counts = [
            one[key] for key in ("rows", "stored", "repeats", "rejects", "rows_per_second", "rows_per_cpu_second")
        ]
        told = "".join(f"{number:>11,}" for number in (*counts, one["peak_memory_mib"]))
        print(f"{name:<44}{told}  {one['counts_agree']}")
        for peer, read in one["peers_reading_only"].items():
            rate = round(read["rows"] / max(0.001, read["wall_seconds"]))
            print(f"{'  ' + peer + ', reading only':<88}{rate:>11,}{'':>11}{read['peak_memory_mib']:>11,}")


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench import", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("SEAWALL_TEST_DATA"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="counts of made-up posts")
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    figures = run(Path(chosen.data) if chosen.data else None, tuple(chosen.sizes), chosen.seed)
    print_table(figures)
    hand_out(figures, chosen)
