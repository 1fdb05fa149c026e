import csv
import json

import pytest
from click.testing import CliRunner

from seawall.cli.link_verb import command

_CLOSED = "platform,account,handle,name,bio,url,created,closed_at,decision,ground,expires\n"
_ROWS = [
    ",".join(row) + "\n"
    for row in (
        ("harbourfeed", "c1", "lampkeeper", "Lamp Keeper", "I keep the watch on the grey coast",
         "https://pierchat.example/+w34R2gpgZy", "2024-01-01T00:00:00Z", "2025-03-07T12:00:00Z", "HF-1", "promotes",
         "2999-01-01T00:00:00Z"),
        ("harbourfeed", "c2", "zwq_baker", "Oskar Ridgewick", "Bread at dawn mostly rye", "", "2024-01-01T00:00:00Z",
         "2025-03-08T12:00:00Z", "HF-2", "recruits", "2999-01-01T00:00:00Z"),
    )
]  # fmt: skip
_NEW = (
    "platform,account,handle,name,bio,url,created,continues\n"
    "harbourfeed,n1,lampkeeper_2,Lamp Keeper,I keep the watch on the grey coast,https://pierchat.example/+w34R2gpgZy,"
    "2025-03-07T13:00:00Z,c1\n"
    "harbourfeed,n2,gulls_at_noon,Mira Quayside,Knitting and tide tables,,2025-05-01T00:00:00Z,\n"
)


@pytest.fixture
def folders(tmp_path):
    closed, new = tmp_path / "closed", tmp_path / "new"
    closed.mkdir()
    new.mkdir()
    (closed / "accounts.csv").write_text(_CLOSED + "".join(_ROWS), encoding="utf-8")
    (new / "accounts.csv").write_text(_NEW, encoding="utf-8")
    return closed, new


def run(closed, new, out, *more):
    return CliRunner().invoke(command, ["--closed", str(closed), "--new", str(new), "--out", str(out), *more])


def rows_of(out):
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_return_stands_in_the_table_with_its_evidence(folders, tmp_path):
    out = tmp_path / "ranked.csv"
    done = run(*folders, out)
    assert done.exit_code == 0, done.output
    rows = rows_of(out)
    assert list(rows[0]) == ["new", "closed", "rank", "probability", "low", "high", "class", "evidence"]
    assert (rows[0]["new"], rows[0]["closed"], rows[0]["rank"]) == ("harbourfeed:n1", "harbourfeed:c1", "1")
    assert rows[0]["class"] in {"likely", "possible"}
    assert float(rows[0]["low"]) <= float(rows[0]["probability"]) <= float(rows[0]["high"])
    evidence = json.loads(rows[0]["evidence"])
    assert {"handle", "bio"} <= {one["feature"] for one in evidence}
    assert all(row["new"] != "harbourfeed:n2" or row["class"] != "likely" for row in rows)
    assert "closed accounts" in done.output


def test_with_a_column_of_truth_measures_are_told_and_every_candidate_is_written(folders, tmp_path):
    done = run(*folders, tmp_path / "ranked.csv", "--truth", "continues", "--json")
    told = json.loads(done.output)
    assert told["measures"]["return_count"] == 1
    assert told["measures"]["recall_at_1"] == told["measures"]["candidate_recall"] == 1.0
    assert told["measures"]["other_count"] == 1
    assert (told["closed_count"], told["new_count"], told["set_aside_count"]) == (2, 2, 0)


def test_closed_rows_without_decision_ground_or_expiry_are_refused_and_nothing_is_written(
    folders, tmp_path, run_seawall
):
    closed, new = folders
    (closed / "accounts.csv").write_text(_CLOSED + _ROWS[0].replace("HF-1", "") + _ROWS[1], encoding="utf-8")
    out = tmp_path / "ranked.csv"
    done = run_seawall(tmp_path, "link", "--closed", str(closed), "--new", str(new), "--out", str(out))
    assert done.returncode == 3
    assert "1 of 2 closed accounts can't be used: row 1 (harbourfeed:c1) lacks its decision" in done.stderr
    assert not out.exists()


