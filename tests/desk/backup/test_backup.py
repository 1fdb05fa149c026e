"""A backup comes back as it was, or not at all."""

import json
import signal
import sqlite3
import stat
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from seawall.corpus import BatchOrigin, StoreBusyError, open_corpus
from seawall.corpus.keys import observation_keys
from seawall.corpus.schemas import PROVENANCE, TABLES
from seawall.desk.backup import (
    ArchiveDamagedError,
    ArchiveExistsError,
    BackupError,
    HomeNotEmptyError,
    NothingToBackUpError,
    restore_backup,
    write_backup,
)
from seawall.desk.backup.contents import CONTENTS, is_safe_name
from seawall.settings import Settings

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def desk(prepared_home):
    """A desk with accounts in its corpus, an evidence file, a rejects file and a key."""
    settings = Settings(home=prepared_home)
    with open_corpus(settings.corpus_path).write() as writer:
        add_accounts(writer, 40)
    for name in ("evidence/sha256/ab/" + "ab" * 32, "rejects/الفنار.jsonl", "uploads/1/post list.csv"):
        path = prepared_home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (prepared_home / "rejects" / ".draft").write_text("half written")
    return settings


def add_accounts(writer, count, name="accounts"):
    origin = BatchOrigin(source="harbourfeed", name=name, fingerprint=name, map_name="seawall", acquired_at=NOON)
    schema = pa.schema([field for field in TABLES["accounts"] if field not in PROVENANCE])
    values = {"platform": "harbourfeed", "observed_at": NOON}
    rows = [values | {"account_id": f"{name}-{number}", "handle": f"@lamp_{number}"} for number in range(count)]
    table = pa.Table.from_pylist([{f.name: row.get(f.name) for f in schema} for row in rows], schema=schema)
    batch = writer.open_batch(origin)
    batch.append({"accounts": table.add_column(0, "key", observation_keys("accounts", table))})
    batch.finish()


def contents_of(home: Path):
    kept = ("corpus/data", "corpus/keys", "findings", "evidence", "rejects", "uploads")
    files = [path for name in kept for path in (home / name).rglob("*") if path.is_file() and path.name[0] != "."]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}


def rows_of(database: Path, table: str):
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def test_what_comes_back_is_what_was_backed_up(desk, tmp_path):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    heard = []
    done = write_backup(desk, archive, now=NOON, progress=lambda *step: heard.append(step))
    assert heard[-1][0] == heard[-1][1] == done.byte_count
    restored = restore_backup(archive, other)
    assert contents_of(other) == contents_of(desk.home)
    assert restored.file_count == done.file_count
    assert restored.made_at == NOON
    assert restored.ledger.number >= 1
    for table in ("people_staffmember", "audit_ledgerrow", "audit_ledgerpayload", "django_migrations"):
        assert rows_of(other / "desk.sqlite3", table) == rows_of(desk.desk_database_path, table)
    corpus = open_corpus(Settings(home=other).corpus_path)
    assert corpus.snapshot().row_count("accounts") == 40
    assert corpus.verify() == ()


def test_archive_and_restored_files_are_their_owners_alone(desk, tmp_path):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    write_backup(desk, archive, now=NOON, with_secrets=True)
    restore_backup(archive, other)
    for path in (archive, other, other / "desk.sqlite3", other / "secret_key"):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


@pytest.mark.parametrize("with_secrets", [True, False])
def test_the_signing_key_goes_along_only_when_asked_for(desk, tmp_path, with_secrets):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    write_backup(desk, archive, now=NOON, with_secrets=with_secrets)
    assert restore_backup(archive, other).with_secrets == with_secrets
    assert (other / "secret_key").exists() == with_secrets


def test_no_sign_in_goes_along(desk, tmp_path):
    key = "lamplamplamplamplamplamplamplamp"
    with closing(sqlite3.connect(desk.desk_database_path)) as live:
        live.execute("INSERT INTO django_session VALUES (?, 'signed in', '2099-01-01')", (key,))
        live.commit()
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    write_backup(desk, archive, now=NOON)
    restore_backup(archive, other)
    assert rows_of(other / "desk.sqlite3", "django_session") == []
    assert key.encode() not in (other / "desk.sqlite3").read_bytes()
    assert len(rows_of(desk.desk_database_path, "django_session")) == 1


def test_drafts_and_links_are_left_out(desk, tmp_path):
    (desk.home / "evidence" / "passwd").symlink_to("/etc/passwd")
    archive = tmp_path / "desk.zip"
    write_backup(desk, archive, now=NOON)
    names = zipfile.ZipFile(archive).namelist()
    assert "rejects/.draft" not in names
    assert "evidence/passwd" not in names


def test_a_backup_never_overwrites(desk, tmp_path):
    archive = tmp_path / "desk.zip"
    archive.write_text("precious")
    with pytest.raises(ArchiveExistsError):
        write_backup(desk, archive, now=NOON)
    assert archive.read_text() == "precious"


