"""编号: the document gets its number after 复核, once, for good (F-TP-04)."""

from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.documents import checking
from tongban.business.documents.contracts import State
from tongban.business.documents.models import Document
from tongban.business.documents.queries import texts_of_documents
from tongban.business.documents.rules import transitions
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation

PURPOSE = "documents.outgoing"


@operation(may="documents.number", on="document")
def assign_number(*, document: Document, series: numbering.Series, actor: Actor, at: datetime) -> numbering.Number:
    """Give the next number of the series and year, and finish the step. A document that was returned keeps its number."""
    document = Document.objects.select_for_update(of=("self",)).select_related("plaque", "unit").get(pk=document.pk)
    transitions.require_turn("number", document.state)
    if series.unit_id != document.unit_id or series.purpose != PURPOSE:
        raise Invalid({"series": "请选择本机关的发文代字。"})
    year = localdate(at).year
    number = numbering.allocate(series=series, year=year, subject=document.reference)
    document.number, document.number_text, document.state = number, number.text, State.NUMBERED
    document.printed_on = localdate(at)
    checking.require_clean(document)
    document.save(update_fields=["number", "number_text", "state", "printed_on"])
    inbox.rename(document.reference, number=number.text)
    search.put(texts_of_documents([document.pk]))
    note(number=number.text)
    flow.finish(work=flow.open_work(document.reference, "number"), actor=actor, at=at, opinion=f"编号：{number.text}")
    return number
