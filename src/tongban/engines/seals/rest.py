"""印章 for programs: those in the caller's custody, whose numbers the acts of sealing ask for."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from tongban.engines.seals import queries
from tongban.engines.seals.models import Seal

router = Router(tags=["印章"])


class SealOut(Schema):
    """A seal. `sort`: official 公章, acceptance 受理专用章, and so on."""

    id: int
    name: str
    sort: str
    state: str
    unit_id: int
    valid_to: datetime
    locked: bool

    @staticmethod
    def resolve_locked(row: Seal) -> bool:
        return row.locked_at is not None


@router.get("", response=list[SealOut], summary="我保管的印章")
def kept(request: HttpRequest) -> Iterable[Seal]:
    return queries.kept_by(request.actor)
