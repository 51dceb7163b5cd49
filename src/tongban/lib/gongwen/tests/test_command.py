"""The two commands, as a person runs them."""

import json

import pytest
import tongban_fonts

from tongban.lib.gongwen.command import main
from tongban.lib.gongwen.markdown import write_markdown
from tongban.lib.gongwen.model import Paragraph
from tongban.lib.gongwen.testing import AT, notice


@pytest.fixture
def run(tmp_path):
    def command(*words: str, source: str) -> int:
        path = tmp_path / "source.md"
        path.write_text(source, encoding="utf-8")
        filled = [word.format(source=path, folder=tmp_path) for word in words]
        return main(filled, fonts=[tongban_fonts.directory()], at=AT)

    return command


def test_typeset_writes_a_pdf_and_its_boxes(run, tmp_path):
    words = ("typeset", "{source}", "--out", "{folder}/a.pdf", "--boxes", "{folder}/a.json")
    assert run(*words, source=write_markdown(notice())) == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.7")
    boxes = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert list(boxes[0]) == ["element", "page", "x", "y", "w", "h"]
    assert boxes[0]["element"] == "发文机关标志"


def test_a_source_that_cannot_be_read_is_told_and_gives_2(run, capsys):
    assert run("typeset", "{source}", "--out", "{folder}/a.pdf", source="---\nformat: 布告\n---\n") == 2
    assert "不认识的格式“布告”" in capsys.readouterr().err


def test_check_prints_findings_and_gives_1_for_errors(run, capsys):
    assert run("check", "{source}", source=write_markdown(notice())) == 0
    assert capsys.readouterr().out == ""
    bad = notice(main_recipients="", body=(Paragraph(text="节水,节电。"),))
    assert run("check", "{source}", "--json", source=write_markdown(bad)) == 1
    findings = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in findings] == ["recipients.missing"]


def test_an_attachment_file_outside_the_folder_is_refused(run, capsys):
    source = "---\nattachments:\n- {title: 表, file: ../../etc/passwd}\n---\n见附件。"
    assert run("check", "{source}", source=source) == 2
    assert "同一文件夹" in capsys.readouterr().err


def test_chinese_encodings_are_read(tmp_path, capsys):
    path = tmp_path / "a.md"
    path.write_bytes(write_markdown(notice()).encode("gb18030"))
    assert main(["check", str(path)], fonts=[], at=AT) == 0


def test_an_output_that_is_not_a_pdf_is_refused(run, tmp_path):
    assert run("typeset", "{source}", "--out", "{folder}/a.ofd", source=write_markdown(notice())) == 2
    assert not (tmp_path / "a.ofd").exists()
