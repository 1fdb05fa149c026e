"""Edits change what they should, and are the same each time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.testing.world.evasions import LINK_EDITS, TEXT_EDITS, edit_link, edit_text, text_edits_for
from seawall.testing.world.phrasebook import LANGUAGES, read_lexicons


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_evasion_changes_every_slogan_in_some_form(language: str) -> None:
    for slogan in read_lexicons()[language]["movement"]["slogans"]:
        for edit in text_edits_for(language):
            forms = {edit_text(slogan, edit, number) for number in range(8)}
            touchless = edit == "exact" or (edit in ("accents_dropped", "alef_forms", "persian_letters"))
            assert touchless or forms != {slogan}


@given(st.sampled_from(sorted(TEXT_EDITS)), st.text(max_size=60), st.integers(0, 996))
def test_an_edit_is_the_same_each_time_for_any_text(edit: str, text: str, number: int) -> None:
    assert edit_text(text, edit, number) == edit_text(text, edit, number)


@given(st.text(alphabet="abcdefghij ", min_size=5, max_size=60), st.integers(0, 996))
def test_invisible_and_marked_letters_leave_the_words_readable(text: str, number: int) -> None:
    for edit in ("zero_width", "bidi", "diacritics"):
        edited = unicodedata.normalize("NFD", edit_text(text, edit, number))
        seen = "".join(c for c in edited if unicodedata.category(c) not in ("Cf", "Mn"))
        assert seen == text


@pytest.mark.parametrize("edit", sorted(set(LINK_EDITS) - {"exact"}))
def test_a_link_edit_changes_the_link_and_keeps_its_end_recognisable(edit: str) -> None:
    url = "https://farogris.example/page/abcdefgh-7"
    edited = edit_link(url, edit, 3)
    assert edited != url
    assert "abcdefgh-7" in edited
