"""What documents do with the news of others."""

from tongban.business.documents.contracts import CopyState, IncomingCompleted
from tongban.business.documents.models import Copy, Incoming
from tongban.engines.flow import api as flow
from tongban.kernel.operations import doing, enqueue, publish


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
