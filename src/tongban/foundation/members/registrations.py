"""What members tells the parts below: permissions by rule, and the words of its actions and things."""

from datetime import datetime
from typing import Any

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels
from tongban.foundation.members.contracts import PERMISSIONS, Role
from tongban.foundation.members.models import Agent, Enterprise, Member
from tongban.kernel.actor import Actor

KINDS = {"member": "公众用户", "enterprise": "企业", "agent": "经办人", "code": "验证码"}


def own(actor: Actor, target: Any, at: datetime) -> bool:
    """The target is the actor's own: he himself, or what names him as its member."""
    member = target if isinstance(target, Member) else getattr(target, "member", None)
    return isinstance(member, Member) and actor.account_id is not None and member.account_id == actor.account_id


def anybody(actor: Actor, target: Any, at: datetime) -> bool:
    """What the operation itself decides, such as whether a code is right."""
    return True


def leads(actor: Actor, target: Any, at: datetime) -> bool:
    """The actor is the owner of the enterprise, or of the one whose agent is meant."""
    enterprise = target.enterprise if isinstance(target, Agent) else target
    if not isinstance(enterprise, Enterprise) or actor.account_id is None:
        return False
    owners = Agent.objects.filter(enterprise=enterprise, role=Role.OWNER, since__isnull=False, until=None)
    return owners.filter(member__account_id=actor.account_id).exists()


def nobody(actor: Actor, target: Any, at: datetime) -> bool:
    """Background work, which the system does."""
    return False


RULES = {"members.enter": anybody, "members.own": own, "members.lead": leads, "members.run": nobody}


def register() -> None:
    access.declare(PERMISSIONS, rules=RULES)
    for kind, label in KINDS.items():
        kind_labels.register(kind, label)
