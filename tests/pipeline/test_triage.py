import pytest

from seawall.bulk import DuckDBEngine
from seawall.pipeline import accounts_to_review, current_findings


@pytest.fixture
def asking(tmp_path):
    def ask(home, question):
        with (
            home.findings.snapshot() as snapshot,
            DuckDBEngine(memory_bytes=1 << 28, threads=1, spill_path=tmp_path / "spill") as engine,
        ):
            engine.attach(snapshot)
            return question(engine)

    return ask


def test_accounts_come_in_order_of_what_their_content_carries(home, positive, negative, asking):
    home.scan(positive + negative)
    [first] = asking(home, lambda engine: accounts_to_review(engine, limit=10))
    assert (first.platform, first.account_id) == ("harbourfeed", "keeper")
    assert first.score > 0.99
    assert first.facts == (("sha256", 1), ("text", 1), ("url", 1))
    assert first.reason == (
        "Its public content carries 1 known file, 1 known text and 1 known address, 4 times in all, held in “movement”."
    )


def test_only_raised_findings_bring_an_account_into_the_queue(home, positive, asking):
    home.scan(positive)
    ranked = asking(home, lambda engine: accounts_to_review(engine, limit=10))
    assert [account.account_id for account in ranked] == ["keeper", "wire"]
    assert asking(home, lambda engine: accounts_to_review(engine, limit=1)) == ranked[:1]


def test_posting_one_thing_often_is_one_fact(make_home, positive, asking, tmp_path):
    posts = [(str(n), "often", f"the lamps return{'!' * n}", []) for n in range(9)]
    posts += [("a", "both", "the lamps return", []), ("b", "both", "lamps.example/harbour", [])]
    home = make_home(tmp_path, posts, [])
    home.scan(positive)
    both, often = asking(home, lambda engine: accounts_to_review(engine, limit=10))
    assert (both.account_id, often.account_id) == ("both", "often")
    assert often.score == 0.9
    assert often.raised_count == 9


def test_current_findings_are_last_revisions_without_the_withdrawn(home, positive, negative, make_bank, asking):
    home.scan(positive)
    gone = make_bank(("text", "the lamps return"), opinion="withdrawn")
    home.scan(positive[1:] + negative + gone)

    def rows(raised):
        return asking(home, lambda engine: current_findings(engine, raised=raised).read_all().to_pylist())

    assert {(row["post_id"], row["signal_type"]) for row in rows(True)} == {("2", "url"), ("6", "sha256")}
    assert len(rows(None)) == len(rows(True)) + len(rows(False)) == 7


def test_an_empty_store_has_nobody_to_review(make_home, asking, tmp_path):
    assert asking(make_home(tmp_path, [], []), lambda engine: accounts_to_review(engine, limit=5)) == []
