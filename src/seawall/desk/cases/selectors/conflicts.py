"""About which subjects did somebody declare a conflict of interest? For lists, which leave those subjects out.

Whether one step or one page is refused is the guards' question (`services/guards.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet

from seawall.desk.cases.models import ConflictOfInterest
from seawall.desk.people.models import StaffMember

__all__ = ["BarredSubjects", "barred_subjects", "conflicts_about_subject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredSubjects:
    """Accounts, channels and posts that are closed to one person: pairs of platform and name (of a post: its key)."""

    accounts: frozenset[tuple[str, str | None]]
    channels: frozenset[tuple[str, str | None]]
    posts: frozenset[tuple[str, str | None]]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is closed."""
        return not (self.accounts or self.channels or self.posts)

    def holds(
        self,
        platform: str,
        *,
        account_id: str | None = None,
        channel_id: str | None = None,
        post_key: str | None = None,
    ) -> bool:
        """Say whether the account, the channel or the post is closed; `post_key` is in hexadecimal digits."""
        return (
            (platform, account_id) in self.accounts
            or (platform, channel_id) in self.channels
            or (platform, post_key) in self.posts
        )


def barred_subjects(staff: StaffMember) -> BarredSubjects:
    """Return everything that `staff` declared a conflict about, in one query."""
    names = ("case__platform", "case__account_id", "case__channel_id", "case__post_key")
    rows = list(ConflictOfInterest.objects.filter(staff=staff).values_list(*names))
    return BarredSubjects(
        accounts=frozenset((platform, account) for platform, account, _, _ in rows if account is not None),
        channels=frozenset((platform, channel) for platform, _, channel, _ in rows if channel is not None),
        posts=frozenset((platform, post) for platform, _, _, post in rows if post is not None),
    )


def conflicts_about_subject(staff: StaffMember) -> QuerySet[ConflictOfInterest]:
    """Return, for `Exists` in a query over cases, the conflicts of `staff` about the subject of the outer case."""
    same = (
        Q(case__account_id=OuterRef("account_id"))
        | Q(case__channel_id=OuterRef("channel_id"))
        | Q(case__post_key=OuterRef("post_key"))
    )
    return ConflictOfInterest.objects.filter(same, staff=staff, case__platform=OuterRef("platform"))
