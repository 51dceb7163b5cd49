"""The writing rules: cited documents, abbreviations, dates, numbers; and all of F-TP-11 in one list."""

from pathlib import Path

import pytest

from tongban.lib.gongwen.check import check
from tongban.lib.gongwen.markdown import read_markdown
from tongban.lib.gongwen.model import Format, Heading, Paragraph
from tongban.lib.gongwen.testing import notice

CITED = "根据《云溪县人民政府关于加强节约用水工作的意见》"


def codes(*texts: str) -> list[str]:
    found = check(notice(body=tuple(Paragraph(text=text) for text in texts)))
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CITED + "，现通知如下。", "citation.number"),
        ("根据《关于加强节约用水工作的意见》（云政发〔2026〕3号），现通知如下。", ""),
        ("，《关于加强节约用水工作的意见》（云政发〔2026〕3号）已经印发。", "citation.organ"),
        ("按照云政发〔2026〕3号文件要求，现通知如下。", "citation.title"),
        ("今年用水量下降。", "wording.dates"),
        ("二〇二六年用水量下降。", "wording.numbers"),
        ("自26年3月起施行。", "wording.numbers"),
        ("共更换1，280件。", "wording.numbers"),
        ("用水量下降5-10%。", "wording.numbers"),
        ("共约200人左右参加。", "wording.numbers"),
    ],
)
def test_each_slip_of_wording_is_found(text: str, code: str) -> None:
    assert codes(text) == ([code] if code else [])


@pytest.mark.parametrize(
    "text",
    [
        CITED + "（云政发〔2026〕3号），现通知如下。",
        "依据《中华人民共和国水法》和《云溪县节约用水办法》，制定本通知。",
        "2026年3月用水量下降5%—10%，共更换1,280件，约200人参加。",
        "自2026年3月2日起施行。",
    ],
)
def test_sound_wording_has_no_finding(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["县节约用水办公室（以下简称节水办）负责。", "节水办每月通报。"], []),
        (["县节约用水办公室（以下简称“节水办”）负责。"], ["abbreviation.unused"]),
        (
            ["由节水办负责。", "，节水办。县节约用水办公室（以下简称节水办）设在水利局，节水办负责。"],
            ["abbreviation.early"],
        ),
        (
            ["县节约用水办公室（以下简称节水办）负责。", "县节约用水办公室（以下简称节水办）通报，节水办备案。"],
            ["abbreviation.twice"],
        ),
    ],
)
def test_short_names_come_after_the_full_one_once_and_are_used(texts: list[str], expected: list[str]) -> None:
    assert codes(*texts) == expected


@pytest.mark.parametrize("name", ["chibi-notice", "dongxing-notice"])
def test_real_documents_get_no_false_alarm_on_citations(shared: Path, name: str) -> None:
    source = (shared / "samples" / "gongwen" / f"{name}.md").read_text("utf-8")
    assert not [each for each in check(read_markdown(source)) if each.code.startswith(("citation", "abbreviation"))]


@pytest.mark.feature("F-TP-11")
def test_the_list_names_levels_citations_recipients_copies_secrecy_abbreviations_and_numbers() -> None:
    request = notice(
        format=Format.UPWARD,
        kind="请示",
        title="云溪县水利局关于申请资金的请示",
        main_recipients="青峰市人民政府，青峰市财政局",
        cc="云溪县节水中心",
        classification="机密5年",
        signers=("张爱国",),
        note="联系人：李某某，电话：5352000",
        body=(
            Heading(level=1, label="二、", title="基本情况"),
            Paragraph(text=f"{CITED}，现请示如下。"),
            Paragraph(text="县节约用水办公室（以下简称节水办）共更换1，280件。"),
        ),
    )
    found = {each.code for each in check(request, subordinates=["云溪县节水中心"])}
    assert found >= {
        "levels.order",
        "citation.number",
        "recipients.several",
        "cc.below",
        "classification.form",
        "abbreviation.unused",
        "wording.numbers",
    }
