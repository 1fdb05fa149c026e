"""Take pictures of the desk's pages, to be looked at: `just screenshots FOLDER`.

Each kind of page, in English and Arabic (`--languages`), light and dark, 1440 and 375 wide. `--address` takes them of a
desk that is already being served (sign in there as --name with --password); otherwise a small made-up one is served.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from contextlib import nullcontext
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright


def main() -> None:
    import conftest  # this script's own folder is where Python looks first

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address")
    parser.add_argument("--name", default="heron-en")
    parser.add_argument("--password", default=conftest.PASSWORD)
    parser.add_argument("--only", default="", help="a pattern that the kind of page has to contain")
    parser.add_argument("--languages", default="en,ar")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--widths", default="1440,375")
    options = parser.parse_args()
    conftest.PASSWORD = options.password
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(conftest.CHROMIUM_ARGUMENTS)
        )
        with nullcontext(options.address) if options.address else conftest.served_desk(Path(home)) as address:
            take_all(browser, address, options)


def take_all(browser: Browser, address: str, options: argparse.Namespace) -> None:
    """Find the pages, then take each in every language, theme and width."""
    import crawl

    import conftest

    context = browser.new_context()
    conftest.sign_in(context.new_page(), address, options.name)
    state = context.storage_state()
    pages = crawl.find_pages(context.new_page(), address, start=("/", "/pieces/", "/compare/1/"))
    pages = {kind: path for kind, path in pages.items() if re.search(options.only, kind)}
    context.close()
    for language in options.languages.split(","):
        for theme in options.themes.split(","):
            for width in map(int, options.widths.split(",")):
                window = browser.new_context(
                    viewport={"width": width, "height": 900}, color_scheme=theme, storage_state=state
                )
                page = window.new_page()
                page.goto(address)
                if page.get_attribute("html", "lang") != language:
                    page.evaluate(f"document.querySelector('button.language[value={language}]').click()")
                    page.wait_for_function(f"document.documentElement.lang === '{language}'")
                for kind, path in pages.items():
                    page.goto(address + path)
                    page.wait_for_load_state("networkidle")
                    name = re.sub(r"[^\w]+", "-", kind).strip("-") or "home"
                    page.screenshot(path=options.folder / f"{name}.{language}.{theme}.{width}.png", full_page=True)
                window.close()


if __name__ == "__main__":
    main()
