"""Reads of seals and of the register of their use."""

from django.db.models import QuerySet

from tongban.engines.seals.contracts import State
from tongban.engines.seals.models import Seal, SealUse
from tongban.kernel.actor import Actor


def usable_by(actor: Actor, *, unit_id: int, sort: str = "official") -> QuerySet[Seal]:
    """The seals that this person may put on a document of the unit (F-SE-07)."""
    return Seal.objects.filter(keeper_id=actor.person_id, unit_id=unit_id, sort=sort, state=State.VALID)


def kept_by(actor: Actor) -> QuerySet[Seal]:
    return Seal.objects.filter(keeper_id=actor.person_id).select_related("unit").order_by("unit__order", "sort")


def register_of(seal: Seal) -> QuerySet[SealUse]:
    """用印登记, the latest first."""
    return SealUse.objects.filter(seal=seal).order_by("-at", "-pk")
