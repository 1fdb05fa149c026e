"""How fast is a whole scan of a made-up world, is its memory flat, and how much of what is wanted does it raise?

The world's posts, profiles, channels, files and texts in files against its banks: reading every file once, comparing,
storing. Each stage runs in a process of its own; memory is sampled while it runs, at every tenth of the way. Seeds are
those kept for reporting; optional programs are left out, so that machines can be compared.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from seawall.testing.world import REPORTED_SEEDS
from seawall_bench.measure import machine, run_case, versions

IMPORTED_FIRST = {
    "read": ("seawall.pipeline", "cv2"),
    "scan": ("seawall.pipeline",),
}
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def resident_mib():
    """Return the memory that the process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    raise AssertionError("no VmRSS")


class Samples:
    """Memory at every tenth of the way."""

    def __init__(self):
        self.mib = []

    def __call__(self, done, total):
        if total and done * 10 // total >= len(self.mib) + 1:
            self.mib.append(resident_mib())


def make(folder, seed, accounts, posts, pictures):
    """Write the world."""
    from seawall.testing.world import WorldOptions, write_world

    write_world(Path(folder), WorldOptions(seed=seed, account_count=accounts, post_count=posts, picture_count=pictures))
    return {}


def take_in(folder, home):
    """Import the world."""
    from seawall.corpus import open_corpus
    from seawall.intake import fingerprint_of, keep_listed_media, plan_import, run_import

    plan = plan_import(Path(folder), "seawall")
    corpus = open_corpus(Path(home) / "corpus")
    run_import(
        plan, corpus, fingerprint=fingerprint_of(plan), rejects_folder=Path(home) / "rejects", now=NOW, source="world"
    )
    keep_listed_media(plan, Path(home) / "evidence", now=NOW)
    with corpus.snapshot() as snapshot:
        return {table: snapshot.row_count(table) for table in ("posts", "accounts", "media", "channels")}


def read(home, threads):
    """Read every file once."""
    from seawall.corpus import open_corpus
    from seawall.pipeline import ReadingOptions, open_media_signals, read_media

    samples = Samples()
    done = read_media(
        open_corpus(Path(home) / "corpus"),
        Path(home) / "evidence",
        open_media_signals(Path(home) / "media"),
        now=NOW,
        options=ReadingOptions(threads=threads, progress=samples),
    )
    return {**asdict(done), "memory_mib_by_tenth": samples.mib}


def scan(folder, home):
    """Compare everything with the world's banks, and with the truth."""
    import time

    from seawall.corpus import open_corpus
    from seawall.demo import measure
    from seawall.index import read_banks
    from seawall.pipeline import ScanOptions, open_findings, open_media_signals, scan_corpus

    began = time.process_time()
    bank = read_banks([Path(folder) / "banks"])
    bank_seconds = time.process_time() - began
    samples = Samples()
    findings = open_findings(Path(home) / "findings")
    began = time.process_time()
    done = scan_corpus(
        open_corpus(Path(home) / "corpus"),
        bank.entries,
        findings,
        now=NOW,
        options=ScanOptions(media=open_media_signals(Path(home) / "media"), progress=samples),
    )
    scan_seconds = time.process_time() - began
    with findings.snapshot() as found:
        measured = measure(Path(folder), found, case_accounts=())
    return {
        **asdict(done),
        "bank_cpu_seconds": round(bank_seconds, 1),
        "scan_cpu_seconds": round(scan_seconds, 1),
        "posts_per_cpu_second": round(done.row_count["posts"] / scan_seconds),
        "memory_mib_by_tenth": samples.mib,
        "quality": asdict(measured),
    }


def main(argv):
    parser = argparse.ArgumentParser(prog="seawall_bench world", description=__doc__)
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=REPORTED_SEEDS[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--freeze", type=Path)
    given = parser.parse_args(argv)
    work = Path(tempfile.mkdtemp(prefix="seawall-world-"))
    try:
        result = _run(given, str(work / "world"), str(work / "home"))
    finally:
        shutil.rmtree(work)
    text = json.dumps(result, indent=2, ensure_ascii=False)
    print(text)
    if given.freeze:
        given.freeze.write_text(text + "\n", "utf-8")


def _run(given, world, home):
    case = "seawall_bench.world_bench"
    told = {
        "machine": machine(),
        "versions": versions("numpy", "numba", "pyarrow", "opencv-python-headless"),
        "options": {name: getattr(given, name) for name in ("posts", "accounts", "pictures", "threads", "seed")},
    }
    told["make"] = run_case(
        f"{case}:make", folder=world, seed=given.seed, accounts=given.accounts, posts=given.posts,
        pictures=given.pictures,
    )  # fmt: skip
    told["import"] = run_case(f"{case}:take_in", folder=world, home=home)
    told["read"] = run_case(f"{case}:read", home=home, threads=given.threads)
    told["read"]["files_per_cpu_second"] = round(told["read"]["file_count"] / told["read"]["cpu_seconds"], 1)
    told["scan"] = run_case(f"{case}:scan", folder=world, home=home)
    told["again"] = run_case(f"{case}:scan", folder=world, home=home)
    return told
