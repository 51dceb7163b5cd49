"""承办: the sections that 批办 named, who of them leads, and until when each has it."""

from datetime import date, datetime

from django.utils.timezone import localdate

from tongban.business.documents.models import Handling, Incoming
from tongban.engines.flow import api as flow
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation

STEP = "handle"


@operation(may="documents.limit", on="handling")
def set_limit(*, handling: Handling, limit: date | None, actor: Actor, at: datetime) -> Handling:
    """限时 of one section, whatever the others have; None: the limit of the whole document."""
    incoming = Incoming.objects.select_for_update(of=("self",)).get(pk=handling.incoming_id)
    if limit is not None and limit < localdate(at):
        raise Invalid({"limit": "办理限时已经过去，请改成今天或以后的日期。"}, code="documents.limit-past")
    handling.limit = limit
    flow.set_due(_step_of(incoming, handling), handling.due_at)
    handling.save(update_fields=["limit"])
    note(unit=handling.unit_id, limit=str(limit or ""))
    return handling


@inside_operation
def name_sections(incoming: Incoming, *, units: list[int], lead: int | None) -> None:
    """What 批办 decided. One section alone leads; of several one must be chosen."""
    if lead is None and len(units) == 1:
        lead = units[0]
    if units and lead is None:
        raise Invalid({"lead_unit": "有几个承办科室，请选择哪一个主办。"}, code="documents.no-lead")
    if lead is not None and lead not in units:
        raise Invalid({"lead_unit": "主办科室要在承办科室里选。"}, code="documents.lead-elsewhere")
    release_sections(incoming)
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    Handling.objects.bulk_create(
        Handling(incoming=incoming, unit_id=unit, unit_name=names[unit], lead=unit == lead) for unit in units
    )


@inside_operation
def release_sections(incoming: Incoming) -> None:
    """It went back before 批办: nobody handles it."""
    Handling.objects.filter(incoming=incoming).delete()


def _step_of(incoming: Incoming, handling: Handling) -> flow.Work:
    for work in flow.open_works(incoming.reference):
        if work.element == STEP and work.place_id == handling.unit_id:
            return work
    raise Conflict(f"{handling.unit_name}已经办完，不需要再定限时。", code="documents.handled")
