"""What the exchange tells the foundation at start-up."""

from collections.abc import Collection
from importlib import import_module

from tongban.engines.exchange.contracts import PERMISSIONS
from tongban.engines.exchange.models import Parcel
from tongban.engines.exchange.operations.receiving import accept
from tongban.foundation.access.api import declare
from tongban.foundation.audit import api as audit
from tongban.foundation.references import api as references
from tongban.kernel.actor import Actor

LABELS = {accept: "接收交换数据"}


def register() -> None:
    declare(PERMISSIONS)
    import_module("tongban.engines.exchange.jobs")
    for operation, label in LABELS.items():
        audit.labels.register(operation.name, label)
    audit.kind_labels.register("arrival", "收到的交换数据")
    references.kinds.register("parcel", PARCEL)


def load(ids: Collection[int]) -> dict[int, Parcel]:
    return Parcel.objects.in_bulk(list(ids))


def nobody(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    """The files of a parcel are copies on their way: people see those of the thing itself."""
    return ()


PARCEL = references.Kind(
    label="交换数据", load=load, title=lambda parcel: parcel.topic, url=lambda parcel: "", visible=nobody
)
