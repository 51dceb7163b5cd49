"""实名: what is asked of a register, how often, and what it answered."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.members import rules
from tongban.foundation.members.contracts import DOCUMENTS, Document, Outcome, Role, Sort
from tongban.foundation.members.models import Agent, Check, Enterprise, Member
from tongban.foundation.members.operations.entering import keep_consents
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation

PERSON, ENTERPRISE = "person", "enterprise"


@operation(may="members.own", on="member")
def begin_person_check(*, member: Member, name: str, number: str, agree: bool, actor: Actor, at: datetime) -> Check:
    """Before the register is asked: the separate consent is kept, and a try is counted. A name is checked once."""
    if not agree:
        raise Invalid({"agree": f"要先阅读并同意《{DOCUMENTS[Document.IDENTITY]}》。"})
    if member.real_named:
        raise Conflict("您已经实名，不用再核验。", code="members.real-named")
    note(number=keyed_digest(number))
    keep_consents(member, [Document.IDENTITY], at=at)
    return _begin(member, PERSON, "number", at)


@operation(may="members.own", on="member")
def begin_enterprise_check(*, member: Member, code: str, actor: Actor, at: datetime) -> Check:
    """The same for an enterprise, by somebody whose own name was checked."""
    if not member.real_named:
        raise Conflict("登记企业前，请先完成本人实名。", code="members.not-real-named")
    note(code=code)
    return _begin(member, ENTERPRISE, "code", at)


@operation(may="members.own", on="check")
def record_answer(*, check: Check, outcome: Outcome, actor: Actor, at: datetime) -> None:
    """What the register answered. No answer does not count as a try."""
    check.outcome = outcome
    check.save(update_fields=["outcome"])
    note(about=check.about, outcome=outcome)


@operation(may="members.own", on="check")
def record_real_name(*, check: Check, name: str, number: str, actor: Actor, at: datetime) -> Member:
    """实名: the register says that this is the member's name. One person has one account."""
    _require_match(check, PERSON)
    give_name(check.member, name=name, number=number, at=at)
    note(number=keyed_digest(number))
    return check.member


@inside_operation
def give_name(member: Member, *, name: str, number: str, at: datetime) -> None:
    """The name and number that a register confirmed."""
    member.name, member.id_number, member.id_digest, member.real_named_at = name, number, keyed_digest(number), at
    try:
        with transaction.atomic():
            member.save(update_fields=["name", "id_number", "id_digest", "real_named_at"])
    except IntegrityError:
        words = "这个身份证号已经在另一个账号上实名。请用那个账号登录；手机号换了的，请带证件到窗口办理。"
        raise Invalid({"number": words}, code="members.person-known") from None


@operation(may="members.own", on="check")
def register_enterprise(*, check: Check, name: str, code: str, sort: Sort, actor: Actor, at: datetime) -> Enterprise:
    """The member is the owner of the enterprise, as the register says. An enterprise without an owner may get a new one."""
    _require_match(check, ENTERPRISE)
    enterprise = give_enterprise(check.member, name=name, code=code, sort=sort, at=at)
    about(enterprise.reference)
    return enterprise


@inside_operation
def give_enterprise(member: Member, *, name: str, code: str, sort: Sort, at: datetime) -> Enterprise:
    """The enterprise that a register confirmed as the member's."""
    enterprise, _ = Enterprise.objects.select_for_update().get_or_create(
        code=code, defaults={"name": name, "sort": sort, "confirmed_at": at}
    )
    enterprise.name, enterprise.sort, enterprise.confirmed_at = name, sort, at
    enterprise.save()
    _own(enterprise, member, at)
    return enterprise


@inside_operation
def _begin(member: Member, subject: str, field: str, at: datetime) -> Check:
    Member.objects.select_for_update().get(pk=member.pk)
    counted = Check.objects.filter(member=member, about=subject, at__gt=at - rules.DAY)
    if counted.exclude(outcome=Outcome.NO_ANSWER).count() >= rules.MOST_CHECKS:
        words = f"一天最多核验 {rules.MOST_CHECKS} 次，请明天再试，或带证件到窗口办理。"
        raise Invalid({field: words}, code="members.too-many-checks")
    return Check.objects.create(member=member, about=subject, at=at)


def _require_match(check: Check, subject: str) -> None:
    if check.about != subject or check.outcome != Outcome.MATCH:
        raise Conflict("核验没有通过。", code="members.not-matched")


@inside_operation
def _own(enterprise: Enterprise, member: Member, at: datetime) -> None:
    held = Agent.objects.filter(enterprise=enterprise, role=Role.OWNER, until=None).exclude(member=member)
    if held.exists():
        words = "这家企业已经由另一个账号登记为负责人。负责人已变更的，请带营业执照到窗口办理。"
        raise Invalid({"code": words}, code="members.enterprise-known")
    Agent.objects.filter(enterprise=enterprise, member=member, role=Role.AGENT, until=None).update(until=at)
    Agent.objects.get_or_create(
        enterprise=enterprise, member=member, role=Role.OWNER, until=None,
        defaults={"name": member.name, "phone_digest": member.phone_digest, "invited_at": at, "since": at},
    )  # fmt: skip
