"""Who was asked beside a step: those that wait, those that end with it, and what stands on the page of a matter."""

from collections.abc import Collection
from datetime import datetime

from tongban.engines.flow.models import Aside, History, Instance, Work
from tongban.foundation.inbox import api as inbox
from tongban.kernel.errors import Conflict
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation
from tongban.kernel.references import Reference

WORDS = {Aside.PARALLEL: "加签", Aside.CONSULT: "征询", Aside.CIRCULATE: "传阅", Aside.COPY: "抄送"}
ANSWERED = (Aside.PARALLEL, Aside.CONSULT)  # those that want a word
# Lines of history that stand in 办理过程 beside the steps.
NOTES = {
    "suspended": "挂起", "resumed": "恢复", "stopped": "终止", "urged": "催办", "late": "超时",
    "reopened": "恢复办理", "added-after": "后加签",
    "parallel": "并行加签", "consult": "征询", "circulate": "传阅", "copy": "抄送", "added": "增加会签", "removed": "减签",
}  # fmt: skip


def notes_of(instance: Instance) -> list[History]:
    """What happened to a process besides its steps, in order: the lines that operations wrote, not those of the engine itself."""
    rows = History.objects.filter(instance=instance, event__in=NOTES).order_by("id")
    return [row for row in rows if "reason" in row.data or row.event == "late"]


def asides_of(subject: Reference) -> list[Aside]:
    """Everybody who was asked beside the steps of a subject and not taken back, in the order of asking."""
    rows = Aside.objects.filter(**pointing_at(subject)).exclude(closed_at__isnull=False, answered_at=None)
    return list(rows.order_by("id"))


@inside_operation
def close(works: Collection[Work], *, at: datetime) -> None:
    """These steps are over: who was asked beside them is no longer asked. What is to be read stays."""
    asking = [work for work in works if work.asked]
    if not asking:
        return
    found = Aside.objects.filter(
        instance_id=asking[0].instance_id, token__in=[work.token for work in asking], sort__in=ANSWERED,
        answered_at=None, closed_at=None,
    )  # fmt: skip
    inbox.close([aside.reference for aside in found], at=at)
    found.update(closed_at=at)


def require_answered(work: Work) -> None:
    """Conflict while somebody of the 并行加签 has not answered."""
    if not work.asked:
        return
    waiting = Aside.objects.filter(
        instance_id=work.instance_id, token=work.token, sort=Aside.PARALLEL, answered_at=None, closed_at=None
    )
    if names := "、".join(waiting.order_by("pk").values_list("person_name", flat=True)):
        raise Conflict(f"还在等 {names} 的加签意见，等到以后才能提交；不再等的，先收回。", code="flow.asked-beside")
