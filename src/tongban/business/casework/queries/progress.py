"""Public progress: number and 查询码 open it, and it tells nothing personal (F-SV-17)."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from tongban.business.casework.contracts import PROMISED, Sort, State
from tongban.business.casework.models import Case
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.business.casework.rules.steps import LABELS
from tongban.foundation.clocks import api as clocks


@dataclass(frozen=True, slots=True)
class Progress:
    """What anybody with number and code may read: no name, no telephone, no text that the applicant wrote."""

    number: str
    item: str
    unit: str
    state: str
    steps: tuple[tuple[str, datetime], ...]
    promised_until: date | None
    paused: str
    missing: tuple[tuple[str, str], ...]
    phone: str
    rated: bool
    may_rate: bool


def progress_of(number: str, code: str) -> Progress | None:
    """The progress, or None where number and code do not belong together: nothing says which of the two was wrong."""
    found = Case.objects.filter(number_text=re.sub(r"\s", "", number)).select_related("version", "unit").first()
    typed = re.sub(r"\D", "", code)
    if not secrets.compare_digest(found.query_code if found else "x" * 8, typed or "?") or found is None:
        return None
    letters = list(found.letters.order_by("made_at", "pk"))
    steps = [("提交申请", found.submitted_at)]
    steps += [
        (TEMPLATES[Sort(letter.sort)].title.replace("通知书", "").replace("书", ""), letter.made_at)
        for letter in letters
    ]
    steps += [("送达", found.delivered_at)] if found.delivered_at else []
    notice = next((letter for letter in letters if letter.sort == Sort.SUPPLEMENT), None)
    promised = clocks.live_clock(found.reference, PROMISED)
    open_special = found.specials.filter(ended_at=None).first()
    return Progress(
        number=found.number_text, item=found.version.name, unit=found.unit.name, state=LABELS[State(found.state)],
        steps=tuple(steps), promised_until=promised.legal_due_on if promised else None,
        paused=clocks.GROUND_LABELS[clocks.Ground(open_special.ground)] if open_special else "",
        missing=tuple(map(tuple, notice.facts["missing"])) if notice and found.state == State.SUPPLEMENT else (),
        phone=found.version.content.phone, rated=hasattr(found, "rating"), may_rate=found.state in RATED,
    )  # fmt: skip


RATED = {State.GRANTED.value, State.DENIED.value, State.REJECTED.value}
