"""Models on disk: canonical, named by digest, checked; stored decisions replay under their old model."""

from __future__ import annotations

import dataclasses
import json

import pytest

from seawall.identity import Depth, ModelFileError
from seawall.identity.compare import COMPARISONS
from seawall.identity.models import find_model, load_model, read_model, save_model
from seawall.identity.models.model_file import model_octets
from seawall.identity.models.pair_table import pair_table

from .conftest import told


def test_a_saved_model_comes_back_with_the_same_digest(hand_set, tmp_path) -> None:
    path = save_model(hand_set, tmp_path)
    assert path.name == f"hand_set_0_{hand_set.digest[:12]}.json"
    assert load_model(path) == hand_set
    assert load_model(path).digest == hand_set.digest
    assert [left.name for left in tmp_path.iterdir()] == [path.name]


def test_a_changed_number_changes_the_digest(hand_set) -> None:
    assert dataclasses.replace(hand_set, operating_point=0.91).digest != hand_set.digest


def test_a_stored_decision_replays_under_its_old_model(hand_set, tmp_path) -> None:
    save_model(hand_set, tmp_path)
    outcomes = {"handle": told(0, 14.0), "style": told(1), "languages": told(1)}
    decision = hand_set.weigh(outcomes, Depth.FEW, hand_set.prior(5_000))
    stored = (hand_set.label, decision.probability, decision.evidence)
    retrained = dataclasses.replace(hand_set, version=1, return_share=0.2, operating_point=0.5)
    save_model(retrained, tmp_path)
    assert retrained.weigh(outcomes, Depth.FEW, retrained.prior(5_000)).probability != decision.probability
    old = find_model(tmp_path, stored[0])
    again = old.weigh(outcomes, Depth.FEW, old.prior(5_000))
    assert (old.label, again.probability, again.evidence) == stored


def test_an_altered_file_is_refused(hand_set, tmp_path) -> None:
    path = save_model(hand_set, tmp_path)
    path.write_text(path.read_text().replace('"operating_point": 0.9', '"operating_point": 0.1'))
    with pytest.raises(ModelFileError, match="altered"):
        load_model(path)


def _without_format(plain: dict) -> None:
    del plain["format"]


def _no_chances(plain: dict) -> None:
    plain["comparisons"]["style"]["depths"][0]["same"][0] = 2.0


def _one_level_less(plain: dict) -> None:
    plain["comparisons"]["style"]["levels"].pop()


def _unknown_field(plain: dict) -> None:
    plain["run"] = "import os"


def _falling(plain: dict) -> None:
    plain["calibrations"][1]["shares"].reverse()


def _unknown_family(plain: dict) -> None:
    plain["comparisons"]["style"]["family"] = "faith"


def _three_depths(plain: dict) -> None:
    plain["calibrations"].pop()


@pytest.mark.parametrize(
    "spoil",
    [_without_format, _no_chances, _one_level_less, _unknown_field, _falling, _unknown_family, _three_depths],
)
def test_what_is_no_model_is_refused(hand_set, spoil) -> None:
    plain = json.loads(model_octets(hand_set))
    spoil(plain)
    with pytest.raises(ModelFileError):
        read_model(json.dumps(plain).encode())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"{" * 100_000, b'{"format": NaN}', b" " * (5 << 20)])
def test_bytes_that_are_no_model_are_refused(content: bytes) -> None:
    with pytest.raises(ModelFileError):
        read_model(content)


def test_a_missing_file_and_an_unknown_label_say_so(tmp_path) -> None:
    with pytest.raises(ModelFileError, match="can't be read"):
        load_model(tmp_path / "none.json")
    with pytest.raises(ModelFileError, match="kept neither"):
        find_model(tmp_path, "seawall 9 0123456789ab")
    with pytest.raises(ModelFileError, match="names no model"):
        find_model(tmp_path, "../../etc/passwd")


def test_a_name_that_could_leave_its_folder_is_refused(hand_set, tmp_path) -> None:
    with pytest.raises(ModelFileError, match="no model name"):
        save_model(dataclasses.replace(hand_set, name="../x"), tmp_path)


def test_the_shipped_model_knows_the_built_in_comparisons() -> None:
    shipped = load_model()
    for name, comparison in COMPARISONS.items():
        assert shipped.comparisons[name].levels == tuple(comparison.LEVELS), name
        assert shipped.comparisons[name].family is comparison.FAMILY, name


def test_the_shipped_model_is_found_by_its_label(tmp_path) -> None:
    shipped = load_model()
    assert find_model(tmp_path, shipped.label) == shipped


def test_pairs_of_a_model_are_columns_in_order_of_name(hand_set) -> None:
    table = pair_table(hand_set.comparisons, [({"style": told(2, 3.3), "gait": told(0)}, Depth.MANY)])
    at = table.comparisons.index("style")
    assert table.comparisons == tuple(sorted(hand_set.comparisons))
    assert (table.levels[0, at], table.rarities[0, at], table.depths[0]) == (2, 3.25, Depth.MANY)
    assert (table.levels[0] >= 0).sum() == 1
