"""Keeping what somebody is typing: a copy on the server, so that a crash of the browser loses nothing."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tongban.engines.forms.contracts import MOST_KEPT
from tongban.engines.forms.models import Kept
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid, NotAllowed
from tongban.kernel.operations import doing, inside_operation, note, operation
from tongban.kernel.references import Reference

OLDEST = timedelta(days=90)


@operation(may="forms.fill")
def keep_typed(
    *, form: str, subject: Reference | None, typed: Mapping[str, Sequence[str]], actor: Actor, at: datetime
) -> Kept:
    """The actor's copy for this form and subject, in place of the one before. What is older than 90 days goes."""
    if actor.person_id is None:
        raise NotAllowed("只有工作人员填写的内容会自动保存。", code="forms.no-person")
    if len(json.dumps(typed, ensure_ascii=False)) > MOST_KEPT:
        raise Invalid({"typed": "填写的内容太多，不能自动保存，请尽快提交。"}, code="forms.too-large")
    Kept.objects.filter(person_id=actor.person_id, changed_at__lt=at - OLDEST).delete()
    kept, _ = Kept.objects.update_or_create(
        person_id=actor.person_id, form=form, subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else 0, defaults={"typed": typed, "changed_at": at},
    )  # fmt: skip
    note(form=form)
    return kept


@operation(may="forms.fill")
def forget_typed(*, form: str, subject: Reference | None, actor: Actor, at: datetime) -> None:
    """不用自动保存的内容: the copy is gone."""
    note(form=form)
    forget(form=form, subject=subject)


@inside_operation
def forget(*, form: str, subject: Reference | None = None) -> None:
    """The actor's copy goes because what it held has arrived: called by the operation that stores the data."""
    place = {"subject_kind": subject.kind if subject else "", "subject_id": subject.id if subject else 0}
    Kept.objects.filter(person_id=doing().actor.person_id or 0, form=form, **place).delete()
