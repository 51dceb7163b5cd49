"""Objects of a page as SVG (GB/T 33190-2016, clauses 8 to 13). What cannot be drawn leaves the rest of the page alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tongban.lib.ofd.document import Document
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.geometry import IDENTITY, Box, Matrix, number, short
from tongban.lib.ofd.objects import Budget, composite_content
from tongban.lib.ofd.render.letters import text_svg
from tongban.lib.ofd.render.markup import Definitions, tag, transform
from tongban.lib.ofd.render.outlines import FontBook
from tongban.lib.ofd.render.paths import svg_path
from tongban.lib.ofd.render.pictures import data_address
from tongban.lib.ofd.render.style import Style, paint
from tongban.lib.ofd.resources import Resources
from tongban.lib.ofd.xml import Element, child, children, flag, integer, local, text, value

_RULES = {"Even-Odd": "evenodd"}


@dataclass(frozen=True)
class Canvas:
    """What one picture shares: the fonts, the definitions, and how much may still be drawn."""

    document: Document
    fonts: FontBook
    definitions: Definitions
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True)
class Context:
    """What stands around an object: the resources it names, its layer, the transformation to the page, the depth."""

    resources: Resources
    layer: Element | None = None
    matrix: Matrix = IDENTITY
    depth: int = 0

    def inside(self, matrix: Matrix, *, resources: Resources | None = None) -> "Context":
        return Context(resources or self.resources, self.layer, self.matrix.after(matrix), self.depth + 1)


def draw_all(parent: Element, canvas: Canvas, context: Context) -> str:
    """All objects in `parent`. Raises TooLarge when they are too many."""
    return "".join(draw(element, canvas, context) for element in children(parent))


def draw(element: Element, canvas: Canvas, context: Context) -> str:
    """One object; empty for what is invisible or unknown."""
    canvas.budget.spend(context.depth)
    if local(element) == "PageBlock":
        return draw_all(element, canvas, context.inside(IDENTITY))
    kind = _KINDS.get(local(element))
    if kind is None or not flag(element, "Visible", default=True):
        return ""
    corner, inner = _places(element)
    around = Context(context.resources, context.layer, context.matrix.after(corner).after(inner), context.depth)
    drawn = kind(element, canvas, around)
    if not drawn:
        return ""
    return _placed(element, drawn, canvas, context)


def _places(element: Element) -> tuple[Matrix, Matrix]:
    """To the corner of the Boundary, and the object's own CTM; a picture without one fills its Boundary."""
    box = Box.read(value(element, "Boundary"))
    inner = Matrix.read(value(element, "CTM"))
    if inner is None and box and local(element) == "ImageObject":
        inner = Matrix(a=box.width, d=box.height)
    return Matrix(e=box.x, f=box.y) if box else IDENTITY, inner or IDENTITY


def _placed(element: Element, drawn: str, canvas: Canvas, context: Context) -> str:
    """Clips stand in the coordinates of the Boundary, or of the CTM where TransFlag says so (clause 8.4)."""
    corner, inner = _places(element)
    clips = child(element, "Clips")
    moves = clips is not None and flag(clips, "TransFlag", default=True)
    if clips is not None and moves:
        drawn = _clipped(drawn, clips, canvas, context)
    drawn = _group(drawn, {"transform": transform(inner)})
    if clips is not None and not moves:
        drawn = _clipped(drawn, clips, canvas, context)
    alpha = max(0, min(255, integer(element, "Alpha", 255)))
    return _group(drawn, {"transform": transform(corner), "opacity": "" if alpha == 255 else short(alpha / 255)})


def _group(drawn: str, attributes: dict[str, str]) -> str:
    return tag("g", attributes, drawn) if any(attributes.values()) else drawn


def _clipped(drawn: str, clips: Element, canvas: Canvas, context: Context) -> str:
    """Each Clip leaves what lies in one of its areas; several leave what lies in all of them."""
    for clip in children(clips, "Clip"):
        areas = [_area(area) for area in children(clip, "Area")]
        if areas and all(areas):
            canvas.budget.spend(context.depth)
            inside = "".join(areas)
            name = canvas.definitions.add(f"clip {inside}", "clipPath", {}, inside)
            drawn = tag("g", {"clip-path": f"url(#{name})"}, drawn)
    return drawn


def _area(area: Element) -> str:
    """The path of an area; empty where it is of text, which is not clipped by."""
    path = child(area, "Path")
    data = svg_path(text(child(path, "AbbreviatedData")))
    if path is None or not data:
        return ""
    corner, inner = _places(path)
    place = (Matrix.read(value(area, "CTM")) or IDENTITY).after(corner).after(inner)
    rule = _RULES.get(value(path, "Rule"), "")
    return tag("path", {"d": data, "clip-rule": rule, "transform": transform(place)})


