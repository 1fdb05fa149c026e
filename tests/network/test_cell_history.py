"""A cell keeps its identity from week to week."""

from seawall.network.cell_history import CellEvent, match_cells

A, B = frozenset("abcdefgh"), frozenset("mnopqr")


def _told(last, new, earlier=None):
    return [(one.identity, one.event) for one in match_cells(last, new, earlier)]


def test_the_same_cell_continues_and_a_stranger_is_born():
    assert _told({"a": A}, {1: A, 2: B}) == [("a", CellEvent.CONTINUES), (None, CellEvent.BORN)]


def test_growing_and_shrinking_keep_the_identity():
    assert _told({"a": A}, {1: A | set("123")}) == [("a", CellEvent.GREW)]
    assert _told({"a": A}, {1: frozenset("abcde")}) == [("a", CellEvent.SHRANK)]


def test_of_two_halves_the_more_alike_goes_on():
    steps = match_cells({"a": A}, {1: frozenset("abc"), 2: frozenset("defgh")})
    assert [(one.identity, one.event) for one in steps] == [(None, CellEvent.SPLIT), ("a", CellEvent.SPLIT)]
    assert {one.origins for one in steps} == {("a",)}


def test_a_merger_goes_on_as_the_more_alike_and_names_both():
    (step,) = match_cells({"a": A, "b": B}, {1: A | B})
    assert (step.identity, step.event, step.origins) == ("a", CellEvent.MERGED, ("a", "b"))
    assert step.likeness == round(8 / 14, 4)


def test_a_cell_that_was_away_has_returned():
    assert _told({"b": B}, {1: A}, {"a": A, "b": A}) == [("a", CellEvent.RETURNED)]


def test_one_member_in_common_is_no_identity():
    assert _told({"a": A}, {1: frozenset("a123456")}) == [(None, CellEvent.BORN)]


def test_nothing_before_and_nothing_now_are_no_trouble():
    assert match_cells({}, {}) == ()
    assert _told({"a": A}, {}) == []
    assert _told({}, {1: A}) == [(None, CellEvent.BORN)]
