"""Rows of the person picker."""

from datetime import datetime

from tongban.foundation.organization.models import Delegation
from tongban.foundation.organization.queries.holders import ORDER, as_holder, open_holdings
from tongban.foundation.organization.queries.standing import open_delegations
from tongban.foundation.organization.rules import person_reading
from tongban.foundation.ui.api import PersonChoice


def people_choices(organ_id: int, *, but: int, at: datetime, near: int | None = None) -> list[PersonChoice]:
    """The people who hold posts under this organ, once each; those of the unit `near` are suggested. Two queries."""
    away = {d.person_id: d for d in open_delegations(at).select_related("to")}
    rows = open_holdings(at).filter(post__unit__organ_id=organ_id).exclude(person_id=but).order_by(*ORDER)
    found = {h.person_id: as_holder(h) for h in reversed(rows)}
    return [
        PersonChoice(
            id=h.person_id, name=h.name, post=h.post_title, unit=h.unit_name, search=" ".join(person_reading(h.name)),
            reason="同科室" if h.unit_id == near else "", absence=_absence(away.get(h.person_id)),
        )
        for h in reversed(found.values())
    ]  # fmt: skip


def _absence(delegation: Delegation | None) -> str:
    return f"已委托 {delegation.to.name} 代办" if delegation else ""
