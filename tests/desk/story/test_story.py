"""The first page tells what is there: a story where a made-up world is, and a beginning where nothing is."""

import pytest
from django.urls import reverse

from seawall.desk.people.roles import Role
from seawall.desk.story import facts as facts_module
from seawall.desk.story.facts import StoryFacts, read_facts, write_facts

pytestmark = pytest.mark.django_db

WORLD = """{"drawing": "sha256:00", "cast": [
  {"handle": "lampkeeper", "account_id": "h0"}, {"handle": "harbour_wire", "account_id": "h4"}]}"""


def test_facts_of_a_world_are_kept_and_read(tmp_path):
    (tmp_path / "world.json").write_text(WORLD)
    kept = write_facts(tmp_path, tmp_path)
    assert kept == StoryFacts(platform=facts_module.PLATFORM, drawing="sha256:00", lampkeeper="h0", newsroom="h4")
    assert read_facts(tmp_path) == kept


def test_a_desk_without_a_world_has_no_facts(tmp_path):
    assert read_facts(tmp_path) is None


@pytest.mark.parametrize("role", Role)
def test_an_empty_desk_says_where_to_begin(client_of, role):
    answer = client_of(role).get(reverse("story:home"))
    assert answer.status_code == 200
    assert b"<h1>" in answer.content
    assert b"scene-number" not in answer.content


def test_the_wall_is_absent_where_there_is_no_story(client_of):
    assert client_of(Role.ANALYST).get(reverse("story:wall")).status_code == 404
