"""The colours of css/tokens.css can be read by everybody, on paper and at night."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

import seawall.desk

CSS = Path(seawall.desk.__file__).parent / "static/desk/css"
TONES = ("accent", "ok", "wait", "stop", "quiet")
GROUNDS = ("paper", "sheet", "sunk")


def _tokens() -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", (CSS / "tokens.css").read_text())
    return {name: (light, dark) for name, light, dark in found}


def _rgb(colour: str) -> tuple[float, float, float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return linear[0], linear[1], linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_rgb(one), _rgb(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("night", [0, 1], ids=["paper", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_body_text_has_seven_to_one(ground: str, night: int) -> None:
    tokens = _tokens()
    assert _contrast(tokens["ink"][night], tokens[ground][night]) >= 7


@pytest.mark.parametrize("night", [0, 1], ids=["paper", "night"])
@pytest.mark.parametrize(("ground", "words"), list(itertools.product(GROUNDS, (*TONES, "soft", "mark"))))
def test_every_other_word_has_four_and_a_half_to_one(ground: str, words: str, night: int) -> None:
    tokens = _tokens()
    assert _contrast(tokens[words][night], tokens[ground][night]) >= 4.5


@pytest.mark.parametrize("night", [0, 1], ids=["paper", "night"])
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_and_ink_can_be_read_on_the_tinted_ground(tone: str, night: int) -> None:
    tokens = _tokens()
    ground = tokens[f"{tone}-ground"][night]
    assert _contrast(tokens[tone][night], ground) >= 4.5
    assert _contrast(tokens["ink"][night], ground) >= 7


@pytest.mark.parametrize("night", [0, 1], ids=["paper", "night"])
def test_edges_of_controls_and_filled_buttons_stand_out(night: int) -> None:
    tokens = _tokens()
    assert all(_contrast(tokens["edge"][night], tokens[ground][night]) >= 3 for ground in GROUNDS)
    assert _contrast(tokens["on-accent"][night], tokens["accent"][night]) >= 4.5
    assert _contrast(tokens["ink"][night], tokens["found"][night]) >= 7


# Machado, Oliveira and Fernandes (2009), full severity, for linear RGB.
_BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def _seen(colour: str, kind: str) -> tuple[float, ...]:
    rgb = _rgb(colour)
    return tuple(sum(weight * c for weight, c in zip(row, rgb, strict=True)) for row in _BLINDNESS[kind])


@pytest.mark.parametrize("kind", sorted(_BLINDNESS))
@pytest.mark.parametrize("night", [0, 1], ids=["paper", "night"])
def test_the_grounds_of_settled_and_waiting_differ_for_the_colour_blind(night: int, kind: str) -> None:
    tokens = _tokens()
    ok, wait = (_seen(tokens[f"{tone}-ground"][night], kind) for tone in ("ok", "wait"))
    assert max(abs(a - b) for a, b in zip(ok, wait, strict=True)) > 0.01


def test_style_sheets_name_no_side_of_the_screen() -> None:
    physical = re.compile(
        r"^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|float|(?:min-|max-)?(?:width|height))\s*:",
        re.MULTILINE,
    )
    offenders = {path.name: physical.findall(path.read_text()) for path in CSS.glob("*.css")}
    assert not {name: found for name, found in offenders.items() if found}


def test_colours_are_written_in_the_tokens_alone() -> None:
    allowed = {"tokens.css", "print.css"}
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\")")
    offenders = {path.name: colour.findall(path.read_text()) for path in CSS.glob("*.css") if path.name not in allowed}
    assert not {name: found for name, found in offenders.items() if found}


def test_every_property_that_is_used_is_defined() -> None:
    text = "\n".join(path.read_text() for path in CSS.glob("*.css"))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used <= defined
