"""The queue and the case page, as each role gets them, with real and with hostile content."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case, Consultation, Decision
from seawall.desk.cases.records import MediaRecord
from seawall.desk.cases.services import (
    claim_case,
    declare_conflict,
    erase_copies,
    open_cases,
    receive_findings,
    record_decision,
    withdraw_findings_of_entry,
)
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db

READERS = (Role.ANALYST, Role.LEGAL, Role.APPROVER, Role.AUDITOR)
BREACH = {"stance": "promotes", "outcome": "in_breach", "reason": "Calls on readers to join."}
NEWS = {"stance": "reports", "outcome": "in_breach", "reason": "Shows the whole film."}
PICTURE = MediaRecord(media_id="sha256:" + "5e" * 32, media_type="image/png", description="a drawn lighthouse")


def address(name, case=None, *args):
    return reverse(f"cases:{name}", args=[case.reference, *args] if case else args)


def page_of(client, case, **parts):
    response = client.get(address("case", case), **parts)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_queue_and_the_case_are_for_those_who_work_or_check_cases(case_of, client_of, role):
    case, client = case_of(), client_of(role)
    expected = 200 if role in READERS else 403
    for url in (address("queue"), address("held_back"), address("case", case)):
        assert client.get(url).status_code == expected


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_steps_are_refused_to_those_who_only_read(case_of, client_of, role):
    case, client = case_of(), client_of(role)
    for name in ("claim", "release", "heartbeat", "decide", "close", "reopen", "conflict"):
        assert client.post(address(name, case), {"reason": "x", **BREACH}).status_code == 403
    assert client.post(address("next")).status_code == 403
    assert Decision.objects.count() == 0


def test_steps_are_not_taken_by_get(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    for name in ("claim", "release", "heartbeat", "decide", "close", "reopen", "conflict"):
        assert client.get(address(name, case)).status_code == 405


def test_a_step_needs_the_csrf_token(case_of, client_of):
    client = client_of(Role.ANALYST, enforce_csrf_checks=True)
    assert client.post(address("decide", case_of()), BREACH).status_code == 403
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("reference", ["C-2026-999999", "C-2026-1", "x", "C-2026-000001%00", "../etc"])
def test_an_unknown_case_is_a_404(client_of, reference):
    assert client_of(Role.ANALYST).get(f"/cases/{reference}/").status_code == 404


def test_an_unknown_decision_or_observation_is_a_404(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    for number in (0, 999_999, 10**40):
        assert client.post(address("undo", case, number)).status_code == 404
        assert client.get(address("observation", case, number)).status_code == 404


def test_an_observation_of_another_case_is_a_404(case_of, client_of):
    one, other = case_of(), case_of()
    number = other.findings.get().observation_id
    assert client_of(Role.ANALYST).get(address("observation", one, number)).status_code == 404


def test_the_queue_asks_its_question_and_each_row_says_why(case_of, client_of, finding_of):
    case = case_of(finding_of())
    page = client_of(Role.ANALYST).get(address("queue")).content.decode()
    assert "What needs a look next?" in page
    assert case.reference in page
    assert "@lampkeeper" in page
    assert "1 post carries exactly what “grey-lighthouse” lists: text." in page


def test_an_empty_queue_says_what_to_do_next(client_of):
    page = client_of(Role.ANALYST).get(address("queue")).content.decode()
    assert "bring in posts" in page
    assert address("held_back") in page


def test_the_queue_narrows_by_what_stands_in_the_address(case_of, client_of, finding_of):
    client = client_of(Role.ANALYST)
    harbour, pier = case_of(), case_of(finding_of(account="p", platform="pierchat", bank="other bank"))
    claim_case(pier, acting=client.staff)

    def shown(**filters):
        page = client.get(address("queue"), filters).content.decode()
        return [case for case in (harbour, pier) if case.reference in page]

    assert shown() == [harbour, pier]
    assert shown(platform="pierchat") == shown(bank="other bank") == shown(mine="on") == [pier]
    assert shown(state="decided") == []
    assert shown(state="all", priority="2") == [harbour, pier]
    assert shown(platform="no such", bank="\x00", state="' OR 1=1", priority="first", page="-3") == [harbour, pier]


@pytest.mark.slow
def test_the_queue_is_quick_and_bounded_with_ten_thousand_cases(finding_of, client_of, django_assert_max_num_queries):
    client = client_of(Role.ANALYST)
    Case.objects.bulk_create(
        Case(
            reference=f"C-2026-{n:06d}",
            year=2026,
            number=n,
            platform="harbourfeed",
            account_id=f"a{n}",
            priority=1 + n % 3,
            finding_count=1,
            opened_at=f"2026-11-{1 + n % 20:02d}T08:00:00Z",
        )
        for n in range(1, 10_001)
    )
    with django_assert_max_num_queries(14):
        page = client.get(address("queue"), {"page": 150}).content.decode()
    assert "Page 150 of 200" in page


def test_next_takes_the_first_free_case_and_says_when_there_is_none(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    assert client.post(address("next")).headers["Location"] == address("case", case)
    response = client_of(Role.ANALYST).post(address("next"), follow=True)
    assert "Nothing waits for you now" in response.content.decode()


def test_the_case_page_shows_what_matched_marked_in_the_original_text(case_of, client_of):
    page = page_of(client_of(Role.ANALYST), case_of())
    assert "Tonight <mark>the lamps return</mark>. Follow" in page
    assert "the same as one that the bank" in page
    assert "slogan-1" in page
    assert "promotion" in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> the lamps",
        "\"><img src=x onerror=alert(1)> 'quoted'",
        "{{ 7|add:7 }} {% url 'x' %}",
        "\u202eevil\u2066 order",
        "🏮👨‍👩‍👧‍👦 emoji",
        "الفنار الرمادي ترجع المصابيح",
    ],
)
def test_hostile_text_is_shown_and_nothing_of_it_runs(case_of, client_of, finding_of, text):
    case = case_of(
        finding_of(
            text=text,
            spans=((0, 3), (2, 5)),
            handle=text[:400],
            account=text[:80],
            bank=text[:80],
            because=text,
            entry_value=text,
            entry_note=text,
            policy=text,
            media=(MediaRecord(media_id=text, description=text),),
            platform="a/b" + text[:20],
        )
    )
    client = client_of(Role.ANALYST)
    pages = [page_of(client, case)]
    pages += [client.get(address(name)).content.decode() for name in ("queue", "held_back")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "onerror=alert(1)>" not in page.replace("onerror=alert(1)&gt;", "")
    if "\u202e" in text:
        assert "turn the order of the text" in pages[0]


def test_a_text_of_a_megabyte_is_cut_around_the_match_and_readable_in_full(case_of, client_of, finding_of):
    text = "a" * 500_000 + "the lamps return" + "b" * 500_000
    case, client = case_of(finding_of(text=text, spans=((500_000, 500_016),))), client_of(Role.ANALYST)
    page = page_of(client, case)
    assert len(page) < 60_000
    assert "<mark>the lamps return</mark>" in page
    whole = client.get(address("observation", case, case.findings.get().observation_id)).content.decode()
    assert "<mark>the lamps return</mark>" + "b" * 500_000 in whole


def test_pictures_are_veiled_for_those_who_decide_and_absent_for_the_auditor(case_of, client_of, finding_of):
    case = case_of(finding_of(media=(PICTURE,)))
    media_url = reverse("observations:media", args=[PICTURE.media_id])
    for role in (Role.ANALYST, Role.LEGAL, Role.APPROVER):
        page = page_of(client_of(role), case)
        assert '<figure class="veil" data-reveal data-reveal-log=' in page
        assert media_url in page
        assert "Veiled picture: a drawn lighthouse" in page
    page = page_of(client_of(Role.AUDITOR), case)
    assert media_url not in page
    assert "<img" not in page
    assert "a drawn lighthouse" in page


def test_what_was_held_back_stands_in_its_list_and_on_the_case_page(case_of, client_of, finding_of):
    because = "The domain stands in the bank “newsrooms”, whose content is not raised."
    case = case_of(finding_of(account="both"), finding_of(account="both", raised=False, because=because))
    client = client_of(Role.ANALYST)
    assert because in page_of(client, case)
    listed = client.get(address("held_back")).content.decode()
    assert "Not raised, because:" in listed
    assert because in listed
    assert because in client.get(address("held_back"), {"bank": "grey-lighthouse"}).content.decode()


def test_the_case_page_takes_a_bounded_number_of_queries(case_of, client_of, finding_of, django_assert_max_num_queries):
    case = case_of(*[finding_of(account="busy", entry_value=f"v{n}", post=f"p{n % 40}") for n in range(120)])
    client = client_of(Role.ANALYST)
    page_of(client, case)
    with django_assert_max_num_queries(24):
        page_of(client, case)


def test_the_evidence_comes_in_pages(case_of, client_of, finding_of):
    case = case_of(*[finding_of(account="busy", post=f"p{n}") for n in range(25)])
    client = client_of(Role.ANALYST)
    assert "Page 1 of 3" in page_of(client, case)
    for number in ("3", "99", "-1", "x", "٣", "9" * 50):
        assert client.get(address("case", case), {"evidence": number}).status_code == 200


def test_a_decision_is_recorded_from_the_page_and_can_be_undone_there(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    response = client.post(address("decide", case), {**BREACH, "then": "stay"}, follow=True)
    page = response.content.decode()
    assert "In breach" in page
    assert 'data-key="u"' in page
    decision = Decision.objects.get()
    page = client.post(address("undo", case, decision.pk), follow=True).content.decode()
    assert "Taken back" not in page
    case.refresh_from_db()
    assert case.state == "open"


def test_save_and_next_opens_the_next_case_and_offers_the_undo_of_the_last(case_of, client_of):
    first, second, client = case_of(), case_of(), client_of(Role.ANALYST)
    response = client.post(address("decide", first), {**BREACH, "then": "next"}, follow=True)
    assert response.redirect_chain[-1][0] == address("case", second)
    assert f'action="{address("undo", first, Decision.objects.get().pk)}"' in response.content.decode()
    response = client.post(address("decide", second), {**BREACH, "then": "next"}, follow=True)
    assert response.redirect_chain[-1][0] == address("queue")


def test_an_incomplete_decision_comes_back_with_what_was_typed(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    response = client.post(address("decide", case), {"stance": "prays", "reason": "half a <sentence>"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "half a &lt;sentence&gt;" in page
    assert 'value="prays" data-key="0" checked' in page
    assert Decision.objects.count() == 0


def test_a_refused_decision_comes_back_with_the_reason_and_what_was_typed(case_of, client_of, staff_with):
    case, client = case_of(), client_of(Role.ANALYST)
    claim_case(case, acting=staff_with())
    response = client.post(address("decide", case), BREACH)
    assert response.status_code == 409
    assert "The desk refused this step." in response.content.decode()


def test_a_second_reviewer_does_not_see_the_first_decision_before_their_own(case_of, client_of, staff_with):
    case = case_of()
    record_decision(case, acting=staff_with(), protected_purposes=["journalism"], **NEWS)
    second = client_of(Role.ANALYST)
    page = page_of(second, case)
    assert "A second reviewer is asked." in page
    for hidden in ("Shows the whole film.", "Protected purposes:"):
        assert hidden not in page
    assert "Shows the whole film." in page_of(client_of(Role.AUDITOR), case)
    second.post(address("decide", case), BREACH)
    assert "Shows the whole film." in page_of(second, case)


def test_the_history_tells_everything_that_happened(case_of, client_of, staff_with):
    case, client = case_of(), client_of(Role.ANALYST)
    client.post(address("claim", case))
    client.post(address("decide", case), BREACH)
    page = page_of(client, case)
    for sentence in ("Opened the case from raised findings.", "Began to work on the case.", "Recorded a decision."):
        assert sentence in page
    assert page.count('class="timeline-entry"') == LedgerRow.objects.filter(subject=case.ledger_subject).count()


def test_each_look_is_noted_once_with_its_capacity(case_of, client_of):
    case = case_of()
    for role, why in ((Role.ANALYST, "reading"), (Role.APPROVER, "approval"), (Role.AUDITOR, "audit")):
        client = client_of(role)
        page_of(client, case)
        page_of(client, case)
        note = Consultation.objects.get(staff=client.staff)
        assert note.why == why
        assert LedgerRow.objects.filter(event="case_viewed", acting=client.staff.ledger_name).count() == 1


def test_a_conflict_of_interest_closes_the_page(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    response = client.post(address("conflict", case), {"reason": "We share a staircase."}, follow=True)
    assert "closed to you" in response.content.decode()
    assert client.get(address("case", case)).status_code == 403
    assert client.post(address("decide", case), BREACH).status_code == 403


def test_close_reopen_and_correct_from_the_page(case_of, client_of):
    case, client = case_of(), client_of(Role.LEGAL)
    assert client.post(address("close", case), {"reason": ""}).status_code == 422
    client.post(address("close", case), {"reason": "Opened by mistake."})
    assert "Opened by mistake." in page_of(client, case)
    client.post(address("reopen", case), {"reason": "It was none."})
    client.post(address("decide", case), BREACH)
    decision = Decision.objects.get()
    client.post(address("correct", case, decision.pk), {"reason": "The account was hijacked."})
    page = page_of(client, case)
    assert "The account was hijacked." in page
    assert Case.objects.get().round == 3


def test_a_heartbeat_answers_quietly(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    client.post(address("claim", case))
    Case.objects.update(claimed_until=Case.objects.get().claimed_until - timedelta(minutes=20))
    assert client.post(address("heartbeat", case)).status_code == 204
    assert LedgerRow.objects.filter(event="claim_extended").count() == 1


def test_a_decision_without_grounds_says_so(case_of, client_of, staff_with):
    case = case_of()
    record_decision(case, acting=staff_with(), **BREACH)
    withdraw_findings_of_entry(bank="grey-lighthouse", entry_id="slogan-1", because="A song title.", acting=SYSTEM)
    assert "Everything that this decision rests on was withdrawn." in page_of(client_of(Role.LEGAL), case)


@pytest.mark.parametrize("language", ["ar", "es"])
def test_every_page_renders_in_every_language(case_of, client_of, finding_of, language):
    case = case_of(finding_of(media=(PICTURE,)), finding_of(raised=False, because="In the bank “newsrooms”."))
    client = client_of(Role.ANALYST)
    claim_case(case, acting=client.staff)
    for url in (address("queue"), address("held_back"), address("case", case)):
        response = client.get(url, headers={"Accept-Language": language})
        assert response.status_code == 200


def test_a_barred_reader_still_sees_the_row_but_never_gets_it_as_next(case_of, client_of):
    case, client = case_of(), client_of(Role.ANALYST)
    declare_conflict(case, acting=client.staff, reason="We share a staircase.")
    assert client.post(address("next"), follow=True).redirect_chain[-1][0] == address("queue")


def test_figures_count_what_there_is(finding_of, staff_with):
    from seawall.desk.cases.selectors.figures import case_figures, subjects_of_cases

    receive_findings([finding_of(), finding_of(account="b"), finding_of(account="c", raised=False)], acting=SYSTEM)
    first, _second = open_cases(acting=SYSTEM)
    record_decision(first, acting=staff_with(), **BREACH)
    figures = case_figures()
    assert (figures.opened, figures.waiting, figures.raised, figures.held_back) == (2, 1, 2, 1)
    assert figures.by_outcome == {"in_breach": 1}
    assert figures.by_state == {"decided": 1, "open": 1}
    assert list(subjects_of_cases()) == [("harbourfeed", "lampkeeper", "in_breach"), ("harbourfeed", "b", None)]


def test_an_erased_copy_says_so_and_shows_nothing(case_of, client_of, finding_of):
    case = case_of(finding_of(account="gone", media=(PICTURE,)))
    erase_copies(platform="harbourfeed", account_id="gone", acting=SYSTEM, because="Asked for by law.")
    page = page_of(client_of(Role.ANALYST), case)
    assert "The desk’s copy was erased on" in page
    assert "the lamps return</mark>" not in page
    assert PICTURE.media_id not in page


def test_the_held_back_list_is_told_apart_by_reason(client_of, finding_of):
    reasons = ("Not raised: listed terms alone are too little.", "The account stands in the bank “newsrooms” & co.")
    receive_findings([finding_of(raised=False, because=reason, text=reason[:12]) for reason in reasons], acting=SYSTEM)
    client = client_of(Role.AUDITOR)
    page = client.get(address("held_back"), {"because": reasons[1]}).content.decode()
    assert page.count('<li class="row" data-walk-entry>') == 1
    page = client.get(address("held_back"), {"because": "unknown"}).content.decode()
    assert page.count('<li class="row" data-walk-entry>') == 2
