"""What fits a form: cleaned and complete; what does not: a message at the field, whatever is sent."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.forms.rules import read_definition, shown_fields, validate
from tongban.engines.forms.testing import sample
from tongban.engines.forms.tests.test_definitions import JSON
from tongban.kernel.errors import Invalid

LEAVE = read_definition(sample())
NAMES = [f.name for f in LEAVE.fields]
GOOD = {"name": " 苏明远 ", "sort": "年休假", "since": "2026年11月18日", "days": "３", "cost": "1,234.50", "abroad": ""}


def faults(data, **how):
    with pytest.raises(Invalid) as told:
        validate(LEAVE, data, **how)
    return told.value.fields


def test_what_was_typed_comes_out_clean_and_complete():
    data = validate(LEAVE, GOOD)
    assert set(data) == set(NAMES)
    assert (data["name"], data["since"], data["days"], data["cost"]) == ("苏明远", "2026-11-18", 3, 123450)
    assert (data["abroad"], data["reason"], data["tasks"], data["unit"]) == (False, "", [], None)


@given(st.dictionaries(st.sampled_from(NAMES), JSON | st.sampled_from(["on", "2026-11-18", "事假", "5", "7"])))
def test_whatever_is_sent_the_answer_is_clean_data_or_messages_at_fields(sent):
    data, told = judged({**GOOD, **sent})
    assert set(told) <= set(NAMES)
    if told:
        return
    assert validate(LEAVE, data) == data
    assert validate(LEAVE, json.loads(json.dumps(data))) == data


def judged(sent):
    try:
        return validate(LEAVE, sent), {}
    except Invalid as error:
        return {}, error.fields


@given(st.sets(st.sampled_from(["name", "sort", "since", "days"])))
def test_each_missing_field_is_told_and_no_other(missing):
    sent = {name: value for name, value in GOOD.items() if name not in missing}
    if missing:
        assert set(faults(sent)) == missing
    else:
        validate(LEAVE, sent)


@pytest.mark.parametrize(
    ("sent", "told"),
    [({"days": "31"}, {"days": "不能大于 30。"}), ({"days": "三"}, {"days": "要写数字，例如：40。"}),
     ({"sort": "产假"}, {"sort": "选的内容已经不在列表里，请重新选择。"}), ({"reason": "x"}, {"reason": "至少写 2 个字，现在是 1 个。"}),
     ({"name": "长" * 21}, {"name": "最多写 20 个字，现在是 21 个。"}),
     ({"name": "a\0b"}, {"name": "含有不能识别的字符，请删去后重新填写。"}),
     ({"cost": "50000.01"}, {"cost": "不能大于 50,000.00。"}), ({"days": True}, {"days": "要写数字，例如：40。"}),
     ({"name": ""}, {"name": "请填写姓名。"}), ({"sort": ""}, {"sort": "请选择请假种类。"})],
)  # fmt: skip
def test_messages_say_what_to_do(sent, told):
    assert faults({**GOOD, **sent}) == told


def test_a_field_that_is_not_shown_is_left_out_and_asks_for_nothing():
    assert validate(LEAVE, {**GOOD, "identity": "not a number", "half": "am"})["identity"] == ""
    assert faults({**GOOD, "abroad": "on"}) == {"identity": "请填写身份证号码。"}
    assert faults({**GOOD, "sort": "事假"}) == {"half": "请选择时段。"}
    assert shown_fields(LEAVE, {"sort": "事假"}) == set(NAMES) - {"identity", "hotel"}


def test_checks_across_fields_speak_only_of_what_was_typed_rightly():
    sent = {**GOOD, "sort": "事假", "half": "am", "days": "6"}
    assert faults(sent) == {"days": "事假一次不超过 5 天。"}
    assert faults({**sent, "days": "60"}) == {"days": "不能大于 30。"}
    assert faults({**GOOD, "told": [1, 2, 3], "witnesses": [2, 3]}) == {"witnesses": "有 2 项重复。"}


def test_a_step_writes_only_what_it_may_and_fills_in_what_it_must():
    stored = validate(LEAVE, GOOD)
    assert faults({}, step="review", current=stored) == {"deputy": "请选择代办人。"}
    data = validate(LEAVE, {"deputy": "7", "name": "别人", "cost": "1"}, step="review", current=stored)
    assert (data["name"], data["deputy"], data["cost"]) == ("苏明远", 7, 100)
    assert validate(LEAVE, {"name": "别人", "days": "x"}, step="closed", current=stored) == stored


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_nothing_that_is_sent_changes_what_a_step_may_only_read(sent):
    stored = validate(LEAVE, GOOD)
    assert validate(LEAVE, sent, step="closed", current=stored) == stored


def test_what_is_picked_must_be_among_the_choices():
    known = {"told": {1, 2}, "deputy": {7}}
    assert validate(LEAVE, {**GOOD, "told": ["2", "1", "2"], "deputy": 7}, options=known)["told"] == [2, 1]
    assert set(faults({**GOOD, "told": ["3"], "deputy": "8"}, options=known)) == {"told", "deputy"}
