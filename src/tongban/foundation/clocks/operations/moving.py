"""Starting, pausing, resuming, extending and stopping a clock: plain functions for the operations of the app that owns the thing.

`when` is the moment that counts, where something is recorded late; it defaults to the operation's. It never lies before what
happened to the clock earlier, nor after the present. Order of locks: the subject first, then its clocks.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tongban.foundation.clocks import sql
from tongban.foundation.clocks.contracts import (
    GROUND_LABELS,
    Approval,
    ClockRuns,
    Ground,
    GroundNotKnown,
    NotExtendable,
    NotInState,
    OutOfOrder,
    Rule,
    State,
    What,
)
from tongban.foundation.clocks.models import Clock, Movement
from tongban.foundation.clocks.operations.settling import WORKED_OUT, settle, settle_moved
from tongban.foundation.clocks.queries.clocks import codes, movements_of
from tongban.foundation.clocks.rules import ALLOWED, Happening, rule_to_plain
from tongban.foundation.organization.api import Unit
from tongban.foundation.workdays.api import Calendar, calendar
from tongban.kernel.errors import Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, inside_operation
from tongban.kernel.references import Reference
from tongban.kernel.sql import insert_rows, update_row
from tongban.lib.days.calendar import midnight_after

MOST_TOLD = 3650  # days that a pause may be told to last
STATE_WORDS = {State.RUNNING: "正在计时", State.PAUSED: "已暂停", State.STOPPED: "已停止"}


@inside_operation
def start(
    *, subject: Reference, code: str, rule: Rule, unit: Unit | None = None, when: datetime | None = None
) -> Clock:
    """Start a clock for the subject; `unit` is whose limit it is. Raises ClockRuns while one of this code lives.

    LookupError for a code that no app has registered.
    """
    if code not in codes:
        raise LookupError(f"no code of clocks {code!r}: register its label in clocks.codes")
    begun = _moment(when)
    days = calendar()
    clock = Clock(
        **pointing_at(subject), code=code, rule_data=rule_to_plain(rule), unit=unit, state=State.RUNNING.value,
        started_at=begun, version=days.version,
    )  # fmt: skip
    try:
        with transaction.atomic():
            insert_rows([clock])
    except IntegrityError:
        raise ClockRuns(f"“{codes[code]}”已经在计时，不能再开始一次。") from None
    settle(clock, [_write(clock, 0, What.START, begun, days)], days)
    update_row(clock, *WORKED_OUT)
    return clock


@inside_operation
def pause(*, clock: Clock, ground: Ground, document: Reference, told_days: int, when: datetime | None = None) -> Clock:
    """Let the clock stand still for one of the procedures that its limit knows (行政许可法 §45); a site inspection is none.

    `document` is the paper that told the applicant, `told_days` how many days it names. Raises GroundNotKnown.
    """
    locked = _locked(clock)
    if ground not in locked.rule.pauses:
        raise GroundNotKnown(_not_known(locked.rule, ground))
    if not 1 <= told_days <= MOST_TOLD:
        raise Invalid({"told_days": "请填写书面告知的所需天数。"})
    paper = {"document_kind": document.kind, "document_id": document.id}
    return _move(locked, What.PAUSE, when, ground=ground.value, amount=told_days, **paper)


@inside_operation
def resume(*, clock: Clock, reason: str = "", when: datetime | None = None) -> Clock:
    """Let the clock go on."""
    return _move(_locked(clock), What.RESUME, when, reason=reason)


@inside_operation
def extend(*, clock: Clock, amount: int, approval: Approval, reason: str, when: datetime | None = None) -> Clock:
    """Add to the limit, in its own unit, what its law allows and somebody approved, before the limit is over.

    Raises NotExtendable when the law knows no extension, too much was added, or the last day has ended.
    """
    locked = _locked(clock)
    _refuse_extension(locked, amount, _moment(when))
    if not approval.name.strip() or not reason.strip():
        raise Invalid({"approver" if not approval.name.strip() else "reason": "延长期限要写明批准人和理由。"})
    paper = approval.document
    return _move(
        locked, What.EXTEND, when, amount=amount, approver_id=approval.person_id, approver_name=approval.name.strip(),
        reason=reason.strip(), document_kind=paper.kind if paper else "", document_id=paper.id if paper else None,
    )  # fmt: skip


@inside_operation
def stop(*, clock: Clock, reason: str = "", when: datetime | None = None) -> Clock:
    """Stop the clock for good. What was told too late or too early is put right: finished in time means never over,
    finished late means over, even when the finish is recorded afterwards."""
    return _move(_locked(clock), What.STOP, when, reason=reason)


@inside_operation
def stop_live(*, subject: Reference, codes: Collection[str]) -> list[Clock]:
    """Stop those of the thing's clocks of these codes that run or are paused."""
    return [_move(clock, What.STOP, None) for clock in sql.lock_live(subject, codes)]


def _move(clock: Clock, what: What, when: datetime | None, **facts: Any) -> Clock:
    rows = sql.movements(clock.pk)
    at, told = _moment(when), [row.happening() for row in rows if row.what != What.CALENDAR]
    if what not in ALLOWED[State(clock.state)]:
        raise NotInState(f"“{_label(clock)}”{STATE_WORDS[State(clock.state)]}，不能这样办理。请刷新后再看。")
    if at < told[-1].at:
        raise OutOfOrder("时间早于这个时限上一次变动的时间，请核对。")
    days = calendar()
    settle_moved(clock, [*told, _write(clock, len(rows), what, at, days, **facts)], days)
    update_row(clock, *WORKED_OUT)
    return clock


def _write(clock: Clock, serial: int, what: What, at: datetime, days: Calendar, **facts: Any) -> Happening:
    act = doing()
    row = Movement(
        clock=clock, serial=serial, what=what.value, at=at, recorded_at=act.at, by_id=act.actor.person_id,
        by_name=act.actor.name, version=days.version, **facts,
    )  # fmt: skip
    insert_rows([row])
    return row.happening()


def _moment(when: datetime | None) -> datetime:
    """Whole seconds. A moment after the present is refused: what has not happened moves no clock."""
    now = doing().at
    if when is not None and when > now:
        raise OutOfOrder("时间不能晚于现在。")
    return (when or now).replace(microsecond=0)


def _locked(clock: Clock) -> Clock:
    return sql.lock(clock.pk)


def _label(clock: Clock) -> str:
    return codes.get(clock.code) or clock.code


def _not_known(rule: Rule, ground: Ground) -> str:
    known = "、".join(GROUND_LABELS[g] for g in rule.pauses)
    return f"“{GROUND_LABELS[ground]}”不能暂停这个时限。" + (
        f"可以暂停的只有：{known}。" if known else "法律没有规定暂停。"
    )


def _refuse_extension(clock: Clock, amount: int, at: datetime) -> None:
    rule = clock.rule
    before = sum(movements_of(clock).filter(what=What.EXTEND).values_list("amount", flat=True))
    if amount < 1 or before + amount > rule.extension:
        left = max(0, rule.extension - before)
        raise NotExtendable(f"这个时限最多还能延长{left}，依据的法律没有规定更长的延长。")
    if clock.over_after and clock.legal_due_on and at > max(clock.over_after, midnight_after(clock.legal_due_on)):
        raise NotExtendable("期限已经届满，不能再延长。延长要在期限届满前批准。")
