"""The only writers of this app: tokens, names of banks, switches of types, exchanges."""

from seawall.desk.hma.services.exchanges import delete_exchange, set_credentials, set_exchange_enabled, set_up_exchange
from seawall.desk.hma.services.naming import close_bank, name_banks, open_bank, rename_bank
from seawall.desk.hma.services.switching import switch_signal_type
from seawall.desk.hma.services.tokens import NewToken, TokenDraft, make_token, revoke_token

__all__ = [
    "NewToken",
    "TokenDraft",
    "close_bank",
    "delete_exchange",
    "make_token",
    "name_banks",
    "open_bank",
    "rename_bank",
    "revoke_token",
    "set_credentials",
    "set_exchange_enabled",
    "set_up_exchange",
    "switch_signal_type",
]
