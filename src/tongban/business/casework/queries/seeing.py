"""Who sees which case: by keys of person and unit, or because something of it lies, or lay, on the desk."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from tongban.business.casework.contracts import Sort
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

SEE = "casework.see_unit"
INTAKE_SEALS, DECISION_SEALS = ("acceptance", "approval"), ("official", "approval")


def viewer_keys(viewer: Actor, *, at: datetime) -> list[str]:
    return access.keys_of(viewer, at=at, see=SEE)


def visible_ids(viewer: Actor, ids: Collection[int], *, at: datetime) -> set[int]:
    """Those of the ids that the viewer sees. Constant cost."""
    seen = access.visible_among(viewer_keys(viewer, at=at), "case", ids)
    if len(seen) == len(set(ids)):
        return seen
    return seen | inbox.met_among("case", ids, keys=inbox.keys_of(viewer, at=at), person_id=viewer.person_id)


def case_for(viewer: Actor, pk: int, *, at: datetime) -> Case:
    """A case that the viewer sees. NotFound otherwise."""
    found = Case.objects.filter(pk=pk).select_related("version__item", "unit", "handler").first()
    if found is None or not visible_ids(viewer, [pk], at=at):
        raise NotFound()
    return found


def letter_for(viewer: Actor, case: Case, pk: int) -> Letter:
    """A letter of a case that the viewer sees already."""
    found = Letter.objects.filter(case=case, pk=pk).select_related("case__unit", "page_file", "sealed_file").first()
    if found is None:
        raise NotFound()
    return found


def seals_for(viewer: Actor, letter: Letter, *, at: datetime) -> QuerySet[seals.Seal]:
    """The seals in the viewer's custody that a letter of its sort may bear."""
    sorts = INTAKE_SEALS if TEMPLATES[Sort(letter.sort)].intake else DECISION_SEALS
    return seals.usable_by(viewer, unit_id=letter.unit_id, at=at, sort=None).filter(sort__in=sorts)
