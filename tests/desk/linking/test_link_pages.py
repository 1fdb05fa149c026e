"""Pages of links: what they show to whom, what a look leaves behind; what they say is true of what is shown."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from seawall.desk.audit.models import LedgerRow
from seawall.desk.cases.models import Case
from seawall.desk.linking import kept_models
from seawall.desk.linking.models import Judgement, Link, LinkLook, LinkModel, Verdict
from seawall.desk.linking.services import judge_link
from seawall.desk.linking.words import family_words, feature_words, rounded, times_words
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.identity.compare import COMPARISONS
from seawall.identity.families import Family

from .conftest import BIO, closed_row

pytestmark = pytest.mark.django_db


def page(client, name, *args, status=200, method="get", **data):
    answer = getattr(client, method)(reverse(f"linking:{name}", args=args), data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return html.unescape(answer.content.decode())


def post(client, name, *args, status=302, **data):
    return page(client, name, *args, status=status, method="post", **data)


def text_of(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def test_the_list_names_no_account_and_the_likeliest_stands_first(link, client_of):
    for role in (Role.ANALYST, Role.LEGAL, Role.APPROVER, Role.AUDITOR):
        shown = page(client_of(role), "list")
        assert str(link) in shown
        assert "lampkeeper" not in shown
        assert BIO not in shown
    assert not LinkLook.objects.exists()


def test_only_who_works_on_links_is_led_to_their_pages(link, client_of):
    address = reverse("linking:link", args=[link.pk])
    assert address in page(client_of(Role.ANALYST), "list")
    assert address not in page(client_of(Role.AUDITOR), "list")


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"link_class": "likely"}, True),
        ({"link_class": "imitator"}, False),
        ({"verdict": "waits"}, True),
        ({"verdict": "same"}, False),
        ({"state": "withdrawn"}, False),
        ({"state": "all"}, True),
        ({"words": "LAMPKEEPER"}, True),
        ({"words": "lampkeepe"}, False),
        ({"link_class": "nonsense", "page": "x"}, True),
    ],
)
def test_links_are_narrowed_by_class_judgement_state_and_name(link, client_of, asked, fits):
    assert link.link_class == "likely"
    shown = page(client_of(Role.ANALYST), "list", **asked)
    assert (f"<code>{link}</code>" in shown) is fits
    assert ("No link fits" in shown) is not fits


def test_an_empty_desk_says_what_to_do(client_of, db):
    client = client_of(Role.LEGAL)
    assert "Bring both in; then compare." in page(client, "list")
    assert "No lineage yet" in page(client, "actors")
    assert "taken into use with the first comparison" in page(client, "model")


def test_a_link_page_shows_both_accounts_and_says_that_no_measure_follows(link, client_of):
    client = client_of(Role.ANALYST)
    shown = page(client, "link", link.pk)
    for words in ("real_lampkeeper2", "lampkeeper", BIO, "Backup.", "No measure follows from a link."):
        assert words in shown
    assert LinkLook.objects.get().staff == client.staff
    page(client, "link", link.pk)
    assert LedgerRow.objects.filter(event="link_viewed").count() == 1


def test_every_sentence_of_the_evidence_is_on_the_page_and_true_of_what_it_shows(link, client_of):
    shown = text_of(page(client_of(Role.ANALYST), "link", link.pk))
    told = [part for part in link.evidence if abs(part["bits"]) >= 0.05]
    assert told
    for part in told:
        assert part["sentence"] in shown
    sentences = {part["feature"]: part["sentence"] for part in told}
    assert sentences["timing"] == "Opened 58 minutes after the other account was closed."
    assert link.opened_at - link.closed.closed_at == timedelta(minutes=58)
    quoted = re.search(r"“(.+?)”", sentences["bio"])[1]
    for bio in (link.profile["bio"], link.closed.bio):
        assert quoted in re.sub(r"[^\w ]", "", bio).lower()
    handle = re.search(r"“(.+?)”", sentences["handle"])[1]
    assert handle in link.handle
    assert handle in link.closed.handle


def test_a_page_says_whether_its_link_replays_under_its_own_model(link, client_of):
    client = client_of(Role.ANALYST)
    assert "the same figures, to the last digit" in page(client, "link", link.pk)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER link_is_fixed")  # the test's transaction brings it back
        cursor.execute("DROP TRIGGER link_model_is_fixed")
    Link.objects.filter(pk=link.pk).update(probability=(link.probability + link.high) / 2 + 1e-9, high=1.0)
    assert "other figures come out" in page(client, "link", link.pk)
    LinkModel.objects.filter(pk=link.model_id).update(content="{}")
    kept_models._read.cache_clear()
    assert "can’t be weighed again" in page(client, "link", link.pk)


def test_an_expired_closing_is_told_and_nothing_can_be_done(link, client_of, expire):
    client = client_of(Role.ANALYST)
    assert "Open a case on the new account" in page(client, "link", link.pk)
    expire(link.closed)
    shown = page(client, "link", link.pk)
    assert "The closing that it rests on has expired." in shown
    assert "Open a case on the new account" not in shown
    assert "has expired" in post(client, "judge", link.pk, status=409, verdict="same", reason="the invite")
    assert f"<code>{link}</code>" not in page(client, "list")
    assert "No lineage yet" in page(client, "actors")


def test_an_auditor_finds_no_link_by_a_name(link, client_of):
    for words in ("lampkeeper", "nobody"):
        assert f">{link}</code>" in page(client_of(Role.AUDITOR), "list", words=words)


def test_bars_add_up_to_what_the_page_says(link, client_of):
    shown = page(client_of(Role.ANALYST), "link", link.pk)
    chart = re.search(r'<table class="waterfall">.*?</table>', shown, re.DOTALL)[0]
    bits = [float(one.replace("−", "-")) for one in re.findall(r'fall-bits"><span class="number">([^<]+)<', chart)]
    assert sum(bits[:-1]) == pytest.approx(bits[-1], abs=0.05 * len(bits))
    assert "Before anything is compared" in chart
    assert "Together" in chart
    assert "style=" not in chart


@pytest.mark.parametrize("language", ["ar", "es"])
def test_evidence_is_told_in_the_readers_language(link, client_of, language):
    client = client_of(Role.ANALYST)
    StaffMember.objects.filter(pk=client.staff.pk).update(language=language)
    shown = page(client, "link", link.pk)
    for part in link.evidence:
        assert part["sentence"] not in shown
    assert "real_lampkeeper2" in shown


def test_a_judgement_needs_a_verdict_and_a_reason(link, client_of):
    client = client_of(Role.ANALYST)
    assert "one sentence is enough" in post(client, "judge", link.pk, status=422, verdict="same", reason=" ")
    shown = post(client, "judge", link.pk, status=422, reason="the beam turns")
    assert "the same, different, or unsure" in shown
    assert "the beam turns" in shown
    assert not Judgement.objects.exists()


def test_a_judgement_is_kept_with_its_reason_and_a_later_one_revises_it(link, client_of):
    client = client_of(Role.ANALYST)
    post(client, "judge", link.pk, verdict="unsure", reason="too little to see")
    shown = page(client, "link", link.pk)
    assert "too little to see" in shown
    assert "You judged: Unsure." in shown
    post(client, "judge", link.pk, verdict="same", reason="the same slip of the pen")
    shown = page(client, "link", link.pk)
    assert "the same slip of the pen" in shown
    assert "revised" in shown
    assert Judgement.objects.count() == 2
    assert "Judged: The same actor" in text_of(page(client, "list"))


def copied(link, **changes):
    """Return another link that stands, like this one but for some facts."""
    other = Link.objects.get(pk=link.pk)
    other.pk, other._state.adding = None, True
    for name, value in changes.items():
        setattr(other, name, value)
    other.save(force_insert=True)
    return other


def test_a_contradiction_is_refused_with_its_chain_and_what_was_typed_stays(link, sign, client_of, analyst):
    closed = sign(closed_row("second", account="old-second"))[0]
    second = {"account_id": "new-second", "handle": "second"}
    for one in (link, copied(link, closed=closed), copied(link, **second)):
        judge_link(one, Verdict.SAME, reason="one hand", acting=analyst)
    last = copied(link, closed=closed, **second)
    client = client_of(Role.ANALYST)
    shown = text_of(post(client, "judge", last.pk, status=409, verdict="different", reason="another hand"))
    assert "It contradicts what was judged before." in shown
    assert shown.count("was judged the same as") == 3
    assert "harbourfeed:new-second is judged different from harbourfeed:old-second" in shown
    assert "another hand" in shown
    assert str(link) in shown
    assert not Judgement.objects.filter(verdict="different").exists()


def test_a_case_opens_on_the_new_account_alone(link, client_of):
    client = client_of(Role.ANALYST)
    assert "Open a case on the new account" in page(client, "link", link.pk)
    post(client, "open_case", link.pk)
    case = Case.objects.get()
    assert case.account_id == link.account_id
    assert case.reference in page(client, "link", link.pk)
    shown = client.get(reverse("cases:case", args=[case.reference])).content.decode()
    assert f'href="{reverse("linking:link", args=[link.pk])}"' in shown  # both accounts are compared there
    assert "/compare/" not in shown


def test_no_case_opens_on_accounts_that_were_judged_different(link, client_of, analyst):
    judge_link(link, Verdict.DIFFERENT, reason="another hand", acting=analyst)
    client = client_of(Role.ANALYST)
    shown = page(client, "link", link.pk)
    assert "Open a case on the new account" not in shown
    assert "judged to be of different actors" in post(client, "open_case", link.pk, status=409)
    assert not Case.objects.exists()


def test_the_lineage_shows_accounts_ties_and_the_weakest_bridge(link, client_of):
    client = client_of(Role.ANALYST)
    assert reverse("linking:actor", args=[link.pk]) in page(client, "link", link.pk)
    shown = page(client, "actor", link.pk)
    assert 'class="lineage"' in shown
    assert 'class="lineage-tie is-weakest"' in shown
    assert "real_lampkeeper2" in shown
    assert "never a record of a person" in shown
    assert "2 accounts" in page(client, "actors")
    assert "lampkeeper" not in page(client_of(Role.AUDITOR), "actors")


def test_without_a_tie_there_is_no_lineage(link, client_of, analyst):
    judge_link(link, Verdict.DIFFERENT, reason="another hand", acting=analyst)
    assert "Nothing holds these accounts together now" in page(client_of(Role.ANALYST), "actor", link.pk)


def test_the_page_of_a_closed_account_names_its_successors_by_number(link, client_of):
    client = client_of(Role.ANALYST)
    client.post(reverse("closings:consult", args=[link.closed_id]), {"why": "lead", "note": "a return"})
    shown = client.get(reverse("closings:account", args=[link.closed_id])).content.decode()
    assert f"<code>{link}</code>" in shown
    assert "real_lampkeeper2" not in shown


def test_who_declared_a_conflict_is_shown_neither_link_nor_lineage(link, client_of):
    from seawall.desk.cases.services import declare_conflict

    client, other = client_of(Role.ANALYST), client_of(Role.ANALYST)
    post(other, "open_case", link.pk)
    declare_conflict(Case.objects.get(), reason="a neighbour", acting=client.staff)
    assert "conflict of interest" in page(client, "link", link.pk, status=403)
    page(client, "actor", link.pk, status=403)
    assert f"<code>{link}</code>" not in page(client, "list")


def test_a_retraining_without_judgements_is_refused_in_words(link, client_of):
    officer = client_of(Role.LEGAL)
    shown = page(officer, "model")
    assert "A training needs 20 pairs" in shown
    answer = officer.post(reverse("linking:retrain"), follow=True)
    assert "there are 0 and 0" in answer.content.decode()
    assert "Train anew" not in page(client_of(Role.ANALYST), "model")


def test_a_comparison_that_was_asked_for_can_be_watched(link, client_of):
    client = client_of(Role.ANALYST)
    answer = client.post(reverse("linking:start"), follow=True)
    assert "Comparison of new accounts with closed ones" in html.unescape(answer.content.decode())
    again = client.post(reverse("linking:start"), follow=True)
    assert "compared already" in again.content.decode()


def test_every_family_and_comparison_has_words_of_its_own():
    assert not [family for family in Family if family_words(family.value) == family.value]
    assert not [name for name in COMPARISONS if feature_words(name) == name]
    with translation.override("ar"):
        assert not [name for name in COMPARISONS if feature_words(name) == COMPARISONS[name].TITLE]


@pytest.mark.parametrize(("number", "words"), [(1.0, "1.0"), (99.4, "99"), (1_048_576.0, "1,000,000")])
def test_large_numbers_are_told_by_two_digits(number, words):
    assert rounded(number) == words


def test_bits_are_told_as_odds():
    assert times_words(-1.0) == "Makes one actor about 2.0 times less likely."
    assert times_words(10.0) == "Makes one actor about 1,000 times likelier."
