"""What must never stand in a log? The secrets of one-time links and of tokens, which are parts of addresses.

Django names the address of each request that it refuses; this filter puts an ellipsis in the secret's place.
"""

from __future__ import annotations

import logging
import re
from typing import Final

__all__ = ["HideSecrets"]

_SECRET: Final = re.compile(r"(/in/|/hma/+t/+)[^/\s]+")


class HideSecrets(logging.Filter):
    """Rewrite a record's message before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide secrets; never drop a record.

        >>> record = logging.LogRecord("django.request", 30, "", 0, "Gone: %s", ("/in/abc/",), None)
        >>> HideSecrets().filter(record), record.getMessage()
        (True, 'Gone: /in/…/')
        """
        message = record.getMessage()
        hidden = _SECRET.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
