"""Templates keep the rules that the strict CSP, the screen reader and the right-to-left reader rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import seawall.desk

DESK = Path(seawall.desk.__file__).parent
TEMPLATES = sorted(DESK.rglob("*.html"))
SPRITE = DESK / "static/desk/icons.svg"


def _name(path: Path) -> str:
    return path.relative_to(DESK).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_no_inline_code(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "style attributes are refused by the CSP: use a class"
    assert not re.search(r"\son[a-z]+\s*=|hx-on|javascript:", text), "use data-* and a module"
    assert "<style" not in text
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("src=" in attributes or 'type="application/json"' in attributes for attributes in scripts)


def _icons_used() -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for path in TEMPLATES:
        for name in re.findall(r"""{% icon ["']([\w-]+)["']""", path.read_text()):
            used.setdefault(name, set()).add(_name(path))
    for path in DESK.rglob("*.py"):
        for name in re.findall(r'icon(?:_name)?="([\w-]+)"', path.read_text()):
            used.setdefault(name, set()).add(_name(path))
    return used


def _icons_there() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))


def test_every_icon_that_is_used_stands_in_the_sprite() -> None:
    there = _icons_there()
    assert {name: places for name, places in _icons_used().items() if name not in there} == {}


def test_the_sprite_holds_no_icon_that_nobody_uses() -> None:
    words = "\n".join(path.read_text() for path in [*TEMPLATES, *DESK.rglob("*.py")])
    assert {name for name in _icons_there() if f'"{name}"' not in words and f"'{name}'" not in words} == set()


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "allauth" not in path.parts], ids=_name)
def test_pictures_of_observations_stand_behind_a_veil(path: Path) -> None:
    text = path.read_text()
    for match in re.finditer(r"<(?:img|video)\b", text):
        before = text[: match.start()]
        assert before.rfind("veil") > before.rfind("</figure>"), "media stand inside <figure class='veil' data-reveal>"
