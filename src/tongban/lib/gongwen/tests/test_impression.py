"""Star seals drawn as outlines, registered pictures wrapped, emblem seals refused."""

import re
import struct
import zlib

import pypdfium2
import pytest
from lxml import etree

from tongban.lib.gongwen.errors import ImpressionRefused
from tongban.lib.gongwen.impression import appearance_pdf, draw_star_seal, registered_picture
from tongban.lib.gongwen.testing import AT, fonts

NAME = "云溪县水利局"


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xe6\x00\x12\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_seal_is_a_ring_a_star_and_letters_without_any_font():
    svg = etree.fromstring(draw_star_seal(NAME, fonts=fonts(), lower="样章").svg)
    tags = [etree.QName(node).localname for node in svg]
    assert tags == ["circle", "path", "path"]
    assert (svg.get("width"), svg.get("viewBox")) == ("42mm", "-21 -21 42 42")


@pytest.mark.parametrize("name", ["水利局", NAME, "云溪县人力资源和社会保障局", "云溪县" + "某" * 22 + "办公室"])
def test_letters_stay_inside_the_ring_and_off_the_star(name):
    svg = etree.fromstring(draw_star_seal(name, fonts=fonts(), lower="样章").svg)
    points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", svg[2].get("d"))]
    assert all((x * x + y * y) ** 0.5 < 19.8 for x, y in points)
    assert all((x * x + y * y) ** 0.5 > 7 for x, y in points)


def test_the_pdf_has_the_size_of_the_seal_one_page_and_only_paths():
    seal = draw_star_seal(NAME, fonts=fonts(), lower="样章", diameter_mm=45)
    document = pypdfium2.PdfDocument(appearance_pdf(seal, fonts=fonts(), at=AT))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((45 / 25.4 * 72,) * 2, abs=0.01)
    kinds = {item.type for item in document[0].get_objects(max_depth=5)}
    assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds
    assert not kinds & {pypdfium2.raw.FPDF_PAGEOBJ_TEXT, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE}


def test_nothing_is_painted_behind_the_seal():
    document = pypdfium2.PdfDocument(appearance_pdf(draw_star_seal(NAME, fonts=fonts()), fonts=fonts(), at=AT))
    bitmap = document[0].render(scale=2, fill_color=(0, 0, 0, 0), maybe_alpha=True)
    assert bytes(bitmap.buffer)[3] == 0


@pytest.mark.parametrize("emblem", ["national", "party"])
def test_seals_with_an_emblem_are_never_drawn(emblem):
    with pytest.raises(ImpressionRefused):
        draw_star_seal("云溪县人民政府", fonts=fonts(), emblem=emblem)


def test_a_name_that_no_font_draws_is_refused():
    with pytest.raises(ImpressionRefused):
        draw_star_seal("云溪\U000323af局", fonts=fonts())


def test_a_registered_picture_keeps_its_shape():
    picture = registered_picture(png(300, 200), width_mm=45)
    assert (picture.width_mm, picture.height_mm) == (45, 30)
    document = pypdfium2.PdfDocument(appearance_pdf(picture, fonts=fonts(), at=AT))
    assert document[0].get_size() == pytest.approx((45 / 25.4 * 72, 30 / 25.4 * 72), abs=0.01)
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in {item.type for item in document[0].get_objects(max_depth=5)}


@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"0" * 40, png(10, 10)[:20], b"\x89PNG\r\n\x1a\n" + b"\xff" * 60])
def test_other_files_are_refused_as_pictures(content):
    with pytest.raises(ImpressionRefused):
        registered_picture(content, width_mm=42)
