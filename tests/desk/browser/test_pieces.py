"""The script's keys, dialogs, veils and choices work on the page of pieces, in both directions of reading."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

LANGUAGES = ("en", "ar")
PIECES = "/pieces/"


def ending_in(end: str) -> re.Pattern[str]:
    return re.compile(re.escape(end) + "$")


@pytest.fixture(params=LANGUAGES)
def pieces(request, reader):
    window = reader(f"heron-{request.param}")
    return window.open(PIECES)


def test_j_and_k_walk_the_list_and_stop_at_its_ends(pieces):
    subjects = pieces.locator(".queue-subject")
    pieces.keyboard.press("j")
    expect(subjects.nth(0)).to_be_focused()
    for _ in range(5):
        pieces.keyboard.press("j")
    expect(subjects.nth(2)).to_be_focused()
    pieces.keyboard.press("k")
    expect(subjects.nth(1)).to_be_focused()
    expect(pieces.locator(".queue-row.is-here")).to_have_count(1)


def test_o_opens_the_entry_one_stands_on(pieces):
    pieces.keyboard.press("j")
    pieces.keyboard.press("o")
    expect(pieces).to_have_url(ending_in("#case"))


def test_a_number_chooses_an_answer_and_s_is_its_own_key(pieces):
    pieces.keyboard.press("2")
    expect(pieces.locator("input[data-key='2']")).to_be_checked()
    pieces.keyboard.press("3")
    expect(pieces.locator("input[data-key='3']")).to_be_checked()


def test_keys_do_nothing_while_one_types(pieces):
    field = pieces.locator("#sample-reason")
    field.click()
    pieces.keyboard.type("j2?/h")
    expect(field).to_have_value("j2?/h")
    assert pieces.locator("input[data-key='2']").is_checked() is False
    expect(pieces.locator("#keys")).to_be_hidden()


def test_an_arabic_keyboard_walks_by_the_place_of_its_keys(pieces):
    pieces.evaluate(
        "document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true, cancelable: true}))"
    )
    expect(pieces.locator(".queue-subject").first).to_be_focused()


def test_a_picture_shows_itself_only_while_h_is_held(pieces):
    figure = pieces.locator("[data-reveal]")
    figure.scroll_into_view_if_needed()
    veiled = "blur(24px) grayscale(1)"
    expect(figure.locator("svg").first).to_have_css("filter", veiled)
    pieces.keyboard.down("h")
    expect(figure.locator("svg").first).to_have_css("filter", "none")
    pieces.keyboard.up("h")
    expect(figure.locator("svg").first).to_have_css("filter", veiled)


def test_a_picture_shows_itself_only_while_the_mouse_holds_it(pieces):
    figure = pieces.locator("[data-reveal]")
    figure.hover()
    expect(figure).not_to_have_class("veil is-revealed")
    pieces.mouse.down()
    expect(figure).to_have_class("veil is-revealed")
    pieces.mouse.move(2, 2)
    pieces.mouse.up()
    expect(figure).to_have_class("veil")


def test_a_picture_is_veiled_again_when_the_window_loses_the_reader(pieces):
    pieces.locator("[data-reveal]").scroll_into_view_if_needed()
    pieces.keyboard.down("h")
    pieces.evaluate("window.dispatchEvent(new Event('blur'))")
    expect(pieces.locator("[data-reveal]")).to_have_class("veil")


def test_the_button_of_a_veil_works_by_keyboard(pieces):
    button = pieces.locator("[data-reveal-hold]")
    button.focus()
    pieces.keyboard.down(" ")
    expect(pieces.locator("[data-reveal]")).to_have_class("veil is-revealed")
    pieces.keyboard.up(" ")
    expect(pieces.locator("[data-reveal]")).to_have_class("veil")


def test_the_question_mark_lists_the_keys_of_this_very_page(pieces):
    pieces.keyboard.press("?")
    dialog = pieces.locator("#keys")
    expect(dialog).to_be_visible()
    assert dialog.locator("#keys-here kbd").all_inner_texts() == ["l", "n", "s", "u"]
    pieces.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_single_keys_can_be_switched_off(pieces):
    pieces.keyboard.press("?")
    pieces.locator("[data-cycle=keys]").click()
    pieces.keyboard.press("Escape")
    pieces.keyboard.press("j")
    expect(pieces.locator(".queue-row.is-here")).to_have_count(0)


def test_control_k_opens_the_palette_and_arrows_walk_it(pieces):
    pieces.keyboard.press("Control+k")
    palette = pieces.locator("#palette")
    expect(palette).to_be_visible()
    expect(palette.locator("input")).to_be_focused()
    pieces.keyboard.press("ArrowDown")
    expect(palette.locator("#palette-rooms a").first).to_be_focused()
    pieces.keyboard.press("Enter")
    expect(pieces).to_have_url(ending_in("/"))


def test_g_and_a_letter_open_a_room(pieces):
    pieces.keyboard.press("g")
    pieces.keyboard.press("p")
    expect(pieces).to_have_url(ending_in("/people/"))


def test_the_look_is_kept_from_page_to_page(pieces):
    dark = "rgb(13, 25, 38)"
    button = pieces.locator("[data-cycle=theme]")
    while pieces.evaluate("document.documentElement.dataset.theme") != "dark":
        button.click()
    expect(pieces.locator("body")).to_have_css("background-color", dark)
    pieces.goto(pieces.url)
    expect(pieces.locator("body")).to_have_css("background-color", dark)


def test_rows_become_denser_when_asked(pieces):
    row = pieces.locator(".queue-row").first
    before = row.bounding_box()["height"]
    pieces.locator("[data-cycle=density]").click()
    assert row.bounding_box()["height"] < before


def test_the_page_reads_from_its_own_side(reader):
    english, arabic = reader("heron-en").open(PIECES), reader("heron-ar").open(PIECES)
    assert english.locator(".harbour").bounding_box()["x"] == 0
    assert arabic.locator(".harbour").bounding_box()["x"] > 1000
    line_height, size = arabic.evaluate(
        "(style => [parseFloat(style.lineHeight), parseFloat(style.fontSize)])(getComputedStyle(document.body))"
    )
    assert line_height / size >= 1.7
    assert arabic.evaluate("document.fonts.check('16px \"Seawall Arabic\"', 'الفنار')")


def test_a_time_is_shown_in_the_readers_zone_and_in_utc(reader):
    page = reader("heron-en", timezone_id="Asia/Riyadh").open(PIECES)
    expect(page.locator(".table time").first).to_have_text("21 Nov 2026, 02:40 (20 Nov 2026, 23:40 UTC)")
    expect(page.locator(".card-head time").first).to_have_text("21 Nov 2026, 15:00 (12:00 UTC)")


def test_on_a_phone_the_rooms_fold_into_a_menu(reader):
    page = reader("heron-en", width=375).open(PIECES)
    expect(page.locator(".room").first).to_be_hidden()
    page.click(".menu-button")
    expect(page.locator(".room").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".room").first).to_be_hidden()


def test_the_page_reads_without_script(reader):
    window = reader("heron-en", java_script_enabled=False)
    page = window.page
    page.goto(window.address + PIECES)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("[data-cycle=theme]").is_hidden()
    page.click("button.language[value=es]")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.click("button.language[value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
