"""Which exit code does an error give? One table, most particular class first.

0 done · 1 done, but something needs a look (rejects, a failed check) · 2 wrong use of the command line (click) ·
3 bad input · 4 bad setting or missing dependency · 5 the store or the disk refused · 70 an error that the table forgot.
"""

from __future__ import annotations

from typing import Final

from seawall.errors import SeawallError

__all__ = ["ATTENTION", "EXIT_CODES", "FORGOTTEN", "exit_code_of"]

ATTENTION: Final = 1
FORGOTTEN: Final = 70

EXIT_CODES: Final[dict[str, int]] = {
    # module-qualified class name: a verb's errors are named without importing their package
    "seawall.errors.SettingsError": 4,
    "seawall.errors.DependencyMissingError": 4,
    "seawall.digests.DigestError": 3,
    "seawall.registry.UnknownPluginError": 3,
    "seawall.registry.DuplicatePluginError": 4,
    "seawall.registry.InvalidPluginError": 4,
    "seawall.corpus.errors.CorpusError": 5,
    "seawall.corpus.errors.StoreBusyError": 5,
    "seawall.corpus.errors.StoreFullError": 5,
    "seawall.corpus.errors.CorpusDamagedError": 5,
    "seawall.corpus.errors.SnapshotExpiredError": 5,
    "seawall.corpus.errors.StoreFormatError": 5,
    "seawall.corpus.errors.SchemaMismatchError": 3,
    "seawall.corpus.errors.UnknownBatchError": 3,
    "seawall.corpus.errors.BatchClosedError": 3,
    "seawall.corpus.errors.RetentionRuleError": 3,
    "seawall.bulk.errors.BulkError": 5,
    "seawall.bulk.errors.QueryError": 3,
    "seawall.bulk.errors.QueryNotFoundError": 3,
    "seawall.bulk.errors.EngineFullError": 5,
}


def exit_code_of(error: SeawallError) -> int:
    """Return the code of the nearest class in the table; 70 where none is listed.

    >>> exit_code_of(SettingsError()), exit_code_of(DependencyMissingError())
    (4, 4)
    """
    for cls in type(error).__mro__:
        code = EXIT_CODES.get(f"{cls.__module__}.{cls.__qualname__}")
        if code is not None:
            return code
    return FORGOTTEN
