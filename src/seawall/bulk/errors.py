"""What can go wrong with bulk work."""

from __future__ import annotations

from seawall.errors import SeawallError

__all__ = ["BulkError", "EngineFullError", "QueryError", "QueryNotFoundError"]


class BulkError(SeawallError):
    """The bulk engine could not do what was asked."""


class QueryError(BulkError):
    """The engine refused this query.

    Facts: `query`.
    """


class QueryNotFoundError(BulkError):
    """No such named query, or it lacks its description.

    Facts: `package`, `name`.
    """


class EngineFullError(BulkError):
    """The engine ran out of memory and of room to spill; give it more, or free the disk.

    Facts: `spill_path`.
    """
