"""What each check notices, and that all is fine where nothing is wrong."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.doctor import State, database, observations, places, running
from seawall.desk.people.roles import Role
from seawall.desk.serving.place import SERVE_LOCK, WORKER_LOCK, hold
from seawall.desk.upkeep.models import ChoreRun
from seawall.settings import Settings

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def installation(home):
    return Settings(home=home)


def states(found):
    return [(diagnosis.check, diagnosis.state) for diagnosis in found]


def the_problem(found):
    wrong = [diagnosis for diagnosis in found if diagnosis.state == State.PROBLEM]
    assert len(wrong) == 1
    assert wrong[0].mend
    return wrong[0].sentence


def test_this_python_is_new_enough(installation):
    assert states(places.check_python(installation)) == [("python", State.FINE)]


@pytest.mark.parametrize(
    ("free", "state"), [(100 << 20, State.PROBLEM), (500 << 20, State.ADVICE), (50 << 30, State.FINE)]
)
def test_room_on_the_disk_is_judged(installation, monkeypatch, free, state):
    usage = type(shutil.disk_usage("/"))(free * 2, free, free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert states(places.check_disk(installation)) == [("disk", state)]


def test_open_permissions_are_named(installation, home):
    assert states(places.check_home(installation)) == [("home", State.FINE)]
    for name in ("secret_key", "desk.sqlite3"):
        (home / name).write_text("x")
        (home / name).chmod(0o600)
    assert {state for _, state in states(places.check_private_files(installation))} == {State.FINE}
    (home / "secret_key").chmod(0o640)
    (home / "desk.sqlite3").chmod(0o644)
    assert states(places.check_private_files(installation)) == [
        ("secret_key", State.PROBLEM),
        ("desk.sqlite3", State.FINE),
    ]
    home.chmod(0o755)
    assert "0755" in the_problem(places.check_home(installation))
    assert states(places.check_private_files(installation))[1] == ("desk.sqlite3", State.PROBLEM)


@pytest.mark.django_db
def test_a_database_that_is_not_there_or_behind_is_named(installation, home):
    assert "no database" in the_problem(database.check_migrations(installation))
    (home / "desk.sqlite3").write_text("")
    assert states(database.check_migrations(installation)) == [("database", State.FINE)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'upkeep'")
    assert "1 migrations are missing" in the_problem(database.check_migrations(installation))


@pytest.mark.django_db
def test_a_tampered_ledger_is_named(installation, staff_with):
    staff_with(Role.ADMINISTRATOR)
    assert states(database.check_ledger(installation)) == [("ledger", State.FINE)]
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_row_no_UPDATE")
        cursor.execute("UPDATE audit_ledgerrow SET event = 'x' WHERE number = 1")
    assert "Row 1" in the_problem(database.check_ledger(installation))


@pytest.mark.django_db
def test_integrity_is_checked(installation):
    assert states(database.check_integrity(installation)) == [("integrity", State.FINE)]


@pytest.mark.django_db
def test_a_desk_without_administrator_or_second_factor_is_named(installation, staff_with):
    from allauth.mfa.models import Authenticator

    assert "Nobody" in the_problem(database.check_administrators(installation))
    staff = staff_with(Role.ADMINISTRATOR)
    assert states(database.check_administrators(installation)) == [("administrators", State.ADVICE)]
    Authenticator.objects.create(user=staff, type="totp", data={})
    assert states(database.check_administrators(installation)) == [("administrators", State.FINE)]


@pytest.mark.parametrize("check", [observations.check_corpus, observations.check_findings])
@pytest.mark.parametrize("quick", [True, False])
def test_a_store_that_lost_its_manifest_is_named(installation, home, check, quick):
    name, state = states(check(installation, quick=quick))[0]
    assert state == State.FINE
    (home / name / "data").mkdir(parents=True)
    (home / name / "data" / "posts-1.parquet").write_bytes(b"x")
    assert "restore" in the_problem(check(installation, quick=quick))


def test_a_changed_byte_of_the_corpus_is_named_and_a_busy_store_is_advice(installation):
    from seawall.corpus import BatchOrigin, open_corpus

    corpus = open_corpus(installation.corpus_path)
    with corpus.write() as writer:
        origin = BatchOrigin(source="s", name="n", fingerprint="f", map_name="seawall", acquired_at=NOON)
        writer.open_batch(origin).finish()
        assert states(observations.check_corpus(installation, quick=True)) == [("corpus", State.FINE)]
        assert states(observations.check_corpus(installation, quick=False)) == [("corpus", State.ADVICE)]
    manifest = installation.corpus_path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"fingerprint":"f"', b'"fingerprint":"g"'))
    assert "damaged" in the_problem(observations.check_corpus(installation, quick=True))


def test_an_evidence_file_that_is_not_what_its_name_says_is_named(installation, home):
    path = home / "evidence" / "sha256" / "ab" / ("ab" * 32)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"another")
    assert states(observations.check_evidence(installation, quick=True)) == [("evidence", State.FINE)]
    assert path.name in the_problem(observations.check_evidence(installation, quick=False))


def test_server_and_worker_are_seen_by_their_locks(installation, home):
    assert states(running.check_server(installation)) == [("server", State.ADVICE)]
    with hold(home / SERVE_LOCK):
        assert states(running.check_server(installation)) == [("server", State.FINE), ("worker", State.PROBLEM)]
        with hold(home / WORKER_LOCK):
            assert states(running.check_server(installation)) == [("server", State.FINE), ("worker", State.FINE)]


def make_task(status, **fields):
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="seawall.desk.sources.tasks.work_on_run",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
        **fields,
    )


@pytest.mark.django_db
def test_tasks_that_wait_too_long_or_failed_are_named(installation):
    now = utc_now()
    assert states(running.check_queue(installation, now)) == [("queue", State.FINE)]
    make_task(TaskResultStatus.FAILED, finished_at=now)
    assert states(running.check_queue(installation, now)) == [("queue", State.ADVICE)]
    make_task(TaskResultStatus.READY)
    assert states(running.check_queue(installation, now)) == [("queue", State.ADVICE)]
    assert "the oldest for 20 minutes" in the_problem(running.check_queue(installation, now + timedelta(minutes=20.5)))


@pytest.mark.django_db
def test_a_chore_that_failed_is_named(installation):
    assert states(running.check_chores(installation)) == [("chores", State.FINE)]
    ChoreRun.objects.create(name="retention", began_at=NOON, succeeded=False, outcome="StoreFullError: full")
    assert "retention failed" in the_problem(running.check_chores(installation))


def test_a_desk_for_others_without_https_is_named(installation, settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    assert states(running.check_https(installation)) == [("https", State.FINE)]
    settings.ALLOWED_HOSTS = ["localhost", "desk.example"]
    assert "desk.example" in the_problem(running.check_https(installation))
    settings.SESSION_COOKIE_SECURE = True
    assert states(running.check_https(installation)) == [("https", State.FINE)]


@pytest.mark.django_db
def test_a_clock_that_went_back_is_named(installation, staff_with):
    assert states(running.check_clock(installation, NOON)) == [("clock", State.FINE)]
    assert "earlier than" in the_problem(running.check_clock(installation, datetime(1970, 1, 1, tzinfo=UTC)))
    staff_with(Role.ANALYST)
    last = LedgerRow.objects.order_by("-number").first().at
    if last > running._RELEASE:
        assert "earlier than" in the_problem(running.check_clock(installation, last - timedelta(hours=1)))


def test_missing_translations_are_named(installation, settings, tmp_path):
    assert states(running.check_languages(installation)) == [("languages", State.FINE)]
    settings.LOCALE_PATHS = [tmp_path]
    assert "ar, es" in the_problem(running.check_languages(installation))
