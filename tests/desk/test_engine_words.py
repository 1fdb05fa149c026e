"""Every sentence that an engine writes can be read in every language of the desk.

The sentences of the pipeline are made by its own functions. What an index counted (`Way.detail`), what was done to
content first (`Way.transform`) and where in a file it stood are looked for in the engines' sources: a new text there
fails a test until it has a pattern here and words in every language.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

import seawall
from seawall.classify.errors import ModelRefusedError
from seawall.classify.suite_gate import SuiteRate, check_gate
from seawall.desk.comparing.how_words import place_words, stage_words, transform_words
from seawall.desk.engine_sentences import COUNTED, WHATS
from seawall.desk.engine_words import engine_words
from seawall.index import Opinion, Tier, make_entry
from seawall.index.near_text_rules import STAGES as TEXT_STAGES
from seawall.index.near_text_rules import WAYS
from seawall.index.picture_alignment import FLAVOURS
from seawall.pipeline import holding_back, matches, reshares
from seawall.pipeline.media_matches import text_place
from seawall.pipeline.sentences import evidence_sentence, not_raised_sentence, raised_sentence, reshare_sentence
from seawall.pipeline.targets import TARGETS
from seawall.pipeline.withdrawal import _BECAUSE as WITHDRAWN
from seawall.signals import Matching
from seawall.signals.pdq_hash import TURNS
from seawall.signals.picture_variants import NEGATIVE, TRIMS
from seawall.signals.readers import TEXT_READERS
from seawall.signals.url_levels import EXPANDED, INSIDE, LOOKALIKE

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
    plugin = replace(_entry("sha1"), signal_type="blurhash")
    found += [evidence_sentence("the post", plugin), WITHDRAWN.format(bank="grey_lighthouse")]
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


LANGUAGES = ("ar", "es")
ENGINES = ("bulk", "classify", "corpus", "index", "ledger", "pipeline", "signals")
SOURCES = Path(seawall.__file__).parent

COUNTS = {
    "{} of 256 bits differ": "12 of 256 bits differ",
    ", in a part of the known picture": "12 of 256 bits differ, in a part of the known picture",
    "{} points agree, over {} % of what both pictures show": "41 points agree, over 63 % of what both pictures show",
    "{} % of its wording": "87 % of its wording",
    "{} % of it": "62 % of it",
    "a passage, {} % of it": "a passage, 40 % of it",
    "{}–{} of it is {}–{} of the banked video ({} frames)": (
        "0:07–1:12 of it is 0:00–1:05 of the banked video (66 frames)"
    ),
    "{}, played {} times as fast": (
        "0:07–1:12 of it is 0:00–1:05 of the banked video (66 frames), played 1.25 times as fast"
    ),
    "one picture": "one picture of the banked video seen in it: at 0:12 that of 1:07, 38 matching points",
    "{} pictures": "4 pictures of the banked video seen in it: at 0:12 that of 1:07, 38 matching points",
    "{} of the banked video seen in it: at {} that of {}, {} matching points": (
        "4 pictures of the banked video seen in it: at 0:12 that of 1:07, 38 matching points"
    ),
    "{}–{} of it sounds like {}–{} of the banked recording": (
        "0:07–0:30 of it sounds like 1:07–1:30 of the banked recording (93 % of the bits)"
    ),
    "{} ({} % of the bits)": "0:07–0:30 of it sounds like 1:07–1:30 of the banked recording (93 % of the bits)",
}
"""What the engines' sources put together for `Way.detail`, each with a sentence that it occurs in."""

_MARKS = {*TURNS, *TRIMS, NEGATIVE}
_NO_SENTENCES = {"{}:{}", "{}, {}", ", "}  # a time of day in a film; lists of marks


