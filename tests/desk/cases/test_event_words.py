"""Whatever the services record about a case, its history says in words."""

from __future__ import annotations

import ast
from pathlib import Path

from seawall.desk.cases import services
from seawall.desk.cases.event_words import EVENT_WORDS, event_words

NOT_ABOUT_A_CASE = {"findings_received", "findings_refused", "findings_withdrawn", "copies_erased"}
BEGINNINGS = ("case_", "claim_", "decision_", "findings_", "conflict_", "grounds_", "copies_")


def recorded_events():
    """Every name of an event that stands in the code of the services as an argument or a choice."""
    for path in Path(services.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            values = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                values = [node.args[0]]
            elif isinstance(node, ast.IfExp):
                values = [node.body, node.orelse]
            for value in values:
                if isinstance(value, ast.Constant) and str(value.value).startswith(BEGINNINGS):
                    yield value.value


def test_each_event_of_a_case_has_its_sentence_and_no_sentence_is_left_over():
    assert set(recorded_events()) - NOT_ABOUT_A_CASE == set(EVENT_WORDS)


def test_an_unknown_event_is_shown_by_its_name():
    assert event_words("from_the_future") == "from_the_future"
