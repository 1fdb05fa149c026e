"""Arabic and Spanish are whole: every string is translated, and what is compiled is current."""

from __future__ import annotations

import re

import pytest

from seawall.desk.catalogue import LANGUAGES, compile_catalogue, gather, missing, po_path, read_catalogue

_PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd%]|</?(\w+)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_desk_is_in_the_catalogue(language: str) -> None:
    catalogue = read_catalogue(language)
    absent = [m.id for m in gather() if m.id and catalogue.get(m.id, context=m.context) is None]
    assert absent == [], "run `just messages` and translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_in_all_its_forms(language: str) -> None:
    assert [message.id for message in missing(read_catalogue(language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_placeholders_and_markup(language: str) -> None:
    broken = {}
    for message in read_catalogue(language):
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        wanted = set(_PLACE.findall(sources[-1]))
        for target in targets:
            places = set(_PLACE.findall(target))
            # "one" and "two" may say the number in a word, so a plural form may leave a place out, never add one.
            if not (places <= wanted if len(targets) > 1 else places == wanted):
                broken[message.id] = target
    assert broken == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_that_people_read(language: str) -> None:
    assert po_path(language).with_suffix(".mo").read_bytes() == compile_catalogue(language), "run `just messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_begin_and_end_as_the_original_does(language: str) -> None:
    """White space at the ends and the closing question mark carry over."""
    for message in read_catalogue(language):
        if not message.id or isinstance(message.id, tuple):
            continue
        assert message.string[:1].isspace() == message.id[:1].isspace(), message.id
        assert message.string[-1:].isspace() == message.id[-1:].isspace(), message.id
        asks = {"ar": "؟", "es": "?"}[language]
        assert message.string.rstrip().endswith(asks) == message.id.rstrip().endswith("?"), message.id
