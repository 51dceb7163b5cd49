"""What stands beside the 处理单 for this viewer: his step, his next to-do, reminders, what he is to read, the ways sideways."""

from typing import Any

from django.http import HttpRequest

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox

OWN_BUTTONS = frozenset({"urge", "circulate"})  # documents have pages of their own for these


def work_of_viewer(request: HttpRequest, works: list[flow.Work]) -> flow.Work | None:
    """The open step on the viewer's desk."""
    keys = set(inbox.keys_for(request))
    return next((w for w in works if w.state == flow.Work.OPEN and keys & set(w.keys)), None)


def beside_context(
    request: HttpRequest, thing: Document | Incoming, works: list[flow.Work], work: flow.Work | None
) -> dict[str, Any]:
    """`urged` is the last reminder since the viewer's step came to him."""
    urgings = queries.urgings_of(thing.reference)
    return {
        "place": inbox.place_of(request, thing.reference),
        **flow.moves_context(request, thing.reference, works, without=OWN_BUTTONS),
        "may_urge": queries.looks_after(request.actor, thing, keys=inbox.keys_for(request)),
        "may_circulate": queries.belongs_to(request.actor, thing),
        "urged": next((u for u in urgings if work is not None and u.at >= work.opened_at), None),
        "to_read": inbox.to_read_of(request, thing.reference),
    }
