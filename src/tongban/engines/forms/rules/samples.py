"""Data to try a form with: something that fits in every field, so far as the form alone can say."""

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules.definition import Definition, Field

_TEXTS = {
    "date": "2026-11-18", "phone": "13800000000", "id_number": "11010519491231002X", "credit_code": "11100000000013127D",
    "rich": "<p>试填的<b>一段文字</b>。</p>", "signature": "typed:试填人", "textarea": "试填的多行文字。",
}  # fmt: skip
MOST = 40


def sample_data(definition: Definition) -> dict[str, Value]:
    """One value a field; pickers and files stay empty."""
    return {field.name: _value(field) for field in definition.fields if field.value is None}


def _value(field: Field) -> Value:
    if field.columns:
        return [{column.name: _value(column) for column in field.columns if column.value is None}]
    if field.choices:
        first = next((c.value for c in field.choices if c.value), "")
        return [first] if field.kind == "checks" else first
    if field.kind == "checkbox":
        return True
    if field.kind in ("integer", "money"):
        return max(field.minimum or 0, min(field.maximum or 10**9, 3 if field.kind == "integer" else 12_345))
    if field.kind in _TEXTS:
        return _TEXTS[field.kind]
    return _text(field) if field.kind == "text" else None


def _text(field: Field) -> str:
    longest = min(field.max_length or MOST, MOST)
    return f"试填{field.label}".ljust(field.min_length or 0, "字")[: max(longest, field.min_length or 0)]
