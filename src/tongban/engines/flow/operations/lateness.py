"""What happens when the limit of a step has passed (tb:timeout): once, whatever becomes of the worker meanwhile."""

from datetime import datetime

from tongban.engines.flow import rows, who
from tongban.engines.flow.choosing import choices_of
from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.completing import complete_in
from tongban.engines.flow.operations.hand import Hand, Said, remember, take
from tongban.engines.flow.operations.returning import go_back
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import note, operation
from tongban.kernel.sql import update_row

REMIND, ESCALATE, PASS_ON, APPROVE, RETURN = "remind", "escalate", "pass-on", "approve", "return"
SAID = {
    APPROVE: "超过办理时限，按流程设置视为同意。", PASS_ON: "超过办理时限，按流程设置转入下一环节。",
    RETURN: "超过办理时限，按流程设置退回。",
}  # fmt: skip


@operation(may="flow.administer", on="work")
def time_out(*, work: Work, action: str = "", actor: Actor, at: datetime) -> str:
    """Do what the step's process says, or `action` in its place; gives what was done, "" where nothing was to be done.

    A 法定 step is never passed by the clock. What cannot be done (nowhere to return, something to be chosen) is a Conflict or Invalid.
    """
    hand = take(work, actor=actor, at=at)
    found = hand.work
    if not found.when_late or found.late_at is not None or found.due_at is None or found.due_at > at:
        return ""
    action = action or found.when_late
    found.late_at = at
    update_row(found, "late_at")
    note(step=found.step, action=action)
    remember(hand, "late", {"action": action})
    _act(hand, action)
    return action


def _act(hand: Hand, action: str) -> None:
    if action == RETURN:
        go_back(hand, SAID[RETURN])
    elif action in (APPROVE, PASS_ON):
        _pass(hand, action)
    elif action == ESCALATE:
        _escalate(hand)
    else:
        _remind(hand, "已超过办理时限，请尽快办理。")


def _pass(hand: Hand, action: str) -> None:
    work = hand.work
    if hand.node.legal or work.element in hand.host.own or work.queue or work.kept is not None or work.after:
        raise Conflict(f"“{work.step}”须由本人办理，不能因超时通过。", code="flow.legal")
    if any(choice.required for choice in choices_of(work, hand.at, hand.instance)):
        raise Conflict(f"“{work.step}”有必须选择的事项，不能因超时通过。", code="flow.choices")
    complete_in(hand, Said(Work.DONE if action == APPROVE else Work.SKIPPED, SAID[action]), {})


def _escalate(hand: Hand) -> None:
    """The leaders of those who have the step are told, and have it too; a 法定 step stays theirs alone."""
    work, people = hand.work, inbox.people_with(hand.work.keys, at=hand.at)
    leaders = who.leaders_above(people, at=hand.at)
    if not leaders:
        _remind(hand, "已超过办理时限，请尽快办理。")
        return
    if not hand.node.legal:
        keys = [inbox.person_key(leader.person_id) for leader in leaders]
        work.keys = list(dict.fromkeys([*work.keys, *keys]))
        work.names = "、".join(dict.fromkeys([*work.names.split("、"), *(leader.name for leader in leaders)]))[:200]
        update_row(work, "keys", "names")
        inbox.put([rows.entry_of(work, hand.described)])
    names = work.names if hand.node.legal else "、".join(sorted({leader.name for leader in leaders}))
    _remind(hand, f"已超过办理时限，报{names}。", {leader.person_id for leader in leaders})


def _remind(hand: Hand, words: str, people: set[int] | None = None) -> None:
    told = (people or set()) | inbox.people_with(hand.work.keys, at=hand.at)
    if told:
        notifications.notify(
            sorted(told), title=f"超时：{hand.described.title}"[:200], body=f"{hand.work.step}{words}",
            reference=hand.subject,
        )  # fmt: skip
