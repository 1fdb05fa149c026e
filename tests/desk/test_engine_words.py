"""Every sentence that the pipeline writes can be read in every language of the desk."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils import translation

from seawall.desk.engine_words import WHATS, engine_words
from seawall.index import Opinion, Tier, make_entry
from seawall.pipeline import holding_back
from seawall.pipeline.media_matches import text_place
from seawall.pipeline.sentences import evidence_sentence, not_raised_sentence, raised_sentence, reshare_sentence
from seawall.pipeline.targets import TARGETS
from seawall.signals.readers import TEXT_READERS

_VALUES = {
    "sha256": "ab" * 32,
    "md5": "cd" * 16,
    "sha1": "ef" * 20,
    "pdq": "0f" * 32,
    "url": "https://pierchat.example/join/7",
    "text": "tonight the lamps return to the quay",
    "term": "the lamps return",
}


_STAGES = {
    "text": ("near_text", "inside", "part"),
    "url": ("host", "path", "channel"),
}
_OF_FILES = ("picture", "pdq_frames", "audio", "wallet")  # whose values are long or checked


def _entry(signal_type: str, opinion: Opinion = Opinion.POSITIVE, note: str | None = "slogan (en)"):
    return make_entry(
        signal_type=signal_type,
        value=_VALUES[signal_type],
        bank="grey_lighthouse",
        entry_id="gl-1",
        opinion=opinion,
        policy=None,
        note=note,
    )


def _sentences() -> list[str]:
    whats = sorted({target.what for target in TARGETS} | {text_place(name) for name in (*TEXT_READERS, "another")})
    found = [
        evidence_sentence(what, _entry(kind, note=note), stage)
        for what in whats
        for kind in _VALUES
        for stage in (None, *_STAGES.get(kind, ()))
        for note in (None, "a note")
    ]
    found += [
        evidence_sentence(what, replace(_entry("sha1"), signal_type=kind)) for what in whats for kind in _OF_FILES
    ]
    found += [reshare_sentence("41"), "Raised: it passes on known content."]
    negative = _entry("url", Opinion.NEGATIVE)
    banks = holding_back.NegativeBanks([negative, _entry("term", Opinion.NEGATIVE)])
    reasons = [
        banks.of_entry(_entry("term")),
        banks.of_entry(_entry("term", Opinion.SEED)),
        banks.of_address(negative.value),
        holding_back.of_account(negative),
        holding_back.of_text(negative),
        holding_back.of_term(_entry("term", Opinion.NEGATIVE)),
        holding_back.of_file(negative),
    ]
    held_back = [f"Not raised: {reason[0].lower()}{reason[1:]}" for reason in reasons if reason]
    assert len(held_back) == len(reasons)
    return [*found, *held_back, not_raised_sentence(), *(raised_sentence(tier) for tier in Tier)]


_ENGLISH = re.compile(r"\b(?:the|which|whose|held|raised|carries|stands|listed|contains)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", ["ar", "es"])
@pytest.mark.parametrize("sentence", _sentences())
def test_a_sentence_of_the_pipeline_is_translated(sentence: str, language: str) -> None:
    with translation.override(language):
        words = engine_words(sentence)
    for quoted in _VALUES.values():
        words = words.replace(quoted, "")
    assert not _ENGLISH.search(words), words


@pytest.mark.parametrize("sentence", _sentences())
def test_in_english_a_sentence_stays_the_record_itself(sentence: str) -> None:
    with translation.override("en"):
        assert engine_words(sentence) == sentence


def test_bank_value_and_note_survive_translation() -> None:
    with translation.override("ar"):
        words = engine_words(evidence_sentence("the post", _entry("term")))
    assert "grey_lighthouse" in words
    assert "the lamps return" in words
    assert "(slogan (en))" in words


def test_a_sentence_of_another_version_is_shown_as_written() -> None:
    with translation.override("ar"):
        assert engine_words("The tide table names the quay.") == "The tide table names the quay."


def test_everything_that_is_looked_at_has_a_name() -> None:
    assert {target.what[0].upper() + target.what[1:] for target in TARGETS} <= set(WHATS)
