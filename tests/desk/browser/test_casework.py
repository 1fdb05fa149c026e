"""An analyst works three cases with the keyboard alone, in English and in Arabic: take, read, decide, undo, next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

REASONS = {
    "en": ("It calls people to the quay.", "It reports what others did.", "Too little is said here."),
    "ar": ("يدعو الناس إلى الرصيف.", "ينقل ما فعله آخرون.", "ما قيل هنا قليل."),
}
DECISIONS = (("1", "b"), ("7", "v"), ("-", "m"))


def press_and_go(page: Page, *keys: str) -> None:
    """Press keys of which the last one leads to another page."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    page.wait_for_function("document.documentElement.dataset.ready === 'yes'")


def decide(page: Page, stance: str, outcome: str, reason: str) -> None:
    page.keyboard.press(stance)
    page.keyboard.press(outcome)
    page.keyboard.press("r")
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type(reason)
    page.keyboard.press("Escape")
    expect(page.locator("#id_reason")).to_have_value(reason)


def reference_of(page: Page) -> str:
    return page.locator(".trail .code").inner_text()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_three_cases_are_worked_by_keyboard_alone(reader, language):
    page = reader(f"tern-{language}").open("/")
    expect(page.locator("html")).to_have_attribute("dir", {"en": "ltr", "ar": "rtl"}[language])
    press_and_go(page, "g", "q")
    press_and_go(page, "n")
    worked = []
    for number, (stance, outcome) in enumerate(DECISIONS):
        worked.append(reference_of(page))
        assert page.locator("h1").count() == 1
        decide(page, stance, outcome, REASONS[language][number])
        press_and_go(page, "s" if number == 2 else "n")
    assert len(set(worked)) == 3
    assert reference_of(page) == worked[2]
    expect(page.locator(".case-decide")).to_contain_text(REASONS[language][2])

    press_and_go(page, "u")
    expect(page.locator("input[data-key='m']")).not_to_be_checked()
    decide(page, *DECISIONS[2], REASONS[language][2])
    press_and_go(page, "s")
    expect(page.locator(".case-decide")).to_contain_text(REASONS[language][2])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_queue_is_walked_and_a_case_opened_by_keyboard(reader, language):
    page = reader(f"tern-{language}").open("/queue/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".queue-row").nth(1)
    reference = second.locator(".code").inner_text()
    press_and_go(page, "Enter")
    assert reference_of(page) == reference


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_palette_finds_a_case_by_its_reference(reader, language):
    page = reader(f"tern-{language}").open("/queue/")
    reference = page.locator(".queue-row .code").first.inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.type(reference)
    found = page.locator("#palette-found a")
    expect(found.first).to_contain_text(reference)
    page.keyboard.press("ArrowDown")
    press_and_go(page, "Enter")
    assert reference_of(page) == reference


def test_a_decision_without_a_reason_says_what_is_missing_and_keeps_the_choice(reader):
    window = reader("tern-en", expected=("400", "422"))
    page = window.open("/queue/")
    press_and_go(page, "n")
    page.keyboard.press("6")
    page.keyboard.press("v")
    press_and_go(page, "s")
    expect(page.locator("[role=alert]").first).to_be_visible()
    expect(page.locator("input[data-key='6']")).to_be_checked()
