"""Runs the engines over a corpus or over files, and turns what they say into findings."""

from seawall.pipeline.errors import MatchFileError, PipelineError
from seawall.pipeline.file_match import FileMatch, FileMatchReport, match_files
from seawall.pipeline.findings import EVIDENCE, FINDING_TABLES, FINDINGS, open_findings
from seawall.pipeline.forgetting import forget_findings
from seawall.pipeline.media_reading import MediaReading, ReadingOptions, read_media
from seawall.pipeline.media_signals import MEDIA_SIGNAL_TABLES, forget_media_signals, open_media_signals
from seawall.pipeline.scan import ScanOptions, ScanSummary, scan_corpus
from seawall.pipeline.scoring import RAISING_SCORE
from seawall.pipeline.triage import AccountFindings, accounts_to_review, current_findings
from seawall.pipeline.withdrawal import withdraw_entries

__all__ = [
    "EVIDENCE",
    "FINDINGS",
    "FINDING_TABLES",
    "MEDIA_SIGNAL_TABLES",
    "RAISING_SCORE",
    "AccountFindings",
    "FileMatch",
    "FileMatchReport",
    "MatchFileError",
    "MediaReading",
    "PipelineError",
    "ReadingOptions",
    "ScanOptions",
    "ScanSummary",
    "accounts_to_review",
    "current_findings",
    "forget_findings",
    "forget_media_signals",
    "match_files",
    "open_findings",
    "open_media_signals",
    "read_media",
    "scan_corpus",
    "withdraw_entries",
]
