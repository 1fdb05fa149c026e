"""Every sentence that a comparison of accounts writes can be read in every language of the desk.

The comparisons' own worked examples are told in each language; and their sources are looked through: a new text there
fails a test until it has a pattern in `identity_sentences.py` or a word in `identity_parts.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation

from seawall.desk import identity_parts, identity_sentences
from seawall.desk.engine_words import engine_words
from seawall.identity import compare
from seawall.identity.compare import COMPARISONS
from seawall.identity.compare.overlap import counted, told_of_kin
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.contact_points import describe_contact_point
from seawall.identity.traits.key_hash import keys_of
from seawall.identity.traits.languages import NAMES
from seawall.identity.traits.word_tail import WordTail

LANGUAGES = ("ar", "es")
SOURCES = sorted(Path(compare.__file__).parent.glob("*.py"))

HANDLES = (
    ("lampkeeper2", "lamp_keeper"),
    ("real_lampkeeper", "lampkeeper"),
    ("real_lampkeeper_2", "lampkeeper"),
    ("lamp.keeper", "lampkeeper"),
    ("night_gardemer", "night_gardener"),
    ("wandering_night_gandemer", "wandering_night_gardener"),
    ("night_gardener", "not_night_gardener"),
    ("night_gar", "night_gardener"),
    ("quay_883412", "lamp_883412"),
)
NAMES_OF_TWO = (
    ("Marwen (parody)", "Marwen"),
    ("Marwen", "Marwen (parody)"),
    ("Nadia Mawren", "Nadia Marwen"),
    ("Nadia Marven Zarqune", "Nadia Marwen Zarqun"),
    ("Nadia Zarqun of the quay", "Zarqun Nadia on tides"),
)
POINTS = ("mailto:lamp@mail.example", "tel:+34600111222", "btc:1A1z", "iban:ES1", "https://t.me/+AbC")


def _examples() -> Iterator[str]:
    for comparison in COMPARISONS.values():
        examples = comparison.examples()
        crowd = [side for example in examples for side in (example.new, example.closed)]
        for population in (CountedPopulation(crowd), CountedPopulation(crowd * 3)):
            for example in examples:
                for new, closed in ((example.new, example.closed), (example.closed, example.new)):
                    outcome = comparison.compare(new, closed, population)
                    if outcome is not None:
                        yield outcome.sentence


class Alike(CountedPopulation):
    """Strangers who write alike, and thin out so fast above a nearness of 0.3."""

    def __init__(self, slope: float) -> None:
        super().__init__()
        self._slope = slope

    def word_tail(self, portrait: Portrait) -> WordTail:
        weights = np.ones(len(portrait.words))
        return WordTail(words=portrait.words, weights=weights, edge_bits=0.5, edge=0.3, slope=self._slope)


def _more() -> Iterator[str]:
    """Yield sentences that no worked example has: other additions, more things, other counts."""
    for field, pairs in (("handle", HANDLES), ("name", NAMES_OF_TWO)):
        comparison = COMPARISONS["handle" if field == "handle" else "display_name"]
        for new, closed in pairs:
            sides = [Portrait(account=f"a:{side}", **{field: text}) for side, text in enumerate((new, closed))]
            outcome = comparison.compare(*sides, CountedPopulation())
            if outcome is not None:
                yield outcome.sentence
    for point in POINTS:
        yield f"Both accounts name {describe_contact_point(point)} and 2 more."
    yield "Both accounts name the same contact point."
    for kind, name in ((KeyKind.HASHTAG, "hashtags"), (KeyKind.CONTACT, "contacts"), (KeyKind.MEDIA, "shared_media")):
        for number in (1, 2, 3, 5, 12, 101):
            keys = {kind: keys_of([f"thing {one}" for one in range(number)])}
            sides = [Portrait(account=f"a:{side}", keys=keys) for side in (1, 2)]
            outcome = COMPARISONS[name].compare(*sides, CountedPopulation(sides))
            assert outcome is not None
            yield outcome.sentence
    for verbs in (("has", "have"), ("names", "name")):
        for holders in (1, 40):
            for what in ("it", "the rarest of them"):
                yield "Both accounts name the same account: @a, @b and 4 more." + counted(holders, 900, what, verbs)


def _of_words() -> Iterator[str]:
    """Yield what is said of two choices of words, which needs a bank of many."""
    words = np.arange(0, 2_400, 2, dtype=np.uint32)
    sides = [Portrait(account=f"a:{side}", own_post_count=20, words=words) for side in (1, 2)]
    for slope in (0.9, 0.2, 0.1, 0.05):  # at a slope of 0.9 no nearer than others, at 0.05 nearer than all
        outcome = COMPARISONS["vocabulary"].compare(*sides, Alike(slope))
        assert outcome is not None
        yield outcome.sentence


def _with_kin() -> Iterator[str]:
    """Yield sentences that end with how many of the holders are kin of the closed account."""
    for kin in (1, 2, 11, 299):
        yield "Both accounts name the same contact point." + counted(300, 900, "it") + told_of_kin(kin)
        yield "300 of the 900 accounts known bear the name that both have." + told_of_kin(kin)


SENTENCES = sorted({*_examples(), *_more(), *_of_words(), *_with_kin()})

_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|@\w+|https?://\S+|\S+@\S+|\u2068[^\u2068\u2069]*\u2069")
_ENGLISH = re.compile(
    r"\b(?:the|both|have|has|names?|accounts|with|other|others|closed|opened|write|same|more|one|before|after|minutes?|"
    r"hours?|days?|months?|years?|English|Arabic|Spanish|script|common)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_told_in_the_readers_language(sentence: str, language: str) -> None:
    with translation.override(language):
        told = engine_words(sentence)
    assert told != sentence
    assert not _ENGLISH.search(_QUOTED.sub("", told)), told


_PARTING = r"(?<=\d)[.,\u00a0](?=\d)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_its_numbers_and_quotes_survive(sentence: str, language: str) -> None:
    with translation.override(language):
        told = engine_words(sentence)
    written = set(re.findall(r"(?<![\w.:/@])\d[\d.,]*\d{2}(?!\w)", sentence))  # one and two are words in some languages
    digits = re.sub(_PARTING, "", told)  # each language parts thousands in its own way
    assert {number for number in written if re.sub(_PARTING, "", number) not in digits} == set()
    for quote in re.findall(r"“([^“”]*)”", sentence):
        assert quote in told


@pytest.mark.parametrize("sentence", SENTENCES)
def test_in_english_a_sentence_stays_the_record_itself(sentence: str) -> None:
    with translation.override("en"):
        assert engine_words(sentence) == sentence


@pytest.mark.parametrize(
    ("count", "words"),
    [(2, "وسمين"), (3, "3\u2069 وسوم"), (12, "12\u2069 وسمًا"), (101, "101\u2069 وسم")],
)
def test_arabic_counts_of_shared_things_have_their_forms(count: int, words: str) -> None:
    with translation.override("ar"):
        assert words in engine_words(f"The posts of both accounts have {count} hashtags in common.")


@pytest.mark.parametrize(
    ("length", "words"),
    [("2 minutes", "دقيقتين"), ("43 minutes", "43 دقيقة"), ("5 days", "5 أيام"), ("a minute", "دقيقة")],
)
def test_arabic_lengths_of_time_have_their_forms(length: str, words: str) -> None:
    with translation.override("ar"):
        assert words in engine_words(f"Opened {length} after the other account was closed.")


def test_a_quote_that_looks_like_a_second_sentence_stays_in_the_first() -> None:
    bio = "Both bios say “all well. No other of the 9 accounts known has it.”."
    with translation.override("es"):
        told = engine_words(bio)
    assert told.endswith("“all well. No other of the 9 accounts known has it.”.") or "all well" in told


def test_the_languages_named_are_those_of_the_engine() -> None:
    assert set(identity_parts._LANGUAGES) == set(NAMES)


_MADE_UP = re.compile(r"examples|^_pair$|^pair$|_writer|^crowd_of$|^pair_of$|portrait_of_minutes|with_keys")


def _texts_of(path: Path) -> Iterator[str]:
    """Yield what a module writes, `{}` for each changing part; without docstrings, errors and worked examples."""
    tree = ast.parse(path.read_text())
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        is_example = isinstance(node, ast.FunctionDef) and _MADE_UP.search(node.name)
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_title = isinstance(node, ast.AnnAssign) and ast.unparse(node.target) in {"TITLE", "NAME", "_INVITE"}
        if isinstance(node, ast.Raise) or is_example or is_docstring or is_title:
            passed_over |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for value in node.values for part in ast.walk(value)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield re.sub(r"\{\w+\}", "{}", node.value)


def _written() -> dict[str, str]:
    found = {text: path.name for path in SOURCES for text in _texts_of(path)}
    return {text: name for text, name in found.items() if re.search(r"[a-z]{2,}", text)}


def _known() -> str:
    patterns = [*identity_sentences.PATTERNS, *identity_sentences.RARITY]
    patterns += [form for both in identity_sentences.COUNTED for form in both]
    parts = [
        "%(names)s and %(count)s more",
        identity_parts._SAME_POINT,
        "%(count)s minutes",
        *identity_parts._WHILES,
        *identity_parts._LANGUAGES,
    ]
    return "\n".join(" " + re.sub(r"%\(\w+\)s", "{}", pattern).replace("%%", "%") for pattern in (*patterns, *parts))


@pytest.mark.parametrize(("text", "module"), sorted(_written().items()))
def test_every_text_in_the_comparisons_sources_is_known_here(text: str, module: str) -> None:
    pieces = [re.escape(piece) for piece in re.split(r"\{\}", text)]
    assert re.search(r"[^\n]*".join(pieces), _known()), f"{module} writes a sentence that has no pattern"


def test_the_sources_are_looked_through() -> None:
    assert len(_written()) > 70
