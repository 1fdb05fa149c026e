import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.index import BankIndex, make_entry
from seawall.signals import SIGNAL_TYPES, SignalValueError, TextContent, Url, canonical_url, url_levels
from seawall.signals.url_lookalikes import latin_host, latin_reading
from seawall.signals.url_platforms import _table as platform_table
from seawall.signals.url_shared_hosts import is_shared_host, is_shortener

PARSE = SIGNAL_TYPES["url"].parse


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("host:lamps.example", "https://lamps.example/*"),
        ("HOST: www.Lamps.example/", "https://lamps.example/*"),
        ("lamps.example/*", "https://lamps.example/*"),
        ("hxxp://lamps[.]example/*", "https://lamps.example/*"),
        ("*.lamps.example", "https://*.lamps.example/*"),
        ("https://*.lamps.example/*", "https://*.lamps.example/*"),
        ("*.lamps.example:8080", "https://*.lamps.example/*"),
        ("lamps.example/rooms/*", "https://lamps.example/rooms/*"),
        ("lamps.example/rooms//7/*", "https://lamps.example/rooms/7/*"),
        ("lamps.blogspot.com/*", "https://lamps.blogspot.com/*"),
        ("telegram.me/Lamp_Room/*", "https://t.me/lamp_room"),
        ("x.com/Lamp/*", "https://twitter.com/lamp"),
        ("twitter.com/lamp/status/*", "https://twitter.com/lamp/status/*"),
        ("facebook.com/groups/Lamps/*", "https://facebook.com/groups/lamps"),
        ("docs.google.com/document/d/AbC/*", "https://docs.google.com/document/d/AbC/*"),
    ],
)
def test_levels_that_a_bank_may_name(written, canonical):
    assert PARSE(written) == canonical
    assert PARSE(canonical) == canonical


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("t.me/*", "many people share t.me"),
        ("host:twitter.com", "many people share twitter.com"),
        ("x.com/*", "many people share twitter.com"),
        ("*.facebook.com", "many people share facebook.com"),
        ("drive.google.com/*", "many people share drive.google.com"),
        ("host:blogspot.com", "many people share blogspot.com"),
        ("*.beehiiv.com", "many people share beehiiv.com"),
        ("*.co.uk", "many people share co.uk"),
        ("bit.ly/*", "many people share bit.ly"),
        ("youtube.com/watch/*", "many people share youtube.com"),
        ("facebook.com/groups/*", "many people share facebook.com"),
        ("docs.google.com/document/d/*", "many people share docs.google.com"),
        ("*.example", "many people share example|no host"),
        ("*.lamps.example/rooms/*", "no host"),
        ("lamps.example/a?b=1/*", "no host or path"),
        ("host:", "no host or path"),
        ("host:lamps", "no host or path"),
    ],
)
def test_levels_that_no_bank_may_name_say_why(written, reason):
    with pytest.raises(SignalValueError, match=reason):
        PARSE(written)


def met(value, text):
    index = BankIndex([make_entry(signal_type="url", value=value, bank="b")])
    return any(len(part.hits) for part in index.look_up(TextContent([text])))


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("lamps.example/*", "see https://lamps.example/a/b?c=1#d", True),
        ("lamps.example/*", "see https://lamps.example:8080/", False),
        ("lamps.example/*", "see https://harbour.lamps.example/", False),
        ("*.lamps.example", "see https://old.harbour.lamps.example/x", True),
        ("*.lamps.example", "see lamps.example", True),
        ("*.lamps.example", "see https://xlamps.example/", False),
        ("lamps.example/rooms/*", "see https://lamps.example/rooms", True),
        ("lamps.example/rooms/*", "see https://lamps.example/rooms/7/x.html", True),
        ("lamps.example/rooms/*", "see https://lamps.example/roomsafe", False),
        ("t.me/lamp_room", "see https://t.me/lamp_room/12?single", True),
        ("t.me/lamp_room/12", "see https://t.me/lamp_room", False),
        ("t.me/lamp_room", "see t dot me slash Lamp_Room slash 12", True),
        ("t.me/lamp_room", "see https://t.me/lamp_room_2/12", False),
        ("twitter.com/lamp", "see https://x.com/Lamp/status/1", True),
        ("lamps.example/a", "see https://harbour.example/go?to=https%3A%2F%2Flamps.example%2Fa", True),
        ("lamps.example/*", "see https://harbour.example/read/https://lamps.example/a", True),
        ("harbour.example/*", "see https://web.archive.org/web/2024/https://lamps.example/a", False),
        ("lamps.example/a", "see https://lаmps.example/a", True),
        ("https://lаmps.example/a", "see https://lamps.example/a", False),
    ],
)
def test_which_text_meets_which_bank_value(value, text, found):
    assert met(value, text) is found


