import json

import numpy as np
import pytest

from seawall.identity.bank_folder import is_bank_folder, open_bank, save_bank
from seawall.identity.blocking import find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.errors import ClosedBankFileError


@pytest.fixture
def saved(bank, tmp_path):
    folder = tmp_path / "bank"
    save_bank(bank, folder)
    return folder


def told(bank, portraits):
    found = [find_candidates(portrait, bank) for portrait in portraits]
    return [(bank.names_of(one.ordinals), one.bits.tolist()) for one in found]


def test_a_saved_bank_finds_what_the_bank_found(bank, saved, new_portraits):
    again = open_bank(saved)
    assert is_bank_folder(saved)
    assert told(again, new_portraits) == told(bank, new_portraits)
    assert (
        again.portrait(0).shown.get(int(bank.portrait(0).of_kind(5)[0]))
        == "https://pierchat.example/+w34R2gpgZyRYosIFeZ6"
    )
    assert again.portrait(0).words.tolist() == bank.portrait(0).words.tolist()
    assert len(again.portrait(0).words)


def test_an_opened_bank_takes_additions_and_withdrawals_and_its_files_stay(saved, closed_portraits, new_portraits):
    before = {path.name: path.read_bytes() for path in saved.iterdir()}
    bank = open_bank(saved)
    bank.withdraw("harbourfeed:c000")
    bank.add(closed_portraits.take(np.array([0])))
    assert told(bank, new_portraits)[0][0][0] == "harbourfeed:c000"
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before


def test_withdrawn_accounts_are_not_saved(bank, tmp_path):
    bank.withdraw("harbourfeed:c003")
    save_bank(bank, tmp_path / "bank")
    again = open_bank(tmp_path / "bank")
    assert len(again) == 23
    assert again.ordinal_of("harbourfeed:c003") is None
    assert not any("c003" in str(path.read_bytes()) for path in (tmp_path / "bank").iterdir())


def test_an_empty_bank_and_a_bank_of_one_come_back(tmp_path, closed_portraits, new_portraits):
    save_bank(ClosedBank(), tmp_path / "none")
    assert len(open_bank(tmp_path / "none")) == 0
    save_bank(ClosedBank(closed_portraits.take(np.array([0]))), tmp_path / "one")
    one = open_bank(tmp_path / "one")
    assert told(one, new_portraits)[0][0] == ["harbourfeed:c000"]


def test_saving_replaces_a_bank_and_leaves_another_folder_alone(bank, saved, tmp_path):
    bank.withdraw("harbourfeed:c001")
    save_bank(bank, saved)
    assert len(open_bank(saved)) == 23
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]
    (tmp_path / "other").mkdir()
    with pytest.raises(ClosedBankFileError, match="no saved bank: it is left alone"):
        save_bank(bank, tmp_path / "other")


@pytest.mark.parametrize("name", ["keys_00_values.npy", "texts.arrow", "arrays.json", "bank.json", "style_steps.npy"])
def test_a_file_that_is_cut_off_or_missing_is_refused(saved, name):
    octets = (saved / name).read_bytes()
    (saved / name).write_bytes(octets[: len(octets) // 2])
    with pytest.raises(ClosedBankFileError):
        open_bank(saved)
    (saved / name).unlink()
    with pytest.raises(ClosedBankFileError):
        open_bank(saved)


def test_places_that_lead_out_of_an_array_are_refused(saved):
    for name in ("keys_00_starts", "index_00_starts", "index_00_ordinals"):
        path = saved / f"{name}.npy"
        kept = path.read_bytes()
        array = np.load(path)
        array[1] = 1 << 20
        np.save(path, array)
        with pytest.raises(ClosedBankFileError, match=r"lead out|not there"):
            open_bank(saved)
        path.write_bytes(kept)
    open_bank(saved)


def test_another_version_and_another_style_space_are_refused(saved):
    facts = json.loads((saved / "bank.json").read_text())
    for change, said in (({"version": 99}, "version 99"), ({"style_space": "other"}, "another style space")):
        (saved / "bank.json").write_text(json.dumps(facts | change))
        with pytest.raises(ClosedBankFileError, match=said):
            open_bank(saved)
