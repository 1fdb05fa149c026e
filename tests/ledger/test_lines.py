"""A ledger as JSON lines: what is handed over verifies without the desk."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from seawall.ledger import BrokenLink, Chain, LedgerError, seal_payload, verify_lines, write_line

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def make_lines(count, *, erased=()):
    chain, lines = Chain(), []
    for number in range(1, count + 1):
        sealed = seal_payload({"why": f"الفنار {number}"}, salt=number.to_bytes(32, "big"))
        entry = chain.next_entry(
            at=NOON + timedelta(microseconds=number), acting="staff:1", event="e", subject="case:1", sealed=sealed
        )
        lines.append(write_line(entry, entry.digest, None if number in erased else sealed))
        chain = Chain(number=number, head=entry.digest)
    return lines, chain


def changed(line, **fields):
    return json.dumps(json.loads(line) | fields, ensure_ascii=False).encode()


def test_written_lines_verify_to_the_head():
    lines, head = make_lines(5, erased={2})
    assert verify_lines(lines) == head
    assert verify_lines([b"\n", *lines, b" \n"], expected_head=head) == head
    assert verify_lines([]) == Chain()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"acting": "staff:2"}, "its fields were changed after it was written"),
        ({"digest": "0" * 64}, "its fields were changed after it was written"),
        ({"payload": '{"why":"x"}'}, "its details were changed"),
        ({"salt": "00" * 32}, "its details were changed"),
        ({"number": 7}, "entry 3 is missing: the next one is numbered 7"),
    ],
)
def test_a_changed_line_is_named(fields, reason):
    lines, _ = make_lines(5)
    lines[2] = changed(lines[2], **fields)
    assert verify_lines(lines) == BrokenLink(number=3, reason=reason)


def test_the_first_of_two_faults_is_named():
    lines, _ = make_lines(5)
    lines[1] = changed(lines[1], payload="{}")
    lines[3] = changed(lines[3], acting="x")
    assert verify_lines(lines).number == 2
    lines[0] = changed(lines[0], acting="x")
    assert verify_lines(lines).number == 1


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", b"\xff\xfe", b'{"number": "x"}', b"null", b"12", b'"text"'])
def test_a_line_that_is_none_raises_and_says_where(line):
    lines, _ = make_lines(2)
    with pytest.raises(LedgerError, match="line 3"):
        verify_lines([*lines, line])


def test_a_salt_that_is_no_hexadecimal_raises():
    lines, _ = make_lines(1)
    with pytest.raises(LedgerError):
        verify_lines([changed(lines[0], salt="zz")])


@pytest.mark.parametrize("written", ["", "12", "x:" + "a" * 64, "1:" + "a" * 63, "1:" + "g" * 64, "-1:" + "a" * 64])
def test_a_head_that_is_none_is_refused(written):
    with pytest.raises(LedgerError):
        Chain.parse(written)


def test_the_command_verifies_a_file_and_ends_with_a_code(tmp_path):
    lines, head = make_lines(4)
    path = tmp_path / "ledger.jsonl"

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "seawall.ledger", *arguments], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    path.write_bytes(b"".join(lines))
    assert run(str(path), str(head)) == (0, f"holds: 4 rows, head {head}\n")
    path.write_bytes(b"".join(lines[:3]))
    assert run(str(path))[0] == 0
    assert run(str(path), str(head))[0] == 1
    path.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert run(str(path)) == (1, "BROKEN at row 2: entry 2 is missing: the next one is numbered 3\n")
    assert run(str(tmp_path / "absent"))[0] == 2
    assert run()[0] == 2
