"""What the database itself refuses, whatever code might try."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from seawall.clock import utc_now
from seawall.desk.closings.models import ClosedAccount, ClosingList

from .conftest import closed_row

pytestmark = pytest.mark.django_db


def refused(query, **values):
    with pytest.raises(DatabaseError), transaction.atomic():
        query.update(**values)


def test_a_list_is_not_signed_by_who_brought_it_in(bring_in, look_of, analyst):
    listed = bring_in(closed_row())
    look = look_of(listed, analyst)
    refused(ClosingList.objects, signed_by=analyst, signed_at=utc_now(), look=look)


def test_a_list_is_not_signed_on_the_look_of_somebody_else(bring_in, look_of, officer, staff_with):
    listed = bring_in(closed_row())
    look = look_of(listed, staff_with())
    refused(ClosingList.objects, signed_by=officer, signed_at=utc_now(), look=look)
    refused(ClosingList.objects, signed_by=officer, signed_at=utc_now())


def test_an_account_is_not_signed_without_its_list(bring_in, officer, analyst):
    bring_in(closed_row())
    refused(ClosedAccount.objects, state="signed", signed_by=officer, signed_at=utc_now())
    refused(ClosedAccount.objects, state="signed", signed_by=analyst, signed_at=utc_now())
    refused(ClosedAccount.objects, state="signed")


def test_who_brought_it_in_is_not_changed_to_let_them_sign(bring_in, officer):
    bring_in(closed_row())
    refused(ClosingList.objects, imported_by=officer)
    refused(ClosedAccount.objects, imported_by=officer)


@pytest.mark.parametrize(
    "changes", [{"decision": "HF-9"}, {"ground": "another"}, {"account_id": "dissident"}, {"platform": "pierchat"}]
)
def test_what_was_signed_for_never_changes(signed, changes):
    signed()
    refused(ClosedAccount.objects, **changes)


def test_a_signature_is_never_taken_off(signed):
    signed()
    refused(ClosedAccount.objects, signed_by=None, signed_at=None, state="proposed")


def test_a_row_is_not_put_in_as_signed(signed, bring_in, officer):
    (one,) = signed()
    other = bring_in(closed_row(2))
    one.pk, one.account_id, one.listed = None, "lamp-3", other
    with pytest.raises(DatabaseError), transaction.atomic():
        one.save(force_insert=True)


def test_an_account_stands_once(signed, analyst, bring_in):
    (one,) = signed()
    bring_in(closed_row(2))
    two = ClosedAccount.objects.get(account_id="lamp-2")
    two.pk, two.account_id = None, one.account_id
    with pytest.raises(DatabaseError), transaction.atomic():
        two.save(force_insert=True)


def test_a_withdrawal_names_who_how_and_why(signed, officer):
    signed()
    refused(ClosedAccount.objects, state="withdrawn", ended_at=utc_now(), ended_by=officer, ended_reason="because")
    refused(ClosedAccount.objects, state="withdrawn", ended_at=utc_now(), withdrawn_how="mistaken", ended_reason="x")
    refused(ClosedAccount.objects, state="withdrawn", ended_at=utc_now(), ended_by=officer, withdrawn_how="mistaken")
