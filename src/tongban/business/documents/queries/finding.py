"""What of documents can be found by search: title, numbers, parties, keywords, and the body in force."""

from collections.abc import Callable, Collection, Iterable

from django.db.models import F

from tongban.business.documents.models import Copy, Document, Incoming, Version
from tongban.business.documents.queries.seeing import PURGED, SEE
from tongban.foundation.inbox import api as inbox
from tongban.foundation.search import api as search


def texts_of_documents(ids: Collection[int]) -> list[search.Text]:
    found = Document.objects.filter(pk__in=ids).exclude(state=PURGED)
    current = Version.objects.filter(document__in=ids, no=F("document__version"))
    bodies = dict(current.values_list("document_id", "body"))
    return [
        search.Text(
            d.reference,
            d.title,
            _joined(d.number_text, d.issuer_name, d.keywords, d.main_recipients, bodies.get(d.pk, "")),
        )
        for d in found
    ]


def texts_of_copies(ids: Collection[int]) -> list[search.Text]:
    found = Copy.objects.filter(pk__in=ids).exclude(document__state=PURGED).select_related("document")
    return [
        search.Text(c.reference, c.document.title, _joined(c.document.number_text, c.document.issuer_name))
        for c in found
    ]


def texts_of_incoming(ids: Collection[int]) -> list[search.Text]:
    found = Incoming.objects.filter(pk__in=ids).exclude(state=PURGED)
    return [search.Text(i.reference, i.title, _joined(i.number_text, i.from_number, i.from_unit)) for i in found]


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _source(
    label: str, order: int, kind: str, model, texts: Callable[[Collection[int]], Iterable[search.Text]]
) -> search.Source:
    def every() -> Iterable[int]:
        return model.objects.order_by("pk").values_list("pk", flat=True)

    return search.Source(label, order, texts, every, inbox.few_of(kind, see=SEE))


SOURCES = {
    "document": _source("发文", 10, "document", Document, texts_of_documents),
    "copy": _source("电子来文", 20, "copy", Copy, texts_of_copies),
    "incoming": _source("收文", 30, "incoming", Incoming, texts_of_incoming),
}
