"""The door of members: accounts of the public, who they are, and for which enterprise they act.

@members.signed_in / @members.real_named on a page of the portal; there request.member, request.enterprise (None: for
himself) and request.actor are set. members.applicant_of(request.member, request.enterprise) says who applies.
"""

from tongban.foundation.members.contracts import (
    PERMISSIONS,
    Applicant,
    Document,
    Holding,
    NoAnswer,
    Purpose,
    Role,
    Sort,
    Verifier,
    holdings,
    verifiers,
)
from tongban.foundation.members.doors import real_named, signed_in
from tongban.foundation.members.models import Agent, Enterprise, Member
from tongban.foundation.members.operations import give_agent, give_enterprise, give_name, open_member, tell
from tongban.foundation.members.queries import (
    acting_for,
    actor_of,
    agencies_of,
    applicant_of,
    member_by_contact,
    member_of,
    owns,
    stands_for,
    whose,
)

__all__ = [
    "PERMISSIONS", "Agent", "Applicant", "Document", "Enterprise", "Holding", "Member", "NoAnswer", "Purpose", "Role",
    "Sort", "Verifier", "acting_for", "actor_of", "agencies_of", "applicant_of", "give_agent", "give_enterprise",
    "give_name", "holdings", "member_by_contact", "member_of", "open_member", "owns", "real_named", "signed_in",
    "stands_for", "tell", "verifiers", "whose",
]  # fmt: skip
