"""`tongban seal make|sign`, and what `tongban verify` says of the result."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tongban.lib.edoc import command, kit
from tongban.lib.edoc.places import by_boxes, by_date
from tongban.lib.edoc.verify import main as verify
from tongban.lib.gm.testing import sample_seal_picture
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.signatures.structure import read_signatures
from tongban.lib.ofd.writing.model import NewDocument, Page, Text
from tongban.lib.ofd.writing.writer import write_ofd

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Run = Callable[..., int]


def line(text: str, x: float, y: float) -> Text:
    return Text(text, x, y, 5, "宋体", steps=(5.0,) * (len(text) - 1))


def ofd(pages: int = 1) -> bytes:
    last = Page(
        210, 297, (line("某县某局", 120, 210), line("2026年3月2日", 110, 220), line("某局2026年3月3日印发", 30, 260))
    )
    return write_ofd(NewDocument((*((Page(210, 297, (line("正文", 30, 50),)),) * (pages - 1)), last), AT))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def go(*words: object) -> int:
        return command.main([str(word) for word in words], draw=lambda name, lower, mm: sample_seal_picture(mm), at=AT)

    return go


@pytest.fixture
def seal(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "seal"
    assert run("make", "--name", "某县某局", "--out", folder, "--password", "p") == 0
    return folder


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.ofd"
    path.write_bytes(ofd(3))
    return path


def judged(
    path: Path, seal: Path, capsys: pytest.CaptureFixture[str], at: str = "2026-03-02T20:00"
) -> dict[str, object]:
    capsys.readouterr()
    code = verify([str(path), "--trust", str(seal / "ca.pem"), "--at", at, "--json"])
    return {"code": code, **json.loads(capsys.readouterr().out)}


def test_a_seal_is_made_put_on_an_ofd_and_found_valid(
    run: Run, seal: Path, paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = paper.with_name("sealed.bin")  # the name of a file says nothing
    assert run("sign", paper, "--seal", seal, "--out", out, "--password", "p") == 0
    found = judged(out, seal, capsys)
    assert (found["code"], found["result"]) == (0, "valid")
    assert verify([str(out), "--at", "2026-03-02T20:00"]) == 2


def test_a_seal_is_put_on_a_pdf_over_its_date(
    run: Run, seal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tongban.lib.gongwen.layout.typeset import typeset
    from tongban.lib.gongwen.testing import fonts, notice

    laid = typeset(notice(), fonts=fonts(), at=AT)
    source, out = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(laid.pdf)
    assert run("sign", source, "--seal", seal, "--out", out, "--password", "p") == 0
    assert judged(out, seal, capsys)["code"] == 0
    (wanted,), found = laid.seal_places, by_date(laid.pdf, millimetres=42)
    assert found is not None
    assert (found.page, abs(found.x + 21 - wanted.x) < 1, abs(found.y + 21 - wanted.y) < 3) == (wanted.page, True, True)


def test_the_seal_stands_over_name_and_date_and_not_over_the_imprint(seal: Path) -> None:
    found = by_date(ofd(2), millimetres=42)
    assert found is not None
    assert found.page == 2
    assert abs(found.x + 21 - (110 + 20)) < 6
    assert 205 < found.y + 21 < 220


def test_a_second_seal_keeps_the_first_and_the_last_one_locks_the_file(
    run: Run, seal: Path, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    assert run("make", "--name", "某县财政局", "--out", other, "--ca", seal, "--password", "p") == 0
    once, twice = tmp_path / "1.ofd", tmp_path / "2.ofd"
    assert run("sign", paper, "--seal", seal, "--out", once, "--place", "3,60,200", "--password", "p") == 0
    assert run("sign", once, "--seal", other, "--out", twice, "--riding", "--whole", "--password", "p") == 0
    found = judged(twice, seal, capsys)
    assert [found["code"], len(found["signatures"])] == [0, 2]  # type: ignore[arg-type]
    assert run("sign", twice, "--seal", seal, "--out", tmp_path / "3.ofd", "--password", "p") == 1
    assert "不能续签" in capsys.readouterr().err
    assert len(read_signatures(Ofd(twice.read_bytes()).document)[1].stamps) == 3


def test_the_seals_of_a_joint_document_take_their_places_one_after_another() -> None:
    listed = json.dumps([{"element": "印章", "page": 2, "x": x, "y": 100, "w": 42, "h": 42} for x in (30, 90)])
    assert [by_boxes(listed, number=at).x for at in (0, 1)] == [30, 90]
    with pytest.raises(ValueError, match="只有 2 个"):
        by_boxes(listed, number=2)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--password", "wrong"], 1, "口令不正确"),
        (["--password", "p", "--place", "9,100,100"], 1, "没有第 9 页"),
        (["--password", "p", "--place", "1,5,5"], 1, "超出"),
        (["--password", "p", "--at", "1999-01-01"], 1, "有效期"),
    ],
)
def test_what_cannot_be_sealed_is_refused_and_nothing_is_written(
    run: Run, seal: Path, paper: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, sentence: str
) -> None:
    out = paper.with_name("out.ofd")
    assert run("sign", paper, "--seal", seal, "--out", out, *words) == code
    assert sentence in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"MZ" * 100])
def test_what_is_no_document_is_unreadable(run: Run, seal: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert run("sign", path, "--seal", seal, "--out", tmp_path / "y", "--password", "p") == 3
    assert run("sign", tmp_path / "absent", "--seal", seal, "--out", tmp_path / "y", "--password", "p") == 3


def test_a_paper_without_a_date_asks_for_the_place(
    run: Run, seal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.ofd"
    path.write_bytes(write_ofd(NewDocument((Page(210, 297, (line("正文", 30, 50),)),), AT)))
    assert run("sign", path, "--seal", seal, "--out", tmp_path / "y.ofd", "--password", "p") == 1
    assert "--place" in capsys.readouterr().err


def test_keys_lie_in_the_folder_only_under_the_password(seal: Path) -> None:
    assert {path.name for path in seal.iterdir()} == {
        "ca.pem", "ca.key", "signer.pem", "signer.key", "seal.esl", "seal.pdf", "seal.png",
    }  # fmt: skip
    for name in ("ca.key", "signer.key"):
        assert (seal / name).stat().st_mode & 0o077 == 0
        assert (seal / name).read_bytes().startswith(b"TBGK")
    assert kit.open_kit(seal, password="p").identity.key.public


def test_openssl_verifies_the_certificates_of_the_folder(seal: Path) -> None:
    words = ["openssl", "verify", "-vfyopt", "distid:1234567812345678", "-CAfile", seal / "ca.pem", seal / "signer.pem"]
    assert subprocess.run(words, capture_output=True, check=False).stdout.endswith(b"OK\n")


def test_the_picture_in_the_seal_is_transparent_and_of_true_size(seal: Path) -> None:
    from PIL import Image

    picture = Image.open(seal / "seal.png")
    assert (picture.mode, round(picture.width / 300 * 25.4)) == ("RGBA", 42)
    assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert len(pdfium.PdfDocument((seal / "seal.pdf").read_bytes())) == 1
