"""Suites have names that a reader understands, in every language."""

import pytest
from django.utils import translation

from seawall.classify.benign_packs import PACKS
from seawall.desk.cases.models.vocabulary import Stance
from seawall.desk.ranking.templatetags.suites import PACK_WORDS, suite_words


def test_every_pack_that_comes_with_seawall_has_a_name():
    assert set(PACK_WORDS) == set(PACKS)


@pytest.mark.parametrize("language", ["ar", "es"])
def test_a_pack_is_named_in_the_readers_language(language):
    with translation.override("en"):
        english = suite_words("pack:religious_speech")
    with translation.override(language):
        assert suite_words("pack:religious_speech") != english


def test_a_suite_of_ones_own_labels_is_named_by_its_stance():
    with translation.override("en"):
        assert suite_words("desk_reports") == f"Labelled here: {Stance.REPORTS.label}"


def test_an_unknown_suite_is_shown_as_written():
    assert [suite_words(suite) for suite in ("pack:tides", "desk_tides", "hatecheck")] == [
        "pack:tides", "desk_tides", "hatecheck",
    ]  # fmt: skip
