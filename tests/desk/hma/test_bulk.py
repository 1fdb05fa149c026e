"""Thousands of signals in a call: bad lines are told with their number, the rest is answered and added."""

import json
import random

import pytest

from seawall.desk.banks.models import BankEntry
from seawall.desk.hma.handlers.bulk import MAX_LOOKUPS

pytestmark = pytest.mark.django_db


def bulk(platform, path, lines):
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    return platform.client.generic(
        "POST", f"/hma/bulk/{path}", body, "text/plain", HTTP_AUTHORIZATION=f"Bearer {platform.secret}"
    )


def hashes(count):
    rng = random.Random(1)
    return [f"{rng.getrandbits(256):064x}" for _ in range(count)]


def test_a_list_is_added_with_its_bad_lines_set_aside(harbour):
    values = hashes(20)
    lines = [{"signal_type": "pdq", "value": value} for value in values]
    lines[3:3] = ['{"signal_type": "pdq", "value": "feed"}', "", "no line", '{"signal_type": "none", "value": "x"}']
    lines += [{"signal_type": "video_md5", "value": "A" * 32}, {"signal_type": "pdq", "value": values[0]}]
    done = json.loads(bulk(harbour, "signals?bank=HARBOUR", lines).content)
    assert (done["added"], done["repeats"]) == (21, 1)
    assert [aside["line"] for aside in done["set_aside"]] == [4, 6, 7]
    assert all(aside["reason"] for aside in done["set_aside"])
    assert BankEntry.objects.filter(bank__name="HARBOUR", signal_type="md5").get().canonical == "a" * 32


def test_lists_of_plain_values_and_of_tx_are_read(harbour):
    values = hashes(3)
    assert json.loads(bulk(harbour, "signals?bank=HARBOUR&signal_type=pdq", values[:2]).content)["added"] == 2
    assert json.loads(bulk(harbour, "signals?bank=HARBOUR", [f"pdq {values[2]}"]).content)["added"] == 1


def test_many_signals_are_looked_up_in_their_order(harbour):
    values = hashes(1200)
    bulk(harbour, "signals?bank=HARBOUR", [{"signal_type": "pdq", "value": value} for value in values[:600]])
    lines = [{"signal_type": "pdq", "signal": value, "id": str(place)} for place, value in enumerate(values)]
    lines[5:5] = ["no line", {"signal_type": "pdq", "signal": "feed"}, {"signal_type": "none", "signal": "x"}]
    answer = bulk(harbour, "lookup", lines)
    told = [json.loads(line) for line in answer.content.splitlines()]
    assert [one["line"] for one in told] == list(range(1, 1204))
    assert [bool(one.get("error")) for one in told[5:8]] == [True] * 3
    met = [one for one in told if one.get("matches")]
    assert [one["id"] for one in met] == [str(place) for place in range(600)]
    assert all(one["matches"]["HARBOUR"][0]["distance"] == "0" for one in met)
    assert [one["matches"] for one in told[603:]] == [{}] * 600


def test_types_may_be_mixed_and_banks_named(harbour):
    harbour.post("c/bank/HARBOUR/signal", {"pdq": "0f" * 32, "video_md5": "a" * 32})
    lines = [{"signal_type": "video_md5", "signal": "a" * 32}, {"signal_type": "pdq", "signal": "0f" * 32}]
    told = [json.loads(line) for line in bulk(harbour, "lookup", lines).content.splitlines()]
    assert [one["matches"]["HARBOUR"][0]["distance"] for one in told] == ["-", "0"]
    none = [json.loads(line) for line in bulk(harbour, "lookup?banks=OTHER", lines).content.splitlines()]
    assert [one["matches"] for one in none] == [{}, {}]


@pytest.mark.parametrize(
    ("path", "lines", "status"),
    [
        ("lookup", [""], 400),
        ("lookup", ["{}"] * (MAX_LOOKUPS + 1), 413),
        ("signals?bank=NONE", ["pdq x"], 404),
        ("signals", ["pdq x"], 400),
        ("signals?bank=HARBOUR&signal_type=none", ["x"], 400),
    ],
)
def test_a_call_that_can_not_be_answered_is_told(harbour, path, lines, status):
    answer = bulk(harbour, path, lines)
    assert answer.status_code == status
    assert list(json.loads(answer.content)) == ["message"]
