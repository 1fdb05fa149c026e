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
    "seawall.demo.making.HomeNotEmptyError": 4,
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
    "seawall.signals.errors.SignalValueError": 3,
    "seawall.signals.errors.FileSignalError": 3,
    "seawall.signals.errors.PictureError": 3,
    "seawall.signals.errors.VideoError": 3,
    "seawall.signals.errors.AudioError": 3,
    "seawall.signals.errors.DocumentError": 3,
    "seawall.signals.errors.TextReadingError": 3,
    "seawall.index.errors.BankEntryError": 3,
    "seawall.index.errors.BankFileError": 3,
    "seawall.index.errors.HammingFileError": 3,
    "seawall.classify.errors.ClassifyError": 3,
    "seawall.classify.errors.RankerTableError": 3,
    "seawall.classify.errors.UnsuitableLabelsError": 3,
    "seawall.classify.errors.ModelRefusedError": 3,
    "seawall.classify.errors.ModelFileError": 3,
    "seawall.classify.errors.ModelSignatureError": 3,
    "seawall.identity.errors.IdentityError": 3,
    "seawall.identity.errors.AccountTableError": 3,
    "seawall.identity.errors.ClosingIncompleteError": 3,
    "seawall.identity.errors.ContradictoryJudgementsError": 3,
    "seawall.identity.errors.ModelFileError": 3,
    "seawall.pipeline.errors.PipelineError": 3,
    "seawall.pipeline.errors.MatchFileError": 3,
    "seawall.intake.errors.IntakeError": 3,
    "seawall.intake.errors.InputMissingError": 3,
    "seawall.intake.errors.EmptyInputError": 3,
    "seawall.intake.errors.UnknownFormatError": 3,
    "seawall.intake.errors.AmbiguousFormatError": 3,
    "seawall.intake.errors.BrokenInputError": 3,
    "seawall.intake.errors.MapError": 3,
    "seawall.intake.errors.MapColumnError": 3,
    "seawall.intake.errors.CountsDisagreeError": 70,
    "seawall.ledger.errors.LedgerError": 3,
    "seawall.ledger.errors.PayloadMismatchError": 3,
    "seawall.desk.audit.errors.PayloadErasedError": 3,
    "seawall.desk.audit.errors.ReasonMissingError": 3,
    "seawall.desk.audit.errors.ErasureRefusedError": 3,
    "seawall.desk.cases.errors.CaseError": 3,
    "seawall.desk.cases.errors.RoleMissingError": 3,
    "seawall.desk.cases.errors.CaseBarredError": 3,
    "seawall.desk.cases.errors.CaseClaimedError": 3,
    "seawall.desk.cases.errors.CaseStateError": 3,
    "seawall.desk.cases.errors.DecisionIncompleteError": 3,
    "seawall.desk.cases.errors.SecondReviewerError": 3,
    "seawall.desk.cases.errors.UndoTooLateError": 3,
    "seawall.desk.people.errors.PeopleError": 3,
    "seawall.desk.people.errors.NotAdministratorError": 3,
    "seawall.desk.people.errors.OwnRolesError": 3,
    "seawall.desk.people.errors.LastAdministratorError": 3,
    "seawall.desk.people.errors.StaffExistsError": 3,
    "seawall.desk.people.errors.StaffStateError": 3,
    "seawall.desk.people.errors.PasswordRefusedError": 3,
    "seawall.desk.people.errors.LinkRefusedError": 3,
    "seawall.desk.people.errors.TooManyLinksError": 3,
    "seawall.desk.people.errors.TooManyTriesError": 3,
    "seawall.desk.people.errors.UnknownStaffError": 3,
    "seawall.desk.banks.errors.BankError": 3,
    "seawall.desk.banks.errors.BankFactsError": 3,
    "seawall.desk.banks.errors.BankNameFixedError": 3,
    "seawall.desk.banks.errors.BankNameTakenError": 3,
    "seawall.desk.banks.errors.ContentEmptyError": 3,
    "seawall.desk.banks.errors.ContentKnownError": 3,
    "seawall.desk.banks.errors.ContentWithdrawnError": 3,
    "seawall.desk.banks.errors.EntryValueError": 3,
    "seawall.desk.banks.errors.EntryKnownError": 3,
    "seawall.desk.banks.errors.EntryWithdrawnError": 3,
    "seawall.desk.banks.errors.HoldStateError": 3,
    "seawall.desk.banks.errors.ListTooLongError": 3,
    "seawall.desk.banks.errors.SecondPersonError": 3,
    "seawall.desk.banks.errors.WithdrawalReasonError": 3,
    "seawall.desk.banks.errors.IndexLoadingError": 5,
    "seawall.exchange.errors.ExchangeError": 3,
    "seawall.exchange.errors.FetchError": 3,
    "seawall.exchange.errors.FetchRefusedError": 3,
    "seawall.exchange.errors.FetchTooLargeError": 3,
    "seawall.exchange.errors.HmaRequestError": 3,
    "seawall.desk.hma.errors.HmaError": 3,
    "seawall.desk.hma.errors.HmaFaultError": 70,
    "seawall.desk.hma.errors.MethodRefusedError": 3,
    "seawall.desk.hma.errors.NameTakenError": 3,
    "seawall.desk.hma.errors.NotHereError": 3,
    "seawall.desk.hma.errors.RateExceededError": 3,
    "seawall.desk.hma.errors.ScopeMissingError": 3,
    "seawall.desk.hma.errors.TokenRefusedError": 3,
    "seawall.desk.hma.errors.TokenStateError": 3,
    "seawall.desk.hma.errors.TypeDisabledError": 3,
    "seawall.desk.hma.errors.UploadRefusedError": 3,
    "seawall.desk.hma.errors.UploadTooLongError": 3,
    "seawall.desk.observations.errors.ObservationError": 3,
    "seawall.desk.ranking.errors.RankingError": 3,
    "seawall.desk.ranking.errors.LabelGivenError": 3,
    "seawall.desk.observations.errors.PurposeMissingError": 3,
    "seawall.desk.observations.errors.MediaUnservableError": 3,
    "seawall.desk.sources.errors.SourceError": 3,
    "seawall.desk.sources.errors.UploadTooLargeError": 3,
    "seawall.desk.sources.errors.UploadEmptyError": 3,
    "seawall.desk.sources.errors.UploadTooManyRowsError": 3,
    "seawall.desk.sources.errors.ScanRunningError": 3,
    "seawall.desk.sources.errors.RunStateError": 3,
    "seawall.desk.sources.errors.WithdrawalReasonError": 3,
    "seawall.desk.serving.errors.ServingError": 4,
    "seawall.desk.serving.errors.AlreadyServedError": 4,
    "seawall.desk.serving.errors.PortTakenError": 4,
    "seawall.desk.backup.errors.BackupError": 3,
    "seawall.desk.backup.errors.ArchiveDamagedError": 3,
    "seawall.desk.backup.errors.ArchiveExistsError": 3,
    "seawall.desk.backup.errors.HomeNotEmptyError": 3,
    "seawall.desk.backup.errors.NothingToBackUpError": 3,
    "seawall.desk.upkeep.errors.UpkeepError": 5,
    "seawall.desk.upkeep.errors.LedgerBrokenError": 5,
    "seawall.testing.world.errors.WorldOptionsError": 3,
}


def exit_code_of(error: SeawallError) -> int:
    """Return the code of the nearest class in the table; 70 where none is listed.

    >>> from seawall.errors import SettingsError
    >>> exit_code_of(SettingsError())
    4
    """
    for cls in type(error).__mro__:
        code = EXIT_CODES.get(f"{cls.__module__}.{cls.__qualname__}")
        if code is not None:
            return code
    return FORGOTTEN
