"""What programs send. Strict: a number is a number, a name that nobody knows is an error; lengths are those of the forms."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Path, Schema
from pydantic import BeforeValidator, ConfigDict, Field

MOST_ID = 2**62
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Given(Schema):
    """A body. What is not described is refused, so that a typing error is not silently left out."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Fields(Given):
    """The fields of a form beside a file: everything comes as text there."""

    model_config = ConfigDict(extra="forbid", strict=False)


def _is_day(value: Any) -> Any:
    if (isinstance(value, str) and _DAY.fullmatch(value)) or value is None or isinstance(value, date):
        return value
    raise ValueError("a day is written YYYY-MM-DD")


Id = Annotated[int, Field(ge=1, le=MOST_ID)]
PathId = Path[Id]
Day = Annotated[date, BeforeValidator(_is_day), Field(strict=False)]
Word = Annotated[str, Field(max_length=20)]
Phone = Annotated[str, Field(max_length=40)]
Name = Annotated[str, Field(max_length=60)]
Line = Annotated[str, Field(max_length=100)]
UnitName = Annotated[str, Field(max_length=120)]
Title = Annotated[str, Field(max_length=200)]
Sentence = Annotated[str, Field(max_length=300)]
Paragraph = Annotated[str, Field(max_length=500)]
Opinion = Annotated[str, Field(max_length=2000)]


class ReasonIn(Given):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class LongReasonIn(Given):
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class FileOut(Schema):
    """A file that lies in the store; its content is at /files/{uid}."""

    uid: UUID
    name: str
    size: int
    type: str = Field(description="媒体类型")

    @staticmethod
    def resolve_size(row: Any) -> int:
        return int(row.blob.size)

    @staticmethod
    def resolve_type(row: Any) -> str:
        return str(row.type.media_type)


class Count(Schema):
    count: int = Field(description="办了几件")


class SealIn(Given):
    """The seal password opens the key in this request; it is written nowhere."""

    seal: Id = Field(description="印章号，见 /seals")
    password: str = Field(max_length=128, json_schema_extra={"format": "password", "writeOnly": True})
