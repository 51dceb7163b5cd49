"""What programs get about cases, and how rows become it. Codes of persons and telephones stay inside."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.business.casework.contracts import Sort, State
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.business.casework.rules.steps import LABELS
from tongban.business.licenses import api as licenses
from tongban.engines.flow import api as flow
from tongban.foundation.clocks import api as clocks
from tongban.foundation.programs import api as programs


class CaseOut(Schema):
    id: int
    uid: UUID
    number: str
    item: int = Field(description="事项版本号")
    title: str
    unit_id: int
    unit: str
    applicant: str
    agent: str
    state: str
    state_label: str
    channel: str
    handler: str
    submitted_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None


class LetterOut(Schema):
    """An official letter. `file` is the sealed one, or the page that waits for the seal."""

    id: int
    sort: str
    title: str
    number: str
    made_at: datetime
    sealed_at: datetime | None
    file: programs.FileOut | None


class MaterialOut(Schema):
    key: str
    name: str
    on_paper: bool
    submission: int
    file: programs.FileOut | None


class CaseClock(Schema):
    code: str
    label: str
    state: str
    due_at: datetime | None
    legal_due_on: date | None


class StepOut(Schema):
    step: str
    element: str
    state: str
    who: str
    at: datetime | None
    opinion: str


class CaseWhole(CaseOut):
    """`query_code` opens the public progress together with the number."""

    query_code: str
    deemed: bool
    decision_reason: str
    decision_basis: str
    decider: str
    license: int | None
    stars: int | None
    clocks: list[CaseClock]
    letters: list[LetterOut]
    materials: list[MaterialOut]
    steps: list[StepOut]


class UploadOut(Schema):
    upload: str = Field(description="上传凭据，十二小时内写进 materials 的 upload")
    name: str
    size: int
    type: str


def case(c: Case) -> dict[str, Any]:
    return {
        "id": c.pk, "uid": c.uid, "number": c.number_text, "item": c.version_id, "title": c.title, "unit_id": c.unit_id,
        "unit": c.unit.name, "applicant": c.applicant, "agent": c.agent, "state": c.state,
        "state_label": LABELS[State(c.state)], "channel": c.channel, "handler": c.handler_name,
        "submitted_at": c.submitted_at, "accepted_at": c.accepted_at, "decided_at": c.decided_at,
        "delivered_at": c.delivered_at,
    }  # fmt: skip


def whole(c: Case) -> dict[str, Any]:
    license = licenses.live_of(c.reference)
    rating = getattr(c, "rating", None)
    return {
        **case(c), "query_code": c.query_code, "deemed": c.deemed, "decision_reason": c.decision_reason,
        "decision_basis": c.decision_basis, "decider": c.decider_name, "license": license and license.pk,
        "stars": rating and rating.stars, "clocks": [clock(one) for one in clocks.clocks_of(c.reference)],
        "letters": [letter(one) for one in _letters(c)], "materials": _materials(c),
        "steps": flow.track(c.reference) if c.accepted_at else [],
    }  # fmt: skip


def clock(one: clocks.Clock) -> dict[str, Any]:
    return {
        "code": one.code, "label": clocks.codes[one.code], "state": one.state, "due_at": one.due_at,
        "legal_due_on": one.legal_due_on,
    }  # fmt: skip


def letter(one: Letter) -> dict[str, Any]:
    return {
        "id": one.pk, "sort": one.sort, "title": TEMPLATES[Sort(one.sort)].title, "number": one.number_text,
        "made_at": one.made_at, "sealed_at": one.sealed_at, "file": one.sealed_file or one.page_file,
    }  # fmt: skip


def _letters(c: Case) -> Any:
    return c.letters.select_related("sealed_file__blob", "page_file__blob").order_by("pk")


def _materials(c: Case) -> list[dict[str, Any]]:
    submissions = c.submissions.order_by("no").prefetch_related("materials__file__blob")
    return [
        {"key": m.key, "name": m.name, "on_paper": m.on_paper, "submission": s.no, "file": m.file}
        for s in submissions
        for m in s.materials.all()
    ]