def test_an_asterisk_in_an_address_never_reads_as_everything_below():
    assert canonical_url("https://lamps.example/rooms/*") == "https://lamps.example/rooms/%2A"
    assert canonical_url("https://lamps.example/a?b=/*") == "https://lamps.example/a?b=/%2A"
    assert met("lamps.example/rooms/*", "see https://lamps.example/rooms/*")
    assert not met("https://lamps.example/rooms/%2A", "see https://lamps.example/rooms/7")


def test_marks_say_what_each_value_is():
    marks = {level.value: level.mark for level in url_levels("t.me/lamp_room/12")}
    assert marks == {
        "https://t.me/lamp_room/12": None,
        "https://t.me/lamp_room": "its channel",
        "https://t.me/lamp_room/12/*": "a path above it",
    }
    assert {level.mark for level in url_levels("https://lаmps.example/")} >= {"its look-alike letters read as Latin"}


def test_short_addresses_stand_for_what_somebody_resolved_them_to():
    told = Url({"http://bit.ly/AbC": "https://lamps.example/rooms"})
    content = TextContent(["see https://bit.ly/AbC now"])
    column, silent = told.extract(content), Url().extract(content)
    values = [column.values.value(place) for place in range(len(column))]
    assert values[0] == "https://bit.ly/AbC"
    assert {"https://lamps.example/rooms", "https://lamps.example/*"} <= set(values)
    assert [silent.values.value(place) for place in range(len(silent))] == ["https://bit.ly/AbC"]
    assert (column.starts[0], column.ends[0]) == (4, 22)


@pytest.mark.parametrize("depth", [1, 5, 60])
def test_wrappers_within_wrappers_end(depth):
    address = "https://lamps.example/a"
    for _ in range(depth):
        address = f"https://r.jina.ai/{address}"
    assert canonical_url(address) == "https://lamps.example/a"


def test_a_wrapper_that_leads_to_itself_ends():
    loop = "https://l.facebook.com/l.php?u=" * 500
    assert canonical_url(loop + "x") is not None
    assert canonical_url("https://l.facebook.com/l.php?u=https%3A%2F%2Fl.facebook.com%2Fl.php") is not None


def test_hosts_that_look_alike():
    assert latin_reading("lаmp_rооm") == "lamp_room"
    assert latin_host("xn--lmps-53d.example") == "lamps.example"
    assert latin_host("lamps.example") is None
    assert latin_host(canonical_url("https://الفنار.example/")[8:-1]) is None
    assert latin_host("xn--99999999999.example") is None


def test_no_platform_of_the_table_may_be_named_as_a_whole():
    open_to_all = {host for host in platform_table().platforms if not is_shared_host(host)}
    assert open_to_all == set()
    assert is_shortener("t.co")
    assert not is_shared_host("lamps.example")


HOSTS = st.sampled_from([
    *platform_table().platforms, *platform_table().aliases, "l.facebook.com", "web.archive.org",
    "archive.ph", "google.com",
    "r.jina.ai", "12ft.io", "translate.google.com", "webcache.googleusercontent.com",
    "lamps-x.translate.goog", "lamps.t.me",
    "m.lamps.example", "lаmps.example",
])  # fmt: skip
PATHS = st.lists(
    st.sampled_from(["/", "web", "2024", "watch", "status", "Lamp", "12", "-12_34", "wall", "@", "+",
    "s", "c", "i", "p", "embed",
     "https://lamps.example/a", "https:/x.y", "t.me/a", "channel", "groups", "amp", "-", "a-b-c", "url",
     "l.php", ".", "..", "*", "%2F"]),
    max_size=6,
).map("".join)  # fmt: skip
QUERIES = st.lists(
    st.sampled_from(["?", "/*", "&", "v=", "u=", "url=", "q=", "id=1", "story_fbid=2",
    "https%3A%2F%2Flamps.example%2Fa", "t.me/a", "AbC", "#",
     "!", "/", "w=wall-1_2", "cache:AbCdEfGhI:", "+", "%20", "https://x.com/A"]),
    max_size=5,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(HOSTS, PATHS, QUERIES)
def test_canonical_addresses_of_platforms_and_wrappers_are_their_own_canonical_form(host, path, query):
    canonical = canonical_url(f"https://{host}/{path}{query}")
    if canonical is not None:
        assert canonical_url(canonical) == canonical
        levels = [level.value for level in url_levels(canonical)]
        assert levels[0] == canonical
        assert len(set(levels)) == len(levels)
        for level in levels:
            assert PARSE(level) == level
