"""Ending a process from outside, and taking the words of a secret out of it (涉密清除)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from tongban.engines.flow import beside
from tongban.engines.flow.contracts import InstanceEnded
from tongban.engines.flow.models import Aside, History, Instance, Token, Work
from tongban.engines.flow.registry import hosts
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, publish
from tongban.kernel.references import Reference

TERMINATED = "terminated"
ERASED = "（已清除）"


@inside_operation
def terminate(subject: Reference, *, actor: Actor, at: datetime) -> bool:
    """End the subject's running process where it stands: its open steps are cancelled. False when none was running."""
    hosts[subject.kind].lock(subject)
    instance = Instance.objects.select_for_update().filter(ended="", **pointing_at(subject)).first()
    if instance is None:
        return False
    open_works = Work.objects.filter(instance=instance, state=Work.OPEN)
    found = list(open_works)
    open_works.update(state=Work.CANCELLED, done_at=at)
    inbox.close([work.reference for work in found], at=at)
    beside.close(found, at=at)
    Token.objects.filter(instance=instance).delete()
    instance.ended, instance.ended_at = TERMINATED, at
    instance.save(update_fields=["ended", "ended_at"])
    History.objects.create(instance=instance, at=at, event=TERMINATED, element="", token=0, actor_name=actor.name)
    publish(InstanceEnded(subject, TERMINATED))
    return True


@inside_operation
def erase_texts(subjects: Iterable[Reference]) -> int:
    """Take every opinion about these subjects away; who did which step when stays. How many steps it touched."""
    of_subjects = Q(pk=None)
    for subject in subjects:
        of_subjects |= Q(**pointing_at(subject))
    asides = Aside.objects.filter(of_subjects)
    asides.exclude(words="").update(words=ERASED)
    asides.exclude(answer="").update(answer=ERASED)
    works = Work.objects.filter(of_subjects)
    works.exclude(draft_opinion="").update(draft_opinion="")
    return works.exclude(opinion="").update(opinion=ERASED)
