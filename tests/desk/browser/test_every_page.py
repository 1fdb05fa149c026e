"""Every page that links lead to: no complaint in the console, one h1, no sideways scrolling, nothing for axe."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

_spec = importlib.util.spec_from_file_location("crawl", Path(__file__).with_name("crawl.py"))
crawl = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(crawl)

PUBLIC = ("/account/login/", "/account/inactive/")
WANTED_KINDS = {
    *("/", "/pieces/", "/people/", "/people/<number>/", "/audit/", "/profile/", "/account/2fa/"),
    *("/banks/", "/banks/new/", "/banks/<number>/", "/banks/<number>/add-file/", "/banks/<number>/import/"),
    *("/banks/entry/<number>/", "/banks/content/<number>/", "/banks/hold/<number>/", "/banks/entry/<number>/look/"),
    *("/closings/", "/closings/upload/", "/closings/lists/<number>/", "/closings/lists/<number>/sample/"),
    *("/closings/accounts/<number>/", "/closings/case/<reference>/"),
    *("/links/", "/links/<number>/", "/links/<number>/actor/", "/links/actors/", "/links/model/"),
    *("/ranker/", "/ranker/label/", "/tokens/", "/tokens/make/", "/compare/<number>/"),
}
START = ("/", "/pieces/", "/compare/1/")  # comparisons are linked for whoever works the case


@pytest.fixture(scope="session")
def pages(browser, desk, made_home, signed_in):
    context = browser.new_context(storage_state=signed_in("heron-en"))
    to_see = json.loads((made_home / "to-see.json").read_text())
    found = crawl.find_pages(context.new_page(), desk, start=(*START, *to_see))
    context.close()
    return found


def _finds(page) -> list[str]:
    # Without `preload`, axe would copy the style sheets into <style> elements, which the page's policy refuses.
    results = Axe().run(page, options={"preload": False})
    return [
        f"{finding['id']}: {node['target']} {node['html'][:160]}"
        for finding in results.response["violations"]
        for node in finding["nodes"]
    ]


def test_the_links_lead_to_every_room(pages):
    assert set(pages) >= WANTED_KINDS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_any_page(reader, pages, language, theme):
    window = reader(f"heron-{language}", theme=theme)
    found = {}
    for kind, path in pages.items():
        page = window.open(path)
        assert page.locator("h1").count() == 1, kind
        assert page.title().strip(" ·").endswith("Seawall"), kind
        if finds := _finds(page):
            found[kind] = finds
    assert found == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_at_the_door(reader, language, theme):
    window = reader(None, theme=theme, locale=language)
    found = {path: finds for path in PUBLIC if (finds := _finds(window.open(path)))}
    assert found == {}


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_no_page_scrolls_sideways_on_a_phone(reader, pages, language):
    window = reader(f"heron-{language}", width=375)
    too_wide = {}
    for kind, path in pages.items():
        page = window.open(path)
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess > 0:
            too_wide[kind] = page.evaluate(
                """[...document.querySelectorAll("main *")].filter(e => {
                     const box = e.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1;
                   }).slice(0, 4).map(e => e.outerHTML.slice(0, 120))"""
            )
    assert too_wide == {}


def test_a_missing_page_says_what_to_do(reader):
    page = reader("heron-en", expected=("404",)).open("/nowhere/")
    assert page.locator("h1").inner_text() == "Where did this page go?"
    assert _finds(page) == []


def test_a_form_address_opened_by_a_link_says_so(reader):
    page = reader("heron-en", expected=("405",)).open("/language/")
    assert "405" in page.locator("main").inner_text()