def test_rows_that_are_set_aside_are_told_and_the_rest_is_linked(folders, tmp_path):
    closed, new = folders
    (closed / "accounts.csv").write_text(
        _CLOSED + "".join(_ROWS) + _ROWS[1].replace("c2", "c3").replace("2999", "2025") + "a,b\n", encoding="utf-8"
    )
    done = run(closed, new, tmp_path / "ranked.csv", "--json")
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["expired_count"] == 1
    assert sorted((one["row"], one["reason"]) for one in told["set_aside"]) == [
        (3, "the closing has expired"), (4, "11 columns expected, 2 found"),
    ]  # fmt: skip


def test_a_saved_bank_links_as_the_folder_does(folders, tmp_path):
    closed, new = folders
    run(closed, new, tmp_path / "one.csv", "--save-bank", str(tmp_path / "bank"))
    done = run(tmp_path / "bank", new, tmp_path / "two.csv")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_an_account_that_is_closed_itself_is_not_linked(folders, tmp_path):
    closed, _ = folders
    done = run(closed, closed, tmp_path / "ranked.csv", "--json")
    assert json.loads(done.output)["known_count"] == 2
    assert rows_of(tmp_path / "ranked.csv") == []


def test_a_closed_account_written_otherwise_is_not_linked_to_itself(folders, tmp_path):
    closed, new = folders
    (new / "accounts.csv").write_text(
        "platform,account,handle,name\n"
        ",c1,LampKeeper,Lamp Keeper\n"
        "Harbourfeed,C1,lampkeeper,Lamp Keeper\n"
        "harbourfeed,c22,lampkeeper,Lamp Keeper\n"
        ",c2,lampkeeper,Lamp Keeper\n"
        "quayboard,c1,lampkeeper,Lamp Keeper\n",
        encoding="utf-8",
    )
    told = json.loads(run(closed, new, tmp_path / "ranked.csv", "--json").output)
    assert told["known_count"] == 2
    assert {(one["file"], one["row"], one["reason"].rpartition(": ")[2]) for one in told["notes"]} == {
        (str(new / "accounts.csv"), 1, "it is taken for that account and not compared"),
        (str(new / "accounts.csv"), 2, "it is taken for that account and not compared"),
        (str(new / "accounts.csv"), 4, "it is compared"),
    }
    assert {row["new"] for row in rows_of(tmp_path / "ranked.csv")} == {"c2", "harbourfeed:c22", "quayboard:c1"}


def test_a_closed_account_without_platform_is_not_linked_to_itself_with_one(folders, tmp_path):
    closed, new = folders
    (closed / "accounts.csv").write_text(_CLOSED + _ROWS[0].replace("harbourfeed", "") + _ROWS[1], encoding="utf-8")
    (new / "accounts.csv").write_text("platform,account,handle\nharbourfeed,c1,lampkeeper\n", encoding="utf-8")
    told = json.loads(run(closed, new, tmp_path / "ranked.csv", "--json").output)
    assert told["known_count"] == 1
    assert "one of them without platform" in told["notes"][0]["reason"]


def test_a_user_name_that_comes_back_on_another_platform_is_linked(folders, tmp_path):
    closed, new = folders
    rows = _ROWS[0].replace("harbourfeed,c1", ",lampkeeper") + _ROWS[1]
    (closed / "accounts.csv").write_text(_CLOSED + rows, encoding="utf-8")
    (new / "accounts.csv").write_text(_NEW.replace("n1,lampkeeper_2", "lampkeeper,lampkeeper"), encoding="utf-8")
    told = json.loads(run(closed, new, tmp_path / "ranked.csv", "--json").output)
    assert told["known_count"] == 0
    assert "opened after the closing: it is compared" in told["notes"][0]["reason"]
    row = rows_of(tmp_path / "ranked.csv")[0]
    assert (row["new"], row["closed"]) == ("harbourfeed:lampkeeper", "lampkeeper")


def test_no_name_in_the_table_is_a_formula(folders, tmp_path):
    closed, new = folders
    (closed / "accounts.csv").write_text(
        _CLOSED + _ROWS[0].replace("harbourfeed,c1", ",=cmd()") + _ROWS[1], encoding="utf-8"
    )
    (new / "accounts.csv").write_text(_NEW.replace("harbourfeed,n1", ",@SUM(1+1)"), encoding="utf-8")
    run(closed, new, tmp_path / "ranked.csv")
    assert [(row["new"], row["closed"]) for row in rows_of(tmp_path / "ranked.csv")] == [("'@SUM(1+1)", "'=cmd()")]


