"""Priority goes by closeness and agreement; its reasons are data and read well in every language."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.cases.models import Outcome, Priority
from seawall.desk.cases.priority import EarlierCase, Grounds, weigh
from seawall.desk.cases.reason_words import reason_words

grounds = st.builds(
    Grounds,
    post=st.sampled_from("abc"),
    signal_type=st.sampled_from(["sha256", "url", "text", "term"]),
    bank=st.sampled_from(["one", "two"]),
    tier=st.sampled_from(["same", "near", "look"]),
)


def of(signal_type, tier="same", post="p"):
    return Grounds(post=post, signal_type=signal_type, bank="known", tier=tier)


@pytest.mark.parametrize(
    ("found", "priority"),
    [
        ([of("sha256"), of("url")], Priority.FIRST),
        ([of("sha256"), of("text", "near")], Priority.FIRST),
        ([of("sha256")], Priority.SOON),
        ([of("text"), of("term", "look")], Priority.SOON),
        ([of("text", "near"), of("url", "near")], Priority.SOON),
        ([of("text", "near")], Priority.LATER),
        ([of("term", "same"), of("term", "look")], Priority.LATER),
    ],
)
def test_priority_goes_by_closeness_and_agreement(found, priority):
    assert weigh(found).priority == priority


@given(st.lists(grounds, min_size=1, max_size=6), st.integers(2, 30))
def test_volume_never_changes_the_priority(found, times):
    assert weigh(found * times).priority == weigh(found).priority


@given(st.lists(grounds, min_size=1, max_size=6).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_order_of_the_findings_plays_no_part(pair):
    assert weigh(pair[0]) == weigh(pair[1])


def test_an_earlier_case_that_was_no_breach_moves_a_case_down_a_step():
    earlier = [EarlierCase(reference="C-2026-000001", outcome=Outcome.NOT_IN_BREACH)]
    assert weigh([of("sha256"), of("url")], earlier=earlier).priority == Priority.SOON
    assert weigh([of("term")], earlier=earlier).priority == Priority.LATER


def test_a_reason_counts_posts_not_findings():
    (reason,) = weigh([of("text"), of("text"), of("text", post="q")]).reasons
    assert reason_words(reason) == "2 posts carry exactly what “known” lists: text."


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_every_reason_is_a_sentence_in_every_language(language):
    earlier = [EarlierCase(reference="C-2026-000001", outcome=outcome) for outcome in (*Outcome, None)]
    found = [of("sha256"), of("text", "near"), of("term", "look")]
    with translation.override(language):
        sentences = [reason_words(reason) for reason in weigh(found, held_back=2, earlier=earlier).reasons]
    assert len(sentences) == 9
    assert all(len(sentence) > 10 and "%" not in sentence for sentence in sentences)


def test_a_bank_of_any_script_does_not_turn_an_arabic_sentence():
    with translation.override("ar"):
        assert "\u2068known\u2069" in reason_words(weigh([of("text")]).reasons[0])


def test_a_reason_of_another_version_is_shown_as_it_stands():
    assert reason_words({"code": "from_the_future"}) == "from_the_future"
