"""Designing: a draft is saved as it is, published once it is sound; the second designer is told; an older version comes back."""

import io
import json
import re

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tongban.engines.forms import api as forms
from tongban.engines.forms import operations
from tongban.engines.forms.contracts import DraftOvertaken
from tongban.engines.forms.models import Draft, FormVersion
from tongban.engines.forms.rules import read_definition, validate
from tongban.engines.forms.rules.difference import difference
from tongban.engines.forms.rules.samples import sample_data
from tongban.engines.forms.testing import sample
from tongban.engines.forms.word import definition_from_word
from tongban.foundation.access.operations import ship_roles
from tongban.foundation.access.testing import give_role
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.testing import MONDAY

BY = {"actor": system_actor("管正清"), "at": MONDAY}


def publish(definition=None, message="第一版"):
    return forms.publish(definition=definition or sample(), message=message, **BY)


def changed(**words):
    made = sample()
    made["schema"]["properties"]["reason"] |= words
    return made


@pytest.fixture
def designer(client, db):
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    ship_roles()
    give_role(person, "form_manager")
    sign_in(client, person)
    return client


def board(client, code="leave"):
    page = client.get(reverse("console-forms:edit", args=[code])).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', page)
    return page, int(revision[1])


def save(client, definition, revision, **more):
    sent = {"definition": json.dumps(definition), "revision": revision, **more}
    return client.post(reverse("console-forms:edit", args=["leave"]), sent)


@pytest.mark.django_db
def test_a_draft_begins_with_what_counts_is_kept_faulty_and_all_and_becomes_the_next_version():
    first = publish()
    draft = operations.begin_draft(code="leave", name="", **BY)
    assert (draft.definition, draft.base) == (sample(), first)
    faulty = changed(maxLength="many")
    draft = operations.save_draft(draft=draft, definition=faulty, revision=1, **BY)
    with pytest.raises(Invalid):
        operations.publish_draft(draft=draft, message="改", **BY)
    draft = operations.save_draft(draft=draft, definition=changed(maxLength=90), revision=2, **BY)
    assert operations.publish_draft(draft=draft, message="事由短些", **BY).no == 2
    assert not Draft.objects.exists()
    assert forms.version(first.pk).definition == sample()


@pytest.mark.django_db
def test_who_saves_second_or_publishes_late_changes_nothing_and_is_told():
    publish()
    draft = operations.begin_draft(code="leave", name="", **BY)
    operations.save_draft(draft=draft, definition=changed(maxLength=90), revision=1, **BY)
    with pytest.raises(DraftOvertaken, match="管正清 已保存过"):
        operations.save_draft(draft=draft, definition=sample(), revision=1, **BY)
    assert Draft.objects.get().definition == changed(maxLength=90)
    with pytest.raises(Conflict):
        operations.begin_draft(code="leave", name="", **BY)
    publish(changed(maxLength=50), "别处发布")
    with pytest.raises(Conflict, match="第 2 版"):
        operations.publish_draft(draft=draft, message="改", **BY)


@pytest.mark.django_db
def test_a_rollback_is_a_new_version_like_the_old_one():
    first = publish()
    publish(changed(maxLength=90), "短些")
    made = operations.restore(version=first, message="又改回来", **BY)
    assert (made.no, made.definition, made.message) == (3, first.definition, "又改回来")
    with pytest.raises(Conflict):
        operations.restore(version=first, message="再来", **BY)


@pytest.mark.django_db
def test_a_form_of_300_fields_is_saved_in_as_many_statements_as_one_of_three(django_assert_max_num_queries):
    properties = {f"f{n}": {"type": "string", "title": f"字段{n}"} for n in range(300)}
    huge = {"code": "huge", "name": "大表", "schema": {"type": "object", "required": [], "properties": properties},
            "layout": {"sections": [{"title": "", "fields": [{"name": name} for name in properties]}]}}  # fmt: skip
    counts = []
    for code, definition in (("small", sample()), ("huge", huge)):
        draft = operations.begin_draft(code=code, name="表", definition=definition, **BY)
        with django_assert_max_num_queries(12) as spent:
            operations.save_draft(draft=draft, definition=definition, revision=1, **BY)
        counts.append(len(spent))
    assert counts[0] == counts[1]


