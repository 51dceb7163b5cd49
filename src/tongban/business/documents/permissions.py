"""Who may do what with documents: most rights are a step on one's desk, the others a duty of the unit."""

from datetime import datetime
from typing import Any

from tongban.business.documents import queries
from tongban.business.documents.contracts import PERMISSIONS
from tongban.business.documents.models import Copy, Document, Handling, Incoming
from tongban.business.documents.rules.copies import desk_source
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, Unit, leaders_of
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

EDITING = ("draft", "review", "vet")


def drafts(actor: Actor, section: Any, at: datetime) -> bool:
    """Everybody drafts for the section or organ in whose post he acts, but for the three administrators (三员分立)."""
    here = isinstance(section, Unit) and actor.unit_id == section.pk
    return here and not access.rights_of(actor=actor, at=at).administrator


def drafts_somewhere(request: Any) -> bool:
    """Whether the viewer drafts for the unit of his post."""
    return request.actor.unit_id is not None and not access.rights_held(request).administrator


def edits(actor: Actor, document: Document, at: datetime) -> bool:
    """Whoever has the document at 拟稿, 审核 or 核稿 on his desk."""
    return flow.has_step(actor, document.reference, EDITING, at)


def voids(actor: Actor, document: Document, at: datetime) -> bool:
    """The drafter, while the draft lies on his desk."""
    return flow.has_step(actor, document.reference, ["draft"], at)


def has(*elements: str):
    """The step lies on the actor's desk."""

    def rule(actor: Actor, document: Document, at: datetime) -> bool:
        """The step lies on the actor's desk."""
        return flow.has_step(actor, document.reference, elements, at)

    return rule


def distributes(actor: Actor, document: Document, at: datetime) -> bool:
    """The step itself, and later the same desk: 补发 and 重新发送."""
    if document.state != "issued":
        return flow.has_step(actor, document.reference, ["distribute"], at)
    return carries(actor, document.unit_id, (Duty.REGISTRAR, Duty.RECEIVER, Duty.DOCUMENT_MANAGER), at)


def reminds(actor: Actor, document: Document, at: datetime) -> bool:
    """The drafter, and 收发员, 机要 and 公文管理员 of the issuing organ."""
    return document.drafter_id == actor.person_id or carries(
        actor, document.unit_id, (Duty.REGISTRAR, Duty.RECEIVER, Duty.DOCUMENT_MANAGER), at
    )


def urges(actor: Actor, thing: Document | Incoming, at: datetime) -> bool:
    """Who drafted or registered it, and 收发员, 机要 and 公文管理员 of its unit."""
    return queries.looks_after(actor, thing, keys=inbox.keys_of(actor, at=at))


def limits(actor: Actor, handling: Handling, at: datetime) -> bool:
    """Who looks after the received document."""
    return urges(actor, handling.incoming, at)


def is_secretary(actor: Actor, target: Any, at: datetime) -> bool:
    """Somebody's secretary sees what waits for him."""
    return bool(leaders_of(actor.person_id or 0, at))


def is_somebodys_secretary(request: Any) -> bool:
    """The same for the door of a page."""
    return is_secretary(request.actor, None, now())


def circulates(actor: Actor, thing: Document | Incoming, at: datetime) -> bool:
    """People of the unit whose document it is, who see it themselves."""
    return queries.belongs_to(actor, thing) and bool(queries.visible_ids(actor, thing.kind, [thing.pk], at=at))


def receives(actor: Actor, target: Any, at: datetime) -> bool:
    """收发员 and 机要 of the unit; nobody else receives for it (F-EX-19)."""
    unit_id = target.pk if isinstance(target, Unit) else target.unit_id
    if isinstance(target, Copy) and _on_desk(actor, target, at):
        return True
    return carries(actor, unit_id, (Duty.RECEIVER, Duty.REGISTRAR), at)


def receives_somewhere(request: Any) -> bool:
    """Whether a post of the viewer, or of somebody he stands in for, receives for its unit."""
    return any(key.startswith("d") and key.endswith((Duty.RECEIVER, Duty.REGISTRAR)) for key in inbox.keys_for(request))


def in_a_post(actor: Actor, target: Any, at: datetime) -> bool:
    """Everybody who acts in a post: the list holds what he sees anyway."""
    return actor.post_id is not None


def own_phrase(actor: Actor, phrase: Any, at: datetime) -> bool:
    """The phrase is the actor's own."""
    return actor.person_id is not None and (phrase is None or phrase.person_id == actor.person_id)


def _on_desk(actor: Actor, copy: Copy, at: datetime) -> bool:
    return inbox.on_desk(actor, inbox.desks_of(desk_source(copy.pk, copy.sendings)), at=at)


def confirms(actor: Actor, purge: Any, at: datetime) -> bool:
    """The second person: never the one who proposed it."""
    return actor.person_id in queries.confirmers_of(purge, at=at)


def carries(actor: Actor, organ_id: int, duties: tuple[Duty, ...], at: datetime) -> bool:
    """Whether one of these duties of the organ, or of a section of it, lies with the actor, or with somebody he stands in for."""
    units = [organ_id, *Unit.objects.filter(organ_id=organ_id).values_list("pk", flat=True)]
    wanted = {inbox.duty_key(unit, duty) for unit in units for duty in duties}
    return bool(wanted & set(inbox.keys_of(actor, at=at)))


def register() -> None:
    rules = {
        "documents.draft": drafts,
        "documents.edit": edits,
        "documents.void": voids,
        "documents.override": has(*EDITING, "number"),
        "documents.number": has("number"),
        "documents.lay_out": has("layout"),
        "documents.seal": has("seal"),
        "documents.distribute": distributes,
        "documents.remind": reminds,
        "documents.urge": urges,
        "documents.circulate": circulates,
        "documents.for_leaders": is_secretary,
        "documents.limit": limits,
        "documents.return_to_sender": has("screen"),
        "documents.receive": receives,
        "documents.export": in_a_post,
        "documents.phrases": own_phrase,
        "documents.confirm_purge": confirms,
    }
    somewhere = {
        "documents.draft": drafts_somewhere,
        "documents.receive": receives_somewhere,
        "documents.for_leaders": is_somebodys_secretary,
    }
    access.declare(PERMISSIONS, rules=rules, somewhere=somewhere)
    access.declare_role(
        access.RoleSpec(
            "document_manager", "公文管理员", access.RoleClass.OFFICER, ("documents.see_unit", "prints.see_unit")
        )
    )
