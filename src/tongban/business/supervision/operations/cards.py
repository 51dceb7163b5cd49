"""Cards: issued by the rules as clocks pass their marks, or by hand; taken down for a higher one, or withdrawn with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from tongban.business.casework import api as casework
from tongban.business.supervision.contracts import CardIssued, CardState, Level
from tongban.business.supervision.models import Card
from tongban.business.supervision.rules import triggers
from tongban.business.supervision.rules.triggers import BY_HAND, Trigger
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.notifications import api as notifications
from tongban.foundation.options import api as options
from tongban.foundation.organization.api import holders, overseers_of
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, note, operation, publish
from tongban.kernel.references import Reference

WORDS = {Level.WARNING: "预警", Level.YELLOW: "黄牌", Level.RED: "红牌"}
WARN_LEADERS, TELL_OVERSEERS = "supervision.warn_leaders", "supervision.tell_overseers"
TELL_SUPERVISORS = "supervision.tell_supervisors"
MARKS = {Level.WARNING: "warning", Level.YELLOW: "yellow", Level.RED: "red"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a card is issued: the rule, its level, since when its condition holds; by hand: who, and in which words."""

    rule: str
    level: Level
    since: datetime
    clock_id: int | None = None
    by: str = ""
    why: str = ""


@operation(may="supervision.run", on="subject")
def issue(
    *, subject: Reference, clock_id: int, trigger: str, since: datetime, actor: Actor, at: datetime
) -> Card | None:
    """The card of a rule whose condition has held since then, once for a clock and rule. None where there is nothing to issue:

    a finished matter gets no 预警, and a case that was withdrawn before gets none at all.
    """
    rule = triggers.BY_KEY[trigger]
    case = casework.Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=subject.id)
    if Card.objects.filter(clock_id=clock_id, rule=rule.key).exists() or _needless(case, clock_id, rule):
        return None
    card = _write(case, Reason(rule.key, rule.level, since, clock_id), at)
    note(rule=rule.key, level=rule.level.value)
    return card


@operation(may="supervision.run", on="subject")
def take_back(*, subject: Reference, clock_id: int, trigger: str, actor: Actor, at: datetime) -> Card | None:
    """What was told does not hold: finished in time and recorded late, or the limit was moved. The card is withdrawn and stays visible."""
    casework.Case.objects.select_for_update(of=("self",)).get(pk=subject.id)
    card = Card.objects.filter(clock_id=clock_id, rule=trigger).exclude(state=CardState.WITHDRAWN.value).first()
    if card is None:
        return None
    _end(card, CardState.WITHDRAWN, reason="按时办结或者时限变动，条件不再成立", actor=actor, at=at)
    _restore_highest(subject)
    return card


@operation(may="supervision.order", on="case")
def issue_by_hand(*, case: casework.Case, level: Level, reason: str, actor: Actor, at: datetime) -> Card:
    """手动发牌, with the reason: what no rule sees (刁难, 违规收费 …)."""
    if not reason.strip():
        raise Invalid({"reason": "请写明发牌的事实和依据。"}, code="supervision.reason-missing")
    case = casework.Case.objects.select_for_update(of=("self",)).select_related("unit").get(pk=case.pk)
    card = _write(case, Reason(BY_HAND, level, at, by=actor.name, why=reason.strip()[:300]), at)
    note(level=level.value)
    return card


@operation(may="supervision.order", on="card")
def withdraw(*, card: Card, reason: str, actor: Actor, at: datetime) -> Card:
    """撤销, with the reason. The card stays visible and counts no more; a lower one that it had replaced counts again."""
    if not reason.strip():
        raise Invalid({"reason": "请写明撤销的理由。"}, code="supervision.reason-missing")
    casework.Case.objects.select_for_update(of=("self",)).get(pk=card.subject_id)
    card = Card.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if card.state == CardState.WITHDRAWN:
        raise Conflict("这张牌已经撤销。", code="supervision.withdrawn")
    _end(card, CardState.WITHDRAWN, reason=reason.strip()[:300], actor=actor, at=at)
    _restore_highest(card.subject)
    return card


def _needless(case: casework.Case, clock_id: int, rule: Trigger) -> bool:
    if case.state == casework.State.WITHDRAWN:
        return True
    clock = clocks.Clock.objects.get(pk=clock_id)
    finished = clock.state == clocks.State.STOPPED
    return finished and (rule.level == Level.WARNING or not _passed(clock, rule.mark))


def _passed(clock: clocks.Clock, mark: int) -> bool:
    """Whether a stopped clock had passed this mark when it was stopped: the end may have been reported afterwards."""
    return clock.reached > sorted({*clock.rule.marks, 0}).index(mark)


@inside_operation
def _write(case: casework.Case, reason: Reason, at: datetime) -> Card:
    """The card beside those that the matter has: the highest counts."""
    live = _live(case.reference)
    highest = max((card.level for card in live), default=0)
    card = Card.objects.create(
        rule=reason.rule, level=reason.level.value, clock_id=reason.clock_id, unit=case.unit, title=case.title,
        number=case.number_text, person_name=case.handler_name, since=reason.since, issued_at=at, by_name=reason.by,
        note=reason.why, state=CardState.REPLACED if highest > reason.level else CardState.ISSUED,
        **pointing_at(case.reference),
    )  # fmt: skip
    live.exclude(pk=card.pk).filter(level__lt=reason.level).update(state=CardState.REPLACED.value)
    if card.state == CardState.ISSUED:
        _tell(case, card, reason.level, at)
    publish(CardIssued(card.reference, case.reference, case.unit_id, card.level, reason.since))
    return card


def _tell(case: casework.Case, card: Card, level: Level, at: datetime) -> None:
    """The handler learns of it; of 黄牌 and 红牌 the organ's leaders too, by short message as well; others by settings (F-MO-12)."""
    people = {case.handler_id} if case.handler_id else set()
    channels = [notifications.APP]
    grave = level > Level.WARNING
    if grave or not people or options.flag(WARN_LEADERS):
        people |= {h.person_id for h in holders(unit_ids=[case.unit_id], at=at, rank=("head", "deputy"))}
    if grave or not case.handler_id:
        channels.append(notifications.SMS)
    if grave and options.flag(TELL_OVERSEERS):
        people |= {h.person_id for h in overseers_of(case.unit_id, at)}
    if level == Level.RED and options.flag(TELL_SUPERVISORS):
        people |= set(access.people_who_may(permission="supervision.order", unit_id=case.unit_id, at=at))
    body = f"{case.number_text}：{triggers.label_of(card.rule)}{card.note and f'。{card.note}'}"
    notifications.notify(
        people, title=f"{WORDS[level]}：{case.version.name}", body=body, reference=case.reference, channels=channels
    )


def _end(card: Card, state: CardState, *, reason: str, actor: Actor, at: datetime) -> None:
    card.state, card.ended_at, card.ended_by, card.ended_reason = state, at, actor.name, reason
    card.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])


def _restore_highest(subject: Reference) -> None:
    """Of the cards that are not withdrawn the highest counts."""
    rows = Card.objects.filter(**pointing_at(subject)).exclude(state=CardState.WITHDRAWN.value)
    highest = max(rows.values_list("level", flat=True), default=0)
    rows.filter(level=highest).update(state=CardState.ISSUED.value)


def _live(subject: Reference) -> QuerySet[Card]:
    return Card.objects.filter(state=CardState.ISSUED.value, **pointing_at(subject))
