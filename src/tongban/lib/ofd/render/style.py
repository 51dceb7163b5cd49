"""How an object is drawn: its own attributes, then its DrawParam, then the layer's (GB/T 33190-2016, clause 8.2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tongban.lib.ofd.geometry import number, numbers, short
from tongban.lib.ofd.render.markup import Definitions, tag
from tongban.lib.ofd.resources import Resources
from tongban.lib.ofd.xml import Element, child, children, integer, local, text, value

_LINE_WIDTH = 0.353
_HAIRLINE = 0.05  # mm; thinner lines vanish on screens
_MAX_CHAIN = 16
_MAX_STOPS = 256
_CAPS = {"Round": "round", "Square": "square"}
_JOINS = {"Round": "round", "Bevel": "bevel"}
_SPREADS = {"Repeat": "repeat", "Reflect": "reflect"}
Pattern = Callable[[Element], str]


@dataclass(frozen=True, slots=True)
class Style:
    """Where the attributes and colours of one object are looked up, nearest first."""

    levels: tuple[Element, ...]
    resources: Resources

    @classmethod
    def of(cls, element: Element, resources: Resources, layer: Element | None = None) -> "Style":
        """The style of an object that stands in `layer`."""
        levels = [element, *_chain(element, resources)]
        if layer is not None:
            levels += _chain(layer, resources)
        return cls(tuple(levels), resources)

    def get(self, name: str, default: str = "") -> str:
        """An attribute from the nearest level that has it."""
        return next((found for level in self.levels if (found := level.get(name)) is not None), default)

    def colour(self, name: str) -> Element | None:
        """FillColor or StrokeColor from the nearest level that has it."""
        return next((found for level in self.levels if (found := child(level, name)) is not None), None)

    def stroke_attributes(self, scale: float) -> dict[str, str]:
        """Width, caps, joins and dashes of lines; `scale` is by how much the object's lengths grow on the page."""
        width = number(self.get("LineWidth"), _LINE_WIDTH)
        dashes = numbers(self.get("DashPattern"))
        drawn = any(each > 0 for each in dashes) and min(dashes) >= 0
        return {
            "stroke-width": short(max(width, _HAIRLINE / scale if scale > 0 else width)),
            "stroke-linecap": _CAPS.get(self.get("Cap"), ""),
            "stroke-linejoin": _JOINS.get(self.get("Join"), ""),
            "stroke-miterlimit": short(max(1.0, number(self.get("MiterLimit"), 4.234))),
            "stroke-dasharray": " ".join(short(each) for each in dashes) if drawn else "",
            "stroke-dashoffset": short(number(self.get("DashOffset"))) if drawn and self.get("DashOffset") else "",
        }


def _chain(element: Element, resources: Resources) -> Iterator[Element]:
    """The drawing parameters that the element names, and those that they build on; a circle ends."""
    name = element.get("DrawParam", "")
    for _ in range(_MAX_CHAIN):
        found = resources.draw_params.get(name)
        if found is None:
            return
        yield found
        name = value(found, "Relative")


def paint(
    kind: str, colour: Element | None, *, default: str, resources: Resources, definitions: Definitions, pattern: Pattern
) -> dict[str, str]:
    """The attributes `kind` (fill or stroke) and its opacity for a colour element (clause 8.3)."""
    if colour is None:
        return {kind: default}
    opacity = _alpha(colour)
    return {kind: _paint(colour, resources, definitions, pattern, default), f"{kind}-opacity": opacity}


def _paint(colour: Element, resources: Resources, definitions: Definitions, pattern: Pattern, default: str) -> str:
    for inside in children(colour):
        kind = local(inside)
        if kind in {"AxialShd", "RadialShd"}:
            return f"url(#{_gradient(kind, inside, resources, definitions)})"
        if kind == "Pattern":
            return f"url(#{pattern(inside)})"
        if kind in {"GouraudShd", "LaGouraudShd", "LaGourandShd"}:
            return next(
                (_plain(each, resources, default) for point in children(inside) for each in children(point)), default
            )
    return _plain(colour, resources, default)


def _alpha(element: Element) -> str:
    alpha = max(0, min(255, integer(element, "Alpha", 255)))
    return "" if alpha == 255 else short(alpha / 255)


def _plain(colour: Element, resources: Resources, default: str) -> str:
    space = resources.colour_spaces.get(value(colour, "ColorSpace"))
    written = value(colour, "Value") or _from_palette(colour, space)
    parts = [_component(word) for word in written.split()[:4]]
    if not parts:
        return default
    bits = integer(space, "BitsPerComponent", 8) if space is not None else 8
    top = float(2 ** max(1, min(16, bits)) - 1)
    levels = [max(0.0, min(1.0, each / top)) for each in parts]
    return "#" + "".join(f"{round(each * 255):02x}" for each in _rgb(levels))


def _from_palette(colour: Element, space: Element | None) -> str:
    colours = [text(each) for each in children(child(space, "Palette"), "CV")]
    index = integer(colour, "Index", -1)
    return colours[index] if 0 <= index < len(colours) else ""


def _component(word: str) -> float:
    if word.startswith("#"):
        try:
            return float(int(word[1:], 16))
        except ValueError:
            return 0.0
    return number(word)


def _rgb(levels: list[float]) -> list[float]:
    """By the number of components: grey, RGB or CMYK (without a profile, as screens show it)."""
    if len(levels) == 4:
        return [(1 - level) * (1 - levels[3]) for level in levels[:3]]
    return levels if len(levels) == 3 else [levels[0]] * 3


def _gradient(kind: str, shading: Element, resources: Resources, definitions: Definitions) -> str:
    start, end = numbers(value(shading, "StartPoint")) or (0, 0), numbers(value(shading, "EndPoint")) or (0, 0)
    if kind == "AxialShd":
        element, ends = "linearGradient", {"x1": start[0], "y1": start[-1], "x2": end[0], "y2": end[-1]}
    else:
        radii = {"fr": number(value(shading, "StartRadius")), "r": number(value(shading, "EndRadius"))}
        element, ends = "radialGradient", {"fx": start[0], "fy": start[-1], "cx": end[0], "cy": end[-1], **radii}
    attributes = {key: short(each) for key, each in ends.items()}
    stops = _stops(shading, resources)
    spread = _SPREADS.get(value(shading, "MapType"), "")
    key = f"{kind}{sorted(attributes.items())}{spread}{stops}"
    return definitions.add(
        key, element, {"gradientUnits": "userSpaceOnUse", "spreadMethod": spread, **attributes}, stops
    )


def _stops(shading: Element, resources: Resources) -> str:
    segments = list(children(shading, "Segment"))[:_MAX_STOPS]
    out = []
    for number_, segment in enumerate(segments):
        even = number_ / max(1, len(segments) - 1)
        colour = child(segment, "Color")
        if colour is None:
            continue
        offset = short(max(0.0, min(1.0, number(value(segment, "Position"), even))))
        out.append(
            tag(
                "stop",
                {"offset": offset, "stop-color": _plain(colour, resources, "#000"), "stop-opacity": _alpha(colour)},
            )
        )
    return "".join(out)