def fields_of(definition, section):
    return definition["layout"]["sections"][section]["fields"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["schema"]["properties"]["reason"].update(title="请假事由"), "changed 请假事由 名称 事由 → 请假事由"),
        (lambda d: d["schema"]["required"].append("reason"), "changed 事由 必填 否 → 是"),
        (lambda d: d["layout"]["steps"]["review"].update(cost="read"), "changed 环节 review 费用 可填 → 只读"),
        (lambda d: d["layout"]["checks"].pop(), "removed 校验  有 {count} 项重复。 → "),
        (lambda d: d["layout"]["sections"][0]["fields"].reverse(), "changed 出国（境） 移到  → “开始”之后"),
        (lambda d: fields_of(d, 0).append(fields_of(d, 1).pop(0)), "changed 联系电话 所在部分 联系 → 请假"),
        (lambda d: d["layout"]["sections"][0]["fields"].pop(1), "removed 事由   → "),
    ],
)  # fmt: skip
def test_a_difference_is_said_in_words(change, said):
    after = sample()
    change(after)
    found = [f"{c.sign} {c.place} {c.what} {c.before} → {c.after}" for c in difference(sample(), after)]
    assert said in found, found
    assert difference(after, after) == []


def test_one_field_that_moved_is_one_difference():
    after = sample()
    fields = after["layout"]["sections"][0]["fields"]
    fields.insert(0, fields.pop(5))
    assert [(c.place, c.what) for c in difference(sample(), after)] == [("出国（境）", "移到")]


def test_sample_data_fit_the_form():
    definition = read_definition(sample())
    assert validate(definition, sample_data(definition))["items"]


def word(*rows, heading="用车申请单"):
    made = docx.Document()
    made.add_paragraph(heading)
    table = made.add_table(rows=len(rows), cols=max(map(len, rows)))
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=False):
            cell.text = text
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_table_in_word_is_the_beginning_of_a_form():
    content = word(
        ["用车人", "", "联系电话", ""],
        ["用车日期", "", "事由", ""],
        ["姓名", "单位", "金额", "备注"],
        [""] * 4,
        [""] * 4,
    )
    made = definition_from_word(content, code="car", name="")
    definition = read_definition(made)
    assert made["name"] == "用车申请单"
    assert [(f.name, f.label, f.kind) for f in definition.fields[:4]] == [
        ("ycr", "用车人", "text"), ("lxdh", "联系电话", "phone"), ("ycrq", "用车日期", "date"), ("sy", "事由", "textarea"),
    ]  # fmt: skip
    columns = [(c.label, c.kind) for c in definition.fields[4].columns]
    assert columns == [("姓名", "text"), ("单位", "text"), ("金额", "money"), ("备注", "textarea")]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no", word(["只有", "标签"])], ids=["no Word file", "no table to fill in"]
)
def test_a_word_file_that_is_none_or_holds_no_form_is_told(content):
    with pytest.raises(Invalid) as told:
        definition_from_word(content, code="car", name="用车")
    assert set(told.value.fields) == {"file"}


def test_the_board_saves_tells_what_is_wrong_and_publishes(designer):
    publish()
    assert designer.post(reverse("console-forms:begin", args=["leave"])).status_code == 302
    page, revision = board(designer)
    assert "没有发现问题" in page
    save(designer, changed(maxLength="many"), revision)
    page, revision = board(designer)
    assert 'data-forms-show="reason"' in page
    assert "maxLength" in page
    answer = save(designer, changed(maxLength="many"), revision, do="publish", message="改")
    assert (answer.status_code, FormVersion.objects.count()) == (422, 1)
    _, revision = board(designer)
    assert save(designer, changed(maxLength=90), revision, do="publish", message="短些").status_code == 302
    version = FormVersion.objects.get(no=2)
    text = designer.get(reverse("console-forms:difference", args=[version.pk])).content.decode()
    assert all(said in text for said in ("最多字数", "200", "90"))


