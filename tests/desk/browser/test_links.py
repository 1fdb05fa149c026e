"""A link is read and judged by keyboard alone, in English and Arabic; its drawings stay inside their cards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

REASONS = {"en": "The same slip of the pen in both bios.", "ar": "الزلة نفسها في النبذتين."}

_OUTSIDE = """([frame, marks]) => {
  const box = document.querySelector(frame).getBoundingClientRect();
  return [...document.querySelectorAll(marks)].map(mark => mark.getBoundingClientRect())
    .filter(mark => mark.left < box.left - 1 || mark.right > box.right + 1).length;
}"""


def press_and_go(page: Page, *keys: str) -> None:
    """Press keys of which the last one leads to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    page.wait_for_function("document.documentElement.dataset.ready === 'yes'")


def open_likeliest(page: Page) -> None:
    press_and_go(page, "g", "k")
    press_and_go(page, "j", "e")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_link_is_judged_by_keyboard_alone(reader, language):
    page = reader(f"tern-{language}").open("/")
    open_likeliest(page)
    number = page.locator(".trail code").inner_text()
    page.keyboard.press("1")
    page.keyboard.press("r")
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type(REASONS[language])
    page.keyboard.press("Escape")
    press_and_go(page, "s")
    expect(page.locator(".timeline").last).to_contain_text(REASONS[language])
    assert page.locator(".trail code").inner_text() == number
    press_and_go(page, "l")
    expect(page.locator("svg.lineage")).to_be_visible()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_drawings_stay_inside_their_cards(reader, language, width):
    page = reader(f"heron-{language}", width=width).open("/links/")
    page.goto(page.locator("a.row-title").first.evaluate("link => link.href"))
    assert page.locator(".fall-part").count() >= 3
    assert page.evaluate(_OUTSIDE, [".card:has(.waterfall)", ".fall-part, .fall-axis text"]) == 0
    page.goto(page.url + "actor/")
    assert page.locator(".lineage-life").count() >= 2
    assert page.evaluate(_OUTSIDE, [".card:has(.lineage)", ".lineage-life, .lineage-day, .lineage-label"]) == 0


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("ar", "right")])
def test_what_speaks_for_one_actor_grows_in_the_direction_of_reading(reader, language, side):
    page = reader(f"heron-{language}").open("/links/")
    page.goto(page.locator("a.row-title").first.evaluate("link => link.href"))
    places = page.evaluate(
        """side => ["fall-prior", "fall-sum"].map(
             name => document.querySelector(`.${name} .fall-part`).getBoundingClientRect()[side])""",
        side,
    )
    prior, total = places
    assert (prior < total) == (language == "en")
