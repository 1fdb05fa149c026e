import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.classify.explanation import abstains


def test_contributions_add_up_to_the_margin(small_ranker):
    text = "Carry the WORD of the keepers, carry it"
    found = small_ranker.explain(text, most=10_000)
    assert sum(one.weight for one in found.ngrams) + found.intercept == pytest.approx(found.margin, abs=1e-5)
    assert sum(one.weight for one in found.words) + found.intercept == pytest.approx(found.margin, abs=1e-5)


def test_the_strongest_words_are_found_in_the_original_spelling(small_ranker):
    text = "👉 C\u0430rry the wórd of the KEEPERS https://x.example/a"
    found = small_ranker.explain(text)
    words = {text[start:end] for one in found.words if one.weight > 0 for start, end in one.spans}
    assert {"C\u0430rry", "wórd", "KEEPERS"} <= words
    assert not any("example" in word for word in words)


def test_arabic_marks_belong_to_the_span(small_ranker):
    text = "الحُرّاسُ carry the word"
    spans = [one.spans[0] for one in small_ranker.explain(text).words]
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_explanation_and_score_are_of_one_model(small_ranker):
    text = "carry the word of the keepers now"
    found = small_ranker.explain(text)
    assert found.score == small_ranker.score([text]).scores[0]
    assert found.raised
    assert not abstains(found)
    assert abstains(small_ranker.explain("keepers"))
    assert all(one.detail for one in found.evidence())


@settings(max_examples=60)
@given(st.text(max_size=120))
def test_any_text_can_be_explained(small_ranker, text):
    found = small_ranker.explain(text)
    shown = text.encode("utf-8", "replace").decode()
    assert all(0 <= start < end <= len(shown) for one in found.ngrams for start, end in one.spans)
