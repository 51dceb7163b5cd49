"""新职员注册 (F-ID-25, F-ID-26): asking for an account, and the administrator's answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from tongban.foundation.identity.api import Account, staff_password_faults, usernames_like
from tongban.foundation.organization.contracts import (
    AccountAppliedFor,
    ApplicationData,
    ApplicationDecided,
    PersonData,
)
from tongban.foundation.organization.models import Application, Person, Post, Unit
from tongban.foundation.organization.operations.people import take_on
from tongban.foundation.organization.operations.units import MANAGE
from tongban.foundation.organization.queries.applications import usernames_waiting
from tongban.foundation.organization.rules import application_faults, username_for
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation, publish

HOURLY = 30  # applications from one address: an office may share one
MOST_PENDING = 300  # in one unit


@operation(may="organization.apply", on="unit")
def apply(*, unit: Unit, data: ApplicationData, actor: Actor, at: datetime) -> Application:
    """Ask for an account in a unit, with true data and a password of one's own. Nothing opens before somebody approves."""
    if not settings.TONGBAN_STAFF_REGISTRATION or unit.valid_to is not None:
        raise Conflict("这个单位现在不接受网上注册，请联系本单位管理员。", code="organization.not-open")
    _require_few(unit, actor.ip, at=at)
    username = data.username.strip() or _free_username(data.name)
    _require_sound(data, username)
    made = Application.objects.create(
        unit=unit, name=data.name.strip(), gender=data.gender, mobile=data.mobile.strip(), wish=data.wish.strip(),
        office_phone=data.office_phone.strip(), reason=data.reason.strip(), username=username, ip=actor.ip,
        password=make_password(data.password), applied_at=at,
    )  # fmt: skip
    about(made.reference)
    note(unit=unit.pk, username=username)
    publish(AccountAppliedFor(made.pk, unit.pk))
    return made


@operation(may=MANAGE, on="application")
def approve(*, application: Application, post: Post, actor: Actor, at: datetime, username: str = "") -> Person:
    """审核通过: the person is hired into a post with the password that he chose."""
    held = _held(application)
    data = PersonData(name=held.name, gender=held.gender, mobile=held.mobile, office_phone=held.office_phone)
    chosen = {"username": username or held.username, "password_hash": held.password}
    person = take_on(post.unit, data, post, actor=actor, at=at, **chosen)
    _decide(held, Application.APPROVED, actor, person=person, at=at)
    note(application=held.pk)
    return person


@operation(may=MANAGE, on="application")
def refuse(*, application: Application, reason: str, actor: Actor, at: datetime) -> None:
    """不通过, with the reason that the applicant is told."""
    if not reason.strip():
        raise Invalid({"reason": "请写明不通过的原因，申请人会看到。"})
    held = _held(application)
    held.refusal = reason.strip()[:200]
    _decide(held, Application.REFUSED, actor, person=None, at=at)
    note(reason=held.refusal)


def _held(application: Application) -> Application:
    held = Application.objects.select_for_update().select_related("unit").get(pk=application.pk)
    if held.state != Application.PENDING:
        raise Conflict(f"这项申请已由{held.decided_by}处理。", code="organization.decided")
    return held


@inside_operation
def _decide(held: Application, state: str, actor: Actor, *, person: Person | None, at: datetime) -> None:
    """The hash of the password goes to the account; of somebody refused it stays for the words at the login alone."""
    held.state, held.person, held.decided_at, held.decided_by = state, person, at, actor.name
    held.password = "" if person else held.password
    held.save(update_fields=["state", "person", "decided_at", "decided_by", "refusal", "password"])
    publish(ApplicationDecided(held.pk, person.pk if person else None))


def _require_few(unit: Unit, ip: str, *, at: datetime) -> None:
    lately = Application.objects.filter(ip=ip, applied_at__gt=at - timedelta(hours=1)).count()
    if lately >= HOURLY or Application.objects.filter(unit=unit, state=Application.PENDING).count() >= MOST_PENDING:
        raise Conflict("申请太多，请过一小时再试，或联系本单位管理员。", code="organization.too-many-applications")


def _require_sound(data: ApplicationData, username: str) -> None:
    faults = application_faults(data)
    if weak := staff_password_faults(data.password, username=username):
        faults["password"] = "".join(weak)
    if "mobile" not in faults and _mobile_known(data):
        faults["mobile"] = "这个手机号已经有账号，或已经提交过申请，请联系本单位管理员。"
    taken = Account.objects.filter(username__iexact=username).exists() or username.lower() in usernames_waiting(
        username
    )
    if "username" not in faults and taken:
        faults["username"] = f"用户名 {username} 已有人使用。"
    if faults:
        raise Invalid(faults)


def _mobile_known(data: ApplicationData) -> bool:
    mobile = data.mobile.strip()
    pending = Application.objects.filter(mobile=mobile, state=Application.PENDING)
    return pending.exists() or Person.objects.filter(mobile=mobile, name=data.name.strip(), left_at=None).exists()


def _free_username(name: str) -> str:
    """What the system proposes, free of accounts and of what others have applied for."""
    base = username_for(name, set())
    return username_for(name, usernames_like(base) | usernames_waiting(base))
