"""Which rows of an uploaded table can be proposed as closed accounts, and what is to be said of the others?

The table is the plain one (`seawall.identity.account_tables`), read as `seawall link` reads it. Here every row is
judged by itself: one that lacks its decision, ground, closing date or expiry is set aside with its number and the
reason, and the rest goes on. Columns that the plain table doesn't have are never looked at, so what a file may say of
religion, ethnicity or place does not come in. Left out: posts, which stand in the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from seawall.desk.cases.storable import storable_text
from seawall.desk.closings.drafts import ClosedDraft, Remark
from seawall.desk.closings.errors import ClosingFileError
from seawall.identity.account_tables import CheckedAccounts
from seawall.identity.errors import IdentityError
from seawall.intake.account_folders import open_accounts
from seawall.intake.byte_source import ByteSource
from seawall.intake.errors import IntakeError
from seawall.intake.readers.parquet_rows import open_parquet

__all__ = ["ENDINGS", "LONGEST", "MAX_ROWS", "ReadClosings", "read_closings", "unfit_because"]

ENDINGS: Final = (".csv", ".parquet")
"""Compressed files are left out: what they unpack to has no bound."""
MAX_ROWS: Final = 500_000
LONGEST: Final = timedelta(days=3660)
"""No closing counts for longer than ten years: then somebody looks at it again."""

_MAX: Final = {"platform": 200, "account_id": 500, "decision": 200, "ground": 500}
_LACKING: Final = {
    "decision": "a decision",
    "ground": "a ground",
    "closed_at": "a closing date",
    "expires": "an expiry",
}
_PLATFORM: Final = re.compile(r"([a-z0-9][a-z0-9._-]{0,99}):(?!//)(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClosings:
    """The accounts of a file that can be proposed, in the order of their names, and the remarks on its rows."""

    drafts: tuple[ClosedDraft, ...]
    remarks: tuple[Remark, ...]

    @property
    def set_aside(self) -> int:
        """Return how many rows can't be used."""
        return sum(remark.kind == "set_aside" for remark in self.remarks)


def read_closings(path: Path, *, now: datetime) -> ReadClosings:
    """Read and judge an uploaded table.

    Args:
        path: a `.csv` or `.parquet` file.
        now: later closings are errors, earlier expiries are over.

    Raises:
        ClosingFileError: the file is no such table, or has more than `MAX_ROWS` rows.
    """
    if not path.name.lower().endswith(ENDINGS):
        raise ClosingFileError("upload a file that ends in .csv or .parquet")
    try:
        _refuse_endless(path)
        checked = open_accounts(path).read_accounts(now=now).checked
    except (IdentityError, IntakeError) as error:
        raise ClosingFileError(error.message.replace(str(path), "the file")) from error
    return _judged(checked, now)


def unfit_because(values: dict[str, Any], *, now: datetime) -> str | None:
    """Say in English why a row can't be proposed; None: it can."""
    lacking = [words for name, words in _LACKING.items() if not values[name]]
    if lacking:
        return f"it lacks {' and '.join(lacking)}"
    if values["closed_at"] > now:
        return "the closing date is in the future"
    if values["expires"] <= values["closed_at"]:
        return "it expires before it was closed"
    if values["expires"] <= now:
        return "the closing has expired"
    if values["expires"] > now + LONGEST:
        return "it expires more than ten years from now"
    long = next((name for name, most in _MAX.items() if len(values[name]) > most), None)
    return None if long is None else f"{long} is longer than {_MAX[long]} characters"


def _refuse_endless(path: Path) -> None:
    if path.name.lower().endswith(".parquet"):
        with ByteSource(path) as source, open_parquet(source) as file:
            count = file.metadata.num_rows
        if count > MAX_ROWS:
            raise ClosingFileError(f"the file has {count:,} rows; an upload has at most {MAX_ROWS:,}: split it")


def _judged(checked: CheckedAccounts, now: datetime) -> ReadClosings:
    remarks = [Remark(kind="set_aside", row=one.row, reason=one.reason) for one in checked.set_aside]
    drafts = []
    for number, values in _rows(checked):
        reason = _unnamed(values) or unfit_because(values, now=now)
        if reason is None:
            drafts.append(ClosedDraft(row=number, **values))
        else:
            remarks.append(Remark(kind="set_aside", row=number, reason=reason))
    if len(drafts) + len(remarks) > MAX_ROWS:
        raise ClosingFileError(f"an upload has at most {MAX_ROWS:,} rows: split it")
    out = {remark.row for remark in remarks}
    remarks += [Remark(kind="note", row=one.row, reason=one.reason) for one in checked.notes if one.row not in out]
    return ReadClosings(drafts=tuple(drafts), remarks=tuple(sorted(remarks, key=lambda one: (one.row or 0, one.kind))))


def _rows(checked: CheckedAccounts) -> Iterator[tuple[int, dict[str, Any]]]:
    numbers = iter(checked.numbers.tolist())
    for batch in checked.table.to_batches(max_chunksize=10_000):
        for values in batch.to_pylist():
            named = {name: storable_text(one) if isinstance(one, str) else one for name, one in values.items()}
            named["platform"], named["account_id"] = _parted(named.pop("account"), named["platform"])
            named["kind"] = (named["kind"] or "account").lower()
            yield next(numbers), named


def _parted(account: str, platform: str | None) -> tuple[str, str]:
    """Return platform and id of an account's name, which begins with the platform; "" where there is none."""
    prefix = f"{platform.lower()}:" if platform else ""
    if prefix and account.startswith(prefix):
        return prefix[:-1], account.removeprefix(prefix)
    match = _PLATFORM.fullmatch(account)
    return (match[1], match[2]) if match else ("", account)


def _unnamed(values: dict[str, Any]) -> str | None:
    return None if values["platform"] and values["account_id"] else "there is no platform"
