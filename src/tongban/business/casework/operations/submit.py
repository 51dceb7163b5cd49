"""收件: an application comes in, or its supplement. What was handed in is kept as it was, for good."""

import json
import secrets
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.business.casework.contracts import CASE, NUMBER, Applicant, Application, Channel, Origin, State
from tongban.business.casework.models import Case, Material, Submission
from tongban.business.casework.operations import clocks as limits
from tongban.business.casework.operations.common import held, intake_entry, moved
from tongban.business.casework.queries import texts_of_cases
from tongban.business.casework.rules.steps import FINISHED
from tongban.business.catalog import api as catalog
from tongban.engines.exchange import api as exchange
from tongban.engines.forms import api as forms
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation
from tongban.kernel.plain import to_plain
from tongban.lib.gm.provider import sm3

DIGITS = "0123456789"
RUNNING = "casework.running"  # the code of the refusal of a second application


@operation(may="casework.take_in", on="version")
def submit(*, version: catalog.Version, application: Application, actor: Actor, at: datetime) -> Case:
    """Take an application in: numbered, with a 查询码, on the window's desk, and the organ's five days run from `at`.

    Online every required material must be there, the item counts as the applicant saw it, and `at` is when he handed it
    in; at the window what is missing is asked for once, in writing. Invalid at the fields; Conflict where the same
    applicant has a running case for the item.
    """
    origin = application.origin
    version = catalog.counted(version, at=at) if origin else catalog.published_version(version.pk)
    form = _form_of(version, origin)
    unit = Unit.objects.select_for_update().get(pk=version.unit_id)
    data = _checked(version, form, application)
    _refuse_second(version, application)
    series = numbering.series_of(unit_id=unit.pk, purpose=NUMBER).first()
    if series is None:
        raise Conflict(
            f"{unit.name}还没有“办件编号”序列，不能收件。请管理员在编号管理中建立。", code="casework.no-series"
        )
    number = numbering.reserve(series=series, year=localdate(at).year)[0]
    who = application.applicant
    case = Case.objects.create(
        number=number, number_text=number.text, version=version, **_known(origin), audience=who.audience, unit=unit,
        title=f"{who.name}：{version.name}", applicant=who.name.strip(), applicant_code=_code(who),
        applicant_digest=audit.keyed_digest(_code(who)),
        agent=who.agent.strip(), phone=who.phone.strip(), channel=application.channel.value, submitted_at=at, received_at=at,
    )  # fmt: skip
    numbering.assign(number=number, subject=case.reference)
    about(case.reference)
    access.show(case.reference, [f"u{unit.pk}"], sort_at=at)
    search.put(texts_of_cases([case.pk]))
    _keep(case, 1, form, data, application, at=at)
    note(number=case.number_text, channel=case.channel)
    return moved(case)


@operation(may="casework.take_in", on="case")
def resubmit(*, case: Case, application: Application, actor: Actor, at: datetime) -> Case:
    """补正: the supplement comes in; a new five days begin. What was handed in before stays beside it."""
    case = held(case)
    if case.state != State.SUPPLEMENT:
        raise Conflict("这个办件现在不需要补正。", code="casework.not-to-supplement")
    last = case.submissions.latest("no")
    form = forms.version(last.form_version_id)
    data = _checked(case.version, form, application, supplement=True)
    case.state, case.received_at = State.SUBMITTED, at
    case.save(update_fields=["state", "received_at"])
    _keep(case, last.no + 1, form, data, application, at=at)
    return moved(case)


@inside_operation
def _keep(
    case: Case, no: int, form: forms.FormVersion, data: dict, application: Application, *, at: datetime
) -> Submission:
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    submission = Submission.objects.create(
        case=case, no=no, form_version_id=form.pk, data=data, digest=sm3(plain.encode()).hex(), at=at,
        by_name=application.applicant.agent or application.applicant.name, **_agreed(application.origin),
    )  # fmt: skip
    names = {material.key: material.name for material in case.version.content.materials}
    Material.objects.bulk_create(
        Material(
            submission=submission, key=given.key, name=names[given.key], on_paper=given.on_paper,
            file=files.keep(received=given.received, subject=case.reference) if given.received else given.file,
        )
        for given in application.materials
    )  # fmt: skip
    files.attach(files=[given.file for given in application.materials if given.file], subject=case.reference)
    exchange.announce(topic=CASE, key=case.key)
    limits.received(case)
    inbox.put([intake_entry(case, submission, at)])
    return submission


def _code(who: Applicant) -> str:
    return who.code.strip().upper()


def _agreed(origin: Origin | None) -> dict[str, Any]:
    return {"level": origin.level, "consents": to_plain(origin.consents)} if origin else {}


def _known(origin: Origin | None) -> dict[str, Any]:
    """What the applicant was given: online already, at the window now."""
    if origin is None:
        return {"query_code": "".join(secrets.choice(DIGITS) for _ in range(8))}
    return {
        "query_code": origin.code, "source": origin.uid, "receipt": origin.receipt, "electronic": origin.electronic,
    }  # fmt: skip


def _form_of(version: catalog.Version, origin: Origin | None) -> forms.FormVersion:
    """The version of the form that was filled in."""
    code = version.content.form
    return forms.numbered(code, origin.form) if origin else forms.current(code)


def _checked(
    version: catalog.Version, form: forms.FormVersion, application: Application, *, supplement: bool = False
) -> dict:
    """The form's values, cleaned. Invalid, field by field, for them, the applicant and the materials together."""
    faults = _faults(version, forms.definition_of(form).name, application, supplement=supplement)
    data: dict = {}
    try:
        data = forms.validate(forms.definition_of(form), application.data)
    except Invalid as error:
        faults |= error.fields
    if faults:
        raise Invalid(faults, code="casework.application")
    return data


def _faults(version: catalog.Version, form_name: str, application: Application, *, supplement: bool) -> dict[str, str]:
    who, faults = application.applicant, {}
    for name, label in (("name", "申请人名称"), ("code", "证件号码"), ("agent", "经办人姓名"), ("phone", "联系电话")):
        if not getattr(who, name).strip():
            faults[f"applicant_{name}"] = f"请填写{label}。"
    known = {material.key: material for material in version.content.materials}
    handed = {given.key for given in application.materials}
    if handed - set(known):
        faults[""] = "有的材料不属于这个事项，请刷新后再试。"
    if application.channel == Channel.WEB and not supplement:
        needed = (m for m in catalog.to_upload(version.content, form_name) if m.required and m.key not in handed)
        faults |= {f"material_{m.key}": f"请上传{m.name}。" for m in needed}
    return faults


def _refuse_second(version: catalog.Version, application: Application) -> None:
    same = Case.objects.filter(
        version__item_id=version.item_id, applicant_digest=audit.keyed_digest(_code(application.applicant))
    )
    running = same.exclude(state__in=[state.value for state in FINISHED]).first()
    if running is not None:
        raise Conflict(f"{running.applicant}的同一申请（{running.number_text}）正在办理，不能重复申请。", code=RUNNING)
