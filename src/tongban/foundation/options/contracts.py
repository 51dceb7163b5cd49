"""系统设置: what an administrator may change while the system runs. The app that reads a value registers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tongban.kernel.errors import Invalid
from tongban.kernel.events import Event
from tongban.kernel.registry import Registry

PERMISSIONS = {"options.manage": "修改系统设置"}
ON, OFF = "开", "关"
Value = int | bool | str


def nothing_wrong(text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its words, and what it may be. The type of `default` is the type of the value."""

    group: str
    label: str
    default: Value
    unit: str = ""
    hint: str = ""
    least: int = 0
    most: int = 1_000_000
    choices: Mapping[str, str] = field(default_factory=dict)  # of a text: value → words
    check: Callable[[str], str] = nothing_wrong  # of a text: what is wrong with it, "" when nothing
    public: bool = False  # in force in the public zone too

    def read(self, text: str) -> Value:
        """What somebody typed. Invalid, with a sentence for the field."""
        text = text.strip()
        if isinstance(self.default, bool):
            if text not in (ON, OFF):
                raise Invalid({"value": f"请选择{ON}或{OFF}。"}, code="options.value")
            return text == ON
        if isinstance(self.default, int):
            if not (text.isascii() and text.isdigit() and len(text) < 10 and self.least <= int(text) <= self.most):
                raise Invalid({"value": f"应是 {self.least} 到 {self.most} 的整数。"}, code="options.value")
            return int(text)
        if self.choices and text not in self.choices:
            raise Invalid({"value": "请从列出的里面选一个。"}, code="options.value")
        if len(text) > self.most:
            raise Invalid({"value": f"最多写 {self.most} 个字。"}, code="options.value")
        if wrong := self.check(text):
            raise Invalid({"value": wrong}, code="options.value")
        return text

    def show(self, value: Value) -> str:
        """As people read it."""
        if isinstance(value, bool):
            return ON if value else OFF
        if self.choices:
            return self.choices.get(str(value), str(value))
        return f"{value} {self.unit}".strip() if value != "" else "（空）"


@dataclass(frozen=True, slots=True)
class OptionChanged(Event):
    """The option has another value from now on."""

    key: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A setting of the environment: shown, changed by the operator alone, in force after a new start."""

    label: str
    read: Callable[[], str]


options: Registry[Option] = Registry("option")
fixed: Registry[Fixed] = Registry("setting of the environment")  # by the name of its variable
