"""Each unveiling counts for the day of the person who did it, and for nobody else."""

import pytest
from django.urls import reverse

from seawall.desk.audit.models import LedgerRow
from seawall.desk.observations.exposure import reveals_today
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing(put_in):
    put_in("seen", media=[{"media_id": "key-1", "description": "a grey lighthouse"}])
    return "key-1"


def test_reveals_are_counted_shown_and_kept_in_the_ledger(client_of, drawing):
    reader, colleague = client_of(Role.ANALYST), client_of(Role.ANALYST)
    for _ in range(3):
        assert reader.post(reverse("observations:reveal", args=[drawing])).status_code == 204
    assert (reveals_today(reader.staff), reveals_today(colleague.staff)) == (3, 0)
    assert "Revealed today: 3 times" in reader.get(reverse("story:home")).content.decode()
    assert "Revealed today" not in colleague.get(reverse("story:home")).content.decode()
    assert LedgerRow.objects.filter(event="media_revealed", acting=reader.staff.ledger_name).count() == 3


def test_an_unknown_file_and_another_method_count_nothing(client_of, drawing):
    reader = client_of(Role.LEGAL)
    assert reader.post(reverse("observations:reveal", args=["key-9"])).status_code == 404
    assert reader.get(reverse("observations:reveal", args=[drawing])).status_code == 405
    assert reveals_today(reader.staff) == 0
