"""The pages of imports and scans: who may do what, limits on uploads, progress, and files handed out safely."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from seawall.clock import utc_now
from seawall.corpus import open_corpus
from seawall.desk.banks.views import ENTRY_EDITORS
from seawall.desk.cells.services import guards as cell_guards
from seawall.desk.closings.services.guards import PROPOSERS
from seawall.desk.linking.services import guards as link_guards
from seawall.desk.people.roles import Role
from seawall.desk.sources import uploads
from seawall.desk.sources.models import FILE_KINDS, Run
from seawall.desk.sources.run_roles import ASKERS
from seawall.desk.sources.services import ask_import, ask_scan, ask_withdrawal
from seawall.desk.sources.views import IMPORTERS, WITHDRAWERS

pytestmark = pytest.mark.django_db


def post_file(client, content: bytes, name: str = "posts.csv", **fields):
    return client.post(reverse("sources:upload"), {"upload": SimpleUploadedFile(name, content), **fields})


@pytest.fixture
def imported(analyst, upload, posts_csv, worked):
    """Return a finished import with one reject."""
    hostile = b'harbourfeed,bad,1,not a time,"<script>alert(1)</script>",post\n'
    return worked(ask_import(upload(posts_csv(5) + hostile), acting=analyst))


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("sources:list", {Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR}),
        ("sources:upload", {Role.ANALYST, Role.ADMINISTRATOR}),
        ("sources:batch", {Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR}),
        ("sources:rejects", {Role.ANALYST, Role.ADMINISTRATOR}),
        ("sources:run", {Role.ANALYST, Role.LEGAL, Role.AUDITOR, Role.ADMINISTRATOR}),
    ],
)
def test_a_page_opens_for_its_roles_alone(client_of, desk_home, imported, name, allowed):
    arguments = {"sources:batch": [imported.outcome["batch_id"]], "sources:rejects": [imported.outcome["batch_id"]]}
    arguments["sources:run"] = [imported.pk]
    for role in Role:
        answer = client_of(role).get(reverse(name, args=arguments.get(name)))
        answer.close()
        assert (answer.status_code == 200) == (role in allowed), role


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("sources:scan", {Role.ANALYST, Role.ADMINISTRATOR}),
        ("sources:withdraw", {Role.LEGAL, Role.ADMINISTRATOR}),
    ],
)
def test_a_change_is_made_by_its_roles_alone(client_of, desk_home, imported, name, allowed):
    arguments = {"sources:withdraw": [imported.outcome["batch_id"]]}
    for role in Role:
        client = client_of(role)
        assert (client.post(reverse(name, args=arguments.get(name)), {}).status_code == 403) == (role not in allowed)
        assert client.get(reverse(name, args=arguments.get(name))).status_code in {403, 405}


def test_what_is_unknown_is_not_found(client_of, desk_home):
    client = client_of(Role.ANALYST, Role.LEGAL)
    for name, argument in (
        ("sources:batch", "b000001-nope"),
        ("sources:rejects", "../../desk.sqlite3"),
        ("sources:rejects", "..%2F"),
        ("sources:run", 99),
        ("sources:progress", 99),
    ):
        address = reverse(name, args=["x"] if isinstance(argument, str) else [argument])
        address = address.replace("/x/", f"/{argument}/") if isinstance(argument, str) else address
        assert client.get(address).status_code == 404, argument
    assert client.post(reverse("sources:withdraw", args=["nope"]), {"reason": "x"}).status_code == 404


def test_an_upload_leads_to_its_run_which_tells_its_end(client_of, desk_home, posts_csv, worked):
    client = client_of(Role.ANALYST)
    answer = post_file(client, posts_csv(5), source="harbour export")
    run = Run.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("sources:run", args=[run.pk])
    waiting = client.get(reverse("sources:progress", args=[run.pk]))
    assert waiting.status_code == 200
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    worked(run)
    ended = client.get(reverse("sources:progress", args=[run.pk]))
    assert ended.status_code == 286
    assert "hx-trigger" not in ended.content.decode()
    assert reverse("sources:batch", args=[run.outcome["batch_id"]]) in ended.content.decode()


def test_names_and_problems_from_files_stay_text(client_of, desk_home, worked):
    client = client_of(Role.ANALYST)
    post_file(client, b"<b>x</b>,y\n1,2\n", "<img src=x onerror=alert(1)>.csv")
    run = worked(Run.objects.get())
    for address in (reverse("sources:run", args=[run.pk]), reverse("sources:list")):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page
        assert "<b>x</b>" not in page


def test_rejects_are_a_file_to_save_never_to_show(client_of, desk_home, imported):
    answer = client_of(Role.ANALYST).get(reverse("sources:rejects", args=[imported.outcome["batch_id"]]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"not a time" in b"".join(answer.streaming_content)


def test_a_batch_is_withdrawn_with_a_reason(client_of, desk_home, imported, worked):
    client = client_of(Role.LEGAL)
    address = reverse("sources:withdraw", args=[imported.outcome["batch_id"]])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "the source asked for it"}).status_code == 302
    run = worked(Run.objects.get(kind=Run.Kind.WITHDRAWAL))
    assert run.state == Run.State.FINISHED, run.problem
    with open_corpus(desk_home / "corpus").snapshot() as snapshot:
        assert snapshot.row_count("posts") == 0
        assert snapshot.batches[0].state == "withdrawn"
    assert client_of(Role.ANALYST).get(address.replace("withdraw", "rejects")).status_code == 404
    page = client.get(reverse("sources:batch", args=[imported.outcome["batch_id"]])).content.decode()
    assert "Withdraw the batch" not in page


def test_a_second_scan_is_refused_with_words(client_of, desk_home, analyst):
    ask_scan(acting=analyst)
    answer = client_of(Role.ANALYST).post(reverse("sources:scan"))
    assert answer.status_code == 409
    assert "A scan is waiting or running already" in answer.content.decode()


def test_an_upload_that_says_it_is_too_large_is_refused_unread(client_of, desk_home):
    client = client_of(Role.ANALYST)
    answer = client.generic(
        "POST",
        reverse("sources:upload"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(uploads.MAX_UPLOAD_BYTES + (2 << 20)),
    )
    assert answer.status_code == 413
    assert not Run.objects.exists()


def test_an_upload_that_lies_about_its_size_is_cut_off_and_leaves_nothing(client_of, desk_home, rf, analyst):
    from django.core.files.uploadhandler import StopUpload

    from seawall.desk.sources.uploads import SpooledFile, _LimitedHandler

    handler = _LimitedHandler(rf.post("/"), 1000)
    handler.new_file("upload", "posts.csv", "text/csv", None)
    spooled = handler._spooled
    assert isinstance(spooled, SpooledFile)
    handler.receive_data_chunk(b"x" * 900, 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x" * 900, 900)
    handler.upload_interrupted()
    assert handler.is_too_large
    assert list((desk_home / "uploads" / "incoming").iterdir()) == []


def test_an_upload_without_the_forms_token_is_refused(client_of, desk_home, posts_csv):
    client: Client = client_of(Role.ANALYST, enforce_csrf_checks=True)
    assert post_file(client, posts_csv(3)).status_code == 403
    assert not Run.objects.exists()
    client.get(reverse("sources:upload"))
    token = client.cookies["csrftoken"].value
    assert post_file(client, posts_csv(3), csrfmiddlewaretoken=token).status_code == 302


@pytest.mark.parametrize(
    "fields", [{"map_name": "/etc/passwd"}, {"map_name": "x.toml"}, {"source": "../x"}, {"source": "\n"}]
)
def test_a_map_or_source_that_is_none_is_refused(client_of, desk_home, posts_csv, fields):
    answer = post_file(client_of(Role.ANALYST), posts_csv(3), **fields)
    if fields == {"source": "\n"}:  # white space is no source: the map's own is taken
        assert Run.objects.get().source == ""
    else:
        assert answer.status_code == 422
        assert not Run.objects.exists()


def test_the_list_asks_the_database_as_often_for_many_runs_as_for_few(
    client_of, desk_home, analyst, upload, posts_csv, django_assert_max_num_queries
):
    for number in range(12):
        ask_import(upload(posts_csv(1, first=number)), acting=analyst)
    client = client_of(Role.ANALYST)
    with django_assert_max_num_queries(9):
        assert client.get(reverse("sources:list")).status_code == 200


def test_a_failed_withdrawal_is_repeated_by_those_who_may_withdraw_alone(client_of, desk_home, imported, staff_with):
    run = ask_withdrawal(imported.outcome["batch_id"], reason="asked for", acting=staff_with(Role.LEGAL))
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, started_at=utc_now(), ended_at=utc_now())
    address = reverse("sources:again", args=[run.pk])
    assert client_of(Role.ANALYST).post(address).status_code == 403
    assert client_of(Role.LEGAL).post(address).status_code == 302


def test_who_may_stop_work_or_repeat_it_are_those_who_may_ask_for_it():
    assert {
        Run.Kind.IMPORT: {*IMPORTERS},
        Run.Kind.SCAN: {*IMPORTERS},
        Run.Kind.WITHDRAWAL: {*WITHDRAWERS},
        Run.Kind.BANK_LIST: {*ENTRY_EDITORS},
        Run.Kind.CLOSING_LIST: PROPOSERS,
        Run.Kind.LINKING: link_guards.WORKERS,
        Run.Kind.RETRAINING: link_guards.TRAINERS,
        Run.Kind.CELLS: cell_guards.WORKERS,
    } == {**ASKERS}


@pytest.mark.parametrize("kind", list(Run.Kind))
@pytest.mark.parametrize("role", list(Role))
def test_work_is_stopped_and_repeated_by_its_own_roles_and_administrators(client_of, desk_home, analyst, kind, role):
    client, may = client_of(role), role in ASKERS[kind] | {Role.ADMINISTRATOR}
    facts = {"file_name": "a.csv", "stored_name": "a.csv", "byte_count": 1, "batch_id": "b1", "reason": "asked for"}
    run = Run.objects.create(kind=kind, asked_at=utc_now(), asked_by=analyst, **facts)
    page = client.get(reverse("sources:run", args=[run.pk]))
    can_be_stopped = kind != Run.Kind.WITHDRAWAL
    assert ('id="run-cancel"' in page.content.decode()) == (may and can_be_stopped)
    answer = client.post(reverse("sources:cancel", args=[run.pk]))
    assert answer.status_code == (403 if not may else 302 if can_be_stopped else 409)
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, started_at=utc_now(), ended_at=utc_now())
    page = client.get(reverse("sources:run", args=[run.pk]))
    assert ('id="run-again"' in page.content.decode()) == may
    answer = client.post(reverse("sources:again", args=[run.pk]))
    needs_file = kind in FILE_KINDS
    assert answer.status_code == (403 if not may else 409 if needs_file else 302)
    assert client.get(reverse("sources:cancel", args=[run.pk])).status_code in {403, 405}
