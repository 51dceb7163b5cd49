"""Words of the process engine: what a host declares, what a step offers, what is told upward."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.kernel.actor import Actor
from tongban.kernel.events import Event
from tongban.kernel.references import Reference

PERMISSIONS = {
    "flow.act": "办理本人的环节",
    "flow.withdraw": "撤回本人刚办理的环节",
    "flow.record": "代录领导意见",
    "flow.confirm": "确认代录的意见",
    "flow.urge": "催办",
    "flow.administer": "管理流程（挂起、恢复、终止、跳转、恢复办理）",
    "flow.steer": "处置本单位的流程（挂起、恢复、终止、跳转、恢复办理）",
    "flow.arrange": "增减会签的办理人",
    "flow.answer": "答复加签、征询",
    "flow.take_back": "收回本人发出的加签、征询、传阅",
    "flow.design": "设计流程（编制草稿、检查）",
    "flow.publish": "发布流程",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the engine must know of the thing that a process is about. The host gives it in one query.

    `facts` are the typed, read-only values that conditions read as subject.<name>; `unit_id` is the organ, `section_id` the
    drafting section, `people` named persons of the matter (drafter …) by word. `due_at` is the limit of the whole matter (办理限时).
    """

    reference: Reference
    category: str
    title: str
    unit_id: int
    section_id: int
    number: str = ""
    urgency: int = 0
    from_unit: str = ""
    from_person: str = ""
    people: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    hint: str = ""
    chosen: bool = False


class Later(Sequence[Option]):
    """Options that are looked for once somebody looks at them."""

    def __init__(self, look: Callable[[], Sequence[Option]]) -> None:
        self._found = functools.cache(look)

    def __len__(self) -> int:
        return len(self._found())

    def __getitem__(self, place: Any) -> Any:
        return self._found()[place]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a step decides for the steps after it: who signs, which units countersign. It becomes a process variable.

    `options` may be Later(…): the engine looks at them only where somebody chose one. `words`: the value is a word, not a number.
    """

    name: str
    label: str
    options: Sequence[Option]
    many: bool = False
    required: bool = False
    hint: str = ""
    words: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """The app whose things run on processes. All members are plain functions of that app.

    `lock` takes the row lock of the subject (before the instance's) and describes it; `describe` only reads it; `choices`
    lists what the step at this element decides; `before` may refuse a move (raise Anticipated) or write what must be in the
    same transaction, but nothing that is described; `own` are the steps that only an operation of the host finishes
    (number, seal), never a plain 提交. `reopens`: a process that has ended may be taken up
    again (恢复办理), if `before` agrees. `words` refuses what may not be written (a secret), in every opinion, reason, question and answer.
    """

    kind: str
    lock: Callable[[Reference], Subject]
    describe: Callable[[Reference], Subject]
    choices: Callable[[Reference, str, datetime], list[Choice]] = lambda reference, element, at: []
    before: Callable[["Move"], None] = lambda move: None
    own: frozenset[str] = frozenset()
    reopens: bool = False
    words: Callable[[str], None] = lambda words: None


@dataclass(frozen=True, slots=True)
class Move:
    """A move about to be made: complete (`chosen`: what the step decides for later ones), return (`decision` is then the step it
    goes back to), withdraw, or reopen (`element` is open again)."""

    kind: str
    subject: Reference
    element: str
    decision: str
    opinion: str
    actor: Actor
    at: datetime
    chosen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that somebody may make now: its name in tb:moves, the word on its button, what it does."""

    move: str
    label: str
    icon: str
    lead: str


@dataclass(frozen=True, slots=True)
class StepCompleted(Event):
    """A person finished a step."""

    subject: Reference
    element: str
    work_id: int
    decision: str
    person_id: int | None
    person_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepReturned(Event):
    """退回修改: from one step to an earlier one."""

    subject: Reference
    element: str
    to: str
    reason: str
    person_name: str


@dataclass(frozen=True, slots=True)
class StepsOpened(Event):
    """New work lies on desks: ids of Work rows, with the people who have it by name, for their notification."""

    subject: Reference
    works: tuple[int, ...]
    urgency: int = 0


@dataclass(frozen=True, slots=True)
class ServiceReached(Event):
    """A service task waits for its host: the host does it now or in a job, and calls finish_service."""

    subject: Reference
    service: str
    token: int


@dataclass(frozen=True, slots=True)
class Thrown(Event):
    """A process threw a message or a signal (`what`). Signals reach other processes by themselves; a message is the host's."""

    subject: Reference
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class InstanceEnded(Event):
    subject: Reference
    how: str
