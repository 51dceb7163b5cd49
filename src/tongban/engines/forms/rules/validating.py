"""Whether data fit a definition: the one place where this is judged, for screens, REST and imports alike."""

from collections.abc import Collection, Mapping

from tongban.engines.forms.contracts import Right, Value
from tongban.engines.forms.rules.definition import Check, Definition, Field
from tongban.engines.forms.rules.kinds import KINDS, clean, is_empty
from tongban.kernel.errors import Invalid
from tongban.lib.bpmn import Expression
from tongban.lib.typed import Wrong

GONE = "选的内容已经不在列表里，请重新选择。"


def validate(
    definition: Definition,
    data: Mapping[str, Value],
    *,
    step: str = "",
    current: Mapping[str, Value] | None = None,
    options: Mapping[str, Collection[int]] | None = None,
) -> dict[str, Value]:
    """The cleaned data, JSON-ready, with every field of the form; or Invalid with a message at each wrong field.

    `current` is what is stored: fields that the step may not write keep it. `options` are the ids that may be chosen in
    pickers (a picker that is not named is not checked). Fields that are not shown come out empty; keys that the form does
    not know are left out. Cleaning what was cleaned changes nothing.
    """
    found = _Found(definition, current or {}, options or {})
    rights = definition.rights(step)
    for field in definition.fields:
        found.take(field, rights[field.name], data.get(field.name))
    for check in definition.checks:
        found.check(check, rights)
    if found.faults:
        raise Invalid(found.faults, code="forms.invalid")
    return found.values


def shown_fields(definition: Definition, values: Mapping[str, Value]) -> set[str]:
    """The names of the fields that are shown with these values; a field that is not shown counts as empty."""
    known: dict[str, Value] = {}
    shown = set()
    for field in definition.fields:
        if holds(field.shown, known):
            shown.add(field.name)
        known[field.name] = values.get(field.name) if field.name in shown else KINDS[field.kind].empty
    return shown


def holds(condition: Expression | None, values: Mapping[str, Value]) -> bool:
    """Whether the condition holds for these values; none always does."""
    return condition is None or condition.holds(values.get)


class _Found:
    """Values and faults while a form is gone through from its first field to its last."""

    def __init__(
        self, definition: Definition, current: Mapping[str, Value], options: Mapping[str, Collection[int]]
    ) -> None:
        self.definition, self.current, self.options = definition, current, options
        self.values: dict[str, Value] = {}
        self.faults: dict[str, str] = {}

    def take(self, field: Field, right: Right, typed: Value) -> None:
        empty = KINDS[field.kind].empty
        if right in (Right.HIDDEN, Right.READ):
            self.values[field.name] = self.current.get(field.name, empty)
            return
        self.values[field.name] = empty
        if not holds(field.shown, self.values):
            return
        try:
            value = clean(field, typed)
            self._require(field, right, value)
            self._known(field, value)
        except Wrong as wrong:
            self.faults[field.name] = str(wrong)
            return
        self.values[field.name] = value

    def check(self, check: Check, rights: Mapping[str, Right]) -> None:
        """A check speaks only of what was typed rightly, and only where its field can be changed."""
        fixed = rights[check.field] in (Right.HIDDEN, Right.READ)
        if fixed or check.field in self.faults or check.names & self.faults.keys():
            return
        count = self._shared(check)
        if count or (check.wrong_when is not None and check.wrong_when.holds(self.values.get)):
            self.faults[check.field] = check.message.replace("{count}", str(count))

    def _shared(self, check: Check) -> int:
        if check.apart is None:
            return 0
        left, right = (self.values[name] or () for name in check.apart)
        return len({*left} & {*right})

    def _require(self, field: Field, right: Right, value: Value) -> None:
        demanded = field.required_when is not None and holds(field.required_when, self.values)
        if is_empty(field, value) and (field.required or demanded or right == Right.REQUIRED):
            verb = "请选择" if KINDS[field.kind].chooses else "请填写"
            raise Wrong(f"请勾选“{field.label}”。" if field.kind == "checkbox" else f"{verb}{field.label}。")

    def _known(self, field: Field, value: Value) -> None:
        known = self.options.get(field.name)
        chosen = value if isinstance(value, list) else [] if value is None else [value]
        if known is not None and not set(chosen) <= set(known):
            raise Wrong(GONE)
