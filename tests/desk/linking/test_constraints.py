"""What the database refuses by itself, whatever the code does."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from seawall.clock import utc_now
from seawall.desk.linking.evidence_rows import erased_rows
from seawall.desk.linking.models import Judgement, Link, LinkModel
from seawall.desk.linking.replaying import replay
from seawall.desk.linking.services import judge_link

pytestmark = pytest.mark.django_db


def refused(query, **values) -> str:
    with pytest.raises(DatabaseError) as told, transaction.atomic():
        query.update(**values)
    return str(told.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [("probability", 0.5), ("link_class", "possible"), ("account_id", "somebody"), ("bank_size", 7), ("depth", 3)],
)
def test_what_a_link_said_never_changes(link, field, value):
    assert "what a link said never changes" in refused(Link.objects, **{field: value})


def test_evidence_is_only_ever_erased(link):
    assert "only ever erased" in refused(Link.objects, evidence=[])
    before = replay(link)
    Link.objects.update(evidence=erased_rows(link.evidence), profile={}, erased_at=utc_now())
    assert replay(Link.objects.get()).probability == before.probability


def test_a_link_that_ended_stays_so(link):
    Link.objects.update(state="withdrawn", ended_at=utc_now(), ended_because="reinstated")
    assert "stays so" in refused(Link.objects, state="stands", ended_at=None, ended_because="")


def test_an_ended_link_says_when_and_why(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.update(state="withdrawn")


def test_one_link_of_a_pair_stands(link):
    Link.objects.filter(pk=link.pk).update(state="replaced", ended_at=utc_now(), ended_because="compared again")
    copy = Link.objects.get()
    copy.pk, copy.state, copy.ended_at, copy.ended_because = None, "stands", None, ""
    copy.save()
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_a_judgement_is_revised_once_and_never_changed(link, analyst):
    judge_link(link, "same", reason="the invite", acting=analyst)
    assert "never changed" in refused(Judgement.objects, verdict="different")
    Judgement.objects.update(revised_at=utc_now())
    assert "revised once" in refused(Judgement.objects, revised_at=None)


def test_one_judgement_of_a_person_is_in_force(link, analyst):
    judged = judge_link(link, "same", reason="the invite", acting=analyst)
    judged.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        judged.save()


def test_a_model_that_links_rest_on_never_changes(link):
    assert "never changes" in refused(LinkModel.objects, content="{}")


def test_one_model_links(link):
    model = LinkModel.objects.get()
    model.pk, model.label, model.sha256 = None, "seawall 2 000000000000", "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        model.save()
