"""Which pages does the desk have for this reader? Found as a person finds them: by following links from the first page.

One page a kind is enough: addresses that differ only in a number, a reference, a digest or a name are one kind.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

_VARIES = (
    (re.compile(r"[CFE]-\d{4}-\d+"), "<reference>"),
    (re.compile(r"[0-9a-f]{16,}"), "<digest>"),
    (re.compile(r"/\d+(?=/|$)"), "/<number>"),
    (re.compile(r"^/account/(?!login|2fa|password)[^/]+/[^/]+/.*$"), "/account/<account>/"),
    (re.compile(r"^(/observations/account)/[^/]+/.+$"), r"\1/<account>/"),
)
_NOT_PAGES = re.compile(r"logout|download|export|\.csv|\.jsonl?|/media/|/static/")


def kind_of(path: str) -> str:
    """Return the kind of page that an address leads to.

    >>> kind_of("/cases/C-2026-000012/"), kind_of("/people/7/")
    ('/cases/<reference>/', '/people/<number>/')
    """
    for pattern, word in _VARIES:
        path = pattern.sub(word, path)
    return path


def find_pages(page: Page, address: str, *, start: tuple[str, ...] = ("/",), most: int = 200) -> dict[str, str]:
    """Return one path for each kind of page, in the order in which they were found."""
    found = {kind_of(urlsplit(path).path): path for path in start}
    waiting = list(found.values())
    while waiting and len(found) < most:
        page.goto(address + waiting.pop(0))
        hrefs = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        for href in hrefs:
            parts = urlsplit(href)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if f"{parts.scheme}://{parts.netloc}" != address or _NOT_PAGES.search(path):
                continue
            kind = kind_of(parts.path)
            if kind not in found:
                found[kind] = path
                waiting.append(path)
    return found
