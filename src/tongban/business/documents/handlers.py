"""What documents do with the news of others."""

from collections.abc import Collection
from typing import Any

from tongban.business.documents.contracts import CopySigned, CopyState, IncomingCompleted
from tongban.business.documents.models import Copy, Document, Incoming, Reading
from tongban.business.documents.operations.circulate import send_next
from tongban.business.documents.rules import urgency
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.foundation.organization.api import Duty, Unit, holders
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.operations import doing, enqueue, publish

OURS = ("document", "incoming")


def service_reached(event: flow.ServiceReached) -> None:
    """The process stands at a task of ours: laying out goes to the worker, where the fonts are."""
    if event.subject.kind == "document" and event.service == "lay_out":
        key = f"lay_out:{event.subject.id}:{event.token}"
        enqueue("documents.lay_out", dedupe_key=key, document=event.subject.id, token=event.token)


def process_ended(event: flow.InstanceEnded) -> None:
    """办结 of a received document: the sender sees it at its copy."""
    if event.subject.kind != "incoming" or event.how != "ended":
        return
    at = doing().at
    Incoming.objects.filter(pk=event.subject.id).update(state="completed", completed_at=at)
    incoming = Incoming.objects.get(pk=event.subject.id)
    if incoming.copy_id:
        Copy.objects.filter(pk=incoming.copy_id).update(state=CopyState.COMPLETED, completed_at=at)
    publish(IncomingCompleted(event.subject, incoming.copy_id))


def read(event: inbox.Read) -> None:
    """已阅 of what was circulated: noted at the reader, and the next in turn gets it."""
    if event.source.kind != "reading":
        return
    at = doing().at
    Reading.objects.filter(pk=event.source.id, read_at=None).update(read_at=at)
    model: type[Document] | type[Incoming] = Document if event.subject.kind == "document" else Incoming
    send_next(model.objects.get(pk=event.subject.id), at=at)


def is_express(event: flow.StepsOpened) -> bool:
    """特急 of ours: only for these a job is written."""
    return event.subject.kind in OURS and event.urgency >= urgency.ORDER["express"]


def express_opened(event: flow.StepsOpened) -> None:
    """特急: whoever has the step is told at once, by short message too; what is less urgent the counts of the desk tell.

    A short message does not name the document. Who drafted or registered it knows.
    """
    subject = flow.hosts[event.subject.kind].describe(event.subject)
    if subject.urgency < urgency.ORDER["express"]:
        return
    for work in flow.Work.objects.filter(pk__in=event.works, state=flow.Work.OPEN).order_by("pk"):
        people = inbox.people_with(work.keys, at=now()) - set(subject.people.values())
        body = f"您有一件特急公文待办（{work.step}），请尽快登录办理。"
        news = notifications.News(f"特急：{subject.title}", body, event.subject)
        _tell(people, news, f"documents.express:{work.pk}", channels=(notifications.APP, notifications.SMS))


def step_returned(event: flow.StepReturned) -> None:
    """退回修改: the drafter learns of it, wherever the step went back to."""
    if event.subject.kind not in OURS:
        return
    subject = flow.hosts[event.subject.kind].describe(event.subject)
    works = [w for w in flow.works_of(event.subject) if w.element == event.element and w.state == flow.Work.RETURNED]
    body = f"{event.person_name} 退回：{event.reason}"
    news = notifications.News(f"退回修改：{subject.title}", body, event.subject)
    _tell({subject.people["drafter"]}, news, f"documents.returned:{works[-1].pk}")


def copy_refused(event: CopySigned) -> None:
    """退文: the drafter and the 机要员 of the sender learn of it, with the reason."""
    if not event.refused:
        return
    copy = Copy.objects.select_related("document").get(pk=event.copy_id)
    document = copy.document
    units = [document.unit_id, *Unit.objects.filter(organ_id=document.unit_id).values_list("pk", flat=True)]
    people = {document.drafter_id, *(h.person_id for h in holders(unit_ids=units, at=now(), duty=Duty.REGISTRAR))}
    body = f"{copy.unit_name}退文：{copy.reason}"
    news = notifications.News(f"退文：{document.title}", body, event.document)
    _tell(people, news, f"documents.refused:{copy.pk}:{copy.sendings}")


def _tell(people: Collection[int], news: notifications.News, key: str, **how: Any) -> None:
    """Once, however often the job runs."""
    if people:
        actor = system_actor("通知")
        notifications.tell(persons=sorted(people), news=news, actor=actor, at=now(), request_key=key, **how)
