"""What the operations on cases share: the lock, the desk of the window."""

from datetime import datetime

from tongban.business.casework import sql
from tongban.business.casework.contracts import CASE, CaseMoved, State
from tongban.business.casework.models import Case, Submission
from tongban.business.casework.rules.steps import LABELS, allowed
from tongban.engines.exchange import api as exchange
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, holders
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import doing, inside_operation, publish


@inside_operation
def held(case: Case, act: str = "") -> Case:
    """The case, locked to be changed, which the public zone is told. Conflict where its state does not allow the act."""
    return held_row(case.pk, act)


@inside_operation
def held_row(case_id: int, act: str = "") -> Case:
    """The same by its id."""
    found = sql.read(case_id, lock=True)
    if act and not allowed(act, found.state):
        raise Conflict(
            f"这个办件现在是“{LABELS[State(found.state)]}”，不能这样办理。请刷新后再看。", code="casework.state"
        )
    exchange.announce(topic=CASE, key=found.key)
    return found


@inside_operation
def moved(case: Case) -> Case:
    """Tell that the operation under way brought the case to where it stands now."""
    act = doing().name.rpartition(".")[2]
    publish(CaseMoved(case.reference, case.unit_id, case.number_text, act, str(case.state)))
    return case


def intake_entry(case: Case, submission: Submission, at: datetime) -> inbox.Entry:
    """What lies on the window's desk to be screened."""
    return inbox.Entry(
        source=submission.reference, subject=case.reference, keys=window_keys(case.unit_id, at), category="办件",
        title=case.title, number=case.number_text, step="受理审查", received_at=at, from_person=case.agent,
    )  # fmt: skip


def window_keys(unit_id: int, at: datetime) -> tuple[str, ...]:
    """The desks of the organ's windows."""
    found = holders(unit_ids=[unit_id], at=at, duty=Duty.WINDOW, sections=True)
    keys = tuple(dict.fromkeys(inbox.duty_key(h.unit_id, Duty.WINDOW) for h in found))
    if not keys:
        raise Conflict("本单位还没有窗口岗位，不能收件。请管理员给岗位加上“窗口”职责。", code="casework.no-window")
    return keys
