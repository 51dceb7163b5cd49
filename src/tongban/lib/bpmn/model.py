"""What a BPMN 2.0 file says, as plain data. Nothing here is executed; `compiled.py` does that.

Names of elements and attributes are those of BPMN 2.0.2 (formal/2013-12-09), chapters 7, 8 and 10.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TONGBAN = "urn:tongban:bpmn:1"
VENDORS = {
    "http://flowable.org/bpmn": "flowable",
    "http://activiti.org/bpmn": "activiti",
    "http://camunda.org/schema/1.0/bpmn": "camunda",
}


class EventDefinition(NamedTuple):
    """What an event is about (10.5.5). `kind` is message, timer, signal, error, terminate, link, or one that is not executed.

    `name` is the message's or signal's name, the error's code, the link's name; `reference` the id it was referred to by.
    A timer has `timer` (date, duration or cycle) and `text`.
    """

    kind: str
    name: str = ""
    reference: str = ""
    timer: str = ""
    text: str = ""


class FormField(NamedTuple):
    """A field of a vendor's form (formProperty, formField). `values` are the (id, name) pairs of an enumeration."""

    id: str
    name: str
    type: str
    required: bool
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """standardLoopCharacteristics (10.3.8): again while the condition holds, at most `maximum` times (0: no limit)."""

    test_before: bool
    condition: str
    maximum: str


@dataclass(frozen=True, slots=True)
class Called:
    """What a call activity calls, and how variables pass: (target, expression) pairs; ("*", "") for all of them.

    Without any pair the called process shares the caller's variables.
    """

    process: str
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """multiInstanceLoopCharacteristics (10.3.8): how many, one after another or all at once, until when.

    `collection` and `item` come from our attributes, a vendor's, or loopDataInputRef and inputDataItem.
    `result` names the variable that receives {"total", "completed", and the count of each decision}.
    """

    sequential: bool
    cardinality: str = ""
    collection: str = ""
    item: str = ""
    completion: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node. `parent` is the id of the process or sub-process that holds it.

    `tb` has the attributes of our namespace, `vendor` those of Flowable, Activiti and Camunda by local name
    (the first namespace wins), `events` the event definitions, for send and receive tasks their message. `performers` are
    the standard's humanPerformer and potentialOwner: ("user" or "group", name).
    """

    id: str
    tag: str
    name: str
    parent: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    tb: Mapping[str, str] = field(default_factory=dict)
    vendor: Mapping[str, str] = field(default_factory=dict)
    events: tuple[EventDefinition, ...] = ()
    multi: MultiInstance | None = None
    again: StandardLoop | None = None
    called: Called | None = None
    fields: tuple[FormField, ...] = ()
    performers: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    lane: str = ""

    @property
    def label(self) -> str:
        """The element as a message names it."""
        return f"「{self.name}」({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """A sequence flow; `condition` is None when it has none, `language` is that of the condition when the file names one.

    `way` makes it a 办理方式 that the step before chooses (tb:way); `after` are the 法定 steps without which it is not taken (tb:after).
    """

    id: str
    name: str
    source: str
    target: str
    parent: str
    condition: str | None = None
    language: str = ""
    way: str = ""
    after: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The flow as a message names it."""
        return f"「{self.name}」({self.id})" if self.name else self.id


@dataclass(frozen=True, slots=True)
class Process:
    """A process with everything inside it, sub-processes included, in document order."""

    id: str
    name: str
    executable: bool
    tb: Mapping[str, str]
    elements: tuple[Element, ...]
    flows: tuple[SequenceFlow, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A definitions file. `duplicates` are ids met more than once; `strays` are (tag, id, name, place) not understood.

    `source` holds the bytes as read: `write` gives them back whole, so nothing a designer put there is lost.
    """

    source: bytes = field(repr=False)
    processes: tuple[Process, ...]
    duplicates: tuple[str, ...] = ()
    strays: tuple[tuple[str, str, str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