@pytest.mark.feature("F-WF-06")
def test_a_form_is_designed_with_checks_and_computed_values_and_comes_out_on_paper(designer):
    made = {"code": "leave", "name": "用车申请单", "schema": {"type": "object", "required": ["why"], "properties": {
        "why": {"type": "string", "title": "事由"}, "price": {"type": "integer", "title": "单价"},
        "days": {"type": "integer", "title": "天数"}, "sum": {"type": "integer", "title": "合计"}}},
        "layout": {"sections": [{"title": "", "fields": [{"name": "why"}, {"name": "price", "as": "money"}, {"name": "days"},
                                                         {"name": "sum", "as": "money", "value": "price * days"}]}],
                   "checks": [{"field": "days", "wrong_when": "days > 9", "message": "最多用车九天。"}]}}  # fmt: skip
    designer.post(reverse("console-forms:new"), {"code": "leave", "name": "用车申请单"})
    assert save(designer, made, 1, do="publish", message="第一版").status_code == 302
    trial = reverse("console-forms:trial", args=[forms.current("leave").pk])
    filled = {"why": "到省厅开会", "price": "200", "days": "3", "sum": "1", "do": "print"}
    assert "最多用车九天。" in designer.post(trial, {**filled, "days": "10"}).content.decode()
    definition = forms.definition_of(forms.current("leave"))
    assert forms.validate(definition, filled)["sum"] == 60_000
    paper = designer.post(trial, filled)
    assert paper["Content-Type"] == "application/pdf"
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.content))
    assert all(said in text for said in ("用车申请单", "到省厅开会", "600.00 元", "审批意见"))


def test_the_second_designer_is_shown_the_difference_before_anything_is_overwritten(designer):
    publish()
    draft = operations.begin_draft(code="leave", name="", **BY)
    _, revision = board(designer)
    operations.save_draft(draft=draft, definition=changed(title="缘由"), revision=revision, **BY)
    answer = save(designer, changed(maxLength=90), revision)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert all(said in text for said in ("管正清 已保存过", "缘由", "最多字数"))
    assert Draft.objects.get().definition["schema"]["properties"]["reason"]["title"] == "缘由"
    assert save(designer, changed(maxLength=90), revision + 1).status_code == 302
    assert Draft.objects.get().definition == changed(maxLength=90)


@pytest.mark.parametrize("sent", ["[]", "{", "[" * 5000, '"x"', '{"layout": {"sections": [3]}}'])
def test_whatever_is_sent_as_a_definition_the_board_comes_back(designer, sent):
    publish()
    operations.begin_draft(code="leave", name="", **BY)
    answer = designer.post(
        reverse("console-forms:edit", args=["leave"]), {"definition": sent, "revision": "1"}, follow=True
    )
    assert answer.status_code in (200, 422)
    assert designer.get(reverse("console-forms:preview", args=["leave"])).status_code == 200


def test_a_new_form_begins_blank_or_from_a_file_and_a_bad_one_is_told(designer):
    new = reverse("console-forms:new")
    file = SimpleUploadedFile("form.json", json.dumps(sample()).encode())
    assert designer.post(new, {"code": "copy", "name": "", "file": file}).status_code == 302
    assert Draft.objects.get(code="copy").definition["schema"] == sample()["schema"]
    assert designer.post(new, {"code": "blank", "name": "空白"}).status_code == 302
    for name, content in (("x.json", b"{"), ("x.json", b"\xff"), ("x.json", b'{"code": "x"}'), ("x.docx", b"PK")):
        bad = designer.post(new, {"code": "bad", "name": "坏", "file": SimpleUploadedFile(name, content)})
        assert (bad.status_code, "data-tb-focus" in bad.content.decode()) == (422, True)
    assert designer.post(new, {"code": "Bad!", "name": "坏"}).status_code == 422
    assert "空白" in designer.get(reverse("console-forms:list")).content.decode()
    assert designer.post(reverse("console-forms:discard", args=["blank"])).status_code == 302
    assert not Draft.objects.filter(code="blank").exists()


def test_the_draft_is_tried_and_an_older_version_comes_back_on_the_screen(designer):
    first = publish()
    publish(changed(maxLength=90), "短些")
    operations.begin_draft(code="leave", name="", **BY)
    preview = reverse("console-forms:preview", args=["leave"])
    assert "试填姓名" in designer.get(preview + "?sample=1&step=").content.decode()
    assert designer.post(preview, {"name": "苏明远"}).status_code == 422
    page = reverse("console-forms:difference", args=[first.pk])
    assert "回退到这一版" in designer.get(page).content.decode()
    assert designer.post(page, {"message": ""}).status_code == 422
    assert designer.post(page, {"message": "改回来"}).status_code == 302
    assert forms.current("leave").no == 3
    assert designer.post(page, {"message": "再来"}).status_code == 422
