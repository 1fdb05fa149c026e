import dataclasses
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from seawall.pipeline import ScanOptions, withdraw_entries


def test_known_content_is_raised_and_words_alone_are_not(home, positive):
    summary = home.scan(positive)
    assert home.told() == {
        ("1", "text"): True,
        ("2", "url"): True,
        ("4", "term"): False,
        ("5", "sha256"): True,
        ("5", "term"): True,  # beside known content
        ("6", "sha256"): True,
        ("7", "term"): False,
        ("8", "term"): False,
    }
    assert summary.row_count == {"posts": 8, "accounts": 3}
    assert summary.raised_count == 6  # five on posts, one on a profile
    assert summary.new_count == summary.finding_count == 9


def test_a_profile_is_compared_too(home, positive):
    home.scan(positive)
    [profile] = [row for row in home.rows() if row["table"] == "accounts"]
    assert (profile["account_id"], profile["field"], profile["signal_type"]) == ("keeper", "bio", "text")


def test_the_news_agencys_report_is_not_raised_and_says_why(home, positive, negative):
    home.scan(positive + negative)
    told = home.told()
    assert told["5", "sha256"] is False
    assert told["6", "sha256"] is True
    [report] = [row for row in home.rows() if row["post_id"] == "5" and row["signal_type"] == "sha256"]
    assert report["because"] == ("Not raised: the account stands in the bank “newsrooms”, whose posts are not raised.")
    assert report["evidence"][1]["feature"] == "negative_bank"
    assert report["evidence"][1]["weight"] < 0


def test_a_term_inside_a_negative_term_says_why_it_is_held_back(home, positive, negative):
    home.scan(positive + negative)
    [museum] = [row for row in home.rows() if row["post_id"] == "7"]
    assert "inside “Grey Lighthouse Museum”" in museum["because"]


def test_evidence_points_at_the_words_as_written(home, positive):
    home.scan(positive)
    texts = {
        "2": "see hxxps://lamps[.]example/harbour",
        "4": "the Grey Lighthouse frightens people",
        "8": "وبالفنار الرمادي",
    }
    shown = {
        row["post_id"]: texts[row["post_id"]][row["start"] : row["end"]]
        for row in home.rows()
        if row["post_id"] in texts
    }
    assert shown == {"2": "hxxps://lamps[.]example/harbour", "4": "Grey Lighthouse", "8": "وبالفنار الرمادي"}
    [term] = [row for row in home.rows() if row["post_id"] == "4"]
    assert term["evidence"] == [
        {
            "feature": "term",
            "weight": 0.2,
            "detail": "The post contains “Grey Lighthouse”, a term listed in the bank “movement”.",
            "left": texts["4"],
            "right": "Grey Lighthouse",
        }
    ]


def test_scanning_again_adds_nothing(home, positive, negative):
    home.scan(positive + negative)
    before = home.rows()
    summary = home.scan(positive + negative)
    assert home.rows() == before
    assert summary.new_count == 0
    assert summary.finding_count == len(before)


def test_a_new_negative_entry_takes_findings_out_of_the_queue_and_back(home, positive, negative):
    home.scan(positive)
    assert home.told()["5", "sha256"] is True
    home.scan(positive + negative)
    assert home.told()["5", "sha256"] is False
    home.scan(positive)
    assert home.told()["5", "sha256"] is True
    revisions = sorted(
        row["revision"] for row in home.rows() if row["post_id"] == "5" and row["signal_type"] == "sha256"
    )
    assert revisions == [0, 1, 2]


def test_a_withdrawn_entry_withdraws_its_findings(home, positive, make_bank, now):
    home.scan(positive)
    text = positive[0]
    gone = make_bank((text.signal_type, text.value), opinion="withdrawn")
    summary = home.scan(positive[1:] + gone)
    assert summary.withdrawn_count == 2  # a post and a profile
    [row] = [row for row in home.current() if row["post_id"] == "1"]
    assert (row["raised"], row["withdrawn"]) == (False, True)
    assert row["because"] == "Withdrawn: the entry is no longer held in the bank “movement”."
    assert withdraw_entries(home.findings, [(text.bank, text.entry_id)], now=now) == 0
    home.scan(positive)
    assert home.told()["1", "text"] is True


def test_withdrawing_by_itself_needs_no_scan(home, positive, now):
    home.scan(positive)
    count = withdraw_entries(home.findings, [(entry.bank, entry.entry_id) for entry in positive], now=now)
    assert count == 9
    assert not any(row["raised"] for row in home.current())


def test_seeds_find_and_raise_nothing(home, make_bank):
    home.scan(make_bank(("text", "the lamps return"), opinion="seed"))
    assert {row["raised"] for row in home.rows()} == {False}
    assert home.rows()[0]["because"].startswith("Not raised: the entry is a seed")


def test_four_different_terms_are_raised_together_but_not_a_phrase_and_its_parts(make_home, make_bank, tmp_path):
    posts = [("1", "a", "alpha beta gamma delta", []), ("2", "b", "alpha beta gamma delta epsilon zeta", [])]
    parts = [("term", word) for word in ("alpha", "beta", "gamma", "delta")]
    home = make_home(tmp_path, posts)
    home.scan(make_bank(*parts, ("term", "alpha beta gamma delta")))
    assert not any(row["raised"] for row in home.current())
    apart = make_home(tmp_path / "apart", posts)
    apart.scan(make_bank(*parts))
    assert all(row["raised"] for row in apart.current())