def _tells(tree: ast.AST) -> bool:
    """Say whether a module makes a `Way` with a detail."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Way")
    return any(keyword.arg == "detail" for call in calls for keyword in call.keywords)


def _texts_of(tree: ast.AST) -> Iterator[str]:
    """Yield what a module writes, `{}` for each changing part; without docstrings and errors."""
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            passed_over |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for value in node.values for part in ast.walk(value)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value


def test_every_count_of_an_index_is_known_here() -> None:
    trees = [ast.parse(path.read_text()) for name in ENGINES for path in sorted((SOURCES / name).rglob("*.py"))]
    written = {text for tree in trees if _tells(tree) for text in _texts_of(tree)}
    assert written - _MARKS - _NO_SENTENCES == set(COUNTS)


@pytest.mark.parametrize(("text", "sentence"), COUNTS.items())
def test_each_sentence_of_the_table_is_one_that_the_text_gives(text: str, sentence: str) -> None:
    assert re.search(r".+".join(re.escape(part) for part in text.split("{}")), sentence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sentence", sorted(set(COUNTS.values())))
def test_what_was_counted_is_told_in_the_readers_language(sentence: str, language: str) -> None:
    with translation.override(language):
        told = engine_words(sentence)
    assert not re.search(r"\b(?:bits differ|points|of it|its|banked|frames|pictures?|passage)\b", told), told
    for number in re.findall(r"\d[\d:.]*", sentence):
        assert number in told or number.replace(".", ",") in told


@pytest.mark.parametrize("sentence", sorted(set(COUNTS.values())))
def test_in_english_a_count_stays_the_record_but_for_its_first_letter(sentence: str) -> None:
    with translation.override("en"):
        assert engine_words(sentence) == sentence[0].upper() + sentence[1:]


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "بتة واحدة"), (2, "بتتان"), (7, "7\u2069 بتات"), (11, "11\u2069 بتة"), (103, "103\u2069 بتات")],
)
def test_arabic_counts_have_their_forms(count: int, words: str) -> None:
    with translation.override("ar"):
        assert words in engine_words(f"{count} of 256 bits differ")


@pytest.mark.parametrize(("one", "many"), COUNTED)
def test_both_forms_of_a_counted_sentence_have_the_same_parts(one: str, many: str) -> None:
    assert re.findall(r"%\(\w+\)s", one) == re.findall(r"%\(\w+\)s", many)


_TRANSFORMS = sorted({*_MARKS, *FLAVOURS, *WAYS, EXPANDED, INSIDE, LOOKALIKE} - {None, TURNS[0]})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("transform", [*_TRANSFORMS, "page 2, frame trimmed, mirrored, negative"])
def test_what_was_done_first_is_told_in_the_readers_language(transform: str, language: str) -> None:
    with translation.override(language):
        told = transform_words(transform)
    assert told
    assert not set(re.findall(r"[a-z]{4,}", transform)) & set(re.findall(r"[a-z]{4,}", told)), told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("location", ["page 3", "page 3, picture 1", "frame 12"])
def test_where_in_a_file_it_stood_is_told_in_the_readers_language(location: str, language: str) -> None:
    with translation.override(language):
        told = place_words(location)
    assert not re.search(r"\b(?:page|picture|frame)\b", told)
    assert re.findall(r"\d+", told) == re.findall(r"\d+", location)


def test_the_places_in_a_file_that_readers_name_are_known_here() -> None:
    """Each literal that begins a place: `f"page {number}"`, and the words of pictures with several frames."""
    from seawall.signals import picture_decoding

    document = (SOURCES / "signals" / "readers" / "document.py").read_text()
    written = re.findall(r'f"((?:\w+ \{[^}]+\}(?:, )?)+)"', document)
    words = {word for place in written for word in re.findall(r"(\w+) \{", place)}
    assert words | set(picture_decoding._MULTIPLE.values()) == {"page", "picture", "frame"}


def _stages() -> set[str]:
    trees = [ast.parse(path.read_text()) for name in ENGINES for path in sorted((SOURCES / name).rglob("*.py"))]
    calls = [call for tree in trees for call in ast.walk(tree) if isinstance(call, ast.Call)]
    given = [k.value for call in calls if ast.unparse(call.func) == "Way" for k in call.keywords if k.arg == "stage"]
    written = {part.value for value in given for part in ast.walk(value) if isinstance(part, ast.Constant)}
    levels = set(matches._STAGE_OF_LEVEL.values())
    marked = {"url"}  # an address met by what stands inside it: its stage is its signal type
    return {*written, *levels, *TEXT_STAGES, *marked, *(kind.value for kind in Matching), reshares.RESHARE}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", sorted(_stages()))
def test_every_stage_is_a_sentence_in_the_readers_language(stage: str, language: str) -> None:
    with translation.override("en"):
        english = stage_words(stage)
    assert " " in english
    with translation.override(language):
        assert stage_words(stage) != english


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_training_was_refused_is_told_in_the_readers_language(language: str) -> None:
    rate = SuiteRate(suite="desk_reports", row_count=4_200, raised_count=41, upper_bound=0.0132)
    with pytest.raises(ModelRefusedError) as refused:
        check_gate((rate,), cap=0.01, recall=0.5)
    source = (SOURCES / "classify" / "training.py").read_text()
    assert source.count("UnsuitableLabelsError(") == 3, "a new refusal: give it a pattern"  # one is of options
    with translation.override(language):
        told = [
            engine_words(refused.value.message),
            engine_words("3 rows labelled 1 and 80 labelled 0: training needs at least 5 of each"),
            engine_words(
                "Too few of the texts labelled 1 have anything in common with each other to reach the chosen recall."
            ),
        ]
    assert not [words for words in told if re.search(r"\b(?:the|labelled|texts)\b", words, re.IGNORECASE)]


@pytest.mark.parametrize("language", LANGUAGES)
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
        assert engine_words("the tide table names the quay.") == "the tide table names the quay."


def test_everything_that_is_looked_at_has_a_name() -> None:
    assert {target.what[0].upper() + target.what[1:] for target in TARGETS} <= set(WHATS)


@pytest.mark.parametrize(
    ("language", "thousands", "part"), [("es", "11.600", "3,2"), ("ar", "11600", "3,2"), ("en", "11,600", "3.2")]
)
def test_numbers_in_sentences_are_written_as_the_language_writes_them(language, thousands, part):
    alike = (
        "The accounts write alike: about one stranger in 11,600 comes as near (names, links, hashtags and words of "
        "content left out)."
    )
    often = "Before the closing both were active in the same minute 1,204 times, where chance lets expect 3.2."
    with translation.override(language):
        shown = [engine_words(one) for one in (alike, often, "Both accounts have the handle “1,204 3.2”.")]
    assert thousands in shown[0].replace("\xa0", ".")  # Spanish parts them by a space
    assert part in shown[1]
    assert "1,204 3.2" in shown[2]
