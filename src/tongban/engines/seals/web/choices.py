"""Who and what can be chosen when a seal is made or handed over."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from tongban.engines.seals.contracts import SORTS
from tongban.foundation.organization.api import Duty, Holder, Plaque, PostKind, Unit, holders, units_below
from tongban.foundation.ui import api as ui


def about(unit: Unit, sort: str, *, picture: bool, at: datetime) -> dict[str, Any]:
    """What the form of a new seal offers."""
    personal = SORTS[sort].personal
    return {
        "plaques": Plaque.objects.none() if personal else plaques_of(unit),
        "holders": leaders(unit, at=at) if personal else [],
        "keepers": keepers(unit, at=at),
        "picture": picture,
    }


def initial() -> dict[str, Any]:
    """Seals of a demonstration carry 样章 unless somebody takes the tick away."""
    return {"specimen": settings.DEMO}


def plaques_of(unit: Unit) -> QuerySet[Plaque]:
    """The further 牌子 of a unit, each with seals of its own."""
    return Plaque.objects.filter(unit=unit, main=False, valid_to=None).order_by("pk")


def keepers(unit: Unit, *, at: datetime) -> list[ui.PersonChoice]:
    """The people of the unit and its sections; those whose post carries the duty, there and below, come first."""
    carrying = holders(unit_ids=list(units_below([unit.pk])), at=at, duty=Duty.SEAL_KEEPER)
    own = holders(unit_ids=_own(unit), at=at)
    found = {h.person_id: _choice(h, "公章管理员") for h in carrying}
    return list((found | {h.person_id: _choice(h) for h in own if h.person_id not in found}).values())


def leaders(unit: Unit, *, at: datetime) -> list[ui.PersonChoice]:
    """The leaders of the unit, whose signatures may be kept."""
    ranks = (PostKind.HEAD, PostKind.DEPUTY)
    return [_choice(h) for rank in ranks for h in holders(unit_ids=[unit.pk], at=at, rank=rank)]


def _own(unit: Unit) -> list[int]:
    return [unit.pk, *Unit.objects.filter(organ_id=unit.pk, valid_to=None).values_list("pk", flat=True)]


def _choice(holder: Holder, reason: str = "") -> ui.PersonChoice:
    return ui.PersonChoice(
        id=holder.person_id, name=holder.name, post=holder.post_title, unit=holder.unit_name, reason=reason
    )
