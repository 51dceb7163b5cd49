"""Giving numbers to things: plain functions, called inside the operation of the app that owns the thing.

Every one of them first locks the run (the Counter's row), so that two at once wait for each other, and nothing is given twice.
Order of locks: the subject, the flow's instance, the run. What a failed transaction took is free again: no serial is lost.
"""

from tongban.foundation.numbering import rules, sql
from tongban.foundation.numbering.contracts import (
    AlreadyNumbered,
    NotAssignable,
    NotReserved,
    NumberTaken,
    SeriesClosed,
    State,
)
from tongban.foundation.numbering.models import Counter, Number, Series
from tongban.foundation.numbering.queries import number_of
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import doing, inside_operation, note
from tongban.kernel.references import Reference
from tongban.kernel.sql import insert_rows, update_row

MOST_RESERVED_AT_ONCE = 200


@inside_operation
def allocate(*, series: Series, year: int, subject: Reference) -> Number:
    """Give the subject the next number of the run. A subject that already bears one of this series keeps it.

    A number reserved for the subject is the one it gets. Raises SeriesClosed; AlreadyNumbered when the subject bears a
    number of another series for the same purpose, which must be voided first.
    """
    counter = lock_run(series, year)
    borne = number_of(subject=subject, purpose=series.purpose)
    if borne is not None:
        return _keep(borne, series)
    (serial,) = _take(counter, 1)
    return _write(series, year, serial, state=State.ASSIGNED, subject=subject)


@inside_operation
def reserve(
    *, series: Series, year: int, count: int = 1, reason: str = "", subject: Reference | None = None
) -> list[Number]:
    """Take the next `count` serials of the run out of turn (预留), for one subject or for whoever is given them later."""
    if not 1 <= count <= MOST_RESERVED_AT_ONCE:
        raise Invalid({"count": f"一次可以预留1至{MOST_RESERVED_AT_ONCE}个号。"})
    if subject is not None and count != 1:
        raise Invalid({"count": "为一份文件只能预留一个号。"})
    serials = _take(lock_run(series, year), count)
    return [_write(series, year, serial, state=State.RESERVED, subject=subject, reason=reason) for serial in serials]


@inside_operation
def assign(*, number: Number, subject: Reference) -> Number:
    """Give a reserved number to the subject. Raises NotReserved when it was used or voided meanwhile."""
    current = locked(number)
    if current.state != State.RESERVED or current.subject not in (None, subject):
        raise NotReserved(f"{current.text}已不是可用的预留号，请刷新后另选一个。")
    return _give(current, subject)


@inside_operation
def void(*, number: Number, reason: str) -> Number:
    """Take a number out of use, for a reason that the register keeps. Its subject may then be numbered anew."""
    if not reason.strip():
        raise Invalid({"reason": "请填写作废的原因。"})
    current = locked(number)
    if current.state == State.VOID:
        raise NotAssignable(f"{current.text}已经作废，不需要再次作废。")
    current.state = State.VOID
    return _save(current, reason=reason.strip())


@inside_operation
def back_fill(*, series: Series, year: int, serial: int, subject: Reference, reason: str) -> Number:
    """Give the subject a serial that was skipped or voided (补号), for a reason. Raises NumberTaken when it is in use."""
    if not reason.strip():
        raise Invalid({"reason": "请填写补号的原因。"})
    counter = lock_run(series, year)
    _refuse_second(subject, series.purpose)
    if not 1 <= serial < counter.next:
        raise Invalid({"serial": f"只能补用已经跳过或作废的序号（1至{counter.next - 1}）。"})
    number = Number.objects.filter(series=series, year=counter.year, serial=serial).first()
    if number is None:
        return _write(series, year, serial, state=State.ASSIGNED, subject=subject, reason=reason.strip())
    if number.state != State.VOID:
        raise NumberTaken(f"{number.text}正在使用，不能补用。")
    return _give(number, subject, reason=reason.strip())


def lock_run(series: Series, year: int) -> Counter:
    """The counter of the run, locked until the transaction ends. Raises SeriesClosed, Invalid for an impossible year."""
    if not series.active:
        raise SeriesClosed(f"“{series.word}”的编号序列已停用，请另选代字。")
    if year not in rules.YEARS:
        raise Invalid({"year": "年份不正确。"})
    counted = series.counted_under(year)
    return sql.lock_run(series.pk, counted) or _first_of_run(series, counted)


def _first_of_run(series: Series, year: int) -> Counter:
    """The counter of a run that begins now, by us or by whoever was quicker."""
    Counter.objects.bulk_create([Counter(series=series, year=year)], ignore_conflicts=True)
    counter = sql.lock_run(series.pk, year)
    assert counter is not None
    return counter


def locked(number: Number) -> Number:
    """The number as it is now, its run locked; a closed series too may void what it has given."""
    sql.lock_run(number.series_id, number.year)
    return sql.number(number.pk)


def _take(counter: Counter, count: int) -> range:
    taken = range(counter.next, counter.next + count)
    counter.next = taken.stop
    update_row(counter, "next")
    return taken


def _keep(borne: Number, series: Series) -> Number:
    if borne.series_id != series.pk:
        raise AlreadyNumbered(f"已经编号{borne.text}；要改用“{series.word}”，请先作废原来的号。")
    return _give(borne, borne.subject) if borne.state == State.RESERVED and borne.subject else borne


def _refuse_second(subject: Reference, purpose: str, *, but: Number | None = None) -> None:
    borne = number_of(subject=subject, purpose=purpose)
    if borne is not None and borne != but:
        raise AlreadyNumbered(f"已经编号{borne.text}，不能再编一个号。")


def _give(number: Number, subject: Reference, *, reason: str = "") -> Number:
    _refuse_second(subject, number.purpose, but=number)
    number.state, number.subject_kind, number.subject_id = State.ASSIGNED, subject.kind, subject.id
    return _save(number, reason=reason or number.reason)


def _save(number: Number, *, reason: str) -> Number:
    actor = doing().actor
    number.reason, number.by_id, number.by_name, number.at = reason, actor.person_id, actor.name, doing().at
    if number.pk is None:
        insert_rows([number])
    else:
        update_row(number, "state", "subject_kind", "subject_id", "reason", "by", "by_name", "at")
    note(number=number.text, state=number.state, reason=reason)
    return number


def _write(
    series: Series, year: int, serial: int, *, state: State, subject: Reference | None, reason: str = ""
) -> Number:
    number = Number(
        series=series, year=series.counted_under(year), serial=serial, state=state, purpose=series.purpose,
        text=rules.text_of(series.pattern, word=series.word, year=year, serial=serial),
        subject_kind=subject.kind if subject else "", subject_id=subject.id if subject else None,
    )  # fmt: skip
    return _save(number, reason=reason)
