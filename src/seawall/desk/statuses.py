"""Which HTTP status does an error give, and which sentence does the reader get? One table for the whole desk.

The middleware turns a SeawallError that a view let pass into a page with that status. A class that the table doesn't
list takes the answer of its nearest listed ancestor; `SeawallError` itself stands for "our fault", 500. A test
checks that every error class of the package is listed. The sentence is there for errors without words of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seawall.errors import SeawallError

__all__ = ["ANSWERS", "Answer", "StatusMiddleware", "answer_of", "sentence_of", "status_of"]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and, where the error may come without its own words, the sentence that people read."""

    status: int
    sentence: str | Promise | None = None


ANSWERS: Final[dict[str, Answer]] = {
    "seawall.errors.SeawallError": Answer(500, _("Something went wrong on our side.")),
    "seawall.errors.SettingsError": Answer(500),
    "seawall.errors.DependencyMissingError": Answer(501),
    "seawall.digests.DigestError": Answer(400),
    "seawall.registry.UnknownPluginError": Answer(404),
    "seawall.registry.DuplicatePluginError": Answer(500),
    "seawall.registry.InvalidPluginError": Answer(500),
    # the engine
    "seawall.corpus.errors.CorpusError": Answer(500),
    "seawall.corpus.errors.StoreBusyError": Answer(
        503, _("Something else is being written just now. Try again in a minute.")
    ),
    "seawall.corpus.errors.StoreFullError": Answer(507, _("The disk is full. Nothing was half written.")),
    "seawall.corpus.errors.CorpusDamagedError": Answer(500),
    "seawall.corpus.errors.SnapshotExpiredError": Answer(
        409, _("Observations were erased while you were looking. Load the page again.")
    ),
    "seawall.corpus.errors.StoreFormatError": Answer(500),
    "seawall.corpus.errors.SchemaMismatchError": Answer(500),
    "seawall.corpus.errors.UnknownBatchError": Answer(404),
    "seawall.corpus.errors.BatchClosedError": Answer(409),
    "seawall.corpus.errors.RetentionRuleError": Answer(400),
    "seawall.bulk.errors.BulkError": Answer(500),
    "seawall.bulk.errors.QueryError": Answer(500),
    "seawall.bulk.errors.QueryNotFoundError": Answer(500),
    "seawall.bulk.errors.EngineFullError": Answer(507, _("There is not enough room to answer this.")),
    "seawall.signals.errors.SignalValueError": Answer(400),
    "seawall.signals.errors.FileSignalError": Answer(415),
    "seawall.signals.errors.PictureError": Answer(415),
    "seawall.signals.errors.VideoError": Answer(415),
    "seawall.signals.errors.AudioError": Answer(415),
    "seawall.signals.errors.DocumentError": Answer(415),
    "seawall.signals.errors.TextReadingError": Answer(415),
    "seawall.index.errors.BankEntryError": Answer(400),
    "seawall.index.errors.BankFileError": Answer(400),
    "seawall.index.errors.HammingFileError": Answer(500),
    "seawall.classify.errors.ClassifyError": Answer(400),
    "seawall.classify.errors.RankerTableError": Answer(400),
    "seawall.classify.errors.UnsuitableLabelsError": Answer(409),
    "seawall.classify.errors.ModelRefusedError": Answer(409),
    "seawall.classify.errors.ModelFileError": Answer(500),
    "seawall.classify.errors.ModelSignatureError": Answer(500),
    "seawall.identity.errors.IdentityError": Answer(400),
    "seawall.identity.errors.AccountTableError": Answer(400),
    "seawall.identity.errors.ClosedBankFileError": Answer(500),
    "seawall.identity.errors.ClosingIncompleteError": Answer(400),
    "seawall.identity.errors.ContradictoryJudgementsError": Answer(409),
    "seawall.identity.errors.ModelFileError": Answer(500),
    "seawall.identity.errors.StyleFitError": Answer(400),
    "seawall.network.errors.NetworkError": Answer(400),
    "seawall.network.errors.SlotTableError": Answer(400),
    "seawall.network.errors.CellOptionsError": Answer(400),
    "seawall.pipeline.errors.PipelineError": Answer(500),
    "seawall.pipeline.errors.MatchFileError": Answer(400),
    "seawall.intake.errors.IntakeError": Answer(400),
    "seawall.intake.errors.AmbiguousFormatError": Answer(400),
    "seawall.intake.errors.BrokenInputError": Answer(400),
    "seawall.intake.errors.CountsDisagreeError": Answer(500),
    "seawall.intake.errors.EmptyInputError": Answer(400),
    "seawall.intake.errors.InputMissingError": Answer(404),
    "seawall.intake.errors.MapColumnError": Answer(400),
    "seawall.intake.errors.MapError": Answer(400),
    "seawall.intake.errors.UnknownFormatError": Answer(400),
    # made-up worlds
    "seawall.demo.making.HomeNotEmptyError": Answer(500),
    "seawall.testing.world.errors.WorldOptionsError": Answer(500),
    # ledger
    "seawall.ledger.errors.LedgerError": Answer(500),
    "seawall.ledger.errors.PayloadMismatchError": Answer(500),
    "seawall.desk.audit.errors.PayloadErasedError": Answer(409, _("The details of this row were erased already.")),
    "seawall.desk.audit.errors.ReasonMissingError": Answer(400, _("Give a reason.")),
    "seawall.desk.audit.errors.ErasureRefusedError": Answer(409),
    # cases
    "seawall.desk.cases.errors.CaseError": Answer(409),
    "seawall.desk.cases.errors.RoleMissingError": Answer(403),
    "seawall.desk.cases.errors.CaseBarredError": Answer(403),
    "seawall.desk.cases.errors.CaseClaimedError": Answer(409),
    "seawall.desk.cases.errors.CaseStateError": Answer(409),
    "seawall.desk.cases.errors.DecisionIncompleteError": Answer(422),
    "seawall.desk.cases.errors.SecondReviewerError": Answer(403),
    "seawall.desk.cases.errors.UndoTooLateError": Answer(409),
    # people
    "seawall.desk.people.errors.PeopleError": Answer(409),
    "seawall.desk.people.errors.NotAdministratorError": Answer(
        403, _("Only an active administrator may change the staff.")
    ),
    "seawall.desk.people.errors.OwnRolesError": Answer(
        403, _("Nobody changes their own roles or deactivates themselves; another administrator has to.")
    ),
    "seawall.desk.people.errors.LastAdministratorError": Answer(
        409, _("The desk keeps at least one active administrator.")
    ),
    "seawall.desk.people.errors.StaffExistsError": Answer(409, _("Somebody has this name already.")),
    "seawall.desk.people.errors.StaffStateError": Answer(409),
    "seawall.desk.people.errors.PasswordRefusedError": Answer(400),
    "seawall.desk.people.errors.LinkRefusedError": Answer(
        410, _("This link was used already, has ended, or never was one. Ask an administrator for a new one.")
    ),
    "seawall.desk.people.errors.TooManyLinksError": Answer(
        429, _("Too many links were made in the last hour. Wait, or look in the ledger who made them.")
    ),
    "seawall.desk.people.errors.UnknownStaffError": Answer(404),
    # banks
    "seawall.desk.banks.errors.BankError": Answer(409),
    "seawall.desk.banks.errors.BankNameFixedError": Answer(
        409, _("A bank keeps its name, since findings and the ledger refer to it.")
    ),
    "seawall.desk.banks.errors.BankNameTakenError": Answer(409, _("Another bank has this name.")),
    "seawall.desk.banks.errors.BankFactsError": Answer(400),
    "seawall.desk.banks.errors.ContentEmptyError": Answer(
        422, _("Nothing can be recognised by this: it gives no signal.")
    ),
    "seawall.desk.banks.errors.ContentKnownError": Answer(409, _("The bank has this file already.")),
    "seawall.desk.banks.errors.ContentWithdrawnError": Answer(
        409, _("This piece of content was withdrawn and is kept as it was.")
    ),
    "seawall.desk.banks.errors.HoldStateError": Answer(409, _("It is held back for this already, or no longer.")),
    "seawall.desk.banks.errors.SecondPersonError": Answer(
        403, _("Whoever disputes an entry does not settle the dispute: somebody else has to.")
    ),
    "seawall.desk.banks.errors.EntryValueError": Answer(400),
    "seawall.desk.banks.errors.EntryKnownError": Answer(409, _("The bank has this entry already.")),
    "seawall.desk.banks.errors.EntryWithdrawnError": Answer(409, _("This entry was withdrawn and is kept as it was.")),
    "seawall.desk.banks.errors.ListTooLongError": Answer(413),
    "seawall.desk.banks.errors.WithdrawalReasonError": Answer(400, _("Say why: the reason stays with the record.")),
    "seawall.desk.banks.errors.IndexLoadingError": Answer(
        503, _("The banks are being loaded. Try again in a few seconds.")
    ),
    # closed accounts
    "seawall.desk.closings.errors.ClosingError": Answer(409),
    "seawall.desk.closings.errors.ClosingFactsError": Answer(422),
    "seawall.desk.closings.errors.ClosingFileError": Answer(400),
    "seawall.desk.closings.errors.ClosingKnownError": Answer(
        409, _("The account stands in the bank of closed accounts already.")
    ),
    "seawall.desk.closings.errors.ClosingReasonError": Answer(400, _("Say why: the reason stays with the record.")),
    "seawall.desk.closings.errors.ClosingRoleError": Answer(403),
    "seawall.desk.closings.errors.ClosingStateError": Answer(409, _("It stands differently now: load the page again.")),
    "seawall.desk.closings.errors.OwnSignatureError": Answer(
        403, _("Whoever brings closed accounts in does not sign them: somebody else has to.")
    ),
    "seawall.desk.closings.errors.SampleUnseenError": Answer(
        409, _("Look at the sample of this list first: only who has looked at it signs it.")
    ),
    "seawall.desk.closings.errors.SignerBarredError": Answer(
        403,
        _("You declared a conflict of interest about an account of this list: somebody else has to sign it."),
    ),
    # links
    "seawall.desk.linking.errors.CandidateRequestError": Answer(400),
    "seawall.desk.linking.errors.ClosedBankLoadingError": Answer(
        503, _("The bank of closed accounts is being loaded. Try again in a moment.")
    ),
    "seawall.desk.linking.errors.LinkCaseError": Answer(409),
    "seawall.desk.linking.errors.LinkReasonError": Answer(400, _("Say why: the reason stays with the record.")),
    "seawall.desk.linking.errors.LinkStateError": Answer(
        409, _("The link stands differently now: load the page again.")
    ),
    "seawall.desk.linking.errors.LinkingError": Answer(409),
    "seawall.desk.linking.errors.LinkingRoleError": Answer(403),
    "seawall.desk.linking.errors.LinkingRunningError": Answer(
        409, _("Accounts are being compared, or a model trained, already.")
    ),
    "seawall.desk.linking.errors.ModelNotKeptError": Answer(500),
    "seawall.desk.linking.errors.TooFewJudgementsError": Answer(409),
    # cells
    "seawall.desk.cells.errors.CellError": Answer(409),
    "seawall.desk.cells.errors.CellCaseError": Answer(409),
    "seawall.desk.cells.errors.CellReasonError": Answer(400, _("Say why: the reason stays with the record.")),
    "seawall.desk.cells.errors.CellRoleError": Answer(403),
    "seawall.desk.cells.errors.CellSearchRunningError": Answer(409, _("Cells are being looked for already.")),
    "seawall.desk.cells.errors.NamesWithheldError": Answer(
        403, _("Names stay withheld: too few members have content that a reviewer found in breach.")
    ),
    "seawall.desk.cells.errors.NothingToSearchError": Answer(
        409, _("The corpus holds nothing that two accounts could have done together.")
    ),
    # other systems: these sentences are read by programs, in English
    "seawall.exchange.errors.ExchangeError": Answer(502),
    "seawall.exchange.errors.FetchError": Answer(400),
    "seawall.exchange.errors.FetchRefusedError": Answer(400),
    "seawall.exchange.errors.FetchTooLargeError": Answer(400),
    "seawall.exchange.errors.HmaRequestError": Answer(400),
    "seawall.desk.hma.errors.HmaError": Answer(400),
    "seawall.desk.hma.errors.HmaFaultError": Answer(500),
    "seawall.desk.hma.errors.MethodRefusedError": Answer(405),
    "seawall.desk.hma.errors.NameTakenError": Answer(403),
    "seawall.desk.hma.errors.NotHereError": Answer(404),
    "seawall.desk.hma.errors.RateExceededError": Answer(429),
    "seawall.desk.hma.errors.ScopeMissingError": Answer(403),
    "seawall.desk.hma.errors.TokenRefusedError": Answer(401),
    "seawall.desk.hma.errors.TokenStateError": Answer(409),
    "seawall.desk.hma.errors.TypeDisabledError": Answer(400),
    "seawall.desk.hma.errors.UploadRefusedError": Answer(400),
    "seawall.desk.hma.errors.UploadTooLongError": Answer(413),
    # observations
    "seawall.desk.observations.errors.ObservationError": Answer(409),
    "seawall.desk.ranking.errors.RankingError": Answer(409),
    "seawall.desk.ranking.errors.LabelGivenError": Answer(409, _("Somebody labelled this post before you.")),
    "seawall.desk.observations.errors.PurposeMissingError": Answer(
        400, _("Say for which purpose you open this account.")
    ),
    "seawall.desk.observations.errors.MediaUnservableError": Answer(415, _("This file can’t be shown as a picture.")),
    # sources
    "seawall.desk.sources.errors.SourceError": Answer(409),
    "seawall.desk.sources.errors.UploadTooLargeError": Answer(413),
    "seawall.desk.sources.errors.UploadEmptyError": Answer(400, _("The file is empty.")),
    "seawall.desk.sources.errors.UploadTooManyRowsError": Answer(413),
    "seawall.desk.sources.errors.ScanRunningError": Answer(409, _("A scan is waiting or running already.")),
    "seawall.desk.sources.errors.RunStateError": Answer(409),
    "seawall.desk.sources.errors.WithdrawalReasonError": Answer(
        400, _("Say why the batch is withdrawn: the reason stays in the ledger.")
    ),
    # running the desk: these end a command, never a request
    "seawall.desk.serving.errors.ServingError": Answer(500),
    "seawall.desk.serving.errors.AlreadyServedError": Answer(500),
    "seawall.desk.serving.errors.PortTakenError": Answer(500),
    "seawall.desk.backup.errors.BackupError": Answer(500),
    "seawall.desk.backup.errors.ArchiveDamagedError": Answer(500),
    "seawall.desk.backup.errors.ArchiveExistsError": Answer(500),
    "seawall.desk.backup.errors.HomeNotEmptyError": Answer(500),
    "seawall.desk.backup.errors.NothingToBackUpError": Answer(500),
    "seawall.desk.upkeep.errors.UpkeepError": Answer(500),
    "seawall.desk.upkeep.errors.LedgerBrokenError": Answer(500),
    "seawall.desk.people.errors.TooManyTriesError": Answer(
        429, _("Too many links were tried from here. Wait a minute.")
    ),
}


