"""督办: issued on a card, answered by the unit within its days, settled by the supervisor."""

from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.supervision.contracts import ANSWER_CLOCK, ORDER_NUMBER, CardState, OrderState
from tongban.business.supervision.models import Card, Order
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit, holders, organ_of
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, note, operation
from tongban.lib.days.words import Unit as Measure

LONGEST = 60


@operation(may="supervision.order", on="card")
def order(*, card: Card, demand: str, days: int, actor: Actor, at: datetime) -> Order:
    """督办 the unit: numbered, on its leaders' desks, with a clock for the answer."""
    faults = {} if demand.strip() else {"demand": "请写明督办的要求。"}
    if not 1 <= days <= LONGEST:
        faults["days"] = f"答复期限应在1至{LONGEST}个工作日之间。"
    if faults:
        raise Invalid(faults, code="supervision.order")
    card = Card.objects.select_for_update(of=("self",)).select_related("unit").get(pk=card.pk)
    if card.state != CardState.ISSUED or card.orders.exclude(state=OrderState.CLOSED.value).exists():
        raise Conflict("这张牌已经撤销、换牌，或者正在督办。", code="supervision.not-to-order")
    number = numbering.reserve(series=_series(actor), year=localdate(at).year)[0]
    made = Order.objects.create(
        card=card, number=number, number_text=number.text, unit=card.unit, demand=demand.strip()[:500], days=days,
        issued_at=at, issuer_id=actor.person_id, issuer_name=actor.name,
    )  # fmt: skip
    numbering.assign(number=number, subject=made.reference)
    about(made.reference)
    access.show(made.reference, [f"u{card.unit_id}"], sort_at=at)
    rule = clocks.Rule(unit=Measure.WORKDAY, amount=days, marks=(-1,))
    clock = clocks.start(subject=made.reference, code=ANSWER_CLOCK, rule=rule, unit=card.unit)
    inbox.put([_entry(made, clock, at)])
    note(number=number.text, days=days)
    return made


@operation(may="supervision.answer", on="order")
def answer(*, order: Order, answer: str, actor: Actor, at: datetime) -> Order:
    """答复: what was found and what was done."""
    if not answer.strip():
        raise Invalid({"answer": "请写明核查情况和整改措施。"}, code="supervision.answer-missing")
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.state != OrderState.OPEN:
        raise Conflict("这件督办已经答复或者了结。", code="supervision.answered")
    order.state, order.answer, order.answered_at, order.answerer_name = (
        OrderState.ANSWERED,
        answer.strip()[:1000],
        at,
        actor.name,
    )
    order.save(update_fields=["state", "answer", "answered_at", "answerer_name"])
    _stop(order)
    inbox.finish(order.reference, person_id=actor.person_id, at=at)
    if order.issuer_id:
        notifications.notify(
            [order.issuer_id],
            title=f"督办已答复：{order.number_text}",
            body=order.answer[:200],
            reference=order.reference,
        )
    return order


@operation(may="supervision.order", on="order")
def close(*, order: Order, verdict: str, actor: Actor, at: datetime) -> Order:
    """了结: what the supervisor makes of the answer."""
    if not verdict.strip():
        raise Invalid({"verdict": "请写明了结的意见。"}, code="supervision.verdict-missing")
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.state == OrderState.CLOSED:
        raise Conflict("这件督办已经了结。", code="supervision.closed")
    _stop(order)
    order.state, order.verdict, order.closed_at = OrderState.CLOSED, verdict.strip()[:300], at
    order.save(update_fields=["state", "verdict", "closed_at"])
    inbox.close([order.reference], at=at)
    return order


def _stop(order: Order) -> None:
    clock = clocks.live_clock(order.reference, ANSWER_CLOCK)
    if clock is not None:
        clocks.stop(clock=clock)


def _series(actor: Actor) -> numbering.Series:
    own = Unit.objects.filter(pk=actor.unit_id).select_related("organ").first()
    series = numbering.series_of(unit_id=organ_of(own).pk, purpose=ORDER_NUMBER).first() if own else None
    if series is None:
        raise Conflict("您的单位还没有“督办编号”序列。请管理员在编号管理中建立。", code="supervision.no-series")
    return series


def _entry(made: Order, clock: clocks.Clock, at: datetime) -> inbox.Entry:
    leaders = holders(unit_ids=[made.unit_id], at=at, rank=("head", "deputy"))
    if not leaders:
        raise Conflict("被督办单位没有负责人在岗，请先核实。", code="supervision.no-leader")
    return inbox.Entry(
        source=made.reference, subject=made.reference, keys=tuple(inbox.person_key(h.person_id) for h in leaders),
        category="督办", title=made.card.title, number=made.number_text, step="答复", urgency=1, received_at=at,
        from_person=made.issuer_name, due_at=clock.due_at,
    )  # fmt: skip
