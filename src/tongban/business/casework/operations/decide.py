"""决定 and 送达, the applicant's withdrawal, and the rating."""

from datetime import datetime
from typing import Any

from tongban.business.casework.contracts import DELIVERY, ISSUING, CaseDecided, CaseRated, Sort, State
from tongban.business.casework.models import Case, Rating
from tongban.business.casework.operations import clocks as limits
from tongban.business.casework.operations.common import held, moved
from tongban.business.casework.operations.letters import write_letter
from tongban.business.casework.operations.screen import require_reason
from tongban.business.licenses import api as licenses
from tongban.engines.flow import api as flow
from tongban.engines.forms import api as forms
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish

WAYS = {"window": "窗口领取", "mail": "邮寄", "online": "网上下载"}
BAD = 2  # stars at most: 差评


@operation(may="casework.decide", on="case")
def grant(*, case: Case, actor: Actor, at: datetime) -> Case:
    """准予: the decision letter, and the licence where the item gives one; the limits end here."""
    case = held(case, "decide")
    _require_no_special(case)
    content = case.version.content
    licence = _prepare_license(case) if content.result else None
    write_letter(case, Sort.GRANT, result=content.result, license=licence.number_text if licence else "")
    return _decided(case, State.GRANTED, "准予许可", licensed=licence is not None, actor=actor, at=at)


@operation(may="casework.decide", on="case")
def deny(*, case: Case, reason: str, basis: str, actor: Actor, at: datetime) -> Case:
    """不予许可: with the reason, the article and the remedies (行政许可法 §38)."""
    case = held(case, "decide")
    _require_no_special(case)
    require_reason(reason, basis)
    case.decision_reason, case.decision_basis = reason.strip(), basis.strip()
    write_letter(case, Sort.DENIAL, reason=reason, basis=basis)
    return _decided(case, State.DENIED, f"不予许可：{reason.strip()}", licensed=False, actor=actor, at=at)


@operation(may="casework.deliver", on="case")
def deliver(*, case: Case, way: str, receiver: str, actor: Actor, at: datetime) -> Case:
    """送达: the sealed decision, and the sealed licence, are in the applicant's hands."""
    case = held(case, "deliver")
    _require_way(case, way, receiver)
    if not ready_to_deliver(case):
        raise Conflict("决定书或者证照还没有用印，不能送达。", code="casework.not-sealed")
    return hand_over(case, way=way, receiver=receiver, actor=actor, at=at)


def ready_to_deliver(case: Case) -> bool:
    """Whether the decision, and the licence where there is one, are sealed."""
    sort = Sort.GRANT if case.state == State.GRANTED else Sort.DENIAL
    licence = licenses.live_of(case.reference)
    decision = case.letters.filter(sort=sort.value, sealed_at__isnull=False)
    return decision.exists() and (licence is None or licence.state == licenses.State.ISSUED)


@inside_operation
def hand_over(case: Case, *, way: str, receiver: str, actor: Actor, at: datetime) -> Case:
    """It is in the applicant's hands: the limits of delivery end, and the process with it."""
    case.delivered_at, case.delivered_way, case.receiver = at, way, receiver.strip()[:60]
    case.save(update_fields=["delivered_at", "delivered_way", "receiver"])
    limits.stop(case, DELIVERY, ISSUING)
    work = flow.open_work(case.reference, "deliver")
    flow.finish(work=work, actor=actor, at=at, opinion=f"{WAYS[way]}，{case.receiver}签收")
    return moved(case)


def _require_way(case: Case, way: str, receiver: str) -> None:
    faults = {}
    if way not in WAYS:
        faults["way"] = "请选择送达方式。"
    if way == "online" and not case.electronic:
        faults["way"] = "申请人没有同意电子送达，请选择窗口领取或者邮寄。"
    if not receiver.strip():
        faults["receiver"] = "请填写签收人。"
    if faults:
        raise Invalid(faults, code="casework.delivery")


@operation(may="casework.withdraw", on="case")
def withdraw(*, case: Case, reason: str, actor: Actor, at: datetime) -> Case:
    """撤回: the applicant takes the application back before it is decided."""
    case = held(case, "withdraw")
    if not reason.strip():
        raise Invalid({"reason": "请写明申请人撤回的原因。"}, code="casework.reason-missing")
    limits.stop_all(case)
    if case.state == State.ACCEPTED:
        flow.terminate(case.reference, actor=actor, at=at)
    inbox.close([submission.reference for submission in case.submissions.all()], at=at)
    case.state, case.decision_reason = State.WITHDRAWN, reason.strip()[:500]
    case.save(update_fields=["state", "decision_reason"])
    return moved(case)


@operation(may="casework.rate", on="case")
def rate(*, case: Case, stars: int, points: list[str], comment: str, actor: Actor, at: datetime) -> Rating:
    """好差评: once for a case; a bad one says what was bad."""
    case = held(case, "rate")
    if stars not in range(1, 6):
        raise Invalid({"stars": "请选择一到五星。"})
    if stars <= BAD and not comment.strip():
        raise Invalid({"comment": "请写一写哪里不满意，我们会回访和整改。"}, code="casework.bad-without-word")
    if Rating.objects.filter(case=case).exists():
        raise Conflict("这个办件已经评价过，一次服务评价一次。", code="casework.rated")
    made = Rating.objects.create(case=case, stars=stars, points=points[:10], comment=comment.strip()[:500], at=at)
    note(stars=stars)
    publish(CaseRated(case.reference, case.unit_id, stars))
    return made


def _decided(case: Case, state: State, opinion: str, *, licensed: bool, actor: Actor, at: datetime) -> Case:
    case.state, case.decided_at, case.decider_name = state, at, actor.name
    fields = ["state", "decided_at", "decider_name", "decision_reason", "decision_basis"]
    case.save(update_fields=fields)
    limits.decided(case, licensed=licensed)
    flow.finish(work=flow.open_work(case.reference, "decide"), actor=actor, at=at, opinion=opinion)
    publish(CaseDecided(case.reference, case.unit_id, state.value, at))
    return moved(case)


def _require_no_special(case: Case) -> None:
    if case.specials.filter(ended_at=None).exists():
        raise Conflict("特别程序还没有结束，不能作出决定。请先登记结果。", code="casework.special-open")


def _prepare_license(case: Case) -> Any:
    content, last = case.version.content, case.submissions.latest("no")
    definition = forms.definition_of(forms.version(last.form_version_id))
    shown = forms.shown_fields(definition, last.data)
    lines = tuple(
        (field.label, forms.words(field, last.data.get(field.name)))
        for field in definition.fields
        if field.name in shown and last.data.get(field.name) not in (None, "", [], False)
    )
    return licenses.prepare(
        subject=case.reference, unit=case.unit,
        grant=licenses.Grant(
            name=content.result, holder=case.applicant, holder_code=case.applicant_code, lines=lines,
            years=content.result_years, type_code=content.result_type, online=bool(case.source),
        ),
    )  # fmt: skip