def _path(element: Element, canvas: Canvas, context: Context) -> str:
    data = svg_path(text(child(element, "AbbreviatedData")))
    if not data:
        return ""
    style = Style.of(element, context.resources, context.layer)
    filled, stroked = flag(element, "Fill", default=False), flag(element, "Stroke", default=True)
    attributes = _paint("fill", style, canvas, context, default="none") if filled else {"fill": "none"}
    attributes["fill-rule"] = _RULES.get(value(element, "Rule"), "")
    if stroked:
        attributes |= _paint("stroke", style, canvas, context, default="#000000")
        attributes |= style.stroke_attributes(context.matrix.scale)
    return tag("path", {"d": data, **attributes})


def _text(element: Element, canvas: Canvas, context: Context) -> str:
    style = Style.of(element, context.resources, context.layer)
    filled, stroked = flag(element, "Fill", default=True), flag(element, "Stroke", default=False)
    attributes = _paint("fill", style, canvas, context, default="#000000") if filled else {"fill": "none"}
    if stroked:
        attributes |= _paint("stroke", style, canvas, context, default="none")
        attributes |= {
            "stroke-width": short(number(style.get("LineWidth"), 0.1)),
            "vector-effect": "non-scaling-stroke",
        }
    font = context.resources.fonts.get(value(element, "Font"))
    outlines = canvas.fonts.outlines(font)
    return text_svg(element, font=font, outlines=outlines, paint=attributes, definitions=canvas.definitions)


def _image(element: Element, canvas: Canvas, context: Context) -> str:
    """A picture fills the unit square; its CTM makes that as large as it is."""
    resources = (value(element, "ResourceID"), value(element, "Substitution"))
    name = next((found for each in resources if (found := _picture(each, canvas, context))), "")
    if not name:
        return tag("rect", {"width": "1", "height": "1", "fill": "#eeeeee"})
    return tag("use", {"href": f"#{name}", "mask": _mask(value(element, "ImageMask"), canvas, context)})


def _picture(resource: str, canvas: Canvas, context: Context) -> str:
    """The name of the defined picture; empty where it is missing or no browser shows it."""
    media = context.resources.media.get(resource)
    if media is None or not media.part:
        return ""
    key = f"picture {media.part}"
    known = canvas.definitions.name_of(key)
    if known:
        return known
    try:
        address = data_address(canvas.document.package.read(media.part))
    except OfdError:
        return ""
    whole = {"width": "1", "height": "1", "preserveAspectRatio": "none", "href": address}
    return canvas.definitions.add(key, "image", whole) if address else ""


def _mask(resource: str, canvas: Canvas, context: Context) -> str:
    name = _picture(resource, canvas, context) if resource else ""
    if not name:
        return ""
    units = {"maskContentUnits": "userSpaceOnUse"}
    mask = canvas.definitions.add(f"mask {name}", "mask", units, tag("use", {"href": f"#{name}"}))
    return f"url(#{mask})"


def _composite(element: Element, canvas: Canvas, context: Context) -> str:
    content = composite_content(element, context.resources)
    return "" if content is None else draw_all(content, canvas, context.inside(IDENTITY))


def _paint(kind: str, style: Style, canvas: Canvas, context: Context, *, default: str) -> dict[str, str]:
    colour = style.colour("FillColor" if kind == "fill" else "StrokeColor")

    def pattern(element: Element) -> str:
        return _pattern(element, canvas, context)

    return paint(
        kind, colour, default=default, resources=context.resources, definitions=canvas.definitions, pattern=pattern
    )


def _pattern(element: Element, canvas: Canvas, context: Context) -> str:
    """A cell that repeats (clause 8.3.3); mirrored cells are repeated as they are."""
    canvas.budget.spend(context.depth)
    width, height = number(value(element, "Width"), 1.0), number(value(element, "Height"), 1.0)
    cell = child(element, "CellContent")
    inside = draw_all(cell, canvas, context.inside(IDENTITY)) if cell is not None else ""
    attributes = {
        "patternUnits": "userSpaceOnUse",
        "width": short(max(0.01, number(value(element, "XStep"), width))),
        "height": short(max(0.01, number(value(element, "YStep"), height))),
        "patternTransform": transform(Matrix.read(value(element, "CTM")) or IDENTITY),
    }
    return canvas.definitions.add(f"pattern {attributes}{inside}", "pattern", attributes, inside)


_KINDS = {"TextObject": _text, "PathObject": _path, "ImageObject": _image, "CompositeObject": _composite}


def group(parts: Iterable[str], **attributes: str) -> str:
    """Several drawings under common attributes."""
    return _group("".join(parts), attributes)
