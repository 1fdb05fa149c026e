"""A registry never changes, refuses duplicates and names what it knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.registry import DuplicatePluginError, InvalidPluginError, Registry, UnknownPluginError


class Lamp:
    TITLE = "Lamp"

    def __init__(self, name):
        self.NAME = name

    def examples(self):
        return ()


@given(st.lists(st.from_regex(r"\A[a-z][a-z0-9_]{0,8}\Z"), unique=True))
def test_plugins_keep_the_order_of_registration(names):
    assert list(Registry("lamps", map(Lamp, names))) == names


def test_two_plugins_of_one_name_are_refused():
    with pytest.raises(DuplicatePluginError, match="two lamps are named 'red'"):
        Registry("lamps", [Lamp("red"), Lamp("red")])


@pytest.mark.parametrize("name", ["", "Red", "1red", "red-lamp", "red lamp", "red\n"])
def test_a_malformed_name_is_refused(name):
    with pytest.raises(InvalidPluginError):
        Registry("lamps", [Lamp(name)])


def test_an_object_without_the_contract_is_refused():
    with pytest.raises(InvalidPluginError):
        Registry("lamps", [object()])


def test_an_unknown_name_lists_the_known_ones():
    registry = Registry("lamps", [Lamp("red"), Lamp("green")])
    with pytest.raises(UnknownPluginError, match="known: red, green"):
        registry["blue"]
    assert registry.get("red").NAME == "red"
    assert "blue" not in registry


def test_a_registry_has_no_way_to_change():
    registry = Registry("lamps", [Lamp("red")])
    with pytest.raises(TypeError):
        registry["green"] = Lamp("green")
