import pytest

from seawall.identity.portrait import KeyKind
from seawall.intake.account_sites import SiteFields, look_at_sites

PAGE = "<html><body>" + "<div class=a><p id=b><a href=c>x</a></p></div>" * 9


def look(table, **fields):
    keys, notes = look_at_sites({"lamps.example": SiteFields(row=3, **fields)}, table)
    return keys["lamps.example"], notes


@pytest.fixture
def table(tmp_path):
    folder = tmp_path / "side"
    folder.mkdir()
    return folder / "accounts.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_page_has_one_structure_in_whatever_encoding(table, encoding):
    (table.parent / "a.html").write_bytes(PAGE.encode(encoding))
    (table.parent / "b.html").write_text(PAGE.replace("x", "المصابيح"), encoding="utf-8")
    mine, _ = look(table, page="a.html")
    theirs, _ = look(table, page="b.html")
    assert len(mine[KeyKind.STRUCTURE])
    assert mine[KeyKind.STRUCTURE].tolist() == theirs[KeyKind.STRUCTURE].tolist()


@pytest.mark.parametrize(
    "name", ["a\x00b.html", "x" * 5_000 + ".html", "loop.html", "/etc/hostname", "..\\a.html", "."]
)
def test_a_name_that_is_no_file_here_is_told_and_nothing_is_read(table, name):
    (table.parent / "loop.html").symlink_to("loop.html")
    keys, notes = look(table, page=name)
    assert not len(keys[KeyKind.STRUCTURE])
    assert [(one.file, one.row) for one in notes] == [(str(table), 3)]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(table, tmp_path):
    (tmp_path / "secret.html").write_text(PAGE, encoding="utf-8")
    (table.parent / "a.html").symlink_to(tmp_path / "secret.html")
    keys, notes = look(table, page="a.html")
    assert not len(keys[KeyKind.STRUCTURE])
    assert "outside the folder" in notes[0].reason


def test_several_fingerprints_are_several_keys_each_once(table):
    keys, notes = look(table, certificate=f"{'ab' * 32}; SHA256:{'AB' * 32} {'cd' * 32}, nonsense")
    assert len(keys[KeyKind.CERTIFICATE]) == 2
    assert notes == ()
