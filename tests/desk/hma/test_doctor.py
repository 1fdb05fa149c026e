"""What `seawall doctor` says of the door for other systems."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from seawall.clock import utc_now
from seawall.desk.doctor.diagnosis import State
from seawall.desk.doctor.other_systems import check_other_systems
from seawall.desk.hma.limits import HmaLimits
from seawall.exchange import parse_networks

pytestmark = pytest.mark.django_db


def told():
    found = check_other_systems(django_settings.SEAWALL, utc_now())
    return {(diagnosis.check, diagnosis.state) for diagnosis in found}


def test_a_desk_that_nobody_may_ask_is_fine(desk_home):
    assert told() == {("tokens", State.FINE)}


def test_an_open_door_a_wide_one_and_a_token_without_end_get_advice(platform_with, settings):
    platform_with(ends_at=utc_now() + timedelta(days=1))
    assert told() == {("tokens", State.FINE)}
    platform_with()
    settings.HMA = HmaLimits(open_to_all=True, networks=parse_networks("10.0.0.0/8"))
    checks = ("other systems", "fetching", "tokens")
    assert told() == {(check, State.ADVICE) for check in checks}
