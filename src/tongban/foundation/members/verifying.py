"""Asking a register whether a person, or an enterprise, is who it says: outside of any transaction; operations write the answers down."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from tongban.foundation.members import operations
from tongban.foundation.members.contracts import NoAnswer, Outcome, Sort, Verifier, verifiers
from tongban.foundation.members.models import Check, Enterprise, Member
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid

MISMATCH_PERSON = "姓名和身份证号对不上。请照身份证逐字核对后再填。"
MISMATCH_ENTERPRISE = "名称、统一社会信用代码和负责人对不上。请照营业执照核对；负责人须是您本人。"


def verify_person(*, member: Member, name: str, number: str, agree: bool, actor: Actor, at: datetime) -> None:
    """实名核验. Raises Invalid at the field, or NoAnswer where the register is away (which does not count as a try)."""
    check = operations.begin_person_check(member=member, name=name, number=number, agree=agree, actor=actor, at=at)
    matches = _asked(check, lambda verifier: verifier.person(name=name, number=number), actor=actor, at=at)
    if not matches:
        raise Invalid({"name": MISMATCH_PERSON}, code="members.mismatch")
    operations.record_real_name(check=check, name=name, number=number, actor=actor, at=at)


def verify_enterprise(*, member: Member, name: str, code: str, sort: Sort, actor: Actor, at: datetime) -> Enterprise:
    """The member registers an enterprise whose representative he is by the register."""
    check = operations.begin_enterprise_check(member=member, code=code, actor=actor, at=at)
    matches = _asked(
        check,
        lambda verifier: verifier.enterprise(name=name, code=code, representative=member.name),
        actor=actor,
        at=at,
    )
    if not matches:
        raise Invalid({"code": MISMATCH_ENTERPRISE}, code="members.mismatch")
    return operations.register_enterprise(check=check, name=name, code=code, sort=sort, actor=actor, at=at)


def verifier() -> Verifier | None:
    """The register of this installation; None where none is connected."""
    return verifiers.get(settings.VERIFIER)


def _asked(check: Check, ask: Callable[[Verifier], bool], *, actor: Actor, at: datetime) -> bool:
    connected = verifier()
    if connected is None:
        raise NoAnswer("本站还没有接通核验服务，请带证件到窗口办理。", code="members.no-verifier")
    try:
        matches = ask(connected)
    except NoAnswer:
        operations.record_answer(check=check, outcome=Outcome.NO_ANSWER, actor=actor, at=at)
        raise
    operations.record_answer(check=check, outcome=Outcome.MATCH if matches else Outcome.MISMATCH, actor=actor, at=at)
    return matches
