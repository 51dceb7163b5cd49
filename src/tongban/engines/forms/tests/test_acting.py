"""Buttons inside a form: it comes back as it was typed, with a row more, with what was found, computed anew; nothing is sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tongban.engines.forms.drawing import DefinedForm
from tongban.engines.forms.tests.test_drawing import CHOICES, LEAVE, page

BASE = {"name": "苏明远", "sort": "年休假", "since": "2026-11-18", "days": "3"}
ROW = {"items-0": "1", "items-0-what": "车票", "items-0-price": "12.50", "items-0-count": "2"}


def drawn(data, files=None, **how):
    query = QueryDict("", mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return DefinedForm(query, MultiValueDict(files or {}), definition=LEAVE, choices=CHOICES, **how)


def acted(act, **typed):
    form = drawn({**BASE, **ROW, **typed, "forms_act": act, "request_key": "7d444840-9dc0-11d1-b245-5ffdce74fad2"})
    assert not form.is_valid()
    assert not form.errors
    return page(form) + str(form["request_key"])


def test_a_row_more_keeps_what_was_typed_right_or_wrong():
    text = acted("add:items", days="many", **{"items-0-count": "two"})
    for kept in ("items-1-what", 'value="车票"', 'value="12.50"', 'value="two"', 'value="many"', "7d444840"):
        assert kept in text


def test_a_row_less_and_totals_anew():
    two = {"items-7": "1", "items-7-what": "住宿", "items-7-price": "200", "items-7-count": "1"}
    assert "225.00 元" in acted("compute", **two)
    assert "人民币贰佰贰拾伍元整" in acted("compute", **two)
    text = acted("drop:items:0", **two)
    assert ("车票" in text, "住宿" in text, "200.00 元" in text) == (False, True, True)


@pytest.mark.parametrize(
    "act", ["drop:items:x", "drop:items:99", "add:name", "add:nothing", "find:items", "\u0660", "add:"]
)
def test_a_button_that_is_none_changes_nothing(act):
    assert "车票" in acted(act)


def test_rows_that_were_typed_are_the_data():
    form = drawn({**BASE, **ROW, "items-3": "1", "items-3-what": "住宿"})
    assert form.is_valid(), form.errors
    assert [(r["what"], r["price"], r["sum"]) for r in form.values()["items"]] == [
        ("车票", 1250, 2500),
        ("住宿", None, None),
    ]
    assert form.values()["total"] == 2500


def test_a_fault_in_a_cell_stands_in_the_cell_and_in_the_summary():
    form = drawn({**BASE, **ROW, "items-0-price": "dear"})
    assert form.errors["items"] == ["第 1 行“单价”：要写金额（元），最多两位小数，例如：1234.50。"]
    text = page(form)
    assert 'id="id_items-0-price_error"' in text
    assert 'value="dear"' in text


def pdf(name="票据.pdf", size=10):
    return SimpleUploadedFile(name, b"x" * size)


def test_files_come_and_go_and_none_is_slipped_in():
    there = {"papers": ["uid-1", "uid-2"]}
    form = drawn({**BASE, "papers-drop": ["uid-1"]}, {"papers": [pdf()]}, current=there)
    assert form.is_valid(), form.errors
    assert form.values()["papers"][0] == "uid-2"
    assert [file.name for file in form.uploads["papers"]] == ["票据.pdf"]
    slipped = drawn({**BASE, "papers": ["uid-of-others"], "proof": "uid-of-others"}, current=there)
    assert slipped.is_valid()
    assert (slipped.values()["papers"], slipped.values()["proof"]) == (["uid-1", "uid-2"], "")


@pytest.mark.parametrize(
    ("files", "told"),
    [([pdf("票据.exe")], "只能传 PDF"), ([pdf(size=2_000_000)], "超过 1 MB"), ([pdf(), pdf(), pdf()], "最多 2 项")],
)  # fmt: skip
def test_files_that_may_not_be_are_told_at_their_field(files, told):
    form = drawn(BASE, {"papers": files})
    assert told in form.errors["papers"][0]


def test_formatted_text_that_nobody_touched_without_script_stays_formatted():
    before = "<p>第<b>一</b>天</p>"
    kept = drawn({**BASE, "plan-before": before, "plan": "第一天"})
    assert kept.is_valid()
    assert kept.values()["plan"] == before
    changed = drawn({**BASE, "plan-before": before, "plan": "第二天 <b>"})
    assert changed.is_valid()
    assert changed.values()["plan"] == "<p>第二天 &lt;b&gt;</p>"


def test_what_a_step_only_reads_is_shown_as_it_is():
    stored = {"plan": "<p>第<b>一</b>天</p><script>x()</script>", "sign": "typed:苏明远", "total": 123450,
              "items": [{"what": "车票", "price": 1250, "count": 2, "sum": 2500}]}  # fmt: skip
    text = page(DefinedForm(definition=LEAVE, step="closed", current=stored, choices=CHOICES))
    for word in ("第<b>一</b>天", "25.00 元", "苏明远", "人民币壹仟贰佰叁拾肆元伍角整"):
        assert word in text
    assert "<script" not in text
