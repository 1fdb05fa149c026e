"""A page's structure survives other words, and no page makes it slow or large."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.traits.page_structure import MOST_STRETCHES, certificate_key, page_structure

_PAGE = """<!doctype html><html lang=en><head><meta charset="utf-8"><title>{title}</title>
<style>p > a {{}}</style></head>
<body class="{css}"><header><nav><ul><li><a href="/a">{title}</a></li><li><a href='/b'>b</a></li></ul></nav>
</header>
<!-- <table> --><main><article id="{css}"><h1>{title}</h1><p>{text}</p><img src=x.png alt="{title}">
<p>{text}</p></article>
</main><script>if (a<b) document.write("<p>")</script><footer><p>{text}</p></footer></body></html>"""


def test_other_words_leave_the_structure() -> None:
    one = page_structure(_PAGE.format(title="Lamps", css="dark", text="the lamps return"))
    other = page_structure(_PAGE.format(title="المصابيح", css="light", text="1 < 2 & so on"))
    assert len(one) > 8
    assert one.tolist() == other.tolist()


def test_another_page_has_another_structure() -> None:
    one = page_structure(_PAGE.format(title="a", css="b", text="c"))
    other = page_structure("<table>" + "<tr><td><b>x</b></td></tr>" * 9 + "</table>")
    assert not set(one.tolist()) & set(other.tolist())


def test_what_stands_in_scripts_and_comments_is_no_tag() -> None:
    tags = "<a><b><i><u><p><s><q><em>"
    plain = page_structure(tags)
    assert len(plain) == 1
    assert page_structure(f"<!-- {tags} -->").tolist() == []
    assert page_structure(f"<script>{tags}</script>").tolist() == []
    assert page_structure(f"<!-- {tags} -->{tags}").tolist() == plain.tolist()


@pytest.mark.parametrize("html", ["", "plain text", "<", "<>", "</", "<!--", "<p", "<p x", "\ud800<p>", "\x00" * 100])
def test_a_fragment_has_no_structure(html: str) -> None:
    assert page_structure(html).tolist() == []


@pytest.mark.parametrize(
    "unit", ["<!", "<a ", "<!--", '<a b="', "<script>", "<a ==", "<p>", "</a $", "<a b='>", "&amp;"]
)
def test_bombs_stay_small(unit: str) -> None:
    assert len(page_structure(unit * (3_000_000 // len(unit)))) <= MOST_STRETCHES


@given(st.text("<>/!-abp =\"'", max_size=200))
def test_any_text_is_a_page(html: str) -> None:
    keys = page_structure(html).tolist()
    assert keys == sorted(set(keys))


def test_fingerprints_have_one_key_however_written() -> None:
    digits = "ab" * 32
    written = (digits, digits.upper(), "sha256:" + digits, "SHA-256=" + digits, ":".join(["AB"] * 32), f" {digits} ")
    assert len({certificate_key(one) for one in written}) == 1
    assert certificate_key("no fingerprint") is None
    assert certificate_key("abcd") is None
