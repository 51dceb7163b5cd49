"""Who acts for whom: delegations and secretaries. Neither is passed on: whoever stands in for A does not for those A stands in for."""

from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.foundation.organization import sql
from tongban.foundation.organization.models import Delegation, Secretary


def open_delegations(at: datetime) -> QuerySet[Delegation]:
    """Delegations whose span covers this moment, not recalled before it. The span is the truth: nothing must run to end one."""
    return Delegation.objects.filter(Q(recalled_at=None) | Q(recalled_at__gt=at), since__lte=at, until__gt=at)


def stands_in_for(person_id: int, at: datetime) -> list[int]:
    """The people who have delegated to this one now (委托代办)."""
    return sql.stands_in_for(person_id, at)


def secretaries_of(leader_person_id: int, at: datetime) -> list[int]:
    """The people who may record instructions for this leader (代录)."""
    return list(_open_secretaries(at).filter(leader_id=leader_person_id).values_list("secretary_id", flat=True))


def leaders_of(secretary_person_id: int, at: datetime) -> list[int]:
    """The leaders for whom this person may record."""
    return list(_open_secretaries(at).filter(secretary_id=secretary_person_id).values_list("leader_id", flat=True))


def _open_secretaries(at: datetime) -> QuerySet[Secretary]:
    return Secretary.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at).order_by("pk")
