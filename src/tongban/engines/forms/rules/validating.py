"""Whether data fit a definition: the one place where this is judged, for screens, REST and imports alike."""

from collections import ChainMap
from collections.abc import Collection, Mapping, Sequence

from tongban.engines.forms.contracts import Right, Value
from tongban.engines.forms.rules.definition import Check, Definition, Field
from tongban.engines.forms.rules.kinds import KINDS, MOST_ROWS, clean, computed, counted, empty_of, is_empty
from tongban.kernel.errors import Invalid
from tongban.lib.bpmn import Expression
from tongban.lib.typed import Wrong

GONE = "选的内容已经不在列表里，请重新选择。"
FIXED = (Right.HIDDEN, Right.READ)
Options = Mapping[str, Collection[int] | Collection[str]]


def validate(
    definition: Definition,
    data: Mapping[str, Value],
    *,
    step: str = "",
    current: Mapping[str, Value] | None = None,
    options: Options | None = None,
) -> dict[str, Value]:
    """The cleaned data, JSON-ready, with every field of the form; or Invalid with a message at each wrong field.

    `current` is what is stored: fields that the step may not write keep it. `options` are the ids that may be chosen in
    pickers (a picker that is not named is not checked; a column is named "table.column"). Fields that are not shown come
    out empty; computed ones are computed, whatever was sent; keys that the form does not know are left out. Faults in a
    table stand at "table.row.column", rows counted from 0. Cleaning what was cleaned changes nothing.
    """
    found = _Found(current or {}, options or {})
    rights = definition.rights(step)
    for field in definition.fields:
        found.take(field, rights[field.name], data.get(field.name))
    for check in definition.checks:
        found.check(check, rights)
    if found.faults:
        raise Invalid(found.faults, code="forms.invalid")
    return found.values


def settle(definition: Definition, values: Mapping[str, Value]) -> tuple[dict[str, Value], set[str]]:
    """The values as far as they are known, computed ones computed, with the names of the fields that are shown."""
    known: dict[str, Value] = {}
    shown = set()
    for field in definition.fields:
        if holds(field.shown, known):
            shown.add(field.name)
        known[field.name] = _settled(field, values.get(field.name), known) if field.name in shown else empty_of(field)
    return known, shown


def shown_fields(definition: Definition, values: Mapping[str, Value]) -> set[str]:
    """The names of the fields that are shown with these values; a field that is not shown counts as empty."""
    return settle(definition, values)[1]


def holds(condition: Expression | None, values: Mapping[str, Value]) -> bool:
    """Whether the condition holds for these values; none always does."""
    return condition is None or condition.holds(values.get)


def is_blank(field: Field, row: Mapping[str, Value]) -> bool:
    """Whether nothing was filled in in this row of a table: such rows are left out."""
    typed = ((column, row.get(column.name)) for column in field.columns if column.value is None)
    return all(
        value in (None, "", False, []) or value == column.default or (isinstance(value, str) and not value.strip())
        for column, value in typed
    )


def rows_of(typed: Value) -> list[Mapping[str, Value]]:
    """The rows of a table as sent. Raises Wrong for what is none."""
    if typed is None or typed == "":
        return []
    if not isinstance(typed, Sequence) or isinstance(typed, str) or not all(isinstance(r, Mapping) for r in typed):
        raise Wrong("要写成一行一行的内容。")
    if len(typed) > MOST_ROWS:
        raise Wrong(f"最多 {MOST_ROWS} 行，现在是 {len(typed)} 行。")
    return list(typed)


def _settled(field: Field, value: Value, known: Mapping[str, Value]) -> Value:
    if field.value is not None:
        return computed(field, field.value.evaluate(known.get))
    if not field.columns:
        return value
    rows = []
    for row in value or ():
        made = dict(row)
        for column in field.columns:
            made[column.name] = _settled(column, row.get(column.name), ChainMap(made, dict(known)))
        rows.append(made)
    return rows


class _Found:
    """Values and faults while fields are gone through from first to last; `outer` are those around a row of a table."""

    def __init__(
        self, current: Mapping[str, Value], options: Options, *, outer: Mapping[str, Value] | None = None, at: str = ""
    ) -> None:
        self.current, self.options, self.at = current, options, at
        self.values: dict[str, Value] = {}
        self.known: Mapping[str, Value] = ChainMap(self.values, dict(outer or {}))
        self.faults: dict[str, str] = {}

    def take(self, field: Field, right: Right, typed: Value) -> None:
        if field.value is None and right in FIXED:
            self.values[field.name] = self.current.get(field.name, empty_of(field))
            return
        self.values[field.name] = empty_of(field)
        if not holds(field.shown, self.known):
            return
        if field.value is not None:
            self.values[field.name] = computed(field, field.value.evaluate(self.known.get))
            return
        try:
            value = self._table(field, typed) if field.columns else clean(field, typed)
            self._require(field, right, value)
            self._known(field, value)
        except Wrong as wrong:
            self.faults[field.name] = str(wrong)
            return
        self.values[field.name] = value

    def check(self, check: Check, rights: Mapping[str, Right]) -> None:
        """A check speaks only of what was typed rightly, and only where its field can be changed."""
        wrong = {at.partition(".")[0] for at in self.faults}
        if rights[check.field] in FIXED or check.field in wrong or check.names & wrong:
            return
        count = self._shared(check)
        if count or (check.wrong_when is not None and check.wrong_when.holds(self.values.get)):
            self.faults[check.field] = check.message.replace("{count}", str(count))

    def _shared(self, check: Check) -> int:
        if check.apart is None:
            return 0
        left, right = (self.values[name] or () for name in check.apart)
        return len({*left} & {*right})

    def _table(self, field: Field, typed: Value) -> list[Value]:
        rows = []
        for number, sent in enumerate(rows_of(typed)):
            if is_blank(field, sent):
                continue
            row = _Found({}, self.options, outer=self.values, at=f"{field.name}.")
            for column in field.columns:
                row.take(column, Right.WRITE, sent.get(column.name))
                if column.name in row.faults:
                    told = f"第 {number + 1} 行“{column.label}”：{row.faults[column.name]}"
                    self.faults[f"{field.name}.{number}.{column.name}"] = told
            rows.append(row.values)
        if rows:
            counted(field, len(rows), "行")
        return rows

    def _require(self, field: Field, right: Right, value: Value) -> None:
        demanded = field.required_when is not None and holds(field.required_when, self.known)
        if is_empty(field, value) and (field.required or demanded or right == Right.REQUIRED):
            verb = "请选择" if KINDS[field.kind].chooses else "请填写"
            raise Wrong(f"请勾选“{field.label}”。" if field.kind == "checkbox" else f"{verb}{field.label}。")

    def _known(self, field: Field, value: Value) -> None:
        known = self.options.get(self.at + field.name)
        if known is None or field.columns:
            return
        chosen = value if isinstance(value, list) else [] if value in (None, "") else [value]
        if not set(chosen) <= set(known):
            raise Wrong(GONE)
