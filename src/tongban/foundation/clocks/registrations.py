"""What clocks tell the apps below at start-up."""

from typing import Any

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.clocks import api
from tongban.foundation.clocks.jobs import recount_touched
from tongban.foundation.clocks.queries.effects import effect_of
from tongban.foundation.references import api as references
from tongban.foundation.ui.api import measures
from tongban.foundation.workdays import api as workdays
from tongban.kernel import events

LABELS: dict[Any, str] = {api.pass_marks: "推进时限", api.recount: "按新的日历重算时限"}


def register() -> None:
    access.declare(api.PERMISSIONS)
    kind_labels.register("clock", "时限")
    references.tables.register("clocks", references.Pointing("clocks.Clock"))
    references.tables.register("clocks.documents", DOCUMENTS)
    measures.register("clocks", api.figures)
    workdays.effects.register("clocks", effect_of)
    events.after(workdays.CalendarChanged, recount_touched, label="按新的日历重算时限")
    for operation, label in LABELS.items():
        labels.register(operation.name, label)


DOCUMENTS = references.Pointing("clocks.Movement", kind_field="document_kind", id_field="document_id")
