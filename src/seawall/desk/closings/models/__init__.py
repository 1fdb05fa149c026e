"""Tables of closed accounts: the lists, the accounts, remarks on rows, looks at samples, the version."""

from seawall.desk.closings.models.closed_account import ClosedAccount, ClosedKind, ClosingState, Withdrawing
from seawall.desk.closings.models.closing_list import ClosingList, Coming, SampleLook
from seawall.desk.closings.models.remark import RowRemark
from seawall.desk.closings.models.version import ClosingsVersion

__all__ = [
    "ClosedAccount",
    "ClosedKind",
    "ClosingList",
    "ClosingState",
    "ClosingsVersion",
    "Coming",
    "RowRemark",
    "SampleLook",
    "Withdrawing",
]
