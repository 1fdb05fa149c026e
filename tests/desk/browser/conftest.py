"""A real desk on a free port, and a real Chromium that signs in to it.

The desk runs in processes of its own with its own data folder: `made_desk.py` fills it, granian serves it. Every page
that a test opens is watched: an error in the console or a breach of the content security policy fails the test.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

PASSWORD = "the lamps return at dusk"
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HERE = Path(__file__).parent
expect.set_options(timeout=20_000)  # a busy machine answers late; what is right stays right
_WATCH = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP refused ${event.violatedDirective} ${event.blockedURI}`));"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Reader:
    """A browser window of one member of staff, with what its console complained of."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def open(self, path: str) -> Page:
        """Open a page and wait until its script has started."""
        self.page.goto(self.address + path)
        self.page.wait_for_function("document.documentElement.dataset.ready === 'yes'")
        return self.page


@pytest.fixture(scope="session")
def browser(skip_or_fail: Callable[[str], None]) -> Iterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        skip_or_fail("Chromium is absent: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM_ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of the made-up desk."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="session")
def desk(browser: Browser, made_home: Path) -> Iterator[str]:
    """Serve a small made-up desk; gives its address."""
    with served_desk(made_home) as address:
        yield address


@contextmanager
def served_desk(home: Path) -> Iterator[str]:
    """Fill a data folder and serve it with `seawall serve` until the block ends."""
    environment = {**os.environ, "SEAWALL_HOME": str(home)}
    environment.pop("SEAWALL_DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, _HERE / "made_desk.py"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "seawall", "serve", "--port", "0", "--json"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
        try:
            assert server.stdout is not None
            told = server.stdout.readline()
            if not told:
                pytest.fail("the desk did not start: " + (home / "server.log").read_text()[-2000:])
            yield json.loads(told)["address"].rstrip("/")
        finally:
            server.terminate()
            server.communicate(timeout=30)


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto(f"{address}/account/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_url(lambda url: "/account/login" not in url)


def _told(message: ConsoleMessage) -> str:
    return f"{message.text} [{message.location.get('url', '')}]"


@pytest.fixture(scope="session")
def signed_in(browser: Browser, desk: str) -> Callable[[str], dict]:
    """Return a function that gives the cookies of a member of staff; each signs in once a session."""
    kept: dict[str, dict] = {}

    def cookies_of(name: str) -> dict:
        if name not in kept:
            context = browser.new_context()
            sign_in(context.new_page(), desk, name)
            kept[name] = context.storage_state()
            context.close()
        return kept[name]

    return cookies_of


@pytest.fixture
def reader(browser: Browser, desk: str, signed_in: Callable[[str], dict]) -> Iterator[Callable[..., Reader]]:
    """Return a function that opens a window; after the test no window may have complained."""
    opened: list[tuple[BrowserContext, Reader]] = []

    def open_window(
        name: str | None = "heron-en",
        *,
        theme: str = "light",
        width: int = 1280,
        expected: tuple[str, ...] = (),
        **options,
    ) -> Reader:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            storage_state=signed_in(name) if name else None,
            **options,
        )
        context.add_init_script(_WATCH)
        window = Reader(page=context.new_page(), address=desk, expected=expected)
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        window.page.on("console", lambda message: message.type == "error" and window.complaints.append(_told(message)))
        opened.append((context, window))
        return window

    yield open_window
    for context, window in opened:
        context.close()
        unexpected = [words for words in window.complaints if not any(part in words for part in window.expected)]
        assert unexpected == []
