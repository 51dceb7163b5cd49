"""What a letter says: its facts from the case, and how it will read before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.business.casework.contracts import Sort
from tongban.business.casework.models import Case
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.foundation.clocks import api as clocks
from tongban.foundation.workdays.api import calendar
from tongban.lib.days.counting import last_day
from tongban.lib.days.words import Unit as Measure
from tongban.lib.gongwen.model import chinese_date


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter as it will read: title, to whom, its paragraphs, by whom and when."""

    title: str
    to: str
    paragraphs: list[str]
    by: str
    on: date


def facts_of(case: Case) -> dict[str, Any]:
    """What every letter of the case may speak of."""
    content = case.version.content
    return {
        "case": case.number_text, "item": content.name, "submitted": chinese_date(localdate(case.submitted_at)),
        "reconsideration": content.reconsideration, "court": content.court, "phone": content.phone,
    }  # fmt: skip


def acceptance_facts(
    case: Case, *, accepted: date, promised_until: date | None, deemed: bool = False
) -> dict[str, Any]:
    content = case.version.content
    return {
        "accepted": chinese_date(accepted), "deemed": deemed, "legal_days": content.legal_days,
        "promised_days": content.promised_days, "promised_until": chinese_date(promised_until) if promised_until else "",
        "pauses": "、".join(clocks.GROUND_LABELS[clocks.Ground(word)] for word in content.pauses),
    }  # fmt: skip


def supplement_facts(case: Case, wanted: Mapping[str, str]) -> dict[str, Any]:
    names = {material.key: material.name for material in case.version.content.materials}
    return {"missing": [[names[key], what] for key, what in sorted(wanted.items())]}


def wording(case: Case, sort: Sort, *, at: datetime, **facts: Any) -> Wording:
    """How the letter would read that is made now."""
    if sort == Sort.ACCEPTANCE:
        promised = last_day(localdate(at), case.version.content.promised_days, Measure.WORKDAY, calendar())
        facts = acceptance_facts(case, accepted=localdate(at), promised_until=promised)
    template = TEMPLATES[sort]
    return Wording(template.title, case.applicant, template.text(facts_of(case) | facts), case.unit.name, localdate(at))
