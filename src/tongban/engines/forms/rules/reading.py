"""A definition as JSON, read with everything it may not say refused at its place.

    {"code": …, "name": …,
     "schema": {"type": "object", "required": […], "properties": {name: {"type": "string", "title": …, "maxLength": …}}},
     "layout": {"sections": [{"title": …, "fields": [{"name": …, "as": …, "hint": …, "width": "half", "shown": "…", "required": "…",
                                                       "value": "…", "columns": [{"name": …}]}]}],
                "checks": [{"field": …, "message": …, "wrong_when": "…" | "apart": [name, name]}],
                "steps": {step: {name | "*": "hidden" | "read" | "write" | "required"}}}}

The schema is JSON Schema (2020-12), of which the words below are understood; the layout is ours. Conditions and
computed values are expressions of the platform (lib.bpmn) over the fields that stand before.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from tongban.engines.forms.contracts import DefinitionInvalid, Right
from tongban.engines.forms.rules.definition import EVERY, Check, Definition, Section
from tongban.engines.forms.rules.faults import Faults
from tongban.engines.forms.rules.reading_fields import Fields

MAX_SIZE, MAX_FIELDS = 512 * 1024, 500


def read_definition(data: Mapping[str, Any]) -> Definition:
    """The definition. Raises DefinitionInvalid with every fault at its place."""
    if len(json.dumps(data, ensure_ascii=False)) > MAX_SIZE:
        raise DefinitionInvalid({"": f"表单定义超过 {MAX_SIZE // 1024} KB。"})
    return _Reader(data).definition()


class _Reader:
    """Goes through the JSON once and gathers faults by their place."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults = Faults()
        self.fields = Fields(self.faults)

    def definition(self) -> Definition:
        faults = self.faults
        schema, layout = faults.part(self.data, "schema"), faults.part(self.data, "layout")
        faults.only(self.data, {"code", "name", "schema", "layout"}, "")
        faults.only(layout, {"sections", "checks", "steps"}, "layout")
        faults.only(schema, {"$schema", "type", "title", "required", "properties", "additionalProperties"}, "schema")
        properties = faults.part(schema, "properties", "schema.")
        required = schema.get("required", [])
        required = [str(name) for name in required] if isinstance(required, list) else [""]
        sections = self._sections(layout, properties, required)
        made = Definition(
            code=faults.name(self.data.get("code"), "code"), name=faults.text(self.data, "name", ""), sections=sections,
            checks=self._checks(layout), steps=self._steps(layout),
        )  # fmt: skip
        self._all_placed(properties, required)
        if faults.found:
            raise DefinitionInvalid(faults.found)
        return made

    def _sections(
        self, layout: Mapping[str, Any], properties: Mapping[str, Any], required: Collection[str]
    ) -> tuple[Section, ...]:
        made = []
        for at, section in self.faults.rows(layout, "sections", "layout"):
            self.faults.only(section, {"title", "fields"}, at)
            rows = self.faults.rows(section, "fields", at)
            fields = [self.fields.read(row, place, properties, required) for place, row in rows]
            made.append(Section(str(section.get("title", "")), tuple(f for f in fields if f is not None)))
        if not self.fields.before or len(self.fields.before) > MAX_FIELDS:
            self.faults.wrong("layout.sections", f"表单要有 1 至 {MAX_FIELDS} 个字段。")
        return tuple(made)

    def _checks(self, layout: Mapping[str, Any]) -> tuple[Check, ...]:
        return tuple(self._check(row, at) for at, row in self.faults.rows(layout, "checks", "layout"))

    def _check(self, row: Mapping[str, Any], at: str) -> Check:
        self.faults.only(row, {"field", "message", "wrong_when", "apart"}, at)
        name = self.faults.one_of(row.get("field"), list(self.fields.before), f"{at}.field")
        message = self.faults.text(row, "message", f"{at}.")
        apart = row.get("apart")
        if apart is None:
            return Check(name, message, wrong_when=self.fields.expression(row.get("wrong_when"), f"{at}.wrong_when"))
        if not isinstance(apart, list) or len(apart) != 2 or not set(map(str, apart)) <= set(self.fields.before):
            self.faults.wrong(f"{at}.apart", "要写两个字段名。")
            return Check(name, message)
        return Check(name, message, apart=(apart[0], apart[1]))

    def _steps(self, layout: Mapping[str, Any]) -> dict[str, dict[str, Right]]:
        steps = self.faults.part(layout, "steps", "layout.") if "steps" in layout else {}
        return {str(step): self._rights(rights, f"layout.steps.{step}") for step, rights in steps.items()}

    def _rights(self, rights: Any, at: str) -> dict[str, Right]:
        rights = rights if isinstance(rights, Mapping) else {"": ""}
        for name, right in rights.items():
            self.faults.one_of(name, [*self.fields.before, EVERY], at)
            self.faults.one_of(right, list(Right), f"{at}.{name}")
        return {name: Right(right) for name, right in rights.items() if right in list(Right)}

    def _all_placed(self, properties: Mapping[str, Any], required: Collection[str]) -> None:
        if missing := sorted(set(properties) - set(self.fields.before)):
            self.faults.wrong("schema.properties", f"这些字段没有放进版面：{'、'.join(missing)}。")
        if not set(required) <= set(properties):
            self.faults.wrong("schema.required", "必填的字段没有定义。")
