"""Runs the engines over a corpus or over files, and turns what they say into findings."""

from seawall.pipeline.errors import MatchFileError, PipelineError
from seawall.pipeline.file_match import FileMatch, FileMatchReport, match_files
from seawall.pipeline.findings import EVIDENCE, FINDING_TABLES, FINDINGS, open_findings
from seawall.pipeline.forgetting import forget_findings
from seawall.pipeline.scan import ScanOptions, ScanSummary, scan_corpus
from seawall.pipeline.scoring import RAISING_SCORE, Tier
from seawall.pipeline.triage import AccountFindings, accounts_to_review, current_findings
from seawall.pipeline.withdrawal import withdraw_entries

__all__ = [
    "EVIDENCE",
    "FINDINGS",
    "FINDING_TABLES",
    "RAISING_SCORE",
    "AccountFindings",
    "FileMatch",
    "FileMatchReport",
    "MatchFileError",
    "PipelineError",
    "ScanOptions",
    "ScanSummary",
    "Tier",
    "accounts_to_review",
    "current_findings",
    "forget_findings",
    "match_files",
    "open_findings",
    "scan_corpus",
    "withdraw_entries",
]