def test_one_value_in_two_banks_is_one_fact(make_home, make_bank, tmp_path):
    home = make_home(tmp_path, [("1", "a", "alpha beta", [])])
    lines = (("term", "alpha"), ("term", "beta"))
    home.scan([entry for name in "xyz" for entry in make_bank(*lines, name=name)])
    assert len(home.rows()) == 6
    assert not any(row["raised"] for row in home.rows())


def test_chunks_of_any_size_give_the_same_findings(make_home, positive, negative, tmp_path):
    def keys(rows):
        return sorted((row["key"], row["raised"], row["because"]) for row in rows)

    whole, pieces = make_home(tmp_path / "whole"), make_home(tmp_path / "pieces")
    whole.scan(positive + negative)
    pieces.scan(positive + negative, ScanOptions(chunk_rows=1))
    assert keys(whole.rows()) == keys(pieces.rows())


def test_a_stopped_scan_goes_on_where_it_was(home, positive):
    seen = []
    options = ScanOptions(
        chunk_rows=2, progress=lambda done, total: seen.append(done), should_stop=lambda: len(seen) >= 2
    )
    stopped = home.scan(positive, options)
    assert stopped.stopped
    assert stopped.row_count == {"posts": 4}
    after = home.scan(positive, ScanOptions(chunk_rows=2))
    assert not after.stopped
    assert after.batch_id == stopped.batch_id
    assert after.row_count["posts"] == 8
    assert len(home.told()) == 8


def test_an_empty_bank_and_an_empty_corpus_are_no_error(make_home, positive, tmp_path):
    assert make_home(tmp_path / "a").scan([]).finding_count == 0
    assert make_home(tmp_path / "b", [], []).scan(positive).finding_count == 0


@pytest.mark.slow
def test_a_killed_scan_loses_nothing_and_stores_nothing_twice(make_home, tmp_path, positive):
    posts = [(str(n), f"a{n % 7}", "the lamps return" if n % 3 else "quiet", []) for n in range(3000)]
    home = make_home(tmp_path, posts)
    script = textwrap.dedent(
        f"""
        import os, signal
        from datetime import UTC, datetime
        from pathlib import Path
        from seawall.corpus import open_corpus
        from seawall.index import make_entry
        from seawall.pipeline import ScanOptions, open_findings, scan_corpus

        def progress(done, total):
            if done >= 1500:
                os.kill(os.getpid(), signal.SIGKILL)

        home = Path({str(tmp_path)!r})
        entry = make_entry(signal_type="text", value="the lamps return", bank="movement")
        scan_corpus(open_corpus(home / "corpus"), [entry], open_findings(home / "findings"),
                    now=datetime(2026, 11, 21, tzinfo=UTC), options=ScanOptions(chunk_rows=250, progress=progress))
        """
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False, env=os.environ)
    assert killed.returncode == -signal.SIGKILL
    assert len(home.rows()) == 1000
    summary = home.scan(positive[:1], ScanOptions(chunk_rows=250))
    assert summary.row_count["posts"] == 3000
    on_posts = [row for row in home.rows() if row["table"] == "posts"]
    assert len(on_posts) == len({row["key"] for row in on_posts}) == 2000


def test_a_post_is_found_by_the_md5_of_the_file_that_it_names(make_home, own_table, make_bank, tmp_path, now):
    md5 = "0cc175b9c0f1b6a831c399e269772661"
    home = make_home(tmp_path, [("1", "keeper", None, ["key-7", "key-8"]), ("2", "fan", None, ["key-8"])], [])
    own_table(home, "media", [{"platform": "harbourfeed", "media_id": "key-7", "md5": md5.upper()}])
    home.scan(make_bank(("md5", md5)))
    found = {(row["table"], row["post_id"], row["account_id"]) for row in home.current()}
    assert found == {("posts", "1", "keeper"), ("media", None, None)}


def test_the_same_words_in_a_post_and_in_its_files_description_stay_as_they_were_found(
    make_home, own_table, make_bank, tmp_path
):
    text = "see https://lamps.example/x grey lighthouse"
    home = make_home(tmp_path, [("1", "a", text, [])], [])
    with home.corpus.snapshot() as snapshot:
        [post] = [row for part in snapshot.scan("posts", ["key"]) for row in part.to_pylist()]
    description = {
        "platform": "harbourfeed",
        "media_id": "m",
        "post_key": post["key"],
        "description": "grey lighthouse",
    }
    own_table(home, "media", [description])
    entries = make_bank(("url", "https://lamps.example/x"), ("term", "grey lighthouse"))
    home.scan(entries)
    first = home.rows()
    assert home.scan(entries).new_count == 0
    assert home.rows() == first
    assert {(row["table"], row["signal_type"], row["raised"]) for row in home.current()} == {
        ("posts", "url", True),
        ("posts", "term", True),
        ("media", "term", False),
    }


def test_of_several_versions_of_an_entry_the_last_one_speaks(home, make_bank):
    withdrawn = make_bank(("text", "the lamps return"), opinion="withdrawn")
    positive = make_bank(("text", "the lamps return"))
    withdrawn = [dataclasses.replace(entry, entry_id=positive[0].entry_id) for entry in withdrawn]
    home.scan(withdrawn + positive)
    rows = home.rows()
    for _ in range(2):
        home.scan(withdrawn + positive)
    assert home.rows() == rows
    assert {row["withdrawn"] for row in home.current()} == {False}
