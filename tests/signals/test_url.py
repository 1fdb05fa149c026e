import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals import canonical_url, find_urls

SAME = [
    ("http://lamps.example", "https://lamps.example/"),
    ("HTTP://LAMPS.EXAMPLE/", "https://lamps.example/"),
    ("http://www.lamps.example/", "https://lamps.example/"),
    ("lamps.example", "https://lamps.example/"),
    ("//lamps.example/a", "https://lamps.example/a"),
    ("http://lamps.example:80/a", "https://lamps.example/a"),
    ("https://lamps.example:443/a", "https://lamps.example/a"),
    ("https://lamps.example:/a", "https://lamps.example/a"),
    ("https://lamps.example:8443/a", "https://lamps.example:8443/a"),
    ("https://lamps.example./a", "https://lamps.example/a"),
    ("https://user:secret@lamps.example/a", "https://lamps.example/a"),
    ("https://harbour.example@lamps.example/a", "https://lamps.example/a"),
    ("hxxp://lamps.example/a", "https://lamps.example/a"),
    ("hxxps://lamps[.]example/a", "https://lamps.example/a"),
    ("h**p://lamps.example/a", "https://lamps.example/a"),
    ("https[:]//lamps.example/a", "https://lamps.example/a"),
    ("https[://]lamps.example/a", "https://lamps.example/a"),
    ("https://lamps(.)example/a", "https://lamps.example/a"),
    ("https://lamps[dot]example/a", "https://lamps.example/a"),
    ("https://lamps (dot) example/a", "https://lamps.example/a"),
    ("https://lamps{.}example/a", "https://lamps.example/a"),
    ("https://lamps。example/a", "https://lamps.example/a"),
    ("https://lamps．example/a", "https://lamps.example/a"),
    ("https://lamps｡example/a", "https://lamps.example/a"),
    ("https://ｌａｍｐｓ.example/a", "https://lamps.example/a"),
    ("https://la\u200bmps.example/a", "https://lamps.example/a"),
    ("https://lamps.exa\u00admple/a", "https://lamps.example/a"),
    ("https:／／lamps.example／a", "https://lamps.example/a"),
    ("https:\\\\lamps.example\\a", "https://lamps.example/a"),
    ("  https://lamps.example/a\n", "https://lamps.example/a"),
    ("https://lamps.example/a/", "https://lamps.example/a"),
    ("https://lamps.example//a", "https://lamps.example/a"),
    ("https://lamps.example/b/../a", "https://lamps.example/a"),
    ("https://lamps.example/./a", "https://lamps.example/a"),
    ("https://lamps.example/../../a", "https://lamps.example/a"),
    ("https://lamps.example/%61", "https://lamps.example/a"),
    ("https://lamps.example/%2e%2e/a", "https://lamps.example/a"),
    ("https://lamps.example/%c3%b1", "https://lamps.example/ñ"),
    ("https://lamps.example/%2f", "https://lamps.example/%2F"),
    ("https://lamps.example/100%", "https://lamps.example/100%25"),
    ("https://lamps.example/a b", "https://lamps.example/a%20b"),
    ("https://lamps.example/a#top", "https://lamps.example/a"),
    ("https://lamps.example/a?", "https://lamps.example/a"),
    ("https://lamps.example/a?utm_source=x&utm_medium=y", "https://lamps.example/a"),
    ("https://lamps.example/a?fbclid=1&id=2", "https://lamps.example/a?id=2"),
    ("https://lamps.example/a?b=2&a=1", "https://lamps.example/a?a=1&b=2"),
    ("https://lamps.example/a?a=1&amp;b=2", "https://lamps.example/a?a=1&b=2"),
    ("https://lamps.example/a?q=x+y", "https://lamps.example/a?q=x%20y"),
    ("https://lamps.example/a?q=", "https://lamps.example/a?q"),
    ("https://lamps.example/a;jsessionid=12?b=1", "https://lamps.example/a?b=1"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
    ("https://XN--BCHER-KVA.example/", "https://bücher.example/"),
    ("https://%62%C3%BCcher.example/", "https://bücher.example/"),
    ("https://الفنار.example/", "https://xn--mgba4a0don.example/"),
    ("https://2130706433/", "https://127.0.0.1/"),
    ("https://0x7f.1/", "https://127.0.0.1/"),
    ("https://0177.0.0.1/", "https://127.0.0.1/"),
    ("https://[0:0:0:0:0:0:0:1]/", "https://[::1]/"),
    ("telegram.me/Lamp_Room", "https://t.me/lamp_room"),
    ("https://telegram.dog/lamp_room", "https://t.me/lamp_room"),
    ("t.me/s/lamp_room", "https://t.me/lamp_room"),
    ("https://lamp_room.t.me/", "https://t.me/lamp_room"),
    ("tg://resolve?domain=Lamp_Room", "https://t.me/lamp_room"),
    ("tg://resolve?domain=lamp_room&post=12", "https://t.me/lamp_room/12"),
    ("https://t.me/lamp_room/12?single", "https://t.me/lamp_room/12"),
    ("https://t.me/joinchat/AbC-1", "https://t.me/+AbC-1"),
    ("https://t.me/%2BAbC-1", "https://t.me/+AbC-1"),
    ("tg://join?invite=AbC-1", "https://t.me/+AbC-1"),
    ("https://x.com/lamp/status/1?s=20&t=abc", "https://twitter.com/lamp/status/1"),
    ("https://m.youtube.com/watch?v=abc&feature=share", "https://youtube.com/watch?v=abc"),
    ("https://web.archive.org/web/2019/http://lamps.example/a", "https://web.archive.org/web/2019/http://lamps.example/a"),
]  # fmt: skip

DIFFERENT = [
    ("https://lamps.example/a", "https://lamps.example/A"),
    ("https://lamps.example/a", "https://lamps.example/ab"),
    ("https://lamps.example/a", "https://harbour.lamps.example/a"),
    ("https://lamps.example/a", "https://lamps.test/a"),
    ("https://lamps.example/", "https://lаmps.example/"),  # a Cyrillic letter: another host
    ("https://lamps.example/a?id=1", "https://lamps.example/a?id=2"),
    ("https://lamps.example/a?id=1", "https://lamps.example/a"),
    ("https://lamps.example:8080/", "https://lamps.example/"),
    ("https://lamps.example/a%2Fb", "https://lamps.example/a/b"),
    ("https://t.me/+AbC", "https://t.me/+abc"),
    ("https://t.me/+lamps", "https://t.me/lamps"),
    ("https://t.me/lamps/1", "https://t.me/lamps/2"),
    ("https://mega.nz/#!a", "https://mega.nz/#!b"),
    ("https://matrix.to/#/#lamps:harbour.example", "https://matrix.to/#/#other:harbour.example"),
    ("https://lamps.example/a?t=1", "https://lamps.example/a?t=2"),
    ("ftp://lamps.example/a", "https://lamps.example/a"),
    ("https://www.example/", "https://example/"),
]

NOT_UNDERSTOOD = [
    "", " ", "lamps", "mailto:a@lamps.example", "javascript:alert(1)", "data:text/html,x", "tel:+1", "https://", "http://?",
    "https://lamps..example/", "https://.../", "https://lamps.example:99999/", "https://lamps.example:x/",
    "https://300.1.1.1/", "https://1.2.3.4.5/", "https://[::g]/", "https://\ud800.example/", "https://la mps.example/",
    "https://" + "a" * 64 + ".example/", "https://" + "a." * 140 + "example/", "https://lamps.example/" + "a" * 20_000,
    "tg://settings", "tg://resolve?phone=1", "https://%ff.example/",
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spellings_of_one_address(left, right):
    assert canonical_url(left) == canonical_url(right) is not None


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_addresses(left, right):
    assert canonical_url(left) != canonical_url(right)
    assert None not in {canonical_url(left), canonical_url(right)}


@pytest.mark.parametrize("written", NOT_UNDERSTOOD)
def test_what_is_no_address(written):
    assert canonical_url(written) is None


ADDRESSES = st.one_of(
    st.sampled_from([pair[0] for pair in SAME + DIFFERENT]),
    st.text(st.sampled_from("htps:/.%2eFfa1Z?#&=@[]()\\ñт。０\u200b+-_;x"), max_size=30).map(
        "https://lamps.example/".__add__
    ),
    st.text(max_size=30),
    st.text(st.sampled_from("a.-_%[]:@1xñтЯ。️\u0301"), max_size=14).map(lambda host: f"http://{host}.example/"),
)


@given(ADDRESSES)
def test_a_canonical_address_is_its_own_canonical_form(written):
    canonical = canonical_url(written)
    if canonical is not None:
        assert canonical_url(canonical) == canonical
        assert canonical.isascii()


@given(ADDRESSES, st.text(max_size=10), st.text(max_size=10))
def test_found_addresses_stand_where_they_say(written, before, after):
    text = f"{before} {written} {after}"
    last = 0
    for found in find_urls(text):
        assert text[found.start : found.end] == found.written
        assert last <= found.start < found.end
        last = found.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(see https://lamps.example/a_(b)).", ["https://lamps.example/a_(b)"]),
        ("“https://lamps.example/a”, yes", ["https://lamps.example/a"]),
        ("t.me/lamps، ثم", ["t.me/lamps"]),
        ("good news.https://lamps.example/a", ["https://lamps.example/a"]),
        ("https://lamps.example/ahttps://lamps.example/b", ["https://lamps.example/a", "https://lamps.example/b"]),
        ("https://web.archive.org/web/1/https://lamps.example/", ["https://web.archive.org/web/1/https://lamps.example/"]),
        ("cut off https://lamps.exam…", []),
        ("cut off https://lamps.exam...", []),
        ("write to wire@harbour.example or it.is. Visit day.So e.g. 3.14 v1.2.3 report.pdf", []),
        ("lamps.example, www.lamps.is, lamps[.]is, lamps.is/x",
         ["lamps.example", "www.lamps.is", "lamps[.]is", "lamps.is/x"]),
        ("hxxp://lamps[.]example/a", ["hxxp://lamps[.]example/a"]),
        ("hxxp://lamps [.] example /a", ["hxxp://lamps [.] example"]),
        ("tg://join?invite=AbC!", ["tg://join?invite=AbC"]),
        ("http://", []),
        ("<a href=https://lamps.example/a>x</a>", ["https://lamps.example/a"]),
    ],
)  # fmt: skip
def test_addresses_in_running_text(text, found):
    assert [one.written for one in find_urls(text)] == found


def test_long_texts_without_addresses_take_no_time():
    assert find_urls("a." * 200_000) == []
    assert find_urls("a" * 1_000_000) == []
    assert find_urls("http" * 200_000) == []
    assert find_urls("[.]" * 100_000) == []


def test_routes_of_a_page_that_draws_itself_stay_apart_and_places_within_a_page_do_not():
    front = canonical_url("https://site.example/")
    routes = [canonical_url(f"https://site.example/#{route}") for route in ("!/room/7", "/room/7", "/room/8")]
    assert len({front, *routes}) == 4
    assert canonical_url("https://site.example/#top") == front