def test_a_folder_without_a_desk_is_refused(tmp_path):
    with pytest.raises(NothingToBackUpError):
        write_backup(Settings(home=tmp_path), tmp_path / "desk.zip", now=NOON)
    with pytest.raises(BackupError, match="no folder"):
        write_backup(Settings(home=tmp_path), tmp_path / "absent" / "desk.zip", now=NOON)


@pytest.mark.slow
def test_a_backup_while_others_write_is_one_committed_state(desk, tmp_path, run_python):
    program = (
        "import sys\nfrom django.db import transaction\nfrom seawall.desk.audit.services import SYSTEM, record\n"
        "print('ready', flush=True)\n"
        "for number in range(100000):\n"
        "    with transaction.atomic():\n"
        "        record('case_opened', acting=SYSTEM, subject=f'case:{number}', payload={'why': 'x' * 500})\n"
    )
    writer = run_python(desk.home, program)
    try:
        assert writer.stdout.readline() == "ready\n"
        for number in range(3):
            archive, other = tmp_path / f"{number}.zip", tmp_path / f"other-{number}"
            write_backup(desk, archive, now=NOON)
            assert restore_backup(archive, other).ledger is not None
    finally:
        writer.kill()
        writer.communicate()


def test_a_backup_while_the_corpus_compacts_is_one_version(desk, tmp_path):
    corpus = open_corpus(desk.corpus_path)
    with corpus.write() as writer:
        seen = []

        def compact_meanwhile(done, total):
            if not seen:
                seen.append(done)
                add_accounts(writer, 5, name="later")
                writer.compact()

        write_backup(desk, tmp_path / "desk.zip", now=NOON, progress=compact_meanwhile)
    restore_backup(tmp_path / "desk.zip", tmp_path / "other")
    restored = open_corpus(tmp_path / "other" / "corpus")
    assert restored.snapshot().row_count("accounts") == 40
    assert restored.verify() == ()
    assert corpus.snapshot().row_count("accounts") == 45


def test_two_backups_at_once_are_refused(desk, tmp_path):
    def second(_done, _total):
        write_backup(desk, tmp_path / "second.zip", now=NOON)

    with pytest.raises(StoreBusyError):
        write_backup(desk, tmp_path / "first.zip", now=NOON, progress=second)
    assert not list(tmp_path.glob("*.zip*"))
    assert not list(desk.home.glob(".backup-*"))


@pytest.mark.slow
def test_a_killed_backup_leaves_no_archive_and_the_next_one_cleans_up(desk, tmp_path, run_python):
    program = (
        "import sys, time\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from seawall.desk.backup import write_backup\nfrom seawall.settings import Settings\n"
        "def wait(done, total):\n    print('writing', flush=True)\n    time.sleep(60)\n"
        "write_backup(Settings.from_environment(), Path(sys.argv[1]), now=datetime.now(UTC), progress=wait)\n"
    )
    archive = tmp_path / "desk.zip"
    process = run_python(desk.home, program, str(archive))
    assert process.stdout.readline() == "writing\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not archive.exists()
    assert list(desk.home.glob(".backup-*"))
    with pytest.raises(ArchiveDamagedError):
        restore_backup(tmp_path / "desk.zip.partial", tmp_path / "other")
    write_backup(desk, archive, now=NOON)
    assert sorted(path.name for path in tmp_path.glob("desk.zip*")) == ["desk.zip"]
    assert not list(desk.home.glob(".backup-*"))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9, 0.999])
def test_an_archive_cut_short_restores_nothing(desk, tmp_path, share):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    write_backup(desk, archive, now=NOON)
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ArchiveDamagedError, match="Nothing was restored"):
        restore_backup(archive, other)
    assert not any(other.iterdir())


def test_any_changed_byte_of_a_member_is_noticed(desk, tmp_path):
    archive, other = tmp_path / "desk.zip", tmp_path / "other"
    write_backup(desk, archive, now=NOON)
    content = archive.read_bytes()
    with zipfile.ZipFile(archive) as opened:
        places = [info.header_offset + 60 + len(info.filename) for info in opened.infolist()]
    for place in places:
        archive.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(ArchiveDamagedError):
            restore_backup(archive, other)
        assert not any(other.iterdir())


