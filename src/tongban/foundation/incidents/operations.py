"""报警, 报告 and 处理. What is open lies on the desks of the security administrators."""

from datetime import datetime

from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.incidents import queries
from tongban.foundation.incidents.contracts import ALARM, HANDLED, OPEN, REPORT, RULES
from tongban.foundation.incidents.models import Incident
from tongban.foundation.notifications import api as notifications
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation

LONGEST = 1000


@operation(may="incidents.watch")
def watch(*, actor: Actor, at: datetime) -> int:
    """Look through the audit trail, and raise an alarm for each finding that is new today. How many."""
    raised = 0
    for finding in queries.findings(at=at):
        once = queries.once_of(finding)
        if Incident.objects.filter(once=once).exists():
            continue
        rule = RULES[finding.rule]
        hours = int(rule.within.total_seconds() // 3600)
        text = f"{finding.name}在最近 {hours} 小时内有 {finding.count} 次。请在审计记录里核对，必要时停用账号。"
        alarm = Incident.objects.create(
            sort=ALARM, rule=finding.rule, once=once, title=f"{rule.label}：{finding.name}"[:120], text=text, at=at
        )
        _lay_on_desks(alarm, finding.unit_id, at=at)
        raised += 1
    note(raised=raised)
    return raised


@operation(may="incidents.report")
def report(*, title: str, text: str, actor: Actor, at: datetime) -> Incident:
    """Somebody has noticed something: a lost device, a strange mail, a page that shows too much."""
    faults = {}
    if not title.strip():
        faults["title"] = "请用一句话写明是什么问题。"
    if not text.strip():
        faults["text"] = "请写明什么时候、在哪里、发现了什么。"
    if faults:
        raise Invalid(faults, code="incidents.report")
    made = Incident.objects.create(
        sort=REPORT, title=title.strip()[:120], text=text.strip()[:LONGEST], at=at, person_id=actor.person_id,
        person_name=actor.name,
    )  # fmt: skip
    about(made.reference)
    _lay_on_desks(made, actor.unit_id, at=at)
    return made


@operation(may="incidents.handle", on="incident")
def handle(*, incident: Incident, answer: str, actor: Actor, at: datetime) -> Incident:
    """处理 with a note; who reported it reads the note as the answer."""
    if not answer.strip():
        raise Invalid({"answer": "请写明核查的情况和处理结果。"}, code="incidents.answer")
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.state != OPEN:
        raise Conflict(f"{incident.handler_name}已经处理了。您写的内容已保留。", code="incidents.handled")
    incident.state, incident.answer, incident.handled_at = HANDLED, answer.strip()[:LONGEST], at
    incident.handler_name = actor.name
    incident.save(update_fields=["state", "answer", "handled_at", "handler_name"])
    inbox.finish(incident.reference, person_id=actor.person_id, at=at)
    if incident.person_id is not None and incident.person_id != actor.person_id:
        title = f"安全问题已处理：{incident.title}"
        notifications.notify([incident.person_id], title=title[:200], reference=incident.reference)
    return incident


@inside_operation
def _lay_on_desks(incident: Incident, unit_id: int | None, *, at: datetime) -> None:
    people = access.people_who_may(permission="incidents.handle", unit_id=unit_id or 0, at=at)
    keys = tuple(inbox.person_key(person) for person in sorted(people))
    step = "处理报警" if incident.sort == ALARM else "处理报告"
    inbox.put([
        inbox.Entry(
            source=incident.reference, subject=incident.reference, keys=keys, category="安全", title=incident.title,
            step=step, received_at=at, from_person=incident.person_name, urgency=1,
        )
    ])  # fmt: skip
