import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.portrait import AccountKind
from seawall.identity.traits.site_names import domain_stem, site_handle


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("lamps-return.example", "lamps-return"),
        ("HTTPS://WWW.Lamps-Return.Example:8443/a?b=c", "lamps-return"),
        ("news.lamps-return.example", "news.lamps-return"),
        ("ana.harbourblogs.example", "ana.harbourblogs"),
        ("www.ana.harbourblogs.co.uk", "ana.harbourblogs"),
        ("https://news.المصابيح.example/", "news.المصابيح"),
        ("lamps.co.uk", "lamps"),
        ("a.lamps.blogspot.co.uk", "lamps"),
        ("lamps.wordpress.com", "lamps"),
        ("https://المصابيح.example/", "المصابيح"),
        ("a.lamps.beehiiv.com", "lamps"),
        ("lamps.bearblog.dev", "lamps"),
        ("lamps.myshopify.com", "lamps"),
        ("lamps.micro.blog", "lamps"),
        ("lamps.hatenablog.com", "lamps"),
        ("lamps.edu.lb", "lamps"),
        ("lamps.gov.eg", "lamps"),
        ("lamps.org.sy", "lamps"),
        ("lamps.in.ua", "lamps"),
        ("lamps.my.id", "lamps"),
        ("lamps.gob.mx", "lamps"),
        ("web.de", "web"),
        ("gov.example", "gov"),
        ("lamps.gov.example", "lamps.gov"),
        ("co.uk", None),
        ("beehiiv.com", None),
        ("blogspot.com", None),
        ("t.me/lamp_room", None),
        ("https://192.0.2.7/", None),
        ("https://[2001:db8::7]/", None),
        ("lamps", None),
        ("9001", None),
        ("", None),
    ],
)
def test_an_address_comes_down_to_the_name_that_was_registered(written, stem):
    assert domain_stem(written) == stem


@given(st.text(max_size=60), st.text(max_size=60), st.none() | st.text(max_size=60))
def test_whatever_is_written_gives_a_name_or_none(account, url, handle):
    for kind in AccountKind:
        found = site_handle(kind, account, platform=None, handle=handle, url=url)
        assert found is None or isinstance(found, str)


@pytest.mark.parametrize(
    ("kind", "account", "fields", "found"),
    [
        (AccountKind.SITE, "lamps.example", {}, "lamps"),
        (AccountKind.SITE, "web:lamps.example", {"platform": "web"}, "lamps"),
        (AccountKind.SITE, "web:https://lamps.example/", {"platform": "web"}, "lamps"),
        (AccountKind.SITE, "harbourfeed:77", {"url": "https://lamps.example/start"}, "lamps"),
        (AccountKind.SITE, "77", {"handle": "lamps2.example"}, "lamps2"),
        (AccountKind.SITE, "lamps.example", {"handle": "the lamps"}, "the lamps"),
        (AccountKind.PAGE, "lamps.example", {}, "lamps"),
        (AccountKind.PAGE, "harbourfeed:lamps.return", {"platform": "harbourfeed"}, None),
        (AccountKind.PAGE, "harbourfeed:7", {"platform": "harbourfeed", "url": "https://lamps.example"}, "lamps"),
        (AccountKind.PAGE, "7", {"url": "https://harbourfeed.example/lamps"}, None),
        (AccountKind.PAGE, "lamps.example", {"handle": "lamps.return"}, "lamps.return"),
        (AccountKind.ACCOUNT, "lamps.example", {}, None),
        (AccountKind.CHANNEL, "lamps.example", {"handle": "lamps.example"}, "lamps.example"),
    ],
)
def test_a_site_goes_by_its_domain_and_a_page_by_its_own_only(kind, account, fields, found):
    given_fields = {"platform": None, "handle": None, "url": None} | fields
    assert site_handle(kind, account, **given_fields) == found