def answer_of(error: SeawallError) -> Answer:
    """Return the row of the nearest class in the table.

    >>> from seawall.errors import DependencyMissingError
    >>> answer_of(DependencyMissingError()).status
    501
    """
    for cls in type(error).__mro__:
        answer = ANSWERS.get(f"{cls.__module__}.{cls.__qualname__}")
        if answer is not None:
            return answer
    raise AssertionError("SeawallError itself is in the table")


def status_of(error: SeawallError) -> int:
    """Return the HTTP status for an error."""
    return answer_of(error).status


def sentence_of(error: SeawallError) -> str:
    """Return what people read: the error's own words, or the table's sentence where it has only its default ones.

    An error of ours (500) tells its details to the log alone.
    """
    answer = answer_of(error)
    if answer.status == 500:
        return str(ANSWERS["seawall.errors.SeawallError"].sentence)
    if answer.sentence is not None and error.message == type(error)().message:
        return str(answer.sentence)
    return error.message


class StatusMiddleware:
    """Answer a SeawallError with its page and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; errors arrive in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Draw the page for a SeawallError; let Django answer every other exception."""
        if not isinstance(error, SeawallError):
            return None
        status = status_of(error)
        if status >= 500:
            _logger.error("answered %s: %s", status, error.message, exc_info=error)
        context = {"status": status, "sentence": sentence_of(error)}
        return render(request, "refused.html", context, status=status)
