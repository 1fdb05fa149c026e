"""Who comes in, who may do what, who leaves."""

from datetime import timedelta

import pytest

from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM
from seawall.desk.people import links, services
from seawall.desk.people.errors import (
    LastAdministratorError,
    LinkRefusedError,
    NotAdministratorError,
    OwnRolesError,
    PasswordRefusedError,
    StaffExistsError,
    StaffStateError,
    TooManyLinksError,
)
from seawall.desk.people.models import OneTimeLink, StaffMember, StaffState
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db

STRONG = "grey-lighthouse-harbour"


@pytest.fixture
def administrator(staff_with):
    return staff_with(Role.ADMINISTRATOR)


def link_at(path):
    return links.find_link(path.rstrip("/").rsplit("/", 1)[1], now=utc_now())


def last_row():
    return LedgerRow.objects.order_by("-number").first()


def test_an_invited_person_holds_no_role_until_they_accept(administrator):
    invited = services.invite("Heron", acting=administrator, roles=[Role.ANALYST, Role.LEGAL])
    assert invited.staff.state == StaffState.INVITED
    assert invited.staff.roles == frozenset()
    staff = services.accept_invitation(link_at(invited.link_path), password=STRONG, pseudonym="Heron", language="ar")
    fresh = StaffMember.objects.get(pk=staff.pk)
    assert fresh.state == StaffState.ACTIVE
    assert fresh.roles == {Role.ANALYST, Role.LEGAL}
    assert (fresh.username, fresh.pseudonym, fresh.language) == ("heron", "Heron", "ar")
    assert fresh.check_password(STRONG)
    assert (last_row().event, last_row().acting) == ("invitation_accepted", staff.ledger_name)


@pytest.mark.parametrize("roles", [(Role.ANALYST,), (Role.LEGAL, Role.APPROVER, Role.AUDITOR)])
def test_who_is_no_administrator_changes_nobody(staff_with, administrator, roles):
    other = staff_with(*roles)
    rows = LedgerRow.objects.count()
    for change in (
        lambda: services.invite("tern", acting=other, roles=[Role.ANALYST]),
        lambda: services.grant_role(other, Role.APPROVER, acting=other),
        lambda: services.revoke_role(administrator, Role.ADMINISTRATOR, acting=other),
        lambda: services.deactivate(administrator, acting=other),
        lambda: services.recover(administrator, acting=other),
        lambda: services.invite("tern", acting="staff:1", roles=[Role.ANALYST]),
    ):
        with pytest.raises(NotAdministratorError):
            change()
    assert LedgerRow.objects.count() == rows


def test_a_deactivated_administrator_changes_nobody(staff_with, administrator):
    second = staff_with(Role.ADMINISTRATOR)
    services.deactivate(second, acting=administrator)
    with pytest.raises(NotAdministratorError):
        services.invite("tern", acting=second, roles=[Role.ANALYST])


def test_nobody_changes_their_own_roles_or_shuts_themselves_out(administrator):
    for change in (
        lambda: services.grant_role(administrator, Role.APPROVER, acting=administrator),
        lambda: services.revoke_role(administrator, Role.ADMINISTRATOR, acting=administrator),
        lambda: services.deactivate(administrator, acting=administrator),
    ):
        with pytest.raises(OwnRolesError):
            change()


def test_the_last_administrator_stays(administrator):
    for change in (
        lambda: services.revoke_role(administrator, Role.ADMINISTRATOR, acting=SYSTEM),
        lambda: services.deactivate(administrator, acting=SYSTEM),
    ):
        with pytest.raises(LastAdministratorError):
            change()


def test_an_administrator_who_is_shut_out_does_not_count_as_one(administrator, staff_with):
    second = staff_with(Role.ADMINISTRATOR)
    services.deactivate(second, acting=administrator)
    with pytest.raises(LastAdministratorError):
        services.deactivate(administrator, acting=SYSTEM)


def test_granting_and_revoking_take_effect_at_once_and_only_once(administrator, staff_with):
    staff = staff_with(Role.ANALYST)
    assert staff.roles == {Role.ANALYST}
    assert services.grant_role(staff, Role.LEGAL, acting=administrator)
    assert staff.roles == {Role.ANALYST, Role.LEGAL}
    assert last_row().event == "role_granted"
    rows = LedgerRow.objects.count()
    assert not services.grant_role(staff, Role.LEGAL, acting=administrator)
    assert services.revoke_role(staff, Role.LEGAL, acting=administrator)
    assert not services.revoke_role(staff, Role.LEGAL, acting=administrator)
    assert staff.roles == {Role.ANALYST}
    assert LedgerRow.objects.count() == rows + 1


def test_somebody_deactivated_has_no_roles_and_gets_them_back_on_return(administrator, staff_with):
    staff = staff_with(Role.LEGAL)
    services.deactivate(staff, acting=administrator)
    assert (staff.state, staff.roles) == (StaffState.DEACTIVATED, frozenset())
    services.reactivate(staff, acting=administrator)
    assert (staff.state, staff.roles) == (StaffState.ACTIVE, {Role.LEGAL})
    with pytest.raises(StaffStateError):
        services.reactivate(staff, acting=administrator)


def test_deactivating_an_invited_person_ends_their_link(administrator):
    invited = services.invite("heron", acting=administrator, roles=[Role.ANALYST])
    services.deactivate(invited.staff, acting=administrator)
    with pytest.raises(LinkRefusedError):
        link_at(invited.link_path)
    again = services.invite_again(invited.staff, acting=administrator)
    assert link_at(again.link_path).staff == invited.staff


