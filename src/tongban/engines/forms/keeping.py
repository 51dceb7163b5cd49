"""The copy of what is being typed, as a form on the page needs it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.models import Kept
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

OURS = ("csrfmiddlewaretoken", "request_key", "forms_act", "forms_form", "forms_subject")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a form is kept, and what is kept there: `typed` is empty where nothing is."""

    form: str
    subject: str = ""
    typed: Mapping[str, Sequence[str]] | None = None
    at: datetime | None = None

    def data(self) -> QueryDict:
        """What was typed, as if it were posted."""
        data = QueryDict("", mutable=True)
        for name, values in (self.typed or {}).items():
            data.setlist(name, list(values))
        return data


def keeping(*, form: str, subject: Reference | None = None, viewer: Actor) -> Keeping:
    """The viewer's copy for this form and subject. One statement."""
    place = {"subject_kind": subject.kind if subject else "", "subject_id": subject.id if subject else 0}
    found = Kept.objects.filter(person_id=viewer.person_id, form=form, **place).first() if viewer.person_id else None
    where = str(subject) if subject else ""
    return Keeping(form, where, found.typed, found.changed_at) if found else Keeping(form, where)


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """The controls of a form as they stand; what belongs to the request alone is left out."""
    return {name: values for name, values in data.lists() if name not in OURS}


def stamp_of(data: Mapping[str, Any]) -> str:
    """A mark of stored data: another one as soon as a value is another."""
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def same(before: Value, after: Value) -> bool:
    """Whether two values say the same; what is empty in one way or another does."""
    return before == after or (not before and not after and before is not False and after is not False)