def rewrite(archive: Path, *, contents=None, members=None, drop=()):
    """Write the archive anew with changed contents, further members, or without some."""
    with zipfile.ZipFile(archive) as opened:
        kept = {name: opened.read(name) for name in opened.namelist() if name not in drop}
    listed = json.loads(kept[CONTENTS])
    kept |= members or {}
    kept[CONTENTS] = json.dumps(listed | (contents or {})).encode()
    with zipfile.ZipFile(archive, "w") as anew:
        for name, content in kept.items():
            anew.writestr(name, content)
    return listed


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "corpus/../../outside",
        "/tmp/outside",
        "corpus//x",
        "corpus/./x",
        "corpus\\..\\x",
        "other/x",
        "corpus",
        "evidence/a\0b",
        "C:/x",
        "corpus/.hidden",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(desk, tmp_path, name):
    assert not is_safe_name(name)
    archive = tmp_path / "desk.zip"
    write_backup(desk, archive, now=NOON)
    listed = rewrite(archive)
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"  # of b"test"
    members = [*listed["members"], {"name": name, "byte_count": 4, "sha256": digest}]
    rewrite(archive, contents={"members": members}, members={name: b"test"} if "\0" not in name and name else None)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(ArchiveDamagedError):
        restore_backup(archive, tmp_path / "home2" / "deep")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home2") == before


def test_a_member_too_many_or_too_few_is_refused(desk, tmp_path):
    archive = tmp_path / "desk.zip"
    write_backup(desk, archive, now=NOON)
    rewrite(archive, members={"corpus/extra": b"x"})
    with pytest.raises(ArchiveDamagedError, match="members are not those"):
        restore_backup(archive, tmp_path / "other")
    rewrite(archive, drop=["corpus/extra", "rejects/الفنار.jsonl"])
    with pytest.raises(ArchiveDamagedError, match="members are not those"):
        restore_backup(archive, tmp_path / "other")


def test_a_member_longer_than_said_is_not_unpacked_to_its_end(desk, tmp_path):
    archive = tmp_path / "desk.zip"
    write_backup(desk, archive, now=NOON)
    rewrite(archive, members={"rejects/الفنار.jsonl": b"x" * (1 << 24)})
    with pytest.raises(ArchiveDamagedError, match="is not what the list of contents says"):
        restore_backup(archive, tmp_path / "other")


def test_an_archive_whose_ledger_was_tampered_with_is_refused(desk, tmp_path):
    with closing(sqlite3.connect(desk.desk_database_path)) as database:
        database.execute("DROP TRIGGER ledger_row_no_UPDATE")
        database.execute("UPDATE audit_ledgerrow SET acting = 'staff:9' WHERE number = 1")
        database.commit()
    write_backup(desk, tmp_path / "desk.zip", now=NOON)
    with pytest.raises(ArchiveDamagedError, match="row 1 of its ledger"):
        restore_backup(tmp_path / "desk.zip", tmp_path / "other")
    assert not any((tmp_path / "other").iterdir())


@pytest.mark.parametrize(
    ("contents", "error"),
    [
        ({"format": "other"}, ArchiveDamagedError),
        ({"format_version": 99}, BackupError),
        ({"members": 5}, ArchiveDamagedError),
        ({"made_at": "2026-01-01T00:00:00"}, ArchiveDamagedError),
    ],
)
def test_a_foreign_list_of_contents_is_refused(desk, tmp_path, contents, error):
    write_backup(desk, tmp_path / "desk.zip", now=NOON)
    rewrite(tmp_path / "desk.zip", contents=contents)
    with pytest.raises(error):
        restore_backup(tmp_path / "desk.zip", tmp_path / "other")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_backup_is_refused(tmp_path, content):
    archive = tmp_path / "x.zip"
    archive.write_bytes(content)
    with pytest.raises(ArchiveDamagedError):
        restore_backup(archive, tmp_path / "other")


def test_a_folder_that_holds_something_is_left_alone(desk, tmp_path):
    write_backup(desk, tmp_path / "desk.zip", now=NOON)
    before = contents_of(desk.home)
    with pytest.raises(HomeNotEmptyError):
        restore_backup(tmp_path / "desk.zip", desk.home)
    assert contents_of(desk.home) == before
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(BackupError):
        restore_backup(tmp_path / "desk.zip", file)


def test_what_a_killed_restore_left_is_no_obstacle(desk, tmp_path):
    write_backup(desk, tmp_path / "desk.zip", now=NOON)
    other = tmp_path / "other"
    (other / ".restoring" / "corpus").mkdir(parents=True)
    (other / ".restoring" / "corpus" / "half").write_text("x")
    restore_backup(tmp_path / "desk.zip", other)
    assert not (other / ".restoring").exists()
    assert contents_of(other) == contents_of(desk.home)


def test_a_database_on_a_server_is_said_to_be_elsewhere(desk, tmp_path):
    served = Settings(home=desk.home, database_url="postgresql://elsewhere/desk")
    assert write_backup(served, tmp_path / "desk.zip", now=NOON).database == "elsewhere"
    restored = restore_backup(tmp_path / "desk.zip", tmp_path / "other")
    assert restored.ledger is None
    assert not (tmp_path / "other" / "desk.sqlite3").exists()
    assert (tmp_path / "other" / "corpus" / "manifest.json").exists()
