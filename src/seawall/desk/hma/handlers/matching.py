"""Look up and compare: `/m/raw_lookup`, `/m/lookup`, `/m/compare`, `/m/index/status`."""

from __future__ import annotations

from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.file_columns import columns_of_file, types_for
from seawall.desk.hma.matching import Wanted, checked_signal, column_of, look_up
from seawall.desk.hma.received import ReceivedFile, fetched_file, uploaded_file
from seawall.desk.hma.selectors import enabled_type, type_sizes
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import compare_signals, hma_name, lookup_answer, own_name, raw_lookup_answer, toss
from seawall.exchange.hma.answers import Matched
from seawall.exchange.hma.signal_names import served_types

__all__ = ["compare", "index_status", "look_up_one", "look_up_upload", "raw_lookup", "wanted_banks"]


def raw_lookup(call: Call) -> Answered:
    """Look one signal up, whatever share of look-ups a bank takes part in."""
    matches = _look_up_signal(call, Wanted(banks=call.words("banks")))
    return Answered(body=raw_lookup_answer(matches, with_distance=call.truth("include_distance")))


def look_up_one(call: Call) -> Answered:
    """Look up one signal, or the file at an address."""
    url = call.asked("url")
    if url is not None:
        with fetched_file(call, url) as file:
            return _look_up_file(call, file)
    if call.asked("signal") is None or call.asked("signal_type") is None:
        raise HmaRequestError("Either url or both signal and signal_type are required")
    return Answered(body=lookup_answer(_look_up_signal(call, wanted_banks(call))))


def look_up_upload(call: Call) -> Answered:
    """Look up an uploaded file."""
    with uploaded_file(call) as file:
        return _look_up_file(call, file)


def compare(call: Call) -> Answered:
    """Compare pairs of signals with each other."""
    pairs = call.json()
    for name in pairs:
        enabled_type(name)
    return Answered(body={name: compare_signals(name, pair) for name, pair in pairs.items()})


def index_status(call: Call) -> Answered:
    """Tell how many signals of each type can be met; a change is there as soon as it was made."""
    asked = call.asked("signal_type")
    names = served_types() if asked is None else (hma_name(own_name(asked)),)
    sizes = type_sizes()
    answer = {}
    for name in names:
        size = sizes.get(own_name(name))
        answer[name] = {
            "present": size is not None,
            "built_to": -1 if size is None else size.newest,
            "size": 0 if size is None else size.count,
        }
    return Answered(body=answer)


def wanted_banks(call: Call) -> Wanted:
    """Return which banks a call lets answer, with the coin that it tosses."""
    return Wanted(banks=call.words("banks"), coin=toss(call.asked("seed"), bypass=call.truth("bypass_coinflip")))


def _look_up_signal(call: Call, wanted: Wanted) -> list[Matched]:
    signal, asked = call.required("signal"), call.required("signal_type")
    own = enabled_type(asked)
    return look_up({own: column_of(own, [checked_signal(own, asked, signal)])}, wanted)[own].get(0, [])


def _look_up_file(call: Call, file: ReceivedFile) -> Answered:
    names = types_for(file.content_type, call.words("types"))
    found = look_up(columns_of_file(file, names), wanted_banks(call))
    answer = {name: lookup_answer(found[own_name(name)].get(0, [])) for name in names}
    one = call.asked("signal_type")
    return Answered(body=answer if one is None else answer.get(hma_name(own_name(one)), {}))
