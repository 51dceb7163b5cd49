"""Who is who among the public, and for whom somebody acts."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.members.contracts import Applicant, Document, Purpose, Role
from tongban.foundation.members.models import Agent, Code, Consent, Enterprise, Member
from tongban.foundation.members.rules import outstanding
from tongban.kernel.actor import Actor


def member_of(user: Any) -> Member | None:
    """The member behind somebody who is logged in; None for nobody and for staff. One query."""
    if not getattr(user, "is_authenticated", False):
        return None
    return Member.objects.select_related("account").filter(account_id=user.pk, closed_at=None).first()


def member_by_contact(contact: str) -> Member | None:
    """The member whom this telephone or mail reaches."""
    digest = keyed_digest(contact)
    found = Member.objects.select_related("account").filter(closed_at=None)
    return found.filter(mail_digest=digest).first() if "@" in contact else found.filter(phone_digest=digest).first()


def actor_of(member: Member, *, ip: str = "") -> Actor:
    """The member as the one who does something: an account and a name, no person of the staff."""
    return Actor(account_id=member.account_id, name=member.name, ip=ip)


def agencies_of(member: Member) -> QuerySet[Agent]:
    """The enterprises that the member acts for now, the owner's first."""
    open_ones = Agent.objects.filter(member=member, since__isnull=False, until=None)
    return open_ones.select_related("enterprise").order_by("-role", "pk")


def acting_for(member: Member, enterprise_id: int | None) -> Enterprise | None:
    """The enterprise that he chose to act for, if he still may."""
    if enterprise_id is None:
        return None
    agency = agencies_of(member).filter(enterprise_id=enterprise_id).first()
    return agency.enterprise if agency else None


def applicant_of(member: Member, enterprise: Enterprise | None = None) -> Applicant:
    """Who applies, with codes in full: for a submission, never for a page."""
    who = (enterprise.name, enterprise.code) if enterprise else (member.name, member.id_number)
    return Applicant(
        name=who[0], code=who[1], agent=member.name, agent_code=member.id_number, phone=member.phone,
        enterprise=enterprise is not None, level=2 if member.real_named else 0,
    )  # fmt: skip


def to_accept(member: Member) -> list[Document]:
    """The texts whose present version the member has yet to accept. One query."""
    given = Consent.objects.filter(member=member, withdrawn_at=None).values_list("document", "version")
    return outstanding(given)


def consents_of(member: Member) -> QuerySet[Consent]:
    return Consent.objects.filter(member=member).order_by("-at", "document")


def invitations_of(member: Member) -> QuerySet[Agent]:
    """Invitations to his telephone that he has not answered."""
    waiting = Agent.objects.filter(since=None, until=None).exclude(phone_digest="")
    return waiting.filter(phone_digest=member.phone_digest).select_related("enterprise").order_by("-pk")


def agents_of(enterprise: Enterprise) -> QuerySet[Agent]:
    """Everybody who acts for the enterprise, and who was invited to; the owner first."""
    return Agent.objects.filter(enterprise=enterprise, until=None).order_by("-role", "pk")


def newest_code(purpose: Purpose, contact: str, *, hold: bool = False) -> Code | None:
    """The last code for this thing to this address: the only one that may open it."""
    rows = Code.objects.select_for_update() if hold else Code.objects.all()
    return rows.filter(purpose=purpose, address_digest=keyed_digest(contact)).order_by("-sent_at", "-pk").first()


def agents_that_concern(member: Member) -> QuerySet[Agent]:
    """Those that he may end: his own, invitations to him, and all of the enterprises that he owns."""
    led = agencies_of(member).filter(role=Role.OWNER).values("enterprise")
    invited = Q(since=None, phone_digest=member.phone_digest) & ~Q(phone_digest="")
    return Agent.objects.filter(Q(member=member) | Q(enterprise__in=led) | invited, until=None)


def whose(account_id: int, path: str = "") -> Q:
    """Rows with `member` and `enterprise` that this account stands for: his own, and those of an enterprise he acts for now."""
    acting = Agent.objects.filter(member__account_id=account_id, since__isnull=False, until=None)
    own = Q(**{f"{path}member__account_id": account_id, f"{path}enterprise": None})
    return own | Q(**{f"{path}enterprise__in": acting.values("enterprise")})


def stands_for(actor: Actor, target: Any, at: datetime) -> bool:
    """The target is the actor's own, or that of an enterprise that he acts for now. A rule for permissions."""
    enterprise = getattr(target, "enterprise_id", None)
    if enterprise is None or actor.account_id is None:
        return owns(actor, target, at)
    acting = Agent.objects.filter(enterprise=enterprise, since__isnull=False, until=None)
    return acting.filter(member__account_id=actor.account_id).exists()


def owns(actor: Actor, target: Any, at: datetime) -> bool:
    """The target is the actor's own: he himself, or what names him as its member. A rule for permissions."""
    member = target if isinstance(target, Member) else getattr(target, "member", None)
    return isinstance(member, Member) and actor.account_id is not None and member.account_id == actor.account_id
