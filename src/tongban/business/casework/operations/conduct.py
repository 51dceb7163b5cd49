"""While a case is handled: the procedures that pause its limits (§45, and no other), and an extension (§42)."""

from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.casework.contracts import SPECIAL, Sort
from tongban.business.casework.models import Case, Special
from tongban.business.casework.operations import clocks as limits
from tongban.business.casework.operations.common import held
from tongban.business.casework.operations.letters import write_letter
from tongban.foundation.clocks import api as clocks
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation
from tongban.lib.days.words import Unit as Measure
from tongban.lib.gongwen.model import chinese_date

LONGEST = 250  # working days that a procedure may be told to last


@operation(may="casework.conduct", on="case")
def begin_special(*, case: Case, ground: clocks.Ground, body: str, days: int, actor: Actor, at: datetime) -> Special:
    """特别程序: told to the applicant in writing, with the days it takes; both limits stand still from now on.

    Conflict for a ground that the item does not have: a site inspection (现场勘查) never pauses anything.
    """
    case = held(case, "conduct")
    _check(case, ground, body, days)
    label = clocks.GROUND_LABELS[ground]
    letter = write_letter(
        case, Sort.SPECIAL, ground=label, body=body.strip(), days=days, since=chinese_date(localdate(at))
    )
    made = Special.objects.create(
        case=case, ground=ground.value, body=body.strip()[:120], told_days=days, letter=letter, started_at=at
    )
    for clock in limits.limits(case):
        clocks.pause(clock=clock, ground=ground, document=letter.reference, told_days=days)
    rule = clocks.Rule(unit=Measure.WORKDAY, amount=days, basis=clocks.Basis.SECOND, marks=(-limits.near(), 0, 1))
    clocks.start(subject=case.reference, code=SPECIAL, rule=rule, unit=case.unit)
    note(ground=ground.value, days=days)
    return made


@operation(may="casework.conduct", on="case")
def end_special(*, case: Case, result: str, actor: Actor, at: datetime) -> Special:
    """The procedure has ended: the limits go on."""
    case = held(case, "conduct")
    if not result.strip():
        raise Invalid({"result": "请写明结果，例如：检测合格，报告编号。"}, code="casework.result-missing")
    special = Special.objects.select_for_update().filter(case=case, ended_at=None).first()
    if special is None:
        raise Conflict("没有正在进行的特别程序。", code="casework.no-special")
    special.ended_at, special.result = at, result.strip()[:300]
    special.save(update_fields=["ended_at", "result"])
    limits.stop(case, SPECIAL)
    for clock in limits.limits(case):
        clocks.resume(clock=clock, reason=result.strip()[:200])
    return special


@operation(may="casework.extend", on="case")
def extend(*, case: Case, days: int, reason: str, actor: Actor, at: datetime) -> Case:
    """延长: approved by a leader of the organ, told to the applicant with the reason, once, within what the law adds."""
    case = held(case, "conduct")
    if case.letters.filter(sort=Sort.EXTENSION.value).exists():
        raise Conflict("办理期限只能延长一次。", code="casework.extended")
    if not reason.strip():
        raise Invalid({"reason": "请写明延长的理由。"}, code="casework.reason-missing")
    letter = write_letter(case, Sort.EXTENSION, reason=reason, days=days, approver=actor.name)
    approval = clocks.Approval(actor.name, actor.person_id, letter.reference)
    for clock in limits.limits(case):
        clocks.extend(clock=clock, amount=days, approval=approval, reason=reason.strip()[:200])
    note(days=days)
    return case


def _check(case: Case, ground: clocks.Ground, body: str, days: int) -> None:
    faults = {}
    if ground.value not in case.version.content.pauses:
        faults["ground"] = f"这个事项没有“{clocks.GROUND_LABELS[ground]}”这项特别程序，不能暂停计时。"
    if not body.strip():
        faults["body"] = "请填写承担机构。"
    if not 1 <= days <= LONGEST:
        faults["days"] = f"请填写书面告知的所需工作日，1至{LONGEST}。"
    if faults:
        raise Invalid(faults, code="casework.special")
    if not limits.limits(case) or any(clock.state != "running" for clock in limits.limits(case)):
        raise Conflict("时限已经暂停或者结束，不能再开始特别程序。", code="casework.not-running")
