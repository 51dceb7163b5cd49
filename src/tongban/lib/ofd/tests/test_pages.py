"""Pages as SVG: what stands where, in which shape and colour."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import tongban_fonts
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import OfdError, TooLarge
from tongban.lib.ofd.geometry import Box, short
from tongban.lib.ofd.render.page import Renderer, Stamp
from tongban.lib.ofd.render.paths import svg_path
from tongban.lib.ofd.testing import CONTENT, NAMESPACE, one_page, packed, page_parts, sample

SVG = {"s": "http://www.w3.org/2000/svg"}
PATH = '<ofd:PathObject ID="4" Boundary="10 20 30 40" %s><ofd:AbbreviatedData>M 0 0 L 5 5</ofd:AbbreviatedData>%s</ofd:PathObject>'
TEXT = (
    '<ofd:TextObject ID="4" Boundary="1 1 9 9" Font="2" Size="3"><ofd:TextCode X="0" Y="3" DeltaX="3">%s</ofd:TextCode>'
    "</ofd:TextObject>"
)
SHADING = (
    '<ofd:FillColor Alpha="128"><ofd:AxialShd StartPoint="0 0" EndPoint="9 0"><ofd:Segment><ofd:Color Value="255 0 0"/>'
    '</ofd:Segment><ofd:Segment><ofd:Color Value="0 0 255"/></ofd:Segment></ofd:AxialShd></ofd:FillColor>'
)
CLIPS = (
    '<ofd:Clips%s><ofd:Clip><ofd:Area CTM="2 0 0 2 0 0"><ofd:Path Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 1 0 L 1 1 C'
    "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
)
PICTURE = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
PNG = b"\x89PNG\r\n\x1a\n and no more"


def drawn(objects: str, *, resources: str = "", **stamps: Any) -> etree._Element:
    return shown(one_page(objects, resources=resources), **stamps)


def shown(data: bytes, *, number: int = 1, **options: Any) -> etree._Element:
    document = Ofd(data).document
    return etree.fromstring(Renderer(document, **options).svg(document.page(number)))


def test_every_page_of_every_sample_is_svg(shared: Path) -> None:
    for path in sorted((shared / "samples" / "ofd").glob("*.ofd")):
        document = Ofd(path.read_bytes()).document
        renderer = Renderer(document)
        for page in document.pages:
            root = etree.fromstring(renderer.svg(page))
            assert root.get("width") == f"{short(page.box.width)}mm", path.name
            assert len(root) > 1, path.name


def test_embedded_fonts_are_drawn_by_their_outlines(shared: Path) -> None:
    root = shown(sample(shared, "licence-two-gbt35275"))
    outlines = root.xpath("s:defs/s:path[string-length(@d) > 50]", namespaces=SVG)
    hidden = root.xpath("//s:g[@opacity='0']/s:text[.='中华人民共和国']", namespaces=SVG)
    assert len(outlines) > 60
    assert len(hidden) == 1, "what is drawn as outlines can be searched and copied"


def test_fonts_that_are_only_named_are_asked_from_the_reader() -> None:
    (found,) = drawn(TEXT % "甲乙").xpath("//s:text", namespaces=SVG)
    assert (found.text, found.get("x"), found.get("y")) == ("甲乙", "0 3", "3")
    assert found.get("font-family").startswith("宋体,SimSun")


def test_spare_fonts_step_in_for_fonts_that_are_only_named() -> None:
    asked = []

    def spare(font: Any) -> bytes:
        asked.append(font.name)
        return (tongban_fonts.directory() / "FandolSong-Regular.otf").read_bytes()

    root = drawn(TEXT % "甲乙", spare=spare)
    assert asked == ["宋体"]
    assert len(root.xpath("//s:g[not(@opacity)]/s:use", namespaces=SVG)) == 2


def test_objects_stand_in_their_boundary_and_matrix() -> None:
    root = drawn(PATH % ('CTM="2 0 0 2 1 1"', ""))
    transforms = root.xpath("//s:path/ancestor::s:g/@transform", namespaces=SVG)
    assert transforms == ["translate(10 20)", "matrix(2 0 0 2 1 1)"]


@pytest.mark.parametrize(
    ("inside", "attributes", "fill", "stroke"),
    [
        ("", "", "none", "#000000"),
        ('<ofd:FillColor Value="255 0 128"/>', 'Fill="true" Stroke="false"', "#ff0080", None),
        ('<ofd:StrokeColor Value="0 0 0 255"/>', "", "none", "#000000"),
        ('<ofd:StrokeColor Value="#80"/>', "", "none", "#808080"),
        ('<ofd:FillColor Index="1" ColorSpace="7"/>', 'Fill="1"', "#0000ff", "#000000"),
        ("", 'DrawParam="8"', "none", "#00ff00"),
    ],
)
def test_colours(inside: str, attributes: str, fill: str, stroke: str | None) -> None:
    resources = (
        '<ofd:ColorSpaces><ofd:ColorSpace ID="7" Type="RGB"><ofd:Palette><ofd:CV>255 0 0</ofd:CV><ofd:CV>0 0 255</ofd:CV>'
        '</ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces><ofd:DrawParams><ofd:DrawParam ID="8" Relative="9"/>'
        '<ofd:DrawParam ID="9" Relative="8"><ofd:StrokeColor Value="0 255 0"/></ofd:DrawParam></ofd:DrawParams>'
    )
    (path,) = drawn(PATH % (attributes, inside), resources=resources).xpath("//s:path", namespaces=SVG)
    assert (path.get("fill"), path.get("stroke")) == (fill, stroke)


def test_gradients_and_transparency() -> None:
    root = drawn(PATH % ('Fill="true" Alpha="51"', SHADING))
    (path,) = root.xpath("//s:path", namespaces=SVG)
    (gradient,) = root.xpath("//s:linearGradient", namespaces=SVG)
    assert path.get("fill") == f"url(#{gradient.get('id')})"
    assert path.get("fill-opacity") == "0.502"
    assert [stop.get("offset") for stop in gradient] == ["0", "1"]
    assert root.xpath("//s:g[@opacity='0.2']", namespaces=SVG)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("M 0 0 L 1 2 C", "M0 0L1 2Z"),
        ("S 1 1 Q 1 2 3 4 B 1 2 3 4 5 6", "M1 1Q1 2 3 4C1 2 3 4 5 6"),
        ("M0 0A 5 5 0 1.0 0 3 4", "M0 0A5 5 0 1 0 3 4"),
        ("M 1 2 L 3", "M1 2"),
        ("M 1 2 L x y Z", "M1 2"),
        ("L 1e1 -.5", "M0 0L1e1 -.5"),
        ('M 0 0"/><script>', "M0 0"),
        ("", ""),
    ],
)
def test_path_operators(written: str, expected: str) -> None:
    assert svg_path(written) == expected


@given(st.text(alphabet="SMLQBACX 0123456789.-e", max_size=60))
def test_any_path_data_is_harmless(written: str) -> None:
    assert re.fullmatch(r"(?:[MLQCAZ][-0-9.eE ]*)*", svg_path(written))


def test_clips_in_the_units_of_the_boundary_or_of_the_matrix() -> None:
    outside = drawn(PATH % ('CTM="3 0 0 3 0 0"', CLIPS % ' TransFlag="false"'))
    inside = drawn(PATH % ('CTM="3 0 0 3 0 0"', CLIPS % ""))
    around = "//s:g[@clip-path]/s:g[@transform='matrix(3 0 0 3 0 0)']"
    assert outside.xpath(around, namespaces=SVG)
    assert not inside.xpath(around, namespaces=SVG)
    assert inside.xpath("//s:g[@transform='matrix(3 0 0 3 0 0)']/s:g[@clip-path]/s:path", namespaces=SVG)
    assert outside.xpath("//s:clipPath/s:path/@transform", namespaces=SVG) == ["matrix(2 0 0 2 0 0)"]


def test_pictures_are_written_once() -> None:
    image = '<ofd:ImageObject ID="5" ResourceID="9" Boundary="1 2 30 40"/>'
    parts = page_parts(image + image, resources=PICTURE) | {"Doc_0/a.png": PNG}
    root = shown(packed(parts))
    assert len(root.xpath("//s:image[starts-with(@href, 'data:image/png;base64,')]", namespaces=SVG)) == 1
    assert root.xpath("//s:use/../@transform", namespaces=SVG) == ["matrix(30 0 0 40 0 0)"] * 2


def test_templates_lie_under_or_over_the_page() -> None:
    document = (
        f'<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:TemplatePage ID="8" BaseLoc="t.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="p.xml"/></ofd:Pages></ofd:Document>'
    )
    layer = "<ofd:Content><ofd:Layer>%s</ofd:Layer></ofd:Content></ofd:Page>"
    red, blue = (PATH % ("", f'<ofd:StrokeColor Value="{value}"/>') for value in ("255 0 0", "0 0 255"))
    for order, expected in (("Background", ["#ff0000", "#0000ff"]), ("Foreground", ["#0000ff", "#ff0000"])):
        page = f'<ofd:Page {NAMESPACE}><ofd:Template TemplateID="8" ZOrder="{order}"/>' + layer % blue
        parts = page_parts("") | {
            "Doc_0/Document.xml": document,
            "Doc_0/p.xml": page,
            "Doc_0/t.xml": f"<ofd:Page {NAMESPACE}>" + layer % red,
        }
        assert shown(packed(parts)).xpath("//s:path/@stroke", namespaces=SVG) == expected


def test_annotations_are_drawn_above(shared: Path) -> None:
    root = shown(sample(shared, "watermark-annot-6p"))
    assert root.xpath("//s:use/ancestor::s:g/@transform", namespaces=SVG) == [
        "translate(50 50)",
        "matrix(40 0 0 30 0 0)",
    ]
    assert not shown(sample(shared, "watermark-annot-6p"), number=2).xpath("//s:use", namespaces=SVG)


def test_a_stamp_shows_its_part_of_the_seal() -> None:
    stamp = Stamp("1", Box(202, 40, 40, 40), PNG, clip=Box(0, 0, 8, 40))
    root = drawn("", stamps=[stamp, Stamp("7", Box(0, 0, 9, 9), PNG)])
    (image,) = root.xpath("//s:image", namespaces=SVG)
    assert (image.get("x"), image.get("width")) == ("202", "40")
    assert root.xpath("//s:clipPath/s:rect/@width", namespaces=SVG) == ["8"]


def test_a_seal_may_be_an_ofd_itself() -> None:
    seal = one_page(PATH % ("", ""))
    root = drawn("", stamps=[Stamp("1", Box(10, 10, 30, 20), seal)])
    (inner,) = root.xpath("s:g/s:svg", namespaces=SVG)
    assert (inner.get("viewBox"), inner.get("height")) == ("0 0 210 297", "20")
    assert inner.xpath(".//s:path", namespaces=SVG)


def test_nothing_in_a_page_becomes_markup() -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x"
    objects = (
        f'<ofd:TextObject ID="4" Boundary="1 1 9 9" Font="2" Size="{evil}"><ofd:FillColor Value="{evil}"/>'
        f'<ofd:TextCode X="0" Y="{evil}" DeltaX="{evil}">{evil}</ofd:TextCode></ofd:TextObject>'
        f'<ofd:PathObject ID="5" Boundary="{evil}" CTM="{evil}" LineWidth="{evil}" Cap="{evil}"><ofd:AbbreviatedData>{evil}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    parts = page_parts(objects) | {
        "Doc_0/PublicRes.xml": f'<r {NAMESPACE}><ofd:Fonts><ofd:Font ID="2" FontName="{evil}"/></ofd:Fonts></r>'
    }
    root = shown(packed(parts))
    assert {etree.QName(each).localname for each in root.iter()} <= {"svg", "g", "rect", "text", "path", "defs"}
    assert not any(name.startswith("on") for each in root.iter() for name in each.attrib)


def test_a_page_that_multiplies_itself_ends() -> None:
    unit = '<ofd:CompositeGraphicUnit ID="%d"><ofd:Content>%s</ofd:Content></ofd:CompositeGraphicUnit>'
    units = "".join(
        unit % (level, f'<ofd:CompositeObject ResourceID="{level + 1}" Boundary="0 0 9 9"/>' * 10)
        for level in range(10, 22)
    )
    started = time.monotonic()
    with pytest.raises(TooLarge):
        drawn(
            '<ofd:CompositeObject ResourceID="10" Boundary="0 0 9 9"/>',
            resources=f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>",
        )
    assert time.monotonic() - started < 20


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_fonts_and_pages_never_break_the_reader(shared: Path, data: st.DataObject) -> None:
    whole = _fonted(shared)
    name = data.draw(st.sampled_from(["Doc_0/f.otf", CONTENT]))
    part = bytearray(whole[name])
    for _ in range(data.draw(st.integers(1, 6))):
        part[data.draw(st.integers(0, min(len(part), 3000) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert shown(packed(whole | {name: bytes(part)})) is not None
    except OfdError as error:
        assert str(error)  # noqa: PT017


def _fonted(shared: Path) -> dict[str, bytes]:
    text = TEXT.replace('Font="2"', 'Font="9"') % "一二A"
    fonts = '<ofd:Fonts><ofd:Font ID="9" FontName="x"><ofd:FontFile>f.otf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    font = Ofd(sample(shared, "licence-two-gbt35275")).package.read("Doc_0/Res/font_32.ttf")
    parts = page_parts(text + PATH % ("", ""), resources=fonts) | {"Doc_0/f.otf": font}
    return {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}
