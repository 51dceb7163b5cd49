"""What the catalog tells the layers below at start-up."""

from collections.abc import Collection

from django.urls import reverse

from tongban.business.catalog import operations, queries
from tongban.business.catalog.contracts import ITEM, PERMISSIONS
from tongban.business.catalog.models import Item, Version
from tongban.engines.exchange import api as exchange
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.references import api as references
from tongban.foundation.search import api as search
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

ACTIONS = {
    "draft": "编制事项", "revise": "修订事项", "save": "保存事项草稿", "publish_version": "审查发布事项", "withdraw": "下架事项",
}  # fmt: skip
ROLES = (
    access.RoleSpec("catalog_editor", "事项编制员", access.RoleClass.OFFICER, ("catalog.edit", "catalog.read")),
    access.RoleSpec(
        "catalog_reviewer", "事项审查员", access.RoleClass.OFFICER, ("catalog.publish", "catalog.read"), "审查、发布、下架别人编制的事项"
    ),
)  # fmt: skip


def register() -> None:
    assert operations  # every process knows them, also one without screens
    access.declare(PERMISSIONS)
    for role in ROLES:
        access.declare_role(role)
    for action, label in ACTIONS.items():
        audit.labels.register(f"catalog.{action}", label)
    references.kinds.register("item", ITEM_KIND)
    references.kinds.register("item_version", VERSION)
    search.sources.register("item_version", queries.SOURCE)
    exchange.topics.register(
        ITEM,
        exchange.Topic(
            label="事项",
            zone=exchange.PUBLIC,
            compose=queries.published_item,
            keys=queries.published_keys,
        ),
    )
    ui.menu.register(
        ui.MenuItem(
            site="workbench", group="网上办事", label="事项清单", icon="list-check", url_name="catalog:list", order=59,
            covers=("catalog:version", "catalog:edit", "catalog:new"),
        )
    )  # fmt: skip


def _versions_seen(viewer: Actor, ids: Collection[int]) -> list[int]:
    return list(queries.versions(viewer, at=now()).filter(pk__in=ids).values_list("pk", flat=True))


ITEM_KIND = references.Kind(
    label="事项", load=lambda ids: Item.objects.in_bulk(list(ids)), title=lambda item: item.name, url=lambda item: "",
    visible=references.everyone,
)  # fmt: skip
VERSION = references.Kind(
    label="事项", load=lambda ids: Version.objects.in_bulk(list(ids)), title=lambda v: f"{v.name}（第{v.no}版）",
    url=lambda v: reverse("catalog:version", args=[v.pk]), visible=_versions_seen,
)  # fmt: skip