def test_everything_that_is_told_names_its_file(folders, tmp_path):
    closed, new = folders
    (closed / "accounts.csv").write_text(_CLOSED + _ROWS[0] + _ROWS[1].replace("2999", "2025"), encoding="utf-8")
    told = json.loads(run(closed, new, tmp_path / "ranked.csv", "--json").output)
    assert [(one["file"], one["row"]) for one in told["set_aside"]] == [(str(closed / "accounts.csv"), 2)]


def test_a_header_that_cannot_be_read_is_told_with_its_folder(folders, tmp_path, run_seawall):
    closed, new = folders
    (new / "accounts.csv").write_text('"platform,account\n', encoding="utf-8")
    done = run_seawall(tmp_path, "link", "--closed", str(closed), "--new", str(new), "--out", str(tmp_path / "r.csv"))
    assert done.returncode == 3
    assert str(new / "accounts.csv") in done.stderr.replace("\n", "")


_SITES = "account,kind,name,created,closed_at,decision,ground,expires,certificate,page\n"
_PAGE = "<html><head><title>{}</title></head><body>" + "<div class=a><p id=b><a href=c>{}</a></p></div>" * 9


@pytest.fixture
def sites(tmp_path):
    closed, new = tmp_path / "closed", tmp_path / "new"
    (closed / "pages").mkdir(parents=True)
    new.mkdir()
    ends = "2025-03-07,HF-1,promotes,2999-01-01"
    rows = [f"stall{number}.example,site,Vendor {number},2024-01-01,{ends},{number:064x},\n" for number in range(60)]
    rows.append(f"lamps-return.example,site,Lamps,2024-01-01,{ends},{'ab' * 32},pages/lamps.html\n")
    (closed / "accounts.csv").write_text(_SITES + "".join(rows), encoding="utf-8")
    (closed / "pages" / "lamps.html").write_text(_PAGE.format("Lamps", *["x"] * 9), encoding="utf-8")
    return closed, new


def features(row):
    return {one["feature"]: one["bits"] for one in json.loads(row["evidence"])}


def test_a_site_that_comes_back_is_found_by_its_domain(sites, tmp_path):
    closed, new = sites
    (new / "accounts.csv").write_text(
        "account,kind,name,created\nlamps-return2.example,site,Home,2025-03-08\nquay.example,site,Home,2025-03-08\n",
        encoding="utf-8",
    )
    run(closed, new, tmp_path / "ranked.csv", "--truth", "name")
    rows = [row for row in rows_of(tmp_path / "ranked.csv") if row["closed"] == "lamps-return.example"]
    assert [row["new"] for row in rows] == ["lamps-return2.example"]
    assert features(rows[0])["handle"] > 3


def test_a_site_that_comes_back_under_another_name_is_found_by_certificate_and_page(sites, tmp_path):
    closed, new = sites
    (new / "accounts.csv").write_text(
        "account,kind,certificate,page\n"
        f"quay.example,site,SHA256:{':'.join(['AB'] * 32)},here.html\n"
        "outside.example,site,none,../closed/pages/lamps.html\n"
        "address.example,site,,https://lamps.example/\n"
        "missing.example,site,,gone.html\n",
        encoding="utf-8",
    )
    (new / "here.html").write_text(_PAGE.format("المصابيح", *["y"] * 9), encoding="utf-8")
    told = json.loads(run(closed, new, tmp_path / "ranked.csv", "--truth", "account", "--json").output)
    rows = [row for row in rows_of(tmp_path / "ranked.csv") if row["closed"] == "lamps-return.example"]
    assert [row["new"] for row in rows] == ["quay.example"]
    found = features(rows[0])
    assert min(found["certificate"], found["page_structure"]) > 0
    assert found["certificate"] + found["page_structure"] > 2  # one family: the lighter one counts in part
    assert sorted((one["row"], one["reason"]) for one in told["notes"]) == [
        (2, "certificate: 'none' is no fingerprint; it is not used"),
        (2, "page: '../closed/pages/lamps.html' lies outside the folder of this table: it is not read"),
        (3, "page: 'https://lamps.example/' is no path from the folder of this table; nothing is fetched"),
        (4, "page: 'gone.html' is no file"),
    ]
