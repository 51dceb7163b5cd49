"""What supervision tells the layers below at start-up."""

from collections.abc import Collection
from importlib import import_module

from django.urls import reverse

from tongban.business.supervision import handlers, permissions, queries
from tongban.business.supervision.contracts import ANSWER_CLOCK, ORDER_NUMBER
from tongban.business.supervision.models import Card, Order
from tongban.business.supervision.operations.cards import TELL_OVERSEERS, TELL_SUPERVISORS, WARN_LEADERS
from tongban.business.supervision.queries.effects import effect_of
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.options import api as options
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays import api as workdays
from tongban.kernel import events
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

ACTIONS = {
    "issue": "自动发牌", "take_back": "自动撤牌", "issue_by_hand": "手动发牌", "withdraw": "撤销牌", "order": "督办",
    "answer": "答复督办", "close": "了结督办", "export_list": "导出监察列表",
}  # fmt: skip
ENTRIES = (
    ("监察总览", "activity", "board", 1),
    ("预警和牌", "alert-triangle", "cards", 2),
    ("督办", "list-check", "orders", 3),
    ("办件查询", "search", "cases", 4),
)


def register() -> None:
    for name in ("cards", "orders", "exports"):
        import_module(f"tongban.business.supervision.operations.{name}")
    permissions.register()
    events.after(clocks.ClockWarned, handlers.passed, label="监察预警", when=handlers.is_watched)
    events.after(clocks.ClockPassed, handlers.passed, label="监察发牌", when=handlers.is_watched)
    events.after(clocks.ClockTakenBack, handlers.taken_back, label="监察撤牌", when=handlers.is_watched)
    workdays.effects.register("supervision", effect_of)
    clocks.codes.register(ANSWER_CLOCK, "督办答复期限")
    for key, label in (
        (WARN_LEADERS, "预警也告知单位领导"), (TELL_OVERSEERS, "黄牌、红牌告知分管领导"), (TELL_SUPERVISORS, "红牌告知监察员"),
    ):  # fmt: skip
        options.options.register(key, options.Option("效能监察", label, False))
    numbering.purposes.register(ORDER_NUMBER, numbering.Purpose("督办编号"))
    for action, label in ACTIONS.items():
        audit.labels.register(f"supervision.{action}", label)
    access.sights.register(Order.kind, access.Sight(Order.objects.all, units=("unit_id",)))
    references.kinds.register("card", CARD)
    references.kinds.register(Order.kind, ORDER)
    references.tables.register("supervision", references.Pointing("supervision.Card"))
    for label, icon, name, order in ENTRIES:
        ui.menu.register(
            ui.MenuItem(
                site="console", group="效能监察", label=label, icon=icon, url_name=f"supervision:{name}", order=order,
            )
        )  # fmt: skip


def _cards_seen(viewer: Actor, ids: Collection[int]) -> list[int]:
    return list(queries.cards(viewer, at=now()).filter(pk__in=ids).values_list("pk", flat=True))


def _orders_seen(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    at = now()
    seen = set(queries.orders(viewer, at=at).filter(pk__in=ids).values_list("pk", flat=True))
    return seen | inbox.met_among(Order.kind, ids, keys=inbox.keys_of(viewer, at=at), person_id=viewer.person_id)


CARD = references.Kind(
    label="牌", load=lambda ids: Card.objects.in_bulk(list(ids)), title=lambda card: card.title,
    url=lambda card: f"{reverse('supervision:cards')}?card={card.pk}", visible=_cards_seen,
)  # fmt: skip
ORDER = references.Kind(
    label="督办", load=lambda ids: Order.objects.select_related("card").in_bulk(list(ids)),
    title=lambda order: f"督办 {order.number_text}：{order.card.title}",
    url=lambda order: reverse("supervision:order", args=[order.pk]), visible=_orders_seen,
)  # fmt: skip
