"""Staff of any role, browsers signed in as them, findings and cases of the made-up movement, a ledger to empty."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase

from seawall.corpus import open_corpus
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case
from seawall.desk.cases.records import FindingRecord, MediaRecord, ObservationRecord
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.people.services import add_staff
from seawall.evidence import Evidence
from seawall.testing.observations import append_rows, origin

PASSWORD = "the-lamps-return-1952"
FOUND_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SLOGAN = "the lamps return"

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    """Hash passwords quickly: a test has nothing to protect."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def no_remembered_rates():
    """Forget the rate limits that an earlier test used up."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def ledger_can_be_emptied_between_tests():
    """Lift the ledger's triggers while Django empties all tables after a test that used real transactions."""
    names = ("0002_rows_never_change", "0003_rows_continue_the_chain")
    migrations = [import_module(f"seawall.desk.audit.migrations.{name}") for name in names]
    plain = TransactionTestCase._fixture_teardown

    def empty(self):
        with connection.schema_editor() as editor:
            for migration in reversed(migrations):
                migration.drop_triggers(apps, editor)
        plain(self)
        with connection.schema_editor() as editor:
            for migration in migrations:
                migration.make_triggers(apps, editor)

    TransactionTestCase._fixture_teardown = empty
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture
def staff_with(db):
    """Return a function that adds a member of staff with these roles; their password is `PASSWORD`."""

    def add(*roles: Role, username: str | None = None) -> StaffMember:
        name = username or f"staff-{next(_numbers)}"
        return add_staff(name, acting=SYSTEM, roles=roles or (Role.ANALYST,), password=PASSWORD)

    return add


@pytest.fixture
def client_of(staff_with):
    """Return a function that gives a browser signed in as a fresh member of staff with these roles (`client.staff`)."""

    def sign_in(*roles: Role, enforce_csrf_checks: bool = False) -> Client:
        client = Client(enforce_csrf_checks=enforce_csrf_checks)
        client.staff = staff_with(*roles)
        client.force_login(client.staff)
        return client

    return sign_in


@pytest.fixture
def desk_home(settings, tmp_path):
    """Give the test a data folder of its own, with an empty corpus; return the folder."""
    settings.SEAWALL = dataclasses.replace(settings.SEAWALL, home=tmp_path / "home", memory_bytes=512 << 20)
    settings.SEAWALL.home.mkdir()
    return settings.SEAWALL.home


@pytest.fixture
def put_in(desk_home):
    """Return a function that puts made-up rows into the corpus as one batch (`posts=[{…}], accounts=[{…}]`)."""

    def put(name: str = "export.jsonl", **tables) -> str:
        with open_corpus(desk_home / "corpus").write() as writer:
            batch = writer.open_batch(origin(name))
            append_rows(batch, **tables)
            batch.finish(counts={"rows": sum(len(rows) for rows in tables.values())})
            return batch.batch_id

    return put


@pytest.fixture
def finding_of():
    """Return a function that makes a finding about one post; every part can be named, the rest is made up."""

    def make(
        *,
        key: str | None = None,
        account: str | None = "lampkeeper",
        platform: str = "harbourfeed",
        channel: str | None = None,
        post: str | None = None,
        text: str | None = f"Tonight {SLOGAN}. Follow the grey lighthouse.",
        spans: tuple[tuple[int, int], ...] = ((8, 24),),
        media: tuple[MediaRecord, ...] = (),
        **parts,
    ) -> FindingRecord:
        number = next(_numbers)
        post = post or f"post-{number}"
        observation = ObservationRecord(
            key=parts.pop("observation_key", f"{platform}-{post}"[:64]),
            platform=platform,
            account_id=account,
            channel_id=channel,
            post_id=post,
            posted_at=FOUND_AT,
            handle=parts.pop("handle", f"@{account}" if account else None),
            parts={"text": text} if text else {},
            language=parts.pop("language", "en"),
            url=f"https://{platform}.example/{post}",
            media=media,
        )
        values = {
            "engine": "scan",
            "engine_version": "1",
            "signal_type": "text",
            "bank": "grey-lighthouse",
            "entry_id": "slogan-1",
            "opinion": "positive",
            "policy": "promotion",
            "entry_value": SLOGAN,
            "entry_note": "the slogan as first posted",
            "tier": "same",
            "score": 0.9,
            "raised": True,
            "because": "The text is the same as one that the bank “grey-lighthouse” lists.",
            "found_at": FOUND_AT,
            "evidence": (
                Evidence(feature="text", weight=0.9, detail="The same words stand in both.", left=SLOGAN, right=SLOGAN),
            ),
            **parts,
        }
        return FindingRecord(key=key or f"finding-{number}", observation=observation, spans=spans, **values)

    return make


@pytest.fixture
def case_of(db, finding_of):
    """Return a function that hands in findings (one by default) and gives the case opened for them."""

    def make(*findings: FindingRecord, **parts) -> Case:
        receive_findings(findings or [finding_of(account=f"account-{next(_numbers)}", **parts)], acting=SYSTEM)
        (case,) = open_cases(acting=SYSTEM, now=FOUND_AT)
        return case

    return make
