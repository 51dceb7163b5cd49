"""收件: an application comes in, or its supplement. What was handed in is kept as it was, for good."""

import json
import secrets
from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.casework.contracts import NUMBER, Application, Channel, State
from tongban.business.casework.models import Case, Material, Submission
from tongban.business.casework.operations import clocks as limits
from tongban.business.casework.operations.common import held, intake_entry
from tongban.business.casework.rules.steps import FINISHED
from tongban.business.catalog import api as catalog
from tongban.engines.forms import api as forms
from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation
from tongban.lib.gm.provider import sm3

DIGITS = "0123456789"


@operation(may="casework.take_in", on="version")
def submit(*, version: catalog.Version, application: Application, actor: Actor, at: datetime) -> Case:
    """Take an application in: numbered, with a 查询码, on the window's desk, and the organ's five days run.

    Online every required material must be there; at the window what is missing is asked for once, in writing.
    Invalid at the fields; Conflict where the same applicant has a running case for the item.
    """
    version = catalog.published_version(version.pk)
    unit = Unit.objects.select_for_update().get(pk=version.unit_id)
    data = _checked(version, application)
    _refuse_second(version, application)
    series = numbering.series_of(unit_id=unit.pk, purpose=NUMBER).first()
    if series is None:
        raise Conflict(
            f"{unit.name}还没有“办件编号”序列，不能收件。请管理员在编号管理中建立。", code="casework.no-series"
        )
    number = numbering.reserve(series=series, year=localdate(at).year)[0]
    who = application.applicant
    case = Case.objects.create(
        number=number, number_text=number.text, query_code="".join(secrets.choice(DIGITS) for _ in range(8)), version=version,
        unit=unit, title=f"{who.name}：{version.name}", applicant=who.name.strip(), applicant_code=who.code.strip().upper(),
        agent=who.agent.strip(), phone=who.phone.strip(), channel=application.channel.value, submitted_at=at, received_at=at,
    )  # fmt: skip
    numbering.assign(number=number, subject=case.reference)
    about(case.reference)
    access.show(case.reference, [f"u{unit.pk}"], sort_at=at)
    _keep(case, 1, data, application, actor=actor, at=at)
    note(number=case.number_text)
    return case


@operation(may="casework.take_in", on="case")
def resubmit(*, case: Case, application: Application, actor: Actor, at: datetime) -> Case:
    """补正: the supplement comes in; a new five days begin. What was handed in before stays beside it."""
    case = held(case)
    if case.state != State.SUPPLEMENT:
        raise Conflict("这个办件现在不需要补正。", code="casework.not-to-supplement")
    data = _checked(case.version, application, supplement=True)
    case.state, case.received_at = State.SUBMITTED, at
    case.save(update_fields=["state", "received_at"])
    last = case.submissions.latest("no")
    _keep(case, last.no + 1, data, application, actor=actor, at=at)
    return case


@inside_operation
def _keep(case: Case, no: int, data: dict, application: Application, *, actor: Actor, at: datetime) -> Submission:
    form = forms.current(case.version.content.form)
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    submission = Submission.objects.create(
        case=case, no=no, form_version_id=form.pk, data=data, digest=sm3(plain.encode()).hex(), at=at,
        by_name=application.applicant.agent or application.applicant.name,
    )  # fmt: skip
    names = {material.key: material.name for material in case.version.content.materials}
    Material.objects.bulk_create(
        Material(
            submission=submission, key=given.key, name=names[given.key], on_paper=given.on_paper,
            file=files.keep(received=given.received, subject=case.reference) if given.received else None,
        )
        for given in application.materials
    )  # fmt: skip
    limits.received(case)
    inbox.put([intake_entry(case, submission, at)])
    return submission


def _checked(version: catalog.Version, application: Application, *, supplement: bool = False) -> dict:
    """The form's values, cleaned. Invalid, field by field, for them, the applicant and the materials together."""
    faults = _faults(version, application, supplement=supplement)
    data: dict = {}
    try:
        data = forms.validate(forms.definition_of(forms.current(version.content.form)), application.data)
    except Invalid as error:
        faults |= error.fields
    if faults:
        raise Invalid(faults, code="casework.application")
    return data


def _faults(version: catalog.Version, application: Application, *, supplement: bool) -> dict[str, str]:
    who, faults = application.applicant, {}
    for name, label in (("name", "申请人名称"), ("code", "证件号码"), ("agent", "经办人姓名"), ("phone", "联系电话")):
        if not getattr(who, name).strip():
            faults[f"applicant_{name}"] = f"请填写{label}。"
    known = {material.key: material for material in version.content.materials}
    handed = {given.key for given in application.materials}
    if handed - set(known):
        faults[""] = "有的材料不属于这个事项，请刷新后再试。"
    if application.channel == Channel.WEB and not supplement:
        missing = (key for key, material in known.items() if material.required and key not in handed)
        faults |= {f"material_{key}": f"请上传{known[key].name}。" for key in missing}
    return faults


def _refuse_second(version: catalog.Version, application: Application) -> None:
    same = Case.objects.filter(
        version__item_id=version.item_id, applicant_code=application.applicant.code.strip().upper()
    )
    running = same.exclude(state__in=[state.value for state in FINISHED]).first()
    if running is not None:
        raise Conflict(
            f"{running.applicant}的同一申请（{running.number_text}）正在办理，不能重复申请。", code="casework.running"
        )
