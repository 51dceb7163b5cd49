"""Markdown with front matter, in and out; pasted text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.markdown import read_markdown, read_plain, write_markdown
from tongban.lib.gongwen.model import Attachment, Document, Format, Heading, Paragraph, Seal, Table
from tongban.lib.gongwen.structure import block_of

SOURCE = """---
format: upward
kind: 请示
issuer: [云溪县水利局, 云溪县财政局]
title: 关于申请节水专项资金的请示
number: 云水[2026]3号
date: 2026-03-02
print_date: 2026年3月3日
copy_no: 000012
signers: [张爱国, 李明]
main_recipients: 云溪县人民政府
attachments:
  - title: 资金测算表
  - {title: 任务分工表, heading: 附件2}
seals: [{unit: 云溪县水利局, diameter: 45}]
---
一、基本情况
(一)进展顺利。全县已完成节水器具更换。
1.已更换3,200件
| 单位 | 数量 |
|---|---|
| 水利局 | 12 |

# 附件1
第一条 测算依据。
# 附件2
按此执行。
"""


def test_all_elements_are_read():
    document = read_markdown(SOURCE)
    assert document.format is Format.UPWARD
    assert document.issuers == ("云溪县水利局", "云溪县财政局")
    assert document.number == "云水〔2026〕3号"
    assert (document.date, document.print_date) == (dt.date(2026, 3, 2), dt.date(2026, 3, 3))
    assert document.copy_no == "000012"
    assert document.seals == (Seal(unit="云溪县水利局", diameter_mm=45),)
    assert document.body == (
        Heading(level=1, label="一、", title="基本情况"),
        Heading(level=2, label="（一）", title="进展顺利。", text="全县已完成节水器具更换。"),
        Heading(level=3, label="1.", title="已更换3,200件"),
        Table(rows=(("单位", "数量"), ("水利局", "12"))),
    )
    first, second = document.attachments
    assert (first.title, second.title) == ("资金测算表", "任务分工表")
    assert first.blocks == (Paragraph(text="第一条\u3000测算依据。"),)
    assert second.blocks == (Paragraph(text="按此执行。"),)


def test_what_is_written_reads_back_equal():
    document = read_markdown(SOURCE)
    assert read_markdown(write_markdown(document)) == document


BODY = st.lists(st.text(alphabet="各单位要节水，。一二（）、12条第", min_size=1, max_size=30), max_size=6)


@given(
    BODY, st.text(alphabet="关于节水的通知《》", max_size=20), st.lists(st.sampled_from(["甲局", "乙局"]), max_size=2)
)
def test_any_document_survives_writing_and_reading(lines, title, issuers):
    body = tuple(block_of(line) for line in map(normalise.line, lines) if line)
    document = Document(
        title=normalise.title(title), issuers=tuple(issuers), body=body, attachments=(Attachment(title="表"),)
    )
    assert read_markdown(write_markdown(document)) == document


def test_a_notice_that_issues_a_text_needs_no_attachment_note():
    source = "---\nkind: 通知\ntitle: 关于印发节水办法的通知\nattachment_title: 节水办法\n---\n现印发。\n# attachment\n第一条 节水。"
    document = read_markdown(source)
    assert document.issued_text
    assert document.attachments == (Attachment(title="节水办法", blocks=(Paragraph(text="第一条\u3000节水。"),)),)


def test_pasted_text_gives_title_and_recipients():
    document = read_plain("关于节水的通知\n各乡镇人民政府:\n　　现通知如下:\n一、总体要求\n")
    assert (document.title, document.kind, document.main_recipients) == ("关于节水的通知", "通知", "各乡镇人民政府")
    assert document.body[0] == Paragraph(text="现通知如下：")


def test_an_attachment_file_is_read_by_the_caller_only():
    source = "---\nattachments:\n- {title: 表, file: biao.md}\n---\n见附件。"
    assert read_markdown(source).attachments[0].blocks == ()
    assert read_markdown(source, attached=lambda name: f"内容{name}").attachments[0].blocks == (
        Paragraph(text="内容biao.md"),
    )


WRONG = [
    "---\n[[[\n---\n",
    "---\n- 甲\n---\n",
    "---\nformat: 布告\n---\n",
    "---\ndate: 三月\n---\n",
    "---\na: " + "[" * 9000 + "\n---\n",
]


@pytest.mark.parametrize("source", WRONG)
def test_wrong_front_matter_is_told_in_one_sentence(source):
    with pytest.raises(SourceUnreadable) as caught:
        read_markdown(source)
    assert caught.value.message.endswith("。")


@pytest.mark.parametrize(
    ("front", "sentence"),
    [
        ("a: &a [字, 字]\ntitle: [*a, *a, *a]", "第3行"),
        ("title: {a: b}", "要素“title”"),
        ("attachments: [[1, 2]]", "要素“attachments”"),
    ],
)
def test_front_matter_that_unfolds_or_nests_is_refused_with_its_place(front: str, sentence: str) -> None:
    with pytest.raises(SourceUnreadable, match=sentence):
        read_markdown(f"---\n{front}\n---\n正文。\n")


def test_front_matter_without_an_end_is_not_taken_for_text() -> None:
    with pytest.raises(SourceUnreadable, match="没有结尾"):
        read_markdown("---\ntitle: 关于节水的通知\n正文。\n")
