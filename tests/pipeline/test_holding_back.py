import pytest

from seawall.pipeline.holding_back import host_root


@pytest.mark.parametrize(
    ("text", "positive", "negative", "raised"),
    [
        # rule 2: the value itself
        ("the lamps return", ("text", "The lamps return"), ("text", "the lamps return"), {"text": False}),
        # rule 4: a listed address, by itself or by its host
        ("see lamps.example/a", ("url", "lamps.example/a"), ("url", "lamps.example"), {"url": False}),
        ("see lamps.example/a", ("url", "lamps.example/a"), ("url", "lamps.example/b"), {"url": True}),
        ("see lamps.example/a and wire.example/b", ("url", "lamps.example/a"), ("url", "wire.example"), {"url": True}),
        # rule 5 holds only where the term stands inside the longer one each time
        ("grey lighthouse museum", ("term", "grey lighthouse"), ("term", "grey lighthouse museum"), {"term": False}),
    ],
)
def test_what_a_negative_bank_holds_back(make_home, make_bank, tmp_path, text, positive, negative, raised):
    home = make_home(tmp_path, [("1", "a", text, [])], [])
    home.scan(make_bank(positive) + make_bank(negative, name="newsrooms", opinion="negative"))
    assert {row["signal_type"]: row["raised"] for row in home.current()} == raised


def because(home):
    return {row["signal_type"]: row["because"] for row in home.current()}


def test_a_whole_text_of_a_negative_bank_shields_its_words_but_not_the_picture(make_home, make_bank, tmp_path):
    report = "Agency report: four words, alpha beta gamma delta"
    drawing = "5e" * 32
    home = make_home(tmp_path, [("1", "a", report, [f"sha256:{drawing}"])], [])
    terms = [("term", word) for word in ("alpha", "beta", "gamma", "delta")]
    home.scan(make_bank(*terms, ("sha256", drawing)) + make_bank(("text", report), name="news", opinion="negative"))
    assert "whole text stands in the bank “news”" in because(home)["term"]
    assert because(home)["sha256"].startswith("Raised")


def test_a_link_to_a_newsroom_shields_words_but_no_known_text(make_home, make_bank, tmp_path):
    text = "alpha beta gamma delta wire.example/report-1"
    home = make_home(tmp_path, [("1", "a", text, [])], [])
    terms = [("term", word) for word in ("alpha", "beta", "gamma", "delta")]
    entries = make_bank(*terms, ("text", text)) + make_bank(("url", "wire.example"), name="news", opinion="negative")
    home.scan(entries)
    assert "address https://wire.example/ stands in" in because(home)["term"]
    assert because(home)["text"].startswith("Raised")


def test_a_term_that_also_stands_alone_is_not_shielded(make_home, make_bank, tmp_path):
    text = "grey lighthouse museum? no: the grey lighthouse"
    home = make_home(tmp_path, [("1", "a", text, [])], [])
    negative = make_bank(("term", "grey lighthouse museum"), name="news", opinion="negative")
    home.scan(make_bank(("term", "grey lighthouse")) + negative)
    [row] = home.current()
    assert "alone" in row["because"]
    assert text[row["start"] : row["end"]] == "grey lighthouse"
    assert row["start"] == text.rindex("grey")


def test_an_account_is_protected_by_its_handle_or_by_its_identifier(make_home, make_bank, tmp_path):
    posts = [
        ("1", "id-1", "the lamps return", []),
        ("2", "id-2", "the lamps return", []),
        ("3", "id-3", "the lamps return", []),
    ]
    home = make_home(tmp_path, posts, [("id-1", "@Harbour_Wire", None), ("id-3", "someone", None)])
    negative = make_bank(
        ("handle", "HARBOURFEED:@harbour_wire"), ("handle", "harbourfeed:id-2"), name="n", opinion="negative"
    )
    home.scan(make_bank(("text", "the lamps return")) + negative)
    assert {row["account_id"]: row["raised"] for row in home.current()} == {"id-1": False, "id-2": False, "id-3": True}


def test_the_front_page_of_a_host():
    assert host_root("https://wire.example:8443/a?b#c") == "https://wire.example:8443/"


def test_an_account_whose_id_is_its_handle_is_protected_in_any_letter_case(make_home, make_bank, tmp_path):
    home = make_home(tmp_path, [("1", "Harbour_Wire", "the lamps return", [])], [])
    negative = make_bank(("handle", "harbourfeed:@harbour_wire"), name="n", opinion="negative")
    home.scan(make_bank(("text", "the lamps return")) + negative)
    assert [row["raised"] for row in home.current()] == [False]


def test_a_channel_is_protected_for_what_nobody_else_signs(make_home, own_table, make_bank, tmp_path):
    home = make_home(tmp_path, [], [])
    own_table(
        home, "channels", [{"platform": "harbourfeed", "channel_id": "1001", "handle": "Harbour_Wire", "title": "x"}]
    )
    posts = [
        {"platform": "harbourfeed", "post_id": "1", "channel_id": "1001", "text": "the lamps return", "kind": "post"},
        {"platform": "harbourfeed", "post_id": "2", "channel_id": "1001", "account_id": "guest",
         "text": "the lamps return", "kind": "post"},
    ]  # fmt: skip
    own_table(home, "posts", posts)
    negative = make_bank(("handle", "harbourfeed:@harbour_wire"), name="n", opinion="negative")
    home.scan(make_bank(("text", "the lamps return")) + negative)
    assert {row["post_id"]: row["raised"] for row in home.current()} == {"1": False, "2": True}


def test_what_is_held_back_in_one_column_does_not_hide_it_in_another(make_home, make_bank, tmp_path):
    words = ("grey lighthouse", "faro gris", "red pier", "salt lamp")
    home = make_home(tmp_path, [], [("a", "Grey Lighthouse Museum", ", ".join(words))])
    named = make_home(tmp_path / "named", [], [("a", "someone", ", ".join(words))])
    entries = make_bank(*(("term", word) for word in words))
    entries += make_bank(("term", "grey lighthouse museum"), name="n", opinion="negative")
    for one in (home, named):
        one.scan(entries)
        assert {row["raised"] for row in one.current()} == {True}
