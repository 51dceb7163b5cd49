"""涉密清除: what may be proposed, by whom, and who else must agree."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.business.documents.models import Document, Incoming, Purge
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.organization.api import holders, units_above
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.references import Reference


def confirmers_of(purge: Purge, *, at: datetime) -> list[int]:
    """Who may be the second person: the leaders of the unit, and other security administrators over it. Never the proposer."""
    leaders = {h.person_id for rank in ("head", "deputy") for h in holders(unit_ids=[purge.unit_id], at=at, rank=rank)}
    return sorted((leaders | _security_admins(purge.unit_id, at)) - {purge.proposer_id})


def _security_admins(unit_id: int, at: datetime) -> set[int]:
    level = access.RoleClass.SECURITY_ADMIN
    grants = access.Grant.objects.filter(Q(until=None) | Q(until__gt=at), role__level=level, person__isnull=False)
    over = Q(unit=None) | Q(unit_id=unit_id) | Q(unit_id__in=list(units_above(unit_id)), below=True)
    return set(grants.filter(over).values_list("person_id", flat=True))


def readers_of(subjects: Collection[Reference]) -> list[dict[str, str]]:
    """Who has taken a file of these subjects to his own machine: from the audit trail, each person once."""
    found: dict[str, dict[str, str]] = {}
    for subject in subjects:
        for file in files.files_of(subject=subject):
            for entry in audit.history_of(file.reference).filter(action="files.download", outcome="done"):
                who = {"name": entry.actor_name, "unit": entry.unit_name, "at": entry.at.isoformat()}
                found[f"{entry.person_id}"] = who
    return list(found.values())


def purges(viewer: Actor, *, at: datetime) -> QuerySet[Purge]:
    """涉密清除 over the units where the viewer may propose one, the newest first."""
    units = access.units_where(actor=viewer, permission="documents.purge", at=at)
    rows = Purge.objects.order_by("-pk")
    return rows if units is None else rows.filter(unit__in=units)


def purge_for(viewer: Actor, pk: int, *, at: datetime) -> Purge:
    """One that the viewer proposed, may confirm, or looks after. NotFound otherwise."""
    found = Purge.objects.filter(pk=pk).first()
    if found is None or not sees_purge(viewer, found, at=at):
        raise NotFound()
    return found


def sees_purge(viewer: Actor, purge: Purge, *, at: datetime) -> bool:
    people = {purge.proposer_id, purge.confirmer_id, *confirmers_of(purge, at=at)}
    return viewer.system or viewer.person_id in people


def purgeable(viewer: Actor, text: str, *, at: datetime) -> list[Document | Incoming]:
    """What the viewer may propose to purge under this number or register place ("document:12"). Copies lead to their document."""
    text = text.strip()
    kind, _, number = text.partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    outgoing = Document.objects.filter(Q(number_text=text) | Q(pk=pk if kind == "document" else None))
    paper = Incoming.objects.filter(Q(number_text=text) | Q(pk=pk if kind == "incoming" else None), copy=None)
    found = [*outgoing.exclude(state="purged")[:10], *paper.exclude(state="purged")[:10]] if text else []
    return [t for t in found if access.may(actor=viewer, permission="documents.purge", target=t, at=at)]


def title_for_purge(purge: Purge) -> str:
    """What the second person must recognise before it goes."""
    model: type[Document] | type[Incoming] = Document if purge.subject_kind == "document" else Incoming
    return model.objects.values_list("title", flat=True).get(pk=purge.subject_id)
