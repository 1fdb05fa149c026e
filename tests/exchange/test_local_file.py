"""Banks as the `local_file` of `tx`: what can be written, and what is passed over with its reason."""

import io

from seawall.exchange.local_file import write_local_file
from seawall.index import make_entry

HASH = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
MD5 = "cab08b36195edb1a1231d2d09fa450e0"


def entry(signal_type, value, **more):
    return make_entry(signal_type=signal_type, value=value, bank="harbour", **more)


def test_each_type_gets_the_name_that_tx_has_for_it():
    stream = io.BytesIO()
    entries = [
        entry("pdq", HASH.upper()),
        entry("md5", MD5),
        entry("text", "The LAMPS\nreturn"),
        entry("url", "https://Lamps.example/A"),
    ]
    done = write_local_file(entries, stream)
    assert stream.getvalue().decode().splitlines() == [
        f"pdq {HASH}",
        f"video_md5 {MD5}",
        "raw_text The LAMPS return",
        "url https://Lamps.example/A",
    ]
    assert (done.written, done.passed_over) == (4, {})


def test_what_tx_has_no_place_for_is_passed_over_with_its_reason():
    stream = io.BytesIO()
    entries = [
        entry("term", "the lamps return"),
        entry("pdq", HASH, opinion="negative"),
        entry("pdq", HASH, opinion="seed"),
        entry("pdq", HASH, held_back="It is disputed."),
    ]
    done = write_local_file(entries, stream)
    assert stream.getvalue() == b""
    assert done.passed_over == {
        "tx has no signal type term": 1,
        "its opinion is negative": 1,
        "its opinion is seed": 1,
        "it is held back": 1,
    }


def test_what_is_written_is_read_again(tmp_path):
    from seawall.index import read_bank

    path = tmp_path / "harbour.tx"
    entries = [entry("pdq", HASH), entry("md5", MD5), entry("text", "the lamps return")]
    with path.open("wb") as stream:
        write_local_file(entries, stream)
    read = read_bank(path)
    assert read.set_aside == ()
    assert {(one.signal_type, one.value) for one in read.entries} == {(one.signal_type, one.value) for one in entries}
