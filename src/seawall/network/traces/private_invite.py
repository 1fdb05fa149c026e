"""Accounts that spread the same private invitation: a link into a closed group, which only who has it can follow.

The forms of Telegram, WhatsApp, Discord and Signal are known, as intake writes them. An invitation is also an address,
so this trace overlaps `same_url`; what it adds is that these links tell where a cell leads.
"""

from __future__ import annotations

from typing import Final

from seawall.network.traces.interaction_trace import InteractionTrace
from seawall.network.traces.trace import TraceExample

__all__ = ["PrivateInvite"]


class PrivateInvite(InteractionTrace):
    """Same private invitation."""

    NAME: Final = "private_invite"
    TITLE: Final = "Same private invitation"
    QUERY: Final = "private_invite"

    def examples(self) -> tuple[TraceExample, ...]:
        """Return links, some of them invitations."""
        invite = "https://pierchat.example/+w34R2gpgZyRYosIFeZ6"
        return (self.example("linked", invite, "https://lamps.example/harbour", items=(invite,)),)
