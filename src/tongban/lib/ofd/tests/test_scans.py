"""Scans that browsers do not show: TIFF, JBIG2 and JPEG 2000 in an OFD are drawn."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from tongban.lib.ofd.render.pictures import data_address
from tongban.lib.ofd.render.scans import as_png, kind_of


def page(mode: str = "1") -> Image.Image:
    """A sheet with a black bar in its upper left part."""
    picture = Image.new(mode, (200, 120), {"1": 1, "L": 255, "RGB": (255, 255, 255)}[mode])
    dark = {"1": 0, "L": 0, "RGB": (200, 0, 0)}[mode]
    ImageDraw.Draw(picture).rectangle((20, 10, 90, 30), fill=dark)
    return picture


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()


def jbig2() -> bytes:
    """A generic region whose dots are coded as a fax is (MMR), between a page's information and its end."""
    sheet = Image.new("1", (200, 120), 0)  # in JBIG2 a set dot is black, in this TIFF it is white
    ImageDraw.Draw(sheet).rectangle((20, 10, 90, 30), fill=1)
    fax = saved(sheet, "TIFF", compression="group4", tiffinfo={278: 120})
    tags = Image.open(BytesIO(fax)).tag_v2  # type: ignore[attr-defined]
    start, length = tags[273][0], tags[279][0]
    region = struct.pack(">IIIIB", 200, 120, 0, 0, 0) + b"\x01" + fax[start : start + length]
    information = struct.pack(">IIIIBH", 200, 120, 0, 0, 0, 0)

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    segments = segment(0, 48, information) + segment(1, 38, region) + segment(2, 49, b"") + segment(3, 51, b"")
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + segments


SCANS = {
    "fax, group 4": lambda: saved(page(), "TIFF", compression="group4"),
    "fax, group 3": lambda: saved(page(), "TIFF", compression="group3"),
    "fax in strips": lambda: saved(page(), "TIFF", compression="group4", tiffinfo={278: 40}),
    "plain": lambda: saved(page("L"), "TIFF"),
    "colours": lambda: saved(page("RGB"), "TIFF"),
    "deflate": lambda: saved(page("L"), "TIFF", compression="tiff_adobe_deflate"),
    "JPEG 2000": lambda: saved(page("RGB"), "JPEG2000"),
    "JBIG2": jbig2,
}


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_is_drawn_dot_for_dot(name: str) -> None:
    data = SCANS[name]()
    assert kind_of(data)
    drawn = as_png(data)
    assert drawn is not None
    seen = Image.open(BytesIO(drawn)).convert("RGB")
    assert seen.size == (200, 120)
    dark, light = seen.getpixel((50, 20)), seen.getpixel((150, 100))
    assert (max(dark[1:]) < 60, min(light) > 200) == (True, True)  # type: ignore[index,type-var]
    assert data_address(data).startswith("data:image/png;base64,")


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_cut_anywhere_gives_a_picture_or_none_and_no_error(name: str) -> None:
    data = SCANS[name]()
    for length in range(0, len(data), max(1, len(data) // 40)):
        assert as_png(data[:length]) is None or as_png(data[:length])


def test_a_picture_larger_than_the_bound_is_not_decoded() -> None:
    data = bytearray(SCANS["fax, group 4"]())
    at = (
        data.index(struct.pack("<HH", 256, 4))
        if struct.pack("<HH", 256, 4) in data
        else data.index(struct.pack("<HH", 256, 3))
    )
    data[at : at + 12] = struct.pack("<HHII", 256, 4, 1, 4_000_000)
    assert as_png(bytes(data)) is None
