"""The checker finds breaches of format and 行文规则, and nothing in a sound document."""

import datetime as dt
from dataclasses import replace

import pytest

from tongban.lib.gongwen.check import Severity, Stage, check
from tongban.lib.gongwen.model import Attachment, Format, Heading, Paragraph, Seal
from tongban.lib.gongwen.testing import notice

REQUEST = {
    "format": Format.UPWARD,
    "kind": "请示",
    "title": "云溪县人民政府办公室关于申请节水专项资金的请示",
    "main_recipients": "青峰市人民政府",
    "signers": ("张爱国",),
    "note": "联系人：李某某，电话：5352000",
}


def codes(**changes) -> set[str]:
    stage = changes.pop("stage", Stage.DRAFT)
    subordinates = changes.pop("subordinates", ())
    return {finding.code for finding in check(notice(**changes), stage=stage, subordinates=subordinates)}


def test_a_sound_notice_and_a_sound_request_have_no_findings():
    assert codes(stage=Stage.ISSUE) == set()
    assert codes(**REQUEST, stage=Stage.ISSUE) == set()


FAULTS = [
    ("title.missing", {"title": ""}),
    ("title.kind", {"title": "云溪县人民政府办公室关于节水工作的通报"}),
    ("title.kind", {"title": "云溪县人民政府办公室关于节水工作"}),
    ("title.two_kinds", {"title": "云溪县人民政府办公室关于节水的请示报告", "kind": "报告"}),
    ("title.pattern", {"title": "云溪县人民政府办公室节水通知"}),
    ("title.issuer", {"title": "关于节水工作的通知"}),
    ("title.marks", {"title": "云溪县人民政府办公室关于节水，节电的通知"}),
    ("kind.unknown", {"kind": "布告"}),
    ("number.form", {"number": "云政办发[2026]7号"}),
    ("number.form", {"number": "云政办发〔2026〕07号"}),
    ("number.year", {"number": "云政办发〔2025〕7号"}),
    ("recipients.missing", {"main_recipients": ""}),
    ("recipients.needless", {"kind": "公告", "title": "云溪县人民政府办公室关于节水的公告"}),
    ("issuer.missing", {"issuers": ()}),
    ("date.missing", {"date": None}),
    ("print_date.early", {"print_date": dt.date(2026, 3, 1)}),
    ("seals.count", {"seals": (Seal(unit="甲"), Seal(unit="乙"))}),
    ("copy_no.form", {"copy_no": "12"}),
    ("copy_no.missing", {"classification": "秘密★1年"}),
    ("classification.form", {"classification": "机密1年", "copy_no": "000001"}),
    ("classification.term", {"classification": "秘密★20年", "copy_no": "000001"}),
    ("urgency.word", {"urgency": "急件"}),
    ("format.upward", {"format": Format.UPWARD}),
    ("format.upward", REQUEST | {"format": Format.FILE}),
    ("format.letter", {"kind": "函", "title": "云溪县人民政府办公室关于节水的函"}),
    ("recipients.several", REQUEST | {"main_recipients": "青峰市人民政府、青峰市水利局"}),
    ("recipients.person", REQUEST | {"main_recipients": "王某某市长"}),
    ("cc.below", REQUEST | {"cc": "东河镇人民政府", "subordinates": ("东河镇人民政府",)}),
    ("signers.missing", REQUEST | {"signers": ()}),
    ("note.contact", REQUEST | {"note": ""}),
    ("body.missing", {"body": ()}),
    ("body.empty_page", {"body": (Paragraph(text="（此页无正文）"),)}),
    ("body.punctuation", {"body": (Paragraph(text="各单位要节水,不得浪费。"),)}),
    ("body.unfinished", {"body": (Paragraph(text="各单位要节水"),)}),
    ("levels.order", {"body": (Heading(level=1, label="二、", title="甲"),)}),
    (
        "levels.skipped",
        {"body": (Heading(level=1, label="一、", title="甲"), Heading(level=3, label="1.", text="乙。"))},
    ),
    ("attachments.missing", {"body": (Paragraph(text="具体要求见附件。"),)}),
    ("attachments.unmentioned", {"attachments": (Attachment(title="表"),)}),
    ("attachments.marks", {"attachments": (Attachment(title="表。"),)}),
]


@pytest.mark.parametrize(("code", "changes"), FAULTS)
def test_each_fault_is_found(code, changes):
    assert code in codes(**changes)


def test_a_report_that_asks_for_approval_is_blocked():
    body = (Paragraph(text="现将情况报告如下。"), Paragraph(text="以上，请批准。"))
    changes = REQUEST | {"kind": "报告", "title": "云溪县人民政府办公室关于节水情况的报告", "body": body}
    findings = check(notice(**changes))
    (asks,) = [finding for finding in findings if finding.code == "report.asks"]
    assert asks.severity is Severity.ERROR
    assert asks.rule == "条例第十五条"


def test_number_and_date_may_wait_until_issue():
    draft = notice(number="", date=None)
    assert not [finding for finding in check(draft) if finding.severity.blocks]
    blocking = {finding.code for finding in check(draft, stage=Stage.ISSUE) if finding.severity.blocks}
    assert blocking == {"number.missing", "date.missing"}


def test_levels_may_start_again_under_a_higher_one_and_under_an_article():
    labels = [(1, "一、"), (2, "（一）"), (2, "（二）"), (1, "二、"), (2, "（一）")]
    headings = [Heading(level=level, label=label, text="节水。") for level, label in labels]
    article = Paragraph(text="第一条\u3000按此执行。")
    body = (*headings, article, Heading(level=1, label="一、", title="节水"))
    assert "levels.order" not in {finding.code for finding in check(replace(notice(), body=body))}
