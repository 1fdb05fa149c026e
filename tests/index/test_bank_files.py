import json

import pytest

from seawall.index import BankEntry, BankFileError, iter_bank, read_bank, read_banks


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def values(reading):
    return [(one.bank, one.signal_type, one.value, one.opinion.value) for one in reading.entries]


def reasons(reading):
    return [(one.line, one.reason) for one in reading.set_aside]


def test_a_list_of_terms(write):
    reading = read_bank(
        write("terms.txt", b"\xef\xbb\xbfGrey Lighthouse\r\n\n# a remark\n#lamps_return\nx\n\xff\xfe\nFaro Gris")
    )
    assert values(reading) == [
        ("terms", "term", "grey lighthouse", "positive"),
        ("terms", "term", "lamps return", "positive"),
        ("terms", "term", "faro gris", "positive"),
    ]
    assert [line for line, _ in reasons(reading)] == [5, 6]
    assert reasons(reading)[1][1] == "not UTF-8 at octet 1"


def test_bank_lines_in_json(write):
    good = {"entry_id": "e1", "bank": "newsrooms", "signal_type": "handle", "value": "harbourfeed:@harbour_wire",
            "opinion": "negative", "policy": None, "note": "news agency"}  # fmt: skip
    lines = [
        json.dumps(good), "{", json.dumps({**good, "signal_type": "term", "value": 5}), "[]",
        json.dumps({**good, "extra": "x"}), json.dumps({"signal_type": "term"}), "",
        json.dumps({"signal_type": "term", "value": "lamps"}),
        json.dumps({"signal_type": "sha256", "value": "abc"}),
    ]  # fmt: skip
    reading = read_bank(write("bank.jsonl", "\n".join(lines)))
    assert next((one.entry_id, one.bank, one.note) for one in reading.entries) == ("e1", "newsrooms", "news agency")
    assert [one.bank for one in reading.entries] == ["newsrooms", "bank"]
    assert [line for line, _ in reasons(reading)] == [2, 3, 4, 5, 6, 9]
    assert "unknown field 'extra'" in reasons(reading)[3][1]
    assert "'value' is missing" in reasons(reading)[4][1]


def test_a_table(write):
    table = (
        'Signal_Type,value,note\nterm,lamps,"two\nlines"\nurl,https://lamps.example/a,\nterm,too,many,fields\nmd5,zz,\n'
    )
    reading = read_bank(write("bank.csv", table))
    assert values(reading) == [
        ("bank", "term", "lamps", "positive"),
        ("bank", "url", "https://lamps.example/a", "positive"),
    ]
    assert [line for line, _ in reasons(reading)] == [5, 6]


@pytest.mark.parametrize("name", ["bank.tx", "bank.txt"])
def test_local_file_lines_of_tx(write, name):
    lines = f"raw_text the lamps return\nurl https://lamps.example/a\nvideo_md5 {'a' * 32}\ntext_tlsh T1{'0' * 70}\n"
    reading = read_bank(write(name, lines))
    assert [one.signal_type for one in reading.entries] == ["text", "url", "md5"]
    assert reasons(reading) == [(4, "signals of type 'text_tlsh' are not compared here")]


def test_lines_may_name_their_content_and_their_limit(write):
    line = '{"signal_type": "md5", "value": "' + "a" * 32 + '", "content": "leaflet", "limit": 12}\n'
    bad = line.replace("12", '"far"') + line.replace("12", "-1") + line.replace("12", "true")
    reading = read_bank(write("bank.jsonl", line + line.replace("12", '"0"') + line.replace(', "limit": 12', "") + bad))
    assert [(one.content, one.limit) for one in reading.entries] == [("leaflet", 12), ("leaflet", 0), ("leaflet", None)]
    assert [line for line, _ in reasons(reading)] == [4, 5, 6]
    table = read_bank(write("bank.csv", f"signal_type,value,content,limit\nmd5,{'a' * 32},leaflet,7\n"))
    assert [(one.content, one.limit) for one in table.entries] == [("leaflet", 7)]


def test_a_bank_is_streamed_in_the_order_of_its_lines(write):
    path = write("bank.txt", b"lamps\n\xff\xfe\nharbour\n")
    told = [one.value if isinstance(one, BankEntry) else one.line for one in iter_bank(path)]
    assert told == ["lamps", 2, "harbour"]


def test_a_list_of_terms_that_begins_like_tx_stays_a_list(write):
    reading = read_bank(write("terms.txt", "url of the lamps\nGrey Lighthouse\n"))
    assert [one.signal_type for one in reading.entries] == ["term", "term"]


def test_a_folder_of_banks(write, tmp_path):
    write("banks/a.txt", "lamps\n")
    write("banks/deep/b.csv", "signal_type,value\nterm,harbour\n")
    write("banks/readme.md", "hello")
    write("banks/.hidden.txt", "hidden")
    reading = read_bank(tmp_path / "banks")
    assert [(one.bank, one.value) for one in reading.entries] == [("a", "lamps"), ("b", "harbour")]
    assert [one.file.name for one in reading.set_aside] == ["readme.md"]
    assert len(read_banks([tmp_path / "banks", tmp_path / "banks" / "a.txt"]).entries) == 3


def test_empty_files_hold_nothing(write):
    for name in ("a.txt", "a.csv", "a.jsonl", "a.tx"):
        assert read_bank(write(name, b"")) == read_bank(write(name, b"\n"))
        assert read_bank(write(name, b"")).entries == ()


def test_a_line_without_end_and_a_null_character_are_set_aside(write):
    reading = read_bank(write("a.txt", b"x" * 3_000_000 + b"\nla\0mps\nlamps\n"))
    assert [one.value for one in reading.entries] == ["lamps"]
    assert [line for line, _ in reasons(reading)] == [1, 2]


def test_what_is_no_bank_file_says_so(write, tmp_path):
    with pytest.raises(BankFileError, match=r"should end in \.txt"):
        read_bank(write("bank.pdf", b"x"))
    with pytest.raises(BankFileError, match="can't be read"):
        read_bank(tmp_path / "missing.txt")
