"""Who asks for an account."""

from datetime import datetime

from django.db.models import QuerySet

from tongban.foundation.identity.api import Waiting
from tongban.foundation.organization.models import Application
from tongban.foundation.organization.queries.managed import managed_units
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

PENDING = "您的注册申请还没有审核，审核通过后才能登录。急用请联系本单位管理员。"


def usernames_waiting(base: str) -> set[str]:
    """The names that begin with this one and are applied for."""
    rows = Application.objects.filter(state=Application.PENDING, username__istartswith=base)
    return {name.lower() for name in rows.values_list("username", flat=True)}


def waiting(username: str) -> Waiting | None:
    """The last application under this user name that opened no account: what its owner is told at the login."""
    rows = Application.objects.filter(username__iexact=username).exclude(state=Application.APPROVED)
    found = rows.order_by("-pk").first()
    if found is None or not found.password:
        return None
    refused = f"您的注册申请没有通过：{found.refusal}。可以改正后重新申请，或联系本单位管理员。"
    return Waiting(found.password, PENDING if found.state == Application.PENDING else refused)


def applications_for(actor: Actor, at: datetime, state: str = Application.PENDING) -> QuerySet[Application]:
    """The applications to units that the actor manages, in one state."""
    return Application.objects.filter(unit__in=managed_units(actor, at), state=state).select_related("unit__organ")


def application_for(actor: Actor, pk: int, at: datetime) -> Application:
    rows = Application.objects.filter(unit__in=managed_units(actor, at)).select_related("unit__organ", "person")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
