"""Pages of closed accounts: what they show to whom, and what a look leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.cases.models import Outcome
from seawall.desk.cases.services import claim_case, declare_conflict, record_decision
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState, SampleLook
from seawall.desk.closings.remark_words import remark_words
from seawall.desk.closings.selectors import signed_closings
from seawall.desk.observations.models import Consultation
from seawall.desk.people.roles import Role

from .conftest import closed_row

pytestmark = pytest.mark.django_db

PURPOSE = {"why": "lead", "note": "a new account looks like it"}


def page(client, name, *args, status=200, method="get", **data):
    answer = getattr(client, method)(reverse(f"closings:{name}", args=args), data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(client, name, *args, status=302, **data):
    return page(client, name, *args, status=status, method="post", **data)


def upload(client, path, status=302, **changes):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    data = {"upload": file, "came": "platform_records", "note": "", **changes}
    answer = client.post(reverse("closings:upload"), data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def test_an_upload_is_signed_by_a_colleague_and_told_of(table, client_of):
    analyst, approver = client_of(Role.ANALYST), client_of(Role.APPROVER)
    upload(analyst, table(closed_row(1), closed_row(2, decision="")), note="export of March")
    listed = ClosingList.objects.get()
    shown = page(analyst, "one_list", listed.pk)
    assert "It lacks a decision." in shown
    assert "export of March" in shown
    sample = page(approver, "sample", listed.pk)
    assert "lampkeeper_1" in sample
    assert "Sign 1 closed account" in sample
    post(approver, "sign", listed.pk)
    assert signed_closings().num_rows == 1
    page(approver, "sample", listed.pk, status=302)
    assert SampleLook.objects.count() == 1
    assert approver.staff.pseudonym in page(analyst, "one_list", listed.pk)
    assert '<dd class="number">1</dd>' in page(analyst, "list")


def test_the_importer_is_told_that_somebody_else_signs(table, client_of):
    officer = client_of(Role.LEGAL)
    upload(officer, table(closed_row()))
    number = ClosingList.objects.get().pk
    assert "so somebody else signs it" in page(officer, "sample", number)
    assert "does not sign them" in post(officer, "sign", number, status=403)
    assert signed_closings().num_rows == 0


def test_who_has_not_looked_is_sent_to_the_sample(bring_in, client_of):
    listed = bring_in(closed_row())
    assert "Look at the sample of this list first" in post(client_of(Role.LEGAL), "sign", listed.pk, status=409)


def test_pages_of_a_list_name_no_account(bring_in, client_of):
    listed = bring_in(closed_row())
    for role in (Role.ANALYST, Role.APPROVER, Role.AUDITOR):
        client = client_of(role)
        shown = page(client, "one_list", listed.pk) + page(client, "list")
        assert "lampkeeper_1" not in shown
        assert "lamp-1" not in shown
        assert "الفنار" not in shown
    assert not SampleLook.objects.exists()


def test_a_list_is_searched_by_a_whole_handle_or_id(bring_in, client_of):
    listed = bring_in(closed_row(1), closed_row(2))
    client = client_of(Role.ANALYST)
    two = ClosedAccount.objects.get(account_id="lamp-2")
    found = page(client, "one_list", listed.pk, words="LAMPKEEPER_2")
    assert f"<code>{two}</code>" in found
    assert "<code>CA" in found
    assert "No account fits" in page(client, "one_list", listed.pk, words="lampkeeper")
    assert page(client, "one_list", listed.pk, state="nonsense", page="x")


def test_opening_a_closed_account_asks_for_a_purpose_and_is_a_consultation(signed, client_of):
    (account,) = signed()
    client = client_of(Role.ANALYST)
    asked = page(client, "account", account.pk)
    assert "Why do you open" in asked
    assert "lampkeeper_1" not in asked
    post(client, "consult", account.pk, status=422, why="lead")
    post(client, "consult", account.pk, **PURPOSE)
    assert "lampkeeper_1" in page(client, "account", account.pk)
    consultation = Consultation.objects.get()
    assert (consultation.name, consultation.staff, consultation.why) == ("lamp-1", client.staff, "lead")
    row = LedgerRow.objects.get(event="account_consulted")
    assert "lamp-1" not in row.subject


def test_a_withdrawal_asks_for_way_and_reason(signed, client_of):
    (account,) = signed()
    client = client_of(Role.LEGAL)
    assert "Why do you open" in post(client, "withdraw", account.pk, status=200, how="reinstated", reason="no look")
    post(client, "consult", account.pk, **PURPOSE)
    post(client, "withdraw", account.pk, status=422, how="reinstated", reason=" ")
    post(client, "withdraw", account.pk, how="reinstated", reason="the appeal was upheld")
    assert signed_closings().num_rows == 0
    shown = page(client, "account", account.pk)
    assert "the appeal was upheld" in shown
    assert "Nothing is compared with it." in shown
    post(client, "withdraw", account.pk, status=409, how="reinstated", reason="twice")


def test_one_account_of_the_sample_can_be_refused_alone(bring_in, client_of):
    listed = bring_in(closed_row(1), closed_row(2))
    client = client_of(Role.APPROVER)
    page(client, "sample", listed.pk)
    one = ClosedAccount.objects.get(account_id="lamp-1")
    assert "Say why" in post(client, "refuse_account", one.pk, status=400, reason="")
    post(client, "refuse_account", one.pk, reason="no such decision")
    assert "lampkeeper_1" not in page(client, "sample", listed.pk)
    post(client, "sign", listed.pk)
    assert signed_closings()["account"].to_pylist() == ["harbourfeed:lamp-2"]


def test_a_whole_list_is_refused_with_a_reason(bring_in, client_of):
    listed = bring_in(closed_row())
    client = client_of(Role.ANALYST)
    post(client, "refuse", listed.pk, status=422, reason="")
    post(client, "refuse", listed.pk, reason="the wrong export")
    assert "the wrong export" in page(client, "one_list", listed.pk)
    assert ClosedAccount.objects.get().state == ClosingState.REFUSED


def test_who_declared_a_conflict_opens_neither_the_account_nor_its_sample_row(signed, bring_in, client_of, case_of,
                                                                             finding_of):  # fmt: skip
    client = client_of(Role.LEGAL)
    declare_conflict(case_of(finding_of(account="lamp-1")), acting=client.staff, reason="a cousin")
    (account,) = signed(closed_row(1))
    page(client, "account", account.pk, status=403)
    page(client, "withdraw", account.pk, status=403, method="post", how="reinstated", reason="for a cousin")


def test_a_file_that_is_no_table_is_told_beside_its_field(table, client_of, tmp_path):
    client = client_of(Role.ANALYST)
    broken = tmp_path / "broken.csv"
    broken.write_text("handle,decision\nlamp,1\n")
    answer = upload(client, broken, status=400)
    assert "has no column account" in answer.content.decode()
    other = tmp_path / "table.xlsx"
    other.write_bytes(b"PK")
    assert "ends in .csv or .parquet" in upload(client, other, status=400).content.decode()
    assert not ClosingList.objects.exists()


def test_remarks_are_downloaded_line_by_line(bring_in, client_of):
    listed = bring_in(closed_row(1), closed_row(2, ground=""))
    answer = client_of(Role.LEGAL).get(reverse("closings:remarks", args=[listed.pk]))
    written = b"".join(answer.streaming_content).decode()
    assert written == '{"row": 2, "kind": "set_aside", "reason": "it lacks a ground"}\n'


def test_a_decided_case_leads_to_a_proposal(desk_home, case_of, finding_of, client_of, staff_with):
    officer = staff_with(Role.LEGAL)
    case = case_of(finding_of(account="lamp-1"))
    client = client_of(Role.ANALYST)
    assert "gives nothing to propose" in page(client, "propose", case.reference)
    claim_case(case, acting=officer)
    record_decision(case, stance="promotes", outcome=Outcome.IN_BREACH, reason="calls to join", acting=officer)
    shown = client.get(reverse("cases:case", args=[case.reference])).content.decode()
    assert reverse("closings:propose", args=[case.reference]) in shown
    today = utc_now().date()
    dates = {"closed_at": today - timedelta(days=2), "expires": today + timedelta(days=90)}
    wrong = {"decision": "HF-1", "ground": "1.1", **dates, "expires": today - timedelta(days=9)}
    assert "It expires before it was closed." in post(client, "propose", case.reference, status=422, **wrong)
    post(client, "propose", case.reference, decision="HF-1", ground="1.1", **dates)
    assert ClosedAccount.objects.get().key == "harbourfeed:lamp-1"
    again = post(client, "propose", case.reference, status=409, decision="HF-1", ground="1.1", **dates)
    assert "stands in the bank of closed accounts already" in again


@pytest.mark.parametrize("language", ["ar", "es"])
@pytest.mark.parametrize(
    "reason",
    [
        "it lacks a decision and an expiry",
        "the closing date is in the future",
        "it stands here already as CA17",
        "bio has 1,000,000 characters: only the first 10,000 are looked at",
        "ground is longer than 500 characters",
        "created in the future: the date is not used",
        "closed_at: “noon” is no time; it is not used",
        "the kind is 'person', none of account, channel, page, site",
        "an older profile of an account that stands here again",
    ],
)
def test_a_remark_is_read_in_ones_own_language(reason, language):
    english = remark_words(reason)
    with translation.override(language):
        assert remark_words(reason) != english


def test_an_unknown_remark_stays_as_written():
    with translation.override("ar"):
        assert remark_words("the row has 3 fields, not 5") == "The row has 3 fields, not 5."
