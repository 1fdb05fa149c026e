"""Lawful alternatives rest on what can be seen; what speaks against them is told; closed places rule them out."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.network import make_slots, search_cells
from seawall.network.lawful import ALTERNATIVES, Features, alternatives_of, features_of, weigh
from seawall.network.lawful_marks import MARKS, has_mark
from seawall.network.shared_things import shared_things

_SECOND = 1_000_000
_MINUTE, _HOUR = 60 * _SECOND, 3_600 * _SECOND
_DAY = 24 * _HOUR
_MONDAY = 1_772_409_600_000_000  # 2 March 2026

NOTHING = Features(
    moments=40, public_share=0.1, crowd_share=0.0, source_share=0.3, repeat_share=0.1, closed_share=0.0,
    event_share=0.5, office_share=0.5, market_share=0.2, credit_share=0.0, disclosed_share=0.0, offer_share=0.0,
    host_share=0.3, quick_share=0.1, own_share=0.5,
)  # fmt: skip
SHARES = [name for name in Features.__slots__ if name != "moments"]
NEWSROOM = {"source_share": 0.9, "credit_share": 0.7, "public_share": 0.6, "repeat_share": 0.0}


def names_of(seen: Features) -> list[str]:
    return [one.name for one in weigh(seen)]


@pytest.fixture(scope="module")
def found(make_table):
    """Return a function that puts joint rows among ordinary ones and gives the search and its largest cell."""

    def find(rows):
        rng = np.random.default_rng(1)
        ordinary = [
            (f"o{rng.integers(400)}", f"{form}{rng.integers(4_000)}", _MONDAY + int(rng.integers(0, 28 * _DAY)), kind)
            for kind, form in (("same_url", "https://quay.example/"), ("same_text", "soup and songs at the pier "))
            for _ in range(4_000)
        ]
        search = search_cells(make_slots(make_table(*zip(*ordinary, *rows, strict=True))))
        return search, search.cells[0]

    return find


def wire_story(number: int, *, credit: str = "coast news agency", readers: int = 12):
    """Return who prints a story on a working morning, and who links it later."""
    rng = np.random.default_rng(number)
    begin = _MONDAY + (number // 5 * 7 + number % 5) * _DAY + 8 * _HOUR + int(rng.integers(0, 3 * _HOUR))
    text, link = f"harbour council story number {number} {credit}", f"https://harbourwire.example/{number}"
    for place in range(6):
        at = begin + (0 if place == 0 else int(rng.integers(5, 50)) * _SECOND)
        who = "agency" if place == 0 else f"paper{place}"
        yield from ((who, text, at, "same_text"), (who, link, at, "same_url"))
    for reader in rng.choice(400, readers, replace=False).tolist():
        yield f"o{reader}", link, begin + int(rng.integers(1, 20)) * _HOUR, "same_url"


@pytest.fixture(scope="module")
def papers(found):
    return found([row for number in range(20) for row in wire_story(number)])


def test_what_members_did_at_one_time_is_told_whichever_trace_it_is(papers):
    told = shared_things(*papers)
    assert len(told) == 40  # twenty texts, twenty addresses
    assert len(told.moment_begins) == 20
    names = papers[0].slots.accounts.to_pylist()
    assert {names[one] for one in told.first.tolist()} == {"agency"}
    assert (told.members == 6).all()
    assert (np.diff(told.begin) >= 0).all()
    assert not told.is_repeat.any()


def test_papers_that_print_one_agency_are_named_a_newsroom(papers):
    first = alternatives_of(*papers)[0]
    assert first.name == "newsroom_syndication"
    assert "100% of the texts name an agency" in first.sentence
    assert "source_share" in first.features


def test_the_same_papers_without_credit_are_known_by_their_hours(found):
    first = alternatives_of(*found([row for number in range(20) for row in wire_story(number, credit="today")]))[0]
    assert first.name == "newsroom_syndication"
    assert "100% of the moments fall into working hours" in first.sentence


def test_stories_that_nobody_else_reads_are_no_newsrooms(found):
    stories = [row for number in range(20) for row in wire_story(number, readers=0)]
    assert "newsroom_syndication" not in {one.name for one in alternatives_of(*found(stories))}


def fan_rows(crowd: int):
    rng = np.random.default_rng(3)
    for post in range(400):
        yield (
            f"fan{post % 8}",
            f"https://quay.example/soup{post}",
            _MONDAY + int(rng.integers(0, 28 * _DAY)),
            "same_url",
        )
    for match in range(4):
        for goal in range(6):
            begin = _MONDAY + (match * 7 + 5) * _DAY + 19 * _HOUR + goal * 15 * _MINUTE
            item = f"https://tidetown-fc.example/{match}/{goal}"
            for who in [f"fan{number}" for number in range(8)] + [f"x{one}" for one in rng.integers(0, 4_000, crowd)]:
                yield who, item, begin + int(rng.integers(0, 600)) * _SECOND, "same_url"
            for fan in range(8):
                yield f"fan{fan}", f"row twelve sings at {match} {goal}", begin + fan * _SECOND, "same_text"


def test_fans_in_the_midst_of_a_crowd_are_named_an_audience(found):
    assert alternatives_of(*found(list(fan_rows(60))))[0].name == "event_audience"


def test_bursts_without_a_crowd_are_no_audience(found):
    assert [one.name for one in alternatives_of(*found(list(fan_rows(0))))] == ["shared_interest"]


def campaign_rows(mark: str):
    rng = np.random.default_rng(4)
    for push in range(20):
        begin = _MONDAY + int(rng.integers(0, 27 * _DAY))
        for number in range(6):
            yield f"v{number}", f"sweep the quay with us number {push} {mark}", begin + number * _SECOND, "same_text"


def test_a_campaign_that_says_so_is_named_and_what_speaks_against_it(found):
    first = alternatives_of(*found(list(campaign_rows("#ad"))))[0]
    assert first.name == "disclosed_campaign"
    assert first.against == ("Against it: at only 0% of the moments did as many others as members use the same.",)


def test_a_mark_that_anyone_may_write_names_no_campaign_by_itself():
    seen = replace(NOTHING, disclosed_share=1.0)
    (general,) = weigh(seen)
    assert (general.name, general.features) == ("shared_interest", ())
    (mark,) = general.against
    assert mark.startswith("100% of the texts and hashtags say that they are advertising or a campaign. Anyone may")
    campaign, general = weigh(replace(seen, source_share=0.9))
    assert campaign.name == "disclosed_campaign"
    assert "one account is first at 90% of the moments" in campaign.sentence
    assert "Anyone may write such marks" in campaign.sentence
    assert general.against == ()
    assert weigh(NOTHING)[0].against == ()


def test_a_campaign_that_does_not_say_so_is_not(found):
    assert [one.name for one in alternatives_of(*found(list(campaign_rows("now"))))] == ["shared_interest"]


def test_stalls_of_one_market_are_named_by_prices_and_market_days(found):
    rng = np.random.default_rng(5)
    rows = []
    for push in range(24):
        begin = _MONDAY + (push // 6 * 7 + (2, 5)[push % 2]) * _DAY + 7 * _HOUR + int(rng.integers(0, 3 * _HOUR))
        rows += [
            (f"stall{number}", f"figs and lamps {push} special offer 3 50", begin + int(rng.integers(0, 50)) * _SECOND,
             "same_text")
            for number in range(7)
        ]  # fmt: skip
    assert alternatives_of(*found(rows))[0].name == "shared_trade"


def test_a_cell_in_the_dark_has_the_general_alternative_alone(world):
    search = search_cells(make_slots(world.table))
    for cell in search.cells:
        assert [one.name for one in alternatives_of(search, cell)] == ["shared_interest"]
        seen = features_of(search, cell)
        assert max(seen.credit_share, seen.disclosed_share, seen.offer_share, seen.host_share, seen.closed_share) == 0


def test_an_agency_named_by_a_cell_makes_no_newsroom_of_it():
    seen = replace(NOTHING, credit_share=1.0)
    assert names_of(seen) == ["shared_interest"]
    assert names_of(replace(seen, source_share=1.0)) == ["shared_interest"]
    assert names_of(replace(seen, source_share=1.0, public_share=0.6))[0] == "newsroom_syndication"


def test_what_leads_to_closed_places_leaves_the_general_alternative_alone():
    assert names_of(replace(NOTHING, **NEWSROOM))[0] == "newsroom_syndication"
    assert names_of(replace(NOTHING, **NEWSROOM, closed_share=0.2)) == ["shared_interest"]
    (newsroom, _) = weigh(replace(NOTHING, **NEWSROOM, closed_share=0.1))
    assert newsroom.against == ("Against it: 10% of the moments lead to closed places, forms or wallets.",)


def test_a_handful_of_moments_says_nothing_of_habits():
    assert names_of(replace(NOTHING, **NEWSROOM, moments=5)) == ["shared_interest"]


def test_readers_of_one_page_come_after_what_explains_more():
    seen = replace(NOTHING, disclosed_share=0.5, host_share=1.0, public_share=1.0, quick_share=0.0)
    assert names_of(seen) == ["feed_readers", "shared_interest"]
    seen = replace(seen, offer_share=0.5, market_share=0.5)
    assert names_of(seen) == ["shared_trade", "feed_readers", "shared_interest"]


def test_what_posts_say_of_themselves_goes_before_manners():
    seen = replace(NOTHING, source_share=1.0, office_share=1.0, public_share=1.0, disclosed_share=0.5)
    assert names_of(seen)[:2] == ["disclosed_campaign", "newsroom_syndication"]
    assert names_of(replace(seen, credit_share=1.0))[:2] == ["newsroom_syndication", "disclosed_campaign"]


@given(st.fixed_dictionaries({name: st.floats(0, 1) for name in SHARES}), st.integers(0, 500))
def test_the_general_alternative_always_comes_last_and_names_are_known(shares, moments):
    told = weigh(Features(moments=moments, **shares))
    assert told[-1].name == "shared_interest"
    assert {one.name for one in told} <= {*ALTERNATIVES}
    assert all(one.features and "%" in one.sentence for one in told[:-1])


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("credit", "The council meets on Thursday (Coast News Agency)"),
        ("credit", "يجتمع المجلس يوم الخميس — وكالة أنباء الساحل"),
        ("credit", "El consejo se reúne el jueves, según la agencia"),
        ("disclosed", "#CleanHarbour #ad #week"),
        ("disclosed", "#مرفأ_نظيف #حملة"),
        ("disclosed", "Texto de la campaña: barre el muelle"),
        ("offer", "Figs, only 3"),
        ("offer", "عرض اليوم تين"),
    ],
)
def test_marks_are_known_in_every_language_of_the_desk(mark, text):
    assert has_mark(mark, text)


def test_words_that_only_hold_a_mark_carry_none():
    for text in ("an advert", "the campaign goes on", "#adventure #harbour", "reagencies", ""):
        assert not any(has_mark(mark, text) for mark in MARKS)
