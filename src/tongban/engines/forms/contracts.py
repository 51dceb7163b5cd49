"""Words of the form engine."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.events import Event

MOST_KEPT = 512 * 1024  # characters of what is kept while somebody types
PERMISSIONS = {
    "forms.fill": "填写表单",
    "forms.design": "设计表单",
    "forms.publish": "发布表单",
    "forms.see": "查看表单定义",
}

Value = Any  # JSON: null, bool, int, str, list of these


class Right(StrEnum):
    """What a step may do with a field."""

    HIDDEN = "hidden"  # 不可见
    READ = "read"  # 只读
    WRITE = "write"  # 可填
    REQUIRED = "required"  # 必填


class DefinitionInvalid(Invalid):
    """A definition that cannot be published. `fields` maps the place in it ("layout.steps.review") to what is wrong there."""

    code = "forms.definition"


class DraftOvertaken(Conflict):
    """Somebody else saved the draft since the designer opened it."""

    code = "forms.draft-overtaken"


@dataclass(frozen=True, slots=True)
class FormPublished(Event):
    """A new version of a form counts from now on."""

    code: str
    version: int
