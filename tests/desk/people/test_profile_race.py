"""A profile that somebody changes never takes back what was decided about them meanwhile."""

import pytest

from seawall.desk.people.models import StaffMember
from seawall.desk.people.services import change_profile

pytestmark = pytest.mark.django_db


def test_a_profile_read_before_a_deactivation_does_not_undo_it(staff_with):
    staff = staff_with()
    StaffMember.objects.filter(pk=staff.pk).update(is_active=False, password="gone")
    change_profile(acting=staff, pseudonym="Bittern", language="es")
    fresh = StaffMember.objects.get(pk=staff.pk)
    assert (fresh.pseudonym, fresh.language) == ("Bittern", "es")
    assert (fresh.is_active, fresh.password) == (False, "gone")
