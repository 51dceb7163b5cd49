"""What a form is: fields in sections, with their conditions, the rights of steps, and checks across fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tongban.engines.forms.contracts import Right, Value
from tongban.lib.bpmn import Expression

PAGE = "page"  # the step of a form that is filled in one section after another
EVERY = "*"  # in the rights of a step: all fields that are not named


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a list: the stored value and the word people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind` says how it is asked (rules.kinds); lengths and bounds are those of the schema.

    `shown` and `required_when` are conditions over fields that stand before it; `value` computes what nobody fills in.
    `columns` are those of a table, `least` and `most` bound its rows, or the number of files and chosen things.
    """

    name: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    width: str = ""
    rows: int = 4
    required: bool = False
    default: Value = None
    max_length: int | None = None
    min_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    shown: Expression | None = None
    required_when: Expression | None = None
    value: Expression | None = None
    columns: tuple["Field", ...] = ()
    least: int | None = None
    most: int | None = None
    accept: tuple[str, ...] = ()  # endings of files, such as "pdf"; empty: whatever the host's purpose allows
    megabytes: int | None = None
    dictionary: str = ""  # of codes (foundation/codes)
    of: tuple[str, ...] = ()  # kinds of things that may be chosen
    in_words: bool = False  # 大写 beside the amount


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its own heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule across fields; its message stands at `field`. `wrong_when` holds for wrong data, or the two lists share something.

    {count} in the message is how many they share.
    """

    field: str
    message: str
    wrong_when: Expression | None = None
    apart: tuple[str, str] | None = None

    @property
    def names(self) -> frozenset[str]:
        """The fields that it reads."""
        read = self.wrong_when.names if self.wrong_when else self.apart or ()
        return frozenset(name.partition(".")[0] for name in read)


@dataclass(frozen=True, slots=True)
class Definition:
    """A form as published. `steps` maps a step of a process to the rights of its fields."""

    code: str
    name: str
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    steps: Mapping[str, Mapping[str, Right]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the page."""
        return tuple(f for section in self.sections for f in section.fields)

    def page(self, section: int) -> "Definition":
        """The same form, where the step PAGE asks for this section alone and keeps what stands in the others."""
        asked = {f.name: Right.WRITE for f in self.sections[section].fields}
        return replace(self, steps={**self.steps, PAGE: {EVERY: Right.HIDDEN, **asked}})

    def rights(self, step: str) -> dict[str, Right]:
        """The right of each field in this step; a step that is not described may write everything."""
        given = self.steps.get(step, {})
        rest = given.get(EVERY, Right.WRITE)
        return {f.name: given.get(f.name, rest) for f in self.fields}
