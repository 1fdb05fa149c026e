"""Every change of the staff is made here and leaves a ledger row in the same transaction."""

from seawall.desk.people.services.invitations import Invited, accept_invitation, add_staff, invite, invite_again
from seawall.desk.people.services.profile import change_language, change_profile
from seawall.desk.people.services.standing import deactivate, grant_role, reactivate, revoke_role
from seawall.desk.people.services.ways_in import enter_by_link, make_one_time_login, recover, use_recovery

__all__ = [
    "Invited",
    "accept_invitation",
    "add_staff",
    "change_language",
    "change_profile",
    "deactivate",
    "enter_by_link",
    "grant_role",
    "invite",
    "invite_again",
    "make_one_time_login",
    "reactivate",
    "recover",
    "revoke_role",
    "use_recovery",
]
