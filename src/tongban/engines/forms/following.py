"""Conditions as the script can follow them."""

import itertools
import json

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules import Definition, Field
from tongban.engines.forms.rules.validating import holds
from tongban.lib.bpmn import Expression

MOST_CASES = 200


def cases(definition: Definition, condition: Expression | None) -> str:
    """The condition as the script can follow it: the cases, as JSON, in which it holds for lists, radios and boxes.

    Empty where there is no condition, or where it reads fields with more cases than can be counted: then the field stays.
    """
    if condition is None:
        return ""
    read = [f for f in definition.fields if f.name in condition.names]
    values = [_possible(f) for f in read]
    if not all(values) or len(list(itertools.islice(itertools.product(*values), MOST_CASES + 1))) > MOST_CASES:
        return ""
    if len(read) < len(condition.names):  # parts of a table
        return ""
    names = [f.name for f in read]
    holding = [case for case in itertools.product(*values) if holds(condition, dict(zip(names, case, strict=True)))]
    return json.dumps({"names": names, "cases": holding}, ensure_ascii=False)


def _possible(field: Field) -> list[Value]:
    if field.value is not None:
        return []
    if field.kind == "checkbox":
        return [True, False]
    return ["", *(c.value for c in field.choices if c.value)] if field.kind in ("choice", "radios") else []