def test_a_second_invitation_ends_the_first(administrator):
    first = services.invite("heron", acting=administrator, roles=[Role.ANALYST])
    second = services.invite_again(first.staff, acting=administrator)
    with pytest.raises(LinkRefusedError):
        link_at(first.link_path)
    assert link_at(second.link_path)


@pytest.mark.parametrize("username", ["heron", "HERON", " heron "])
def test_a_login_name_is_given_once_in_any_letter_case(administrator, username):
    services.invite("Heron", acting=administrator, roles=[Role.ANALYST])
    with pytest.raises(StaffExistsError):
        services.invite(username, acting=administrator, roles=[Role.ANALYST])


def test_nobody_takes_the_pseudonym_of_another(administrator, staff_with):
    staff = staff_with(Role.ANALYST)
    with pytest.raises(StaffExistsError):
        services.change_profile(acting=staff, pseudonym=administrator.pseudonym.upper(), language="en")


@pytest.mark.parametrize("username", ["two words", "sla/sh", ""])
def test_an_impossible_login_name_is_refused(administrator, username):
    with pytest.raises(StaffStateError):
        services.invite(username, acting=administrator, roles=[Role.ANALYST])


def test_an_invitation_without_roles_is_refused(administrator):
    with pytest.raises(StaffStateError):
        services.invite("heron", acting=administrator, roles=[])


def test_a_weak_password_is_refused_and_the_link_stays_good(administrator):
    invited = services.invite("heron", acting=administrator, roles=[Role.ANALYST])
    with pytest.raises(PasswordRefusedError):
        services.accept_invitation(link_at(invited.link_path), password="password", pseudonym="Heron", language="en")
    assert link_at(invited.link_path).used_at is None


def test_recovery_sets_the_password_and_removes_second_factors(administrator, staff_with):
    from allauth.mfa.models import Authenticator

    staff = staff_with(Role.ANALYST)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    path = services.recover(staff, acting=administrator)
    services.use_recovery(link_at(path), password=STRONG)
    assert StaffMember.objects.get(pk=staff.pk).check_password(STRONG)
    assert not Authenticator.objects.filter(user=staff).exists()
    assert last_row().event == "account_recovered"


def test_only_active_staff_are_recovered(administrator):
    invited = services.invite("heron", acting=administrator, roles=[Role.ANALYST])
    with pytest.raises(StaffStateError):
        services.recover(invited.staff, acting=administrator)


def test_a_link_for_one_purpose_serves_no_other(administrator, staff_with):
    link = link_at(services.recover(staff_with(Role.ANALYST), acting=administrator))
    with pytest.raises(StaffStateError):
        services.enter_by_link(link)
    with pytest.raises(StaffStateError):
        services.accept_invitation(link, password=STRONG, pseudonym="Tern", language="en")


def test_a_one_time_login_works_once(staff_with):
    staff = staff_with(Role.ANALYST)
    link = link_at(services.make_one_time_login(staff))
    assert services.enter_by_link(link) == staff
    with pytest.raises(LinkRefusedError):
        services.enter_by_link(link)


def test_a_login_link_of_somebody_deactivated_is_refused(administrator, staff_with):
    staff = staff_with(Role.ANALYST)
    path = services.make_one_time_login(staff)
    services.deactivate(staff, acting=administrator)
    with pytest.raises(LinkRefusedError):
        link_at(path)


def test_nobody_makes_a_login_link_for_somebody_else(administrator, staff_with):
    with pytest.raises(NotAdministratorError):
        services.make_one_time_login(staff_with(Role.ANALYST), acting=administrator)


def test_a_link_ends_after_its_time_to_the_second(staff_with):
    staff = staff_with(Role.ANALYST)
    secret = services.make_one_time_login(staff).rstrip("/").rsplit("/", 1)[1]
    made = OneTimeLink.objects.get().made_at
    assert links.find_link(secret, now=made + timedelta(minutes=15) - timedelta(microseconds=1))
    with pytest.raises(LinkRefusedError):
        links.find_link(secret, now=made + timedelta(minutes=15))


@pytest.mark.parametrize("secret", ["", "x", "é" * 50, "\ud800", "a" * 5000, "' OR 1=1 --"])
def test_a_secret_that_never_was_is_refused(db, secret):
    with pytest.raises(LinkRefusedError):
        links.find_link(secret, now=utc_now())


def test_the_database_holds_no_secret(staff_with):
    path = services.make_one_time_login(staff_with(Role.ANALYST))
    secret = path.rstrip("/").rsplit("/", 1)[1]
    assert secret not in str(list(OneTimeLink.objects.values()))
    assert secret not in str([bytes(row.sealed.payload) for row in LedgerRow.objects.select_related("sealed")])


def test_too_many_links_in_an_hour_are_refused(staff_with, monkeypatch):
    monkeypatch.setattr(links, "LINKS_AN_HOUR", 3)
    staff = staff_with(Role.ANALYST)
    for _ in range(3):
        services.make_one_time_login(staff)
    with pytest.raises(TooManyLinksError):
        services.make_one_time_login(staff)


def test_forgetting_takes_ended_links_alone(staff_with):
    staff = staff_with(Role.ANALYST)
    services.make_one_time_login(staff)
    link = OneTimeLink.objects.get()
    assert links.forget_links(ended_before=link.ends_at) == 0
    assert links.forget_links(ended_before=link.ends_at + timedelta(seconds=1)) == 1


def test_people_come_in_by_invitation_alone(administrator):
    with pytest.raises(NotAdministratorError):
        services.add_staff("heron", acting=administrator, roles=[Role.ANALYST])
