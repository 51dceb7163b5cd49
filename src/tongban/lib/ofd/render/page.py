"""A page as one SVG: templates, layers, annotations, stamps. Nothing in it runs or is fetched from elsewhere."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongban.lib.ofd.document import Document, Ofd, Page
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.extras import Annotation, annotations
from tongban.lib.ofd.geometry import Box, Matrix, short
from tongban.lib.ofd.objects import Layer, layers
from tongban.lib.ofd.render.drawing import Canvas, Context, draw_all, group
from tongban.lib.ofd.render.markup import Definitions, tag, transform
from tongban.lib.ofd.render.outlines import FontBook, SpareFont
from tongban.lib.ofd.render.pictures import data_address, svg_address
from tongban.lib.ofd.xml import child, value


@dataclass(frozen=True, slots=True)
class Stamp:
    """The picture of a seal on one page; `clip`, counted from the corner of `box`, is the part that shows (mm)."""

    page_id: str
    box: Box
    picture: bytes
    clip: Box | None = None


class Renderer:
    """Draws pages of one document; keeps its fonts open. `spare` gives fonts for those that are only named."""

    def __init__(self, document: Document, *, stamps: Sequence[Stamp] = (), spare: SpareFont | None = None) -> None:
        self._document = document
        self._stamps = stamps
        self._spare = spare
        self._fonts = FontBook(document, spare=spare)

    def svg(self, page: Page, *, prefix: str = "") -> str:
        """The page as SVG, its size in mm.

        `prefix` starts every identifier in it (default: of the page), so that pages may share a web page. Text is drawn
        as outlines, with the same text invisible above it for searching and copying. Raises OfdError where the page
        cannot be read or holds too much; single objects that cannot be drawn are left out.
        """
        canvas = Canvas(self._document, self._fonts, Definitions(prefix or f"p{page.number}-"))
        inside = self._content(page, canvas)
        return _framed(page.box, [str(canvas.definitions), _ground(page.box), *inside], heads=_HEADS)

    def _content(self, page: Page, canvas: Canvas) -> list[str]:
        drawn = [_layer(layer, canvas) for layer in layers(page)]
        drawn += [_annotation(each, page, canvas) for each in annotations(self._document, page_id=page.id)]
        own = (each for each in self._stamps if each.page_id == page.id)
        return drawn + [stamp_svg(each, canvas.definitions, spare=self._spare) for each in own]


_HEADS = {"xmlns": "http://www.w3.org/2000/svg", "role": "img"}


def _framed(box: Box, inside: Iterable[str], *, heads: dict[str, str]) -> str:
    size = {"width": f"{short(box.width)}mm", "height": f"{short(box.height)}mm"}
    corners = " ".join(short(each) for each in (box.x, box.y, box.width, box.height))
    return tag("svg", {**heads, **size, "viewBox": corners}, inside)


def _ground(box: Box) -> str:
    corner = {"x": short(box.x), "y": short(box.y)}
    return tag("rect", {**corner, "width": short(box.width), "height": short(box.height), "fill": "#ffffff"})


def _layer(layer: Layer, canvas: Canvas) -> str:
    return draw_all(layer.element, canvas, Context(layer.resources, layer.element))


def _annotation(found: Annotation, page: Page, canvas: Canvas) -> str:
    appearance = child(found.element, "Appearance")
    if appearance is None or not found.visible:
        return ""
    box = Box.read(value(appearance, "Boundary"))
    place = Matrix(e=box.x, f=box.y) if box else Matrix()
    drawn = draw_all(appearance, canvas, Context(page.resources, matrix=place))
    return group([drawn], transform=transform(place)) if drawn else ""


def stamp_svg(stamp: Stamp, definitions: Definitions, *, spare: SpareFont | None = None) -> str:
    """The seal in its place, as ink: what it covers shows through."""
    box = stamp.box
    drawn = _picture(stamp.picture, box, definitions, spare)
    if not drawn:
        return ""
    ink = {"class": "ofd-stamp", "style": "mix-blend-mode:multiply"}
    if stamp.clip is None:
        return tag("g", ink, drawn)
    part = Box(box.x + stamp.clip.x, box.y + stamp.clip.y, stamp.clip.width, stamp.clip.height)
    shape = tag("rect", _sides(part))
    name = definitions.add(f"stamp clip {part}", "clipPath", {}, shape)
    return tag("g", {**ink, "clip-path": f"url(#{name})"}, drawn)


def _sides(box: Box) -> dict[str, str]:
    return {"x": short(box.x), "y": short(box.y), "width": short(box.width), "height": short(box.height)}


def _picture(data: bytes, box: Box, definitions: Definitions, spare: SpareFont | None) -> str:
    """A seal's picture: a bitmap, an SVG, or an OFD of one page without stamps of its own."""
    if data.startswith(b"PK"):
        return _drawn_seal(data, box, definitions, spare)
    address = data_address(data) or (svg_address(data) if b"<svg" in data[:1024] else "")
    return tag("image", {**_sides(box), "preserveAspectRatio": "none", "href": address}) if address else ""


def _drawn_seal(data: bytes, box: Box, definitions: Definitions, spare: SpareFont | None) -> str:
    try:
        document = Ofd(data).document
        page = document.page(1)
        own = Definitions(f"{definitions.prefix}s{zlib.crc32(data)}-")
        canvas = Canvas(document, FontBook(document, spare=spare), own)
        inside = [_layer(layer, canvas) for layer in layers(page)]
    except OfdError:
        return ""
    corners = " ".join(short(each) for each in (page.box.x, page.box.y, page.box.width, page.box.height))
    return tag("svg", {**_sides(box), "viewBox": corners, "preserveAspectRatio": "none"}, [str(own), *inside])
