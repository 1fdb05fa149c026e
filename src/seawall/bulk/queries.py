"""Where is the text of a named query? In a `.sql` file beside the code that runs it, never in the code.

The file opens with a comment that says what the query answers; values come in as bound parameters (`$name`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from seawall.bulk.errors import QueryNotFoundError

__all__ = ["load_query"]


@cache
def load_query(package: str, name: str) -> str:
    """Return the SQL of `<name>.sql` in `package` ("seawall.pipeline"); a file is read once a process.

    Raises:
        QueryNotFoundError: there is no such file, or it does not open with a `--` comment.
    """
    file = files(package) / f"{name}.sql"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise QueryNotFoundError(f"{package} has no query {name}.sql", package=package, name=name) from None
    if not text.startswith("--"):
        raise QueryNotFoundError(f"{name}.sql of {package} opens without a description", package=package, name=name)
    return text
