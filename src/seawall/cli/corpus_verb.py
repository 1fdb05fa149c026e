"""`seawall corpus`: what does the corpus hold, and how is it taken back, erased, kept in time and kept in order?

Each subcommand does one thing to the store, in one atomic change, and prints what it did; `--json` prints one object.
When observations leave, the findings on them go too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from seawall.cli.byte_progress import byte_progress
from seawall.cli.exit_codes import ATTENTION
from seawall.clock import utc_now
from seawall.corpus import TABLES, Batch, Problem, Released, RetentionRule, StoreWriter, TableStore, open_corpus
from seawall.intake import forget_rejects
from seawall.pipeline.findings import open_findings
from seawall.pipeline.forgetting import forget_findings
from seawall.pipeline.media_signals import forget_media_signals, open_media_signals
from seawall.settings import Settings

_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_wait = click.option(
    "--wait", "wait_seconds", type=click.FloatRange(min=0), default=10.0, show_default=True,
    help="Seconds to wait for another writer.",
)  # fmt: skip


class _Stores:
    """The corpus, and the findings that go with their observations."""

    def __init__(self, settings: Settings) -> None:
        self.corpus = open_corpus(settings.corpus_path)
        self.findings = open_findings(settings.findings_path)
        self.rejects = settings.home / "rejects"
        self.media = open_media_signals(settings.media_signals_path)
        self.stores = {"corpus": self.corpus, "findings": self.findings, "media signals": self.media}

    def written(self) -> dict[str, TableStore]:
        """Return the stores that exist already."""
        return {name: store for name, store in self.stores.items() if store.snapshot().version}

    def forget(self, writer: StoreWriter, wait_seconds: float) -> int:
        """Forget what rests on observations that are gone; return how many findings that were."""
        forget_media_signals(self.corpus.snapshot(), self.media, timeout_seconds=wait_seconds)
        return forget_findings(writer, self.findings, timeout_seconds=wait_seconds)


@click.group()
@click.option("--home", type=click.Path(path_type=Path), help="The data folder, instead of SEAWALL_HOME.")
@click.pass_context
def command(context: click.Context, home: Path | None) -> None:
    """Look after the corpus: list, withdraw, erase, retain, compact, verify."""
    context.obj = _Stores(Settings.from_environment(home=home))


@command.command("list")
@_as_json
@click.pass_obj
def list_batches(stores: _Stores, *, as_json: bool) -> None:
    """List the batches and how many rows each table has."""
    snapshot = stores.corpus.snapshot()
    rows = {table: snapshot.row_count(table) for table in TABLES}
    if as_json:
        batches = [_facts(batch) for batch in snapshot.batches]
        click.echo(json.dumps({"version": snapshot.version, "rows": rows, "batches": batches}))
        return
    table = Table(box=None, header_style="bold")
    for title in ("batch", "state", "acquired", "source", "name"):
        table.add_column(title)
    for title in ("stored", "repeats"):
        table.add_column(title, justify="right")
    for batch in snapshot.batches:
        origin = batch.origin
        acquired = f"{origin.acquired_at:%Y-%m-%d %H:%M}"
        stored, repeats = sum(batch.stored.values()), sum(batch.repeats.values())
        table.add_row(batch.batch_id, batch.state, acquired, origin.source, origin.name, f"{stored:,}", f"{repeats:,}")
    Console().print(table)
    click.echo("rows: " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))


@command.command()
@click.argument("batch_id", metavar="BATCH")
@_wait
@_as_json
@click.pass_obj
def withdraw(stores: _Stores, batch_id: str, *, wait_seconds: float, as_json: bool) -> None:
    """Take back the import BATCH whole; rows that another import saw too pass on to that one."""
    with _writing(stores.corpus, wait_seconds, "withdrawing", as_json=as_json) as (writer, progress):
        released = writer.withdraw_batch(batch_id, progress=progress)
        forget_rejects(stores.rejects, released.batch_ids)
        forgotten = stores.forget(writer, wait_seconds)
    _tell_released(released, forgotten, as_json=as_json)


@command.command("erase-account")
@click.argument("platform")
@click.argument("account_id", metavar="ID")
@_wait
@_as_json
@click.pass_obj
def erase_account(stores: _Stores, platform: str, account_id: str, *, wait_seconds: float, as_json: bool) -> None:
    """Erase the account ID of PLATFORM: profiles, posts, media, interactions by it and at it."""
    with _writing(stores.corpus, wait_seconds, "erasing", as_json=as_json) as (writer, progress):
        removed = writer.erase_account(platform, account_id, progress=progress)
        removed["findings"] = stores.forget(writer, wait_seconds)
    _tell_removed(removed, as_json=as_json)


@command.command("erase-post")
@click.argument("platform")
@click.argument("post_id", metavar="ID")
@_wait
@_as_json
@click.pass_obj
def erase_post(stores: _Stores, platform: str, post_id: str, *, wait_seconds: float, as_json: bool) -> None:
    """Erase the post ID of PLATFORM in all its versions; "key:" and 32 hexadecimal digits name a post without id."""
    key = _key(post_id)
    with _writing(stores.corpus, wait_seconds, "erasing", as_json=as_json) as (writer, progress):
        if key is None:
            removed = writer.erase_post(platform, post_id, progress=progress)
        else:
            removed = writer.erase_post_by_key(key, progress=progress)
        removed["findings"] = stores.forget(writer, wait_seconds)
    _tell_removed(removed, as_json=as_json)


@command.command()
@click.option("--days", type=click.IntRange(min=0), help="Keep observations this long after they were acquired.")
@click.option("--source", help="Only those of this source (0 days: forget it wholly).")
@click.option("--rule", "rules", multiple=True, metavar="SOURCE=DAYS", help="Another rule, for one source; repeatable.")
@_wait
@_as_json
@click.pass_obj
def retain(
    stores: _Stores,
    *,
    days: int | None,
    source: str | None,
    rules: tuple[str, ...],
    wait_seconds: float,
    as_json: bool,
) -> None:
    """Let go of every import whose time is over; a rule for a source stands before the general one."""
    chosen = [_rule(rule) for rule in rules]
    if days is not None:
        chosen.append(RetentionRule(keep=timedelta(days=days), source=source))
    elif source is not None or not chosen:
        raise click.UsageError("say how long to keep: --days N [--source S], or --rule SOURCE=DAYS")
    with _writing(stores.corpus, wait_seconds, "letting go", as_json=as_json) as (writer, progress):
        released = writer.apply_retention(chosen, utc_now(), progress=progress)
        forget_rejects(stores.rejects, released.batch_ids)
        forgotten = stores.forget(writer, wait_seconds)
    _tell_released(released, forgotten, as_json=as_json)


@command.command()
@_wait
@_as_json
@click.pass_obj
def compact(stores: _Stores, *, wait_seconds: float, as_json: bool) -> None:
    """Merge small files into larger, sorted ones; the same rows. Findings are compacted too."""
    told = {}
    for name, store in stores.written().items():
        with _writing(store, wait_seconds, f"compacting {name}", as_json=as_json) as (writer, progress):
            done = writer.compact(progress=progress)
        told[name] = asdict(done)
        if not as_json:
            click.echo(f"{name}: {done.files_before:,} files became {done.files_after:,}")
    if as_json:
        click.echo(json.dumps(told))


@command.command()
@_wait
@_as_json
@click.pass_context
def verify(context: click.Context, *, wait_seconds: float, as_json: bool) -> None:
    """Read every byte of corpus and findings and say what is damaged; ends with code 1 if anything is."""
    problems: list[Problem] = []
    for name, store in context.obj.stores.items():
        with byte_progress(f"verifying {name}", shown=not as_json) as progress:
            problems += store.verify(timeout_seconds=wait_seconds, progress=progress)
    if as_json:
        told = [{"file": str(problem.file), "reason": problem.reason} for problem in problems]
        click.echo(json.dumps({"sound": not problems, "problems": told}))
    else:
        for problem in problems:
            click.echo(f"{problem.file}: {problem.reason}")
        remedy = f"{len(problems)} problems: restore these files from a backup"
        click.echo(remedy if problems else "corpus and findings are sound")
    if problems:
        context.exit(ATTENTION)


@contextmanager
def _writing(
    store: TableStore, wait_seconds: float, doing: str, *, as_json: bool
) -> Iterator[tuple[StoreWriter, Callable[[int, int], None]]]:
    with store.write(timeout_seconds=wait_seconds) as writer, byte_progress(doing, shown=not as_json) as progress:
        yield writer, progress


def _facts(batch: Batch) -> dict[str, Any]:
    facts = asdict(batch)
    facts |= facts.pop("origin")
    return facts | {"acquired_at": batch.origin.acquired_at.isoformat()}


def _tell_removed(removed: dict[str, int], *, as_json: bool) -> None:
    click.echo(json.dumps({"removed": removed}) if as_json else f"removed: {_counted(removed)}")


def _tell_released(released: Released, forgotten: int, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(released) | {"forgotten_findings": forgotten}))
        return
    click.echo(f"batches let go: {', '.join(released.batch_ids) or 'none'}")
    click.echo(f"removed: {_counted(dict(released.removed))}")
    click.echo(f"passed on to other batches: {_counted(dict(released.handed_on))}")
    click.echo(f"findings that went with them: {forgotten:,}")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items() if count) or "nothing"


def _key(written: str) -> bytes | None:
    if not written.startswith("key:"):
        return None
    try:
        key = bytes.fromhex(written.removeprefix("key:"))
    except ValueError:
        key = b""
    if len(key) != 16:
        raise click.BadParameter('after "key:" come 32 hexadecimal digits', param_hint="ID")
    return key


def _rule(written: str) -> RetentionRule:
    source, _, days = written.rpartition("=")
    if not source or not days.isdecimal():
        raise click.BadParameter(f"{written!r} is not SOURCE=DAYS", param_hint="--rule")
    return RetentionRule(source=source, keep=timedelta(days=int(days)))
