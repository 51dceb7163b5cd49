"""接口回调 for programs: register an address, see what was sent, end it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from tongban.foundation.callbacks import operations, queries
from tongban.foundation.callbacks.contracts import LONGEST_ADDRESS, State, subjects
from tongban.foundation.callbacks.models import Callback, Notice
from tongban.foundation.programs import api as programs

router = Router(tags=["回调"])


class CallbackIn(programs.Given):
    name: Annotated[str, Field(min_length=1, max_length=60, examples=["市场监管局业务系统"])]
    address: Annotated[
        str, Field(min_length=1, max_length=LONGEST_ADDRESS, examples=["https://oa.linjiang.example/tongban"])
    ]
    wanted: Annotated[list[programs.Line], Field(min_length=1, max_length=20, examples=[["case.moved"]])]


class CallbackOut(Schema):
    """`key` signs the notices; it is given once, in the answer to the registration, and "" ever after."""

    id: int
    name: str
    address: str
    wanted: list[str]
    created_at: datetime
    key: str = ""

    @staticmethod
    def resolve_wanted(row: Callback) -> list[str]:
        return row.codes

    @staticmethod
    def resolve_key(row: Callback) -> str:
        return getattr(row, "text", "")


class NoticeOut(Schema):
    """`uid` is what X-Tongban-Notice says: a notice that comes twice bears the same."""

    id: int
    uid: UUID
    callback_id: int
    topic: str
    subject: str
    at: datetime
    state: State
    tries: int
    error: str

    @staticmethod
    def resolve_subject(row: Notice) -> str:
        return f"{row.subject_kind}:{row.subject_id}"


class Topic(Schema):
    code: str
    label: str


class Which(Schema):
    callback: int = Field(0, ge=0, le=programs.MOST_ID, description="只看这一个回调的；0 是全部")


@router.get("/topics", response=list[Topic], summary="可以通知哪些事")
def topics(request: HttpRequest) -> list[dict[str, str]]:
    return [{"code": code, "label": subject.label} for code, subject in subjects.items()]


@router.get("", response=list[CallbackOut], summary="本账户登记的回调")
def callbacks(request: HttpRequest) -> list[Callback]:
    return list(queries.own(_account(request)))


@router.post("", response={201: CallbackOut}, summary="登记回调")
def register(request: HttpRequest, given: CallbackIn) -> Status[Callback]:
    made = operations.register(account=_account(request), **given.dict(), **programs.acting(request))
    return Status(201, made)


@router.get("/notices", response=list[NoticeOut], summary="最近的通知，发到了没有")
def notices(request: HttpRequest, asked: Query[Which]) -> list[Notice]:
    return queries.latest(_account(request), callback=asked.callback)


@router.post("/notices/{pk}/sending", response={204: None}, summary="重发没有送到的通知")
def resend(request: HttpRequest, pk: programs.PathId) -> Status[None]:
    operations.resend(account=_account(request), notice=pk, **programs.acting(request))
    return Status(204, None)


@router.delete("/{pk}", response={204: None}, summary="停用回调")
def end(request: HttpRequest, pk: programs.PathId) -> Status[None]:
    operations.end(account=_account(request), callback=pk, **programs.acting(request))
    return Status(204, None)


def _account(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]
