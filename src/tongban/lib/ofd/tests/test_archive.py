"""OFD-A: what we write for archives passes, and each rule finds what is against it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tongban_fonts

from tongban.lib.ofd.archive import violations
from tongban.lib.ofd.command import main
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.geometry import Box
from tongban.lib.ofd.png import png
from tongban.lib.ofd.testing import packed
from tongban.lib.ofd.writing.model import Attached, FontFile, NewDocument, Page, Picture, Text
from tongban.lib.ofd.writing.writer import write_ofd

AT = datetime(2026, 3, 2, tzinfo=UTC)
FONT = {"宋体": FontFile(tongban_fonts.directory() / "FandolSong-Regular.otf")}
LINE = Text("关于放假的通知", 30, 50, 5, "宋体", steps=(5.0,) * 6)
DOTS = Picture.at(png(bytes(4 * 4 * 3), 4, 4, 12, 3), Box(30, 80, 10, 10))
MARK = replace(LINE, alpha=60)
FIT = NewDocument(
    (Page(210, 297, (LINE, DOTS), watermark=(MARK,)),),
    AT,
    fonts=FONT,
    title="关于放假的通知",
    custom={"发文字号": "云政办发〔2026〕1号"},
    attachments=(Attached("目录", "xml", b"<a/>"),),
    archival=True,
)


def rules(data: bytes) -> set[str]:
    return {each.rule for each in violations(Ofd(data))}


def test_what_is_written_for_archives_has_no_violation() -> None:
    assert violations(Ofd(write_ofd(FIT))) == ()
    assert Ofd(write_ofd(FIT)).kind == "OFD-A"


def test_a_font_that_is_only_named_is_not_written_for_archives() -> None:
    with pytest.raises(NotWritable, match="宋体"):
        write_ofd(replace(FIT, fonts={}))


def with_part(name: str, before: bytes, after: bytes) -> bytes:
    package = Ofd(write_ofd(FIT)).package
    parts: dict[str, str | bytes] = {each: package.read(each) for each in package.names}
    (part,) = [each for each in parts if each.endswith(name)]
    changed = package.read(part).replace(before, after, 1)
    assert changed != package.read(part)
    return packed(parts | {part: changed})


LINK = b"<ofd:Actions><ofd:Action><ofd:URI/></ofd:Action></ofd:Actions>"
PAGE = "Pages/Page_0/Content.xml"


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: write_ofd(replace(FIT, archival=False)), "kind"),
        (lambda: write_ofd(replace(FIT, custom={})), "metadata"),
        (lambda: write_ofd(replace(FIT, archival=False, fonts={})), "fonts"),
        (lambda: write_ofd(replace(FIT, attachments=(Attached("表", "xlsx", b"x"),))), "attachments"),
        (lambda: with_part("Document.xml", b"</ofd:Pages>", b"</ofd:Pages><ofd:Permissions/>"), "settings"),
        (lambda: with_part("Document.xml", b"</ofd:Pages>", b"</ofd:Pages><ofd:Extensions/>"), "settings"),
        (lambda: with_part(PAGE, b"<ofd:Content>", LINK + b"<ofd:Content>"), "actions"),
        (lambda: with_part(PAGE, b"<ofd:ImageObject ", b'<ofd:ImageObject Interpolate="true" '), "pictures"),
        (lambda: with_part(PAGE, b"<ofd:Content>", b"<ofd:PageRes>r.xml</ofd:PageRes><ofd:Content>"), "resources"),
        (lambda: with_part(PAGE, b"<ofd:TextObject", b"<ofd:PageBlock>" * 4 + b"</ofd:PageBlock>" * 4 + b"<ofd:TextObject"), "blocks"),
        (lambda: with_part("DocumentRes.xml", b'Type="Image"', b'Type="Video"'), "media"),
        (lambda: with_part("DocumentRes.xml", b"image_0.png", b"http.png"), "external"),
        (lambda: with_part("image_0.png", b"\x89PNG", b"GIF8"), "pictures"),
        (lambda: with_part("Annotation.xml", b'NoZoom="true"', b'NoZoom="false"'), "annotations"),
    ],
)  # fmt: skip
def test_each_rule_finds_what_is_against_it_and_nothing_else(make: Callable[[], bytes], rule: str) -> None:
    found = rules(make())
    assert rule in found
    assert found <= {rule, "kind"}


def test_real_files_of_the_trade_are_told_why_they_are_not_for_archives(shared: Path) -> None:
    samples = shared / "samples" / "ofd"
    assert {"kind", "fonts"} <= rules((samples / "invoice-5p-sealV4-attachment.ofd").read_bytes())
    assert "signatures" in rules((samples / "made-by-ofdrw-sealV1.ofd").read_bytes())


def test_the_command_lists_violations_and_exits_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.ofd", tmp_path / "bad.ofd"
    good.write_bytes(write_ofd(FIT))
    bad.write_bytes(write_ofd(replace(FIT, archival=False)))
    assert main(["check", str(good)]) == 0
    capsys.readouterr()
    assert main(["check", "--json", str(bad)]) == 1
    assert [each["rule"] for each in json.loads(capsys.readouterr().out)] == ["kind"]
