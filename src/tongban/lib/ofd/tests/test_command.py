"""`tongban ofd`."""

import json
from pathlib import Path

import pytest

from tongban.lib.ofd.command import main
from tongban.lib.ofd.testing import OFD_XML, packed, page_parts


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "samples" / "ofd"


def test_info_tells_pages_custom_data_and_seals(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(folder / "invoice-5p-sealV4-attachment.ofd"), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["documents"]
    assert (len(found["pages"]), found["info"]["custom"]["发票代码"]) == (5, "050001700111")
    assert found["signatures"][0]["form"] == "GB/T 38540 v4"
    assert found["attachments"] == [{"name": "original_invoice", "format": "xml"}]


def test_text_of_all_pages_or_of_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", str(folder / "watermark-annot-6p.ofd")]) == 0
    assert capsys.readouterr().out.count("\f") == 5
    assert main(["text", str(folder / "watermark-annot-6p.ofd"), "--page", "1"]) == 0
    assert capsys.readouterr().out.startswith("拿来主义\n鲁迅")


def test_render_writes_a_file_a_page(folder: Path, tmp_path: Path) -> None:
    assert main(["render", str(folder / "riding-seal-5p-sealV4.ofd"), "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{number:04d}.svg" for number in range(1, 6)]
    assert "ofd-stamp" in (tmp_path / "0003.svg").read_text("utf-8")


def test_unreadable_files_and_wrong_words_have_their_codes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.ofd"
    broken.write_bytes(b"PK\x03\x04")
    assert main(["info", str(broken)]) == 3
    assert main(["info", str(tmp_path / "absent.ofd")]) == 3
    assert main(["text", str(folder / "attachment-1p.ofd"), "--page", "9"]) == 3
    with pytest.raises(SystemExit) as wrong:
        main(["paint", "x"])
    assert wrong.value.code == 64
    assert "没有这一页" in capsys.readouterr().err


def test_names_from_the_file_do_not_reach_the_terminal_as_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "evil.ofd"
    file.write_bytes(packed(page_parts("") | {"OFD.xml": OFD_XML.replace(">1<", ">\u009b31m\u202e<")}))
    assert main(["info", str(file)]) == 0
    said = capsys.readouterr().out
    assert "\u009b" not in said
    assert "\u202e" not in said
