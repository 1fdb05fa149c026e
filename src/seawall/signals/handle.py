"""The signal `handle`: is this account one that a bank names?

Written `platform:@handle`, or `platform:id` for the platform's own identifier. Used in negative banks: accounts of
newsrooms, archives and rights groups, whose posts are not raised. Left out: positive use. An account is never "known
content"; that somebody closed it before is a matter for `seawall.identity`.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.signals.content import AccountContent, Content, ContentKind
from seawall.signals.errors import SignalValueError
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.slices import Slices

__all__ = ["Handle"]


class Handle:
    """The name of an account on its platform."""

    NAME: Final = "handle"
    TITLE: Final = "Account name"
    APPLIES_TO: Final = ContentKind.ACCOUNT
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.0  # says who speaks, never that something was found

    def parse(self, value: str) -> str:
        """Return `platform:@handle` in lower case, or `platform:id` as written."""
        platform, colon, name = value.strip().partition(":")
        name = name.strip()
        if not (colon and platform.strip() and name.lstrip("@")):
            raise SignalValueError(
                f"write the account as platform:@handle or platform:id, not {value[:80]!r}",
                value=value,
                signal_type=self.NAME,
            )
        return _spell(platform.strip(), name)

    def extract(self, content: Content) -> SignalColumn:
        """Return two values an account: by handle, where it has one, and by the platform's identifier."""
        if not isinstance(content, AccountContent):
            raise TypeError(f"{self.NAME} is taken from accounts, not from {content.kind}")
        rows: list[int] = []
        values: list[str] = []
        columns = (content.platform.to_pylist(), content.account_id.to_pylist(), content.handle.to_pylist())
        for row, (platform, account_id, handle) in enumerate(zip(*columns, strict=True)):
            if platform and handle:
                rows.append(row)
                values.append(_spell(platform, "@" + handle.lstrip("@")))
            if platform and account_id:
                rows.append(row)
                values.append(_spell(platform, account_id))
        return SignalColumn(rows=np.array(rows, dtype=np.int64), values=Slices.of(values))

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a newsroom's account."""
        return (
            SignalExample(
                written="Harbourfeed:@Harbour_Wire",
                canonical="harbourfeed:@harbour_wire",
                carried_by=("harbourfeed:@HARBOUR_wire",),
                not_carried_by=("pierchat:@harbour_wire", "harbourfeed:@harbour_wires"),
            ),
        )


def _spell(platform: str, name: str) -> str:
    return f"{platform.lower()}:{name.casefold() if name.startswith('@') else name}"
