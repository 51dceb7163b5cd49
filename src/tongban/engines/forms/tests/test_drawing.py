"""The form on the page: what a step may do is what it is shown, and what is typed comes back with its messages."""

import json

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tongban.engines.forms.drawing import DefinedForm
from tongban.engines.forms.rules import read_definition
from tongban.engines.forms.testing import sample
from tongban.engines.forms.wording import words
from tongban.foundation.ui.api import PersonChoice, UnitNode
from tongban.kernel.errors import Invalid

LEAVE = read_definition(sample())
UNITS = [
    UnitNode(id=1, name="县水利局"),
    UnitNode(id=2, name="各乡镇", choosable=False),
    UnitNode(id=3, name="城关镇", parent=2),
]
PEOPLE = [PersonChoice(id=7, name="管正清", post="科员")]
CHOICES = {"unit": UNITS, "told": UNITS, "deputy": PEOPLE, "witnesses": PEOPLE}
STORED = {
    "name": "苏明远",
    "sort": "年休假",
    "since": "2026-11-18",
    "days": 3,
    "cost": 123450,
    "told": [1, 3],
    "abroad": False,
}


def form(data=None, **how):
    query = None if data is None else QueryDict("", mutable=True)
    for name, value in (data or {}).items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return DefinedForm(query, definition=LEAVE, choices=CHOICES, **how)


def page(drawn):
    return render_to_string("forms/fields.html", {"form": drawn})


def test_a_fresh_form_asks_for_every_field_with_its_label_and_nothing_of_the_layouts_machinery():
    text = page(form())
    for field in LEAVE.fields:
        assert field.kind == "hidden" or field.label in text
    assert "style=" not in text
    assert "<script" not in text


def test_what_is_typed_comes_out_as_the_rules_clean_it():
    filled = form(
        {
            "name": "苏明远",
            "sort": "年休假",
            "since": "2026-11-18",
            "days": "3",
            "told": ["3"],
            "deputy": "7",
            "cost": "12.5",
        }
    )
    assert filled.is_valid(), filled.errors
    values = filled.values()
    assert (values["days"], values["told"], values["deputy"], values["cost"]) == (3, [3], 7, 1250)
    assert set(values) == {f.name for f in LEAVE.fields}


def test_wrong_input_comes_back_at_its_field_with_its_message():
    wrong = form({"name": "苏明远", "sort": "年休假", "since": "明天", "days": "many", "told": ["2"], "cost": "x"})
    assert set(wrong.errors) == {"since", "days", "told", "cost"}
    text = page(wrong)
    for typed in ("明天", "many", "要写日期", "要写数字", "已经不在列表里"):
        assert typed in text


def test_a_step_sees_what_it_may_reads_what_it_must_not_change_and_marks_what_it_must_fill():
    drawn = form(step="review", current=STORED | {"identity": "11010519491231002X"})
    text = page(drawn)
    assert "11010519491231002X" not in text
    assert 'name="name"' not in text
    assert "县水利局、城关镇" in text
    assert "1,234.50" in text
    assert drawn["deputy"].field.required
    assert not drawn["cost"].field.required


def test_what_a_step_may_not_write_cannot_be_slipped_in():
    sent = form({"name": "别人", "deputy": "7", "cost": "1"}, step="review", current=STORED)
    assert sent.is_valid(), sent.errors
    assert (sent.values()["name"], sent.values()["cost"]) == ("苏明远", 100)


def test_an_operations_messages_stand_at_the_same_fields():
    filled = form({"name": "苏明远", "sort": "年休假", "since": "2026-11-18", "days": "3"})
    assert filled.is_valid()

    def refuse(**given):
        raise Invalid({"days": "与值班冲突。", "elsewhere": "稍后再试。"})

    assert not filled.carry_out(refuse, data=filled.values())
    assert filled.errors["days"] == ["与值班冲突。"]
    assert filled.non_field_errors() == ["稍后再试。"]


def test_the_script_is_told_the_cases_of_a_condition_and_only_where_they_can_be_counted():
    when = {row.field.name: row.when for _, rows in form().sections() for row in rows}
    assert json.loads(when["half"]) == {"names": ["sort"], "cases": [["事假"]]}
    assert json.loads(when["identity"]) == {"names": ["abroad"], "cases": [[True]]}
    assert when["hotel"] == when["name"] == ""


def test_a_field_that_has_become_necessary_is_marked_so():
    base = {"name": "苏明远", "since": "2026-11-18", "days": "3"}
    assert form({**base, "sort": "事假"})["half"].field.required
    assert not form({**base, "sort": "病假"})["half"].field.required


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [("half", "am", "上午"), ("abroad", True, "是"), ("cost", 5, "0.05 元"), ("tasks", ["公文", "会议"], "公文、会议"), ("days", None, "")],
)  # fmt: skip
def test_values_are_read_in_words(name, value, text):
    field = next(f for f in LEAVE.fields if f.name == name)
    assert words(field, value) == text
