"""Maps: the shipped ones are sound, and a wrong one is told with what is wrong."""

import pytest

from seawall.intake import load_map, shipped_maps
from seawall.intake.errors import MapError

GOOD = """
name = "mine"
title = "Mine"
table = "posts"
platform = "pierchat"
[posts]
post_id = "id"
text = "body"
"""


def written(tmp_path, content):
    path = tmp_path / "mine.toml"
    path.write_text(content, "utf-8")
    return path


def test_the_names_of_the_shipped_maps_are_permanent():
    assert list(shipped_maps()) == [
        "channel_network",
        "hatecheck_english",
        "hatecheck_multilingual",
        "information_operation_accounts",
        "information_operation_posts",
    ]


@pytest.mark.parametrize("name", shipped_maps())
def test_a_shipped_map_says_how_to_recognise_its_files_by_columns_that_it_reads_or_names(name):
    shipped = shipped_maps()[name]
    assert shipped.name == name
    assert shipped.recognise


def test_a_map_names_each_column_once(tmp_path):
    assert load_map(written(tmp_path, GOOD)).columns() == ("id", "body")


def test_a_misspelt_field_is_told(tmp_path):
    with pytest.raises(MapError, match="no field 'post_idd'; it has: platform, post_id"):
        load_map(written(tmp_path, GOOD.replace("post_id", "post_idd")))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[posts]", "[pots]", "unknown field `pots`"),
        ('table = "posts"', 'table = "people"', "Invalid enum value 'people'"),
        ('table = "posts"', 'table = "accounts"', "there is no \\[accounts\\]"),
        ('platform = "pierchat"', "", "must say where 'platform' comes from"),
        ('platform = "pierchat"', 'platform = "pierchat"\ntime_zone = "Harbour/Pier"', "no time zone 'Harbour/Pier'"),
        ('text = "body"', 'text = { column = "a", constant = "b" }', "give one of column, template and constant"),
        ('text = "body"', 'kind = { constant = "shout" }', "'shout' is no kind of post"),
        (
            'text = "body"',
            '[[interactions]]\nkind = "liked"\ntarget = { column = "a" }',
            "'liked' is no kind of interaction",
        ),
        ('text = "body"', 'language = { column = "a", pattern = "(" }', "language: the pattern"),
        ('text = "body"', 'language = { column = "a", pattern = "x" }', "language: the pattern"),
        ('text = "body"', 'text = { template = "{a" }', "text: the template"),
        ("name =", "name", "mine.toml"),
    ],
)
def test_what_is_wrong_with_a_map_is_told(tmp_path, old, new, message):
    with pytest.raises(MapError, match=message):
        load_map(written(tmp_path, GOOD.replace(old, new)))


def test_a_map_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MapError, match="can't be read"):
        load_map(tmp_path / "none.toml")
