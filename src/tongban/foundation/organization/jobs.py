"""Background work of organization."""

from tongban.foundation.jobs.api import job_key
from tongban.foundation.organization.models import Delegation, Import
from tongban.foundation.organization.operations.importing import load, pieces, record_check
from tongban.foundation.organization.operations.standing import end_delegation
from tongban.foundation.organization.queries.acting import acting_actor
from tongban.foundation.organization.queries.importing import plan_of, summary
from tongban.foundation.organization.sheets import read
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=60, label="委托到期提醒")
def end_delegations() -> None:
    """Tell the others that delegations are over. The right itself ended on time without this."""
    at, actor = now(), system_actor()
    for delegation in Delegation.objects.filter(ended_at=None, until__lte=at):
        end_delegation(delegation=delegation, actor=actor, at=at)


@job(label="检查导入的表格")
def check_import(*, import_id: int) -> None:
    """Read the file, check each row, write the report."""
    taken, at = _taken(import_id), now()
    if taken.state != Import.CHECKING or taken.content is None:
        return
    actor = acting_actor(taken.account, taken.post_id, ip="", at=at)
    try:
        report = summary(plan_of(read(bytes(taken.content), taken.name), under=taken.unit, actor=actor, at=at))
    except Invalid as error:
        report = {
            "units": 0,
            "people": 0,
            "duties": 0,
            "wrong": 1,
            "by_sheet": {},
            "faults": [["", 0, "", error.message]],
        }
    record_check(taken=taken, report=report, actor=actor, at=at, request_key=job_key())


@job(label="导入单位和人员")
def load_import(*, import_id: int) -> None:
    """Check once more, since others have worked meanwhile; then everything in one transaction."""
    taken, at = _taken(import_id), now()
    if taken.state != Import.LOADING or taken.content is None:
        return
    actor = acting_actor(taken.account, taken.post_id, ip="", at=at)
    plan = plan_of(read(bytes(taken.content), taken.name), under=taken.unit, actor=actor, at=at)
    if plan.faults:
        record_check(taken=taken, report=summary(plan), actor=actor, at=at, request_key=job_key())
        return
    load.bulk(pieces(plan, taken), actor=actor, at=at)


def _taken(import_id: int) -> Import:
    return Import.objects.select_related("unit__organ", "unit__region", "account").get(pk=import_id)
