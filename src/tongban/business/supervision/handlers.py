"""What supervision does with the news of clocks: one line, one operation each."""

from tongban.business.supervision.operations.cards import issue, take_back
from tongban.business.supervision.rules.triggers import trigger_of
from tongban.foundation.clocks import api as clocks
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now

ACTOR = system_actor("电子监察")
Passed = clocks.ClockWarned | clocks.ClockPassed | clocks.ClockTakenBack


def is_watched(event: Passed) -> bool:
    """A rule waits for this mark of this clock: only then a job is written."""
    return event.subject.kind == "case" and trigger_of(event.code, event.mark) is not None


def passed(event: clocks.ClockWarned | clocks.ClockPassed) -> None:
    """A mark was passed: the card of its rule."""
    rule = trigger_of(event.code, event.mark)
    assert rule is not None
    issue(subject=event.subject, clock_id=event.clock, trigger=rule.key, since=event.since, actor=ACTOR, at=now())


def taken_back(event: clocks.ClockTakenBack) -> None:
    """It does not hold after all."""
    rule = trigger_of(event.code, event.mark)
    assert rule is not None
    take_back(subject=event.subject, clock_id=event.clock, trigger=rule.key, actor=ACTOR, at=now())
