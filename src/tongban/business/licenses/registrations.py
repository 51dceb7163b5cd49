"""What licences tell the layers below at start-up."""

from collections.abc import Collection
from importlib import import_module

from django.urls import reverse

from tongban.business.licenses import permissions, queries
from tongban.business.licenses.contracts import LICENSE as LICENSE_TOPIC
from tongban.business.licenses.contracts import NUMBER, PAGES
from tongban.business.licenses.models import License
from tongban.engines.exchange import api as exchange
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.numbering import api as numbering
from tongban.foundation.references import api as references
from tongban.foundation.search import api as search
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

ACTIONS = {"draw": "制证", "seal": "证照用印", "revoke": "撤销证照", "annotate": "证照加注"}
MB = 1024 * 1024


def register() -> None:
    import_module("tongban.business.licenses.jobs")
    permissions.register()
    numbering.purposes.register(NUMBER, numbering.Purpose("证照编号"))
    files.purposes.register(PAGES, files.Purpose("证照文件", frozenset({"pdf"}), 20 * MB))
    for action, label in ACTIONS.items():
        audit.labels.register(f"licenses.{action}", label)
    audit.kind_labels.register("annotation", "证照加注")
    exchange.topics.register(
        LICENSE_TOPIC,
        exchange.Topic(label="证照", zone=exchange.PUBLIC, compose=queries.published, keys=queries.published_keys),
    )
    access.sights.register("license", access.Sight(License.objects.all, units=("unit_id",)))
    references.kinds.register("license", LICENSE)
    search.sources.register("license", queries.SOURCE)
    references.tables.register("licenses", references.Pointing("licenses.License"))
    ui.menu.register(
        ui.MenuItem(
            site="workbench", group="网上办事", label="证照", icon="certificate", url_name="licenses:list", order=58,
            covers=("licenses:page",),
        )
    )  # fmt: skip


def _seen(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    return queries.visible_ids(viewer, list(ids), at=now())


LICENSE = references.Kind(
    label="证照", load=lambda ids: License.objects.in_bulk(list(ids)), title=lambda row: f"{row.name} {row.number_text}",
    url=lambda row: reverse("licenses:page", args=[row.pk]), visible=_seen,
)  # fmt: skip
