"""The resources of a document: fonts, media, drawing parameters, colour spaces, composite units (clause 7.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.package import Package, folder
from tongban.lib.ofd.xml import Element, child, children, flag, local, parse, text, value


@dataclass(frozen=True, slots=True)
class Font:
    """A font; `part` is empty where only its name is known."""

    id: str
    name: str
    family: str = ""
    part: str = ""
    bold: bool = False
    italic: bool = False
    serif: bool = False
    fixed_width: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, sound or film in the package."""

    id: str
    kind: str
    format: str
    part: str


@dataclass(frozen=True, slots=True)
class Resources:
    """Everything that objects name by identifier. The elements are kept as they are; their users read them."""

    fonts: Mapping[str, Font] = field(default_factory=dict)
    media: Mapping[str, Media] = field(default_factory=dict)
    draw_params: Mapping[str, Element] = field(default_factory=dict)
    colour_spaces: Mapping[str, Element] = field(default_factory=dict)
    composites: Mapping[str, Element] = field(default_factory=dict)

    def __or__(self, other: Self) -> "Resources":
        return Resources(
            {**self.fonts, **other.fonts},
            {**self.media, **other.media},
            {**self.draw_params, **other.draw_params},
            {**self.colour_spaces, **other.colour_spaces},
            {**self.composites, **other.composites},
        )


def read_resources(package: Package, parts: Iterable[str]) -> Resources:
    """The resources of several Res parts together; a part that is missing or damaged holds none."""
    found = Resources()
    for part in dict.fromkeys(parts):
        try:
            root = parse(package.read(part), name=part)
        except OfdError:
            continue
        found = found | _read(package, part, root)
    return found


def _read(package: Package, part: str, root: Element) -> Resources:
    base = _base(folder(part), value(root, "BaseLoc"))
    fonts = [_font(package, base, folder(part), each) for each in _listed(root, "Fonts", "Font")]
    media = [_media(package, base, folder(part), each) for each in _listed(root, "MultiMedias", "MultiMedia")]
    return Resources(
        fonts={font.id: font for font in fonts},
        media={one.id: one for one in media},
        draw_params=_by_id(_listed(root, "DrawParams", "DrawParam")),
        colour_spaces=_by_id(_listed(root, "ColorSpaces", "ColorSpace")),
        composites=_by_id(_listed(root, "CompositeGraphicUnits", "CompositeGraphicUnit")),
    )


def _listed(root: Element, group: str, name: str) -> list[Element]:
    inside = [each for one in children(root, group) for each in children(one, name)]
    return inside + [each for each in children(root) if local(each) == name]


def _by_id(elements: Iterable[Element]) -> dict[str, Element]:
    return {value(each, "ID"): each for each in elements}


def _base(within: str, location: str) -> str:
    if location.startswith("/"):
        return location.strip("/")
    return f"{within}/{location}".strip("/") if location.strip("./") else within


def _font(package: Package, base: str, within: str, element: Element) -> Font:
    return Font(
        id=value(element, "ID"),
        name=value(element, "FontName"),
        family=value(element, "FamilyName"),
        part=_file(package, text(child(element, "FontFile")), base, within),
        bold=flag(element, "Bold", default=False),
        italic=flag(element, "Italic", default=False),
        serif=flag(element, "Serif", default=False),
        fixed_width=flag(element, "FixedWidth", default=False),
    )


def _media(package: Package, base: str, within: str, element: Element) -> Media:
    part = _file(package, text(child(element, "MediaFile")), base, within)
    return Media(value(element, "ID"), value(element, "Type"), value(element, "Format"), part)


def _file(package: Package, location: str, base: str, within: str) -> str:
    """The part of a file; some vendors count its path from the folder of the Res part, not from BaseLoc."""
    if not location:
        return ""
    for start in (base, within, f"{within}/Res"):
        try:
            found = package.resolve(location, within=start)
        except OfdError:
            continue
        if found in package:
            return found
    return ""
