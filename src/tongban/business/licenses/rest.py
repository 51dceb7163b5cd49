"""证照 for programs: lists, one licence, 用印 and 撤销."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from tongban.business.licenses import operations, queries, rules
from tongban.business.licenses.contracts import State
from tongban.business.licenses.models import License
from tongban.business.licenses.pages import check_address
from tongban.engines.seals import api as seals
from tongban.foundation.programs import api as programs
from tongban.kernel.now import now

router = Router(tags=["证照"])


class LicenseOut(Schema):
    id: int
    uid: UUID
    name: str
    number: str
    unit_id: int
    issuer: str
    holder: str
    state: str
    granted_on: date
    valid_to: date | None
    issued_at: datetime | None


class LicenseWhole(LicenseOut):
    """`check` is the public address at which anybody may check it; `file` is sealed, or waits for the seal."""

    subject: str
    identifier: str
    validity: str
    sound: bool
    reason: str
    check: str
    lines: list[list[str]]
    file: programs.FileOut | None


class Wanted(programs.Asked):
    number: programs.Name = Field("", description="证照编号的一部分")
    state: Literal[*(s.value for s in State)] | None = None  # type: ignore[valid-type]


@router.get("", response=programs.Page[LicenseOut], summary="证照清单")
def licenses(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    rows = queries.licenses(request.actor, at=now()).filter(number_text__icontains=asked.number.strip())
    return programs.page(rows.filter(state=asked.state) if asked.state else rows, asked, _shown)


@router.get("/{pk}", response=LicenseWhole, summary="一份证照")
def license(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return _whole(_license(request, pk))


@router.post("/{pk}/seal", response=LicenseWhole, summary="证照用印")
def seal(request: HttpRequest, pk: programs.PathId, given: programs.SealIn) -> dict[str, Any]:
    """印章密码只在这个请求里打开密钥，不写进任何地方。"""
    found, acting = _license(request, pk), programs.acting(request)
    unlocked = seals.unlock_own(
        given.seal, given.password, unit_id=found.unit_id, actor=acting["actor"], at=acting["at"]
    )
    return _whole(operations.seal(license=found, unlocked=unlocked, **acting))


@router.post("/{pk}/revocation", response=LicenseWhole, summary="撤销证照")
def revoke(request: HttpRequest, pk: programs.PathId, given: programs.ReasonIn) -> dict[str, Any]:
    found = _license(request, pk)
    return _whole(operations.revoke(license=found, reason=given.reason, **programs.acting(request)))


def _license(request: HttpRequest, pk: int) -> License:
    return queries.license_for(request.actor, pk, at=now())


def _shown(row: License) -> dict[str, Any]:
    return {
        "id": row.pk, "uid": row.uid, "name": row.name, "number": row.number_text, "unit_id": row.unit_id,
        "issuer": row.issuer_name, "holder": row.holder, "state": row.state, "granted_on": row.granted_on,
        "valid_to": row.valid_to, "issued_at": row.issued_at,
    }  # fmt: skip


def _whole(row: License) -> dict[str, Any]:
    validity = rules.validity(row.state, row.valid_to, on=localdate(now()))
    return {
        **_shown(row), "subject": str(row.subject), "identifier": row.identifier, "validity": validity.word,
        "sound": validity.sound, "reason": row.reason, "check": check_address(row.token), "lines": row.lines,
        "file": row.sealed_file or row.page_file,
    }  # fmt: skip
