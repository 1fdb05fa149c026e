"""Lineages of a whole desk: many cost as many questions as one, and none reads what it doesn't show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seawall.desk.linking.actor_views import actor_of, actors
from seawall.desk.linking.models import Link

pytestmark = pytest.mark.django_db


def asked(question) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as context:
        question()
    return [one["sql"] for one in context.captured_queries]


def copies(link: Link, closed) -> list[Link]:
    """Return a link of an account of its own to each of these closed accounts."""
    rows = []
    for number, one in enumerate(closed):
        row = Link.objects.get(pk=link.pk)
        row.pk, row.account_id, row.closed, row.replaces = None, f"again-{number}", one, None
        rows.append(row)
    return Link.objects.bulk_create(rows)


def test_many_lineages_cost_as_many_questions_as_one(link, analyst):
    signed = type(link.closed).objects.filter(state="signed").exclude(pk=link.closed_id)
    one = asked(lambda: actors(analyst))
    copies(link, signed[:20])
    assert len(actors(analyst)) == 21
    many = asked(lambda: actors(analyst))
    assert len(many) == len(one)
    assert not [sql for sql in many if '"evidence"' in sql or '"profile"' in sql or '"content"' in sql]


def test_an_actor_reads_no_more_of_the_others_than_their_names(link):
    signed = type(link.closed).objects.filter(state="signed").exclude(pk=link.closed_id)
    others = copies(link, [*signed[:5], link.closed])
    view = actor_of(link)
    assert [one.key for one in view.accounts] == [link.closed.key, others[-1].key, link.key]
    assert [one.link for one in view.accounts] == [None, others[-1], link]
    whole = [sql for sql in asked(lambda: actor_of(link)) if '"probability"' in sql]
    assert len(whole) == 1
    assert "again-4" not in whole[0]
    assert not [sql for sql in whole if '"evidence"' in sql]
