"""Forms say what to do, happen once, and give back what was typed."""

import uuid

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines

from tongban.foundation.ui.contracts import PersonChoice, UnitNode
from tongban.foundation.ui.forms import Form
from tongban.foundation.ui.pickers import PeopleField, PersonField, UnitsField
from tongban.kernel.errors import Conflict, Invalid

UNITS = (
    UnitNode(id=1, name="各乡镇", choosable=False),
    UnitNode(id=2, name="青石乡", parent=1, search="qsx"),
    UnitNode(id=3, name="云岭乡", parent=1, warning="收发员空缺"),
)
PEOPLE = (
    PersonChoice(id=7, name="余安", unit="收发室", reason="上次选择"),
    PersonChoice(id=8, name="余安", unit="县水利局"),
)


class Sample(Form):
    title = forms.CharField(label="标题", max_length=10)
    kind = forms.ChoiceField(label="文种", choices=[("a", "通知")])
    copies = forms.IntegerField(label="印制份数")
    to = UnitsField(label="主送单位", nodes=UNITS)
    signer = PersonField(label="签发人", people=PEOPLE, error_messages={"required": "签发人不能空着。"})
    readers = PeopleField(label="传阅", people=PEOPLE, required=False)


def draw(source, **context):
    return engines["django"].from_string(source).render(context)


def post(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return Sample(data)


GOOD = {"title": "排查通知", "kind": "a", "copies": "40", "to": ["2", "3"], "signer": "8", "readers": ["7"]}


def test_messages_say_what_to_do():
    form = post(title="一二三四五六七八九十多", kind="x", copies="四十")
    assert form.errors["title"] == ["最多写 10 个字，现在是 11 个。"]
    assert form.errors["kind"] == ["选的内容已经不在列表里，请重新选择。"]
    assert form.errors["copies"] == ["印制份数要写数字，例如：40。"]
    assert form.errors["to"] == ["请选择主送单位。"]
    assert form.errors["signer"] == ["签发人不能空着。"]


def test_what_was_typed_comes_back_with_its_message():
    page = draw("{% errors form %}{% field form.copies %}", form=post(copies="四十"))
    assert 'value="四十"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_copies_error"' in page
    assert 'role="alert"' in page
    assert 'href="#id_copies"' in page


def test_pickers_give_numbers():
    form = post(**GOOD)
    assert form.is_valid()
    assert form.values()["to"] == [2, 3]
    assert (form.values()["signer"], form.values()["readers"]) == (8, [7])
    assert "request_key" not in form.values()


def test_a_gathering_unit_cannot_be_chosen():
    assert "to" in post(**GOOD | {"to": ["1"]}).errors


def test_the_unit_picker_is_a_tree_of_boxes_that_works_without_script():
    page = draw("{% field form.to %}", form=Sample(initial={"to": [3]}))
    assert '<input type="checkbox" class="tb-check" name="to" value="3" checked>' in page
    assert 'value="1"' not in page
    assert "收发员空缺" in page
    assert "<legend" in page


def test_the_person_picker_tells_namesakes_apart_and_suggests():
    page = draw("{% field form.signer %}", form=Sample(initial={"signer": 8}))
    assert page.index("上次选择") < page.index("县水利局")
    assert '<input type="radio" class="tb-radio" name="signer" value="8" checked>' in page


def test_a_fresh_form_has_a_new_key_and_a_returned_one_keeps_its_own():
    fresh = [Sample()["request_key"].value() for _ in range(2)]
    assert fresh[0] != fresh[1]
    key = str(uuid.uuid4())
    assert key in str(post(request_key=key)["request_key"])


def test_an_operation_gets_the_key_and_its_complaints_stand_at_the_fields():
    key = str(uuid.uuid4())
    form = post(**GOOD, request_key=key)
    assert form.is_valid()
    seen = {}

    def refuse(**arguments):
        seen.update(arguments)
        raise Invalid({"title": "标题里有不能用的字。", "": "今天不收文。", "other": "别处。"})

    assert not form.carry_out(refuse, actor="x")
    assert seen == {"actor": "x", "request_key": key}
    assert form.errors["title"] == ["标题里有不能用的字。"]
    assert form.non_field_errors() == ["今天不收文。", "别处。"]


def test_success_keeps_the_result_and_a_conflict_goes_on():
    form = post(**GOOD)
    assert form.is_valid()
    assert form.carry_out(lambda request_key: "made")
    assert form.result == "made"

    def late(request_key):
        raise Conflict("这一步已由 段文博 在 10:21 办理。")

    with pytest.raises(Conflict):
        form.carry_out(late)
