"""Contract tests that a plugin's author runs: one class a plugin kind, to be subclassed in a pytest module."""

from seawall.testing.contracts.comparison_contract import ComparisonContract
from seawall.testing.contracts.record_format_contract import RecordFormatContract
from seawall.testing.contracts.signal_type_contract import SignalTypeContract
from seawall.testing.contracts.trace_contract import TraceContract

__all__ = ["ComparisonContract", "RecordFormatContract", "SignalTypeContract", "TraceContract"]
