"""What the people who look after numbers do: set up series, reserve, void, skip. Each is an operation of its own."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.foundation.numbering import rules
from tongban.foundation.numbering.contracts import NotAssignable, NumberTaken, State
from tongban.foundation.numbering.models import Number, Series
from tongban.foundation.numbering.operations import allocation
from tongban.foundation.numbering.queries import purposes
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation

FARTHEST_SKIP = 100_000


@operation(may="numbering.manage", on="unit")
def create_series(*, unit: Unit, purpose: str, word: str, pattern: str, actor: Actor, at: datetime) -> Series:
    """Set up a series for the unit: yearly when the pattern shows the year, else it counts on for ever.

    Raises Invalid with the fault of word or pattern, NumberTaken for a second one of the same word.
    """
    yearly = rules.shows_year(pattern)
    return _save(Series(unit=unit, purpose=purpose, word=word.strip(), pattern=pattern.strip(), yearly=yearly))


@operation(may="numbering.manage", on="series")
def change_series(*, series: Series, word: str, pattern: str, active: bool, actor: Actor, at: datetime) -> Series:
    """Change how the next numbers look, or close the series. Numbers that were given keep their text.

    Whether the series is yearly never changes: a pattern that would change it is Invalid.
    """
    series.word, series.pattern, series.active = word.strip(), pattern.strip(), active
    return _save(series)


@operation(may="numbering.manage", on="series")
def reserve_numbers(*, series: Series, year: int, count: int, reason: str, actor: Actor, at: datetime) -> list[Number]:
    """Take the next numbers of the run out of turn, to be given by hand later (预留)."""
    if not reason.strip():
        raise Invalid({"reason": "请填写预留的原因。"})
    taken = allocation.reserve(series=series, year=year, count=count, reason=reason.strip())
    note(number=f"{taken[0].text}—{taken[-1].text}", count=count)
    return taken


@operation(may="numbering.manage", on="number")
def void_number(*, number: Number, reason: str, actor: Actor, at: datetime) -> Number:
    """Take a reserved number out of use; the register shows it with the reason, and it may be filled in later (补号).

    What bears its number already gives it up itself (the app that owns it calls allocation.void): voided behind its back,
    the number could be given to a second one. Raises NotAssignable.
    """
    if allocation.locked(number).state == State.ASSIGNED:
        raise NotAssignable(f"{number.text}已经用在文件上，不能在这里作废。请在那份文件上办理作废。")
    return allocation.void(number=number, reason=reason)


@operation(may="numbering.manage", on="series")
def skip_to(*, series: Series, year: int, serial: int, reason: str, actor: Actor, at: datetime) -> int:
    """Let the run go on at `serial` (跳号), as when a unit comes over from another system in mid-year.

    What is skipped shows as a gap and can be filled in. A run never goes back.
    """
    if not reason.strip():
        raise Invalid({"reason": "请填写跳号的原因。"})
    counter = allocation.lock_run(series, year)
    if not counter.next < serial <= counter.next + FARTHEST_SKIP:
        raise Invalid({"serial": f"序号只能往后跳：请填写大于{counter.next}的数，一次不超过{FARTHEST_SKIP}。"})
    note(skipped_from=counter.next, to=serial, reason=reason.strip())
    counter.next = serial
    counter.save(update_fields=["next"])
    return serial


def _save(series: Series) -> Series:
    if series.purpose not in purposes:
        raise Invalid({"purpose": "请选择用途。"})
    official = purposes[series.purpose].official
    faults = {
        "word": rules.word_fault(series.word),
        "pattern": rules.pattern_fault(series.pattern, yearly=series.yearly, official=official),
    }
    if any(faults.values()):
        raise Invalid({field: fault for field, fault in faults.items() if fault})
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError:
        raise NumberTaken(f"本单位已有代字为“{series.word}”的同类序列。") from None
    note(word=series.word, pattern=series.pattern, active=series.active)
    return series
