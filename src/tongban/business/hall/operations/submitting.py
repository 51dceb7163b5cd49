"""提交: once, for good, with a receipt number and a 查询码. The office fetches it from here."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.business.casework import api as casework
from tongban.business.hall.contracts import CONSENT_VERSION, CONSENTS
from tongban.business.hall.models import Draft, DraftFile, SentFile, Submission
from tongban.business.hall.operations.drafts import held
from tongban.business.hall.operations.telling import tell
from tongban.business.hall.queries.applying import audience_of, missing
from tongban.business.hall.queries.looking import code_digest
from tongban.business.hall.queries.own import definition_of
from tongban.business.hall.queries.published import content_of, item_of
from tongban.business.hall.rules import receipts
from tongban.business.hall.sql import next_of_day
from tongban.engines.exchange import api as exchange
from tongban.engines.forms import api as forms
from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.files import api as files
from tongban.foundation.members import api as members
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.operations import about, enqueue, inside_operation, note, operation
from tongban.kernel.plain import to_plain
from tongban.kernel.sql import insert_rows
from tongban.lib.gm.provider import sm3


@operation(may="hall.apply", on="draft")
def submit(*, draft: Draft, consents: Collection[str], actor: Actor, at: datetime) -> Submission:
    """The draft becomes a submission of the same uid. Invalid at fields, materials and consents; Conflict where the item has
    changed or is withdrawn, or where the same applicant has an application for it under way."""
    draft = held(draft)
    rows = list(draft.files.select_related("file__blob").order_by("key"))
    data = _checked(draft, consents, {row.key for row in rows})
    who = members.applicant_of(draft.member, draft.enterprise)
    _lock(draft)
    _refuse_second(draft, who)
    made = _write(draft, data, who, consents, rows, at)
    draft.delete()
    _send(made, who, rows, at)
    enqueue("hall.draw_receipt", submission=made.pk)
    about(made.reference)
    note(receipt=made.receipt, digest=made.digest)
    tell(made, "已收到您的申请，五个工作日内告诉您是否受理。")
    return made


def _checked(draft: Draft, consents: Collection[str], there: Collection[str]) -> dict[str, Any]:
    guide, item = draft.guide, item_of(draft.guide)
    if guide.withdrawn:
        raise Conflict(f"这个事项已经下架，不能提交。{item.reason}", code="hall.item-withdrawn")
    if (draft.version, draft.form_no) != (item.version, item.form_no):
        raise Conflict("这个事项有了新的规定，请先看改了什么，再提交。", code="hall.item-changed")
    if not draft.member.real_named:
        raise NotAllowed("请先实名认证，再提交申请。", code="hall.not-real-named")
    definition, data = definition_of(item.form), {}
    faults = missing(item.content, definition.name, there)
    faults |= {c.key: "请勾选：以上内容和材料真实、准确。" for c in CONSENTS if c.needed and c.key not in consents}
    try:
        data = forms.validate(definition, draft.data)
    except Invalid as error:
        faults |= error.fields
    if faults:
        raise Invalid(faults, code="hall.application")
    return data


@inside_operation
def _lock(draft: Draft) -> None:
    """One after the other for the same applicant, whoever sits at the keyboard."""
    who: Any = draft.enterprise or draft.member
    type(who).objects.select_for_update().get(pk=who.pk)


def _refuse_second(draft: Draft, who: members.Applicant) -> None:
    of_applicant = Submission.objects.filter(applicant_digest=keyed_digest(who.code), guide=draft.guide, running=True)
    running = of_applicant.values_list("receipt", flat=True).first()
    if running is not None:
        raise Conflict(f"{who.name}的同一申请（{running}）正在办理，不能重复申请。", code="hall.running")


@inside_operation
def _write(
    draft: Draft,
    data: dict[str, Any],
    who: members.Applicant,
    consents: Collection[str],
    rows: list[DraftFile],
    at: datetime,
) -> Submission:
    code, day = receipts.new_code(), localdate(at)
    agreed = [{"what": c.key, "version": CONSENT_VERSION, "at": at.isoformat()} for c in CONSENTS if c.key in consents]
    filed = {
        "item": str(draft.guide.uid), "version": draft.version, "form": draft.form_no, "data": data,
        "files": [[row.key, row.file.digest] for row in rows], "consents": agreed,
    }  # fmt: skip
    plain = json.dumps(filed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    made = Submission.objects.create(
        uid=draft.uid, receipt=receipts.receipt(day, next_of_day(day)), code=code, code_digest=code_digest(code), member=draft.member,
        enterprise=draft.enterprise, applicant=who.name, applicant_digest=keyed_digest(who.code), guide=draft.guide,
        version=draft.version, form_no=draft.form_no, form=draft.guide.data["form"], data=data, consents=agreed,
        digest=sm3(plain.encode()).hex(), submitted_at=at,
    )  # fmt: skip
    names = {material.key: material.name for material in content_of(draft.guide).materials}
    files.move(files=[row.file for row in rows], subject=made.reference)
    insert_rows([SentFile(submission=made, key=row.key, name=names[row.key], file=row.file) for row in rows])
    return made


@inside_operation
def _send(made: Submission, who: members.Applicant, rows: list[DraftFile], at: datetime) -> None:
    sort = made.enterprise.sort if made.enterprise else ""
    party = casework.Party(
        name=who.name, code=who.code, agent=who.agent, phone=who.phone, audience=audience_of(sort), level=who.level,
    )  # fmt: skip
    filed = casework.Filed(
        uid=str(made.uid), receipt=made.receipt, code=made.code, item=str(made.guide.uid), version=made.version, form=made.form_no,
        party=party, data=made.data, materials=tuple(casework.Sent(key=row.key, file=no) for no, row in enumerate(rows)),
        consents=tuple(casework.Consent(what=c["what"], version=c["version"], at=at) for c in made.consents), submitted_at=at,
    )  # fmt: skip
    exchange.send(topic=casework.FILED, key=str(made.uid), body=to_plain(filed), files=[row.file for row in rows])
