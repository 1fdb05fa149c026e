"""Make the demonstration: a world, its import, the desk, a scan, cases, and how that compares with the truth.

Every stage may be run again: a demonstration that was killed goes on with the same command. The data folder is either
new, empty, or that of an earlier demonstration with the same seed; a desk with real work in it is refused.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from seawall.corpus import open_corpus
from seawall.demo.banking import fill_banks
from seawall.demo.measuring import Measured, measure
from seawall.demo.staffing import staff_desk
from seawall.errors import SeawallError
from seawall.intake import fingerprint_of, keep_listed_media, plan_import, run_import
from seawall.pipeline import open_findings
from seawall.settings import Settings
from seawall.testing.world import WorldOptions, write_world

__all__ = ["MARK", "DemoOptions", "DemoReport", "HomeNotEmptyError", "make_demo"]

MARK: Final = "demo.json"
"""The file in a data folder that says: here is a demonstration, and of which world."""


class HomeNotEmptyError(SeawallError):
    """This data folder holds something other than this demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """Which world; the counts are those of `WorldOptions`."""

    seed: int = 1
    post_count: int = 40_000
    account_count: int = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What was made, how long each stage took, and how good the result is."""

    home: Path
    seed: int
    stage_seconds: dict[str, float]
    counts: dict[str, int]
    measured: Measured
    login_path: str = field(repr=False)  # one-time


def make_demo(
    settings: Settings, options: DemoOptions, *, now: datetime, tell: Callable[[str], None] = lambda _: None
) -> DemoReport:
    """Make or complete the demonstration in `settings.home`; `tell` hears the name of each stage as it begins.

    Raises:
        HomeNotEmptyError: the folder holds something else.
    """
    _claim_home(settings.home, options.seed)
    watch = _Watch(tell=tell)
    world = settings.home / "world"
    with watch.stage("make a world"):
        _write_world(world, options)
    with watch.stage("import"):
        stored = _import_world(settings, world, now)
    with watch.stage("prepare the desk"):
        entry_count = _prepare(settings, world)
    with watch.stage("scan, open cases"):
        case_accounts, case_count = _scan()
    with watch.stage("compare with the truth"), open_findings(settings.findings_path).snapshot() as findings:
        measured = measure(world, findings, case_accounts=case_accounts)
        finding_count = findings.row_count("findings")
    from seawall.desk.story.facts import write_facts

    write_facts(settings.home, world)
    counts = {**stored, "bank_entries": entry_count, "findings": finding_count, "cases": case_count}
    return DemoReport(
        home=settings.home,
        seed=options.seed,
        stage_seconds=watch.seconds,
        counts=counts,
        measured=measured,
        login_path=_login_path(),
    )


class _Watch:
    """Times the stages."""

    def __init__(self, *, tell: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self._tell = tell

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._tell(name)
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began


def _claim_home(home: Path, seed: int) -> None:
    mark = home / MARK
    if mark.is_file():
        earlier = json.loads(mark.read_text("utf-8"))
        if earlier.get("seed") != seed:
            raise HomeNotEmptyError(
                f"{home} holds the demonstration of seed {earlier.get('seed')}: name that seed, or another folder",
                path=home,
            )
        return
    if home.exists() and any(home.iterdir()):
        raise HomeNotEmptyError(f"{home} is not empty: a demonstration wants a folder of its own", path=home)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text(json.dumps({"seed": seed}) + "\n", "utf-8")


def _write_world(world: Path, options: DemoOptions) -> None:
    if not (world / "world.json").is_file():
        asked = WorldOptions(seed=options.seed, account_count=options.account_count, post_count=options.post_count)
        write_world(world, asked)


def _import_world(settings: Settings, world: Path, now: datetime) -> dict[str, int]:
    corpus = open_corpus(settings.corpus_path)
    plan = plan_import(world, "seawall")
    facts = json.loads((world / "world.json").read_text("utf-8"))
    # a made-up world may lie ahead of the reader's calendar; it is then taken in on the day after its last post
    taken_in = max(now, datetime.fromisoformat(facts["ends"]) + timedelta(days=1))
    fingerprint = fingerprint_of(plan)
    with corpus.snapshot() as before:
        imported = any(
            batch.origin.fingerprint == fingerprint and batch.state == "finished" for batch in before.batches
        )
    if not imported:
        run_import(
            plan,
            corpus,
            fingerprint=fingerprint,
            rejects_folder=settings.home / "rejects",
            now=taken_in,
            source="made-up world",
        )
    keep_listed_media(plan, settings.evidence_path, now=taken_in)
    with corpus.snapshot() as snapshot:
        return {table: snapshot.row_count(table) for table in ("posts", "accounts", "media", "interactions")}


def _prepare(settings: Settings, world: Path) -> int:
    from seawall.desk.start import prepare_desk

    prepare_desk(settings)
    staff_desk()
    return fill_banks(world / "banks")


def _scan() -> tuple[list[str], int]:
    from seawall.desk.cases.models import Case
    from seawall.desk.people.models import StaffMember
    from seawall.desk.sources.services import run_scan

    administrator = StaffMember.objects.order_by("pk").first()
    assert administrator is not None
    run_scan(administrator)
    accounts = [case.account_id for case in Case.objects.all() if case.account_id is not None]
    return accounts, Case.objects.count()


def _login_path() -> str:
    from seawall.demo.staffing import VISITOR
    from seawall.desk.people.models import StaffMember
    from seawall.desk.people.services import make_one_time_login

    return make_one_time_login(StaffMember.objects.get(username=VISITOR))
