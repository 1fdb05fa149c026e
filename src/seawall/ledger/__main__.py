"""Verify a ledger that was handed over: `python -m seawall.ledger ledger.jsonl [NUMBER:DIGEST]`.

Needs nothing but the file. The second argument is a head that was kept elsewhere; without it a cut at the end can't be
seen. Ends with 0 where the ledger holds, 1 where it doesn't, 2 for wrong use.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from seawall.ledger.chain import BrokenLink, Chain
from seawall.ledger.errors import LedgerError
from seawall.ledger.lines import verify_lines

_USE: Final = "use: python -m seawall.ledger LEDGER.jsonl [NUMBER:DIGEST]"
_ARGUMENTS: Final = (1, 2)


def main(arguments: list[str]) -> int:
    """Verify the file and print one line; return the exit code."""
    if len(arguments) not in _ARGUMENTS:
        return _say(_USE, 2)
    try:
        expected = Chain.parse(arguments[1]) if len(arguments) > 1 else None
        with Path(arguments[0]).open("rb") as file:
            result = verify_lines(file, expected_head=expected)
    except (LedgerError, OSError) as error:
        return _say(f"can't verify: {error}", 2)
    if isinstance(result, BrokenLink):
        return _say(f"BROKEN at row {result.number}: {result.reason}", 1)
    return _say(f"holds: {result.number} rows, head {result}", 0)


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
