"""Text objects as SVG: outlines for what people see, invisible text for what they search and copy."""

import re
from collections.abc import Iterable, Iterator

from tongban.lib.ofd.characters import Advance, Character, characters, guessed_advance, size_of
from tongban.lib.ofd.geometry import Matrix, number, short
from tongban.lib.ofd.render.markup import Definitions, tag, transform, written
from tongban.lib.ofd.render.outlines import Outlines
from tongban.lib.ofd.resources import Font
from tongban.lib.ofd.xml import Element, flag, integer, value

_BOLD = 600
_BOLDER = 0.03  # of the size: the line around outlines that are to look bold
_LEAN = 0.2126  # tan 12°
_FAMILIES = (
    ("仿宋|fangsong|fzfs", "FangSong,STFangsong,FandolFang R,serif"),
    ("黑|hei|gothic", "SimHei,Heiti SC,Noto Sans CJK SC,sans-serif"),
    ("楷|kai", "KaiTi,Kaiti SC,FandolKai,serif"),
    ("宋|song|ming|sun|fzxbs|fzss", "SimSun,Songti SC,Noto Serif CJK SC,serif"),
    ("courier|mono|consolas", "Courier New,Liberation Mono,monospace"),
    ("arial|helvetica|sans", "Arial,Liberation Sans,sans-serif"),
)


def text_svg(
    element: Element, *, font: Font | None, outlines: Outlines | None, paint: dict[str, str], definitions: Definitions
) -> str:
    """A text object in its own coordinates (the CTM around it is the caller's)."""
    found = characters(element, advance=_advance(outlines))
    drawer = _Drawer(element, font, outlines, definitions)
    shapes, outlined, plain = drawer.shapes(found)
    drawn = tag("g", drawer.boldened(paint), shapes) if shapes else ""
    hidden = tag("g", {"opacity": "0"}, drawer.plain(outlined)) if shapes else ""
    return drawn + hidden + (tag("g", paint, drawer.plain(plain)) if plain else "")


def _advance(outlines: Outlines | None) -> Advance:
    def of(text: str, glyph: int | None) -> float:
        known = outlines.advance(text, glyph) if outlines else None
        return guessed_advance(text, glyph) if known is None else known

    return of


class _Drawer:
    def __init__(
        self, element: Element, font: Font | None, outlines: Outlines | None, definitions: Definitions
    ) -> None:
        self._element = element
        self._font = font
        self._outlines = outlines
        self._definitions = definitions
        self._size = size_of(element)
        self._across = number(value(element, "HScale"), 1.0) or 1.0
        self._turn = integer(element, "CharDirection") % 360
        self._italic = flag(element, "Italic", default=False)
        self._bold = integer(element, "Weight", 400) >= _BOLD

    def shapes(self, found: Iterable[Character]) -> tuple[list[str], list[Character], list[Character]]:
        """The outlines, the characters they stand for (and blanks), and the characters that have none."""
        shapes, outlined, plain = [], [], []
        for each in found:
            name = self._defined(each)
            if name is None:
                plain.append(each)
                continue
            outlined.append(each)
            if name:
                shapes.append(tag("use", {"href": f"#{name}", "transform": transform(self._glyph_place(each))}))
        return shapes, outlined, plain

    def plain(self, found: Iterable[Character]) -> Iterator[str]:
        """The characters as text of the reader's own fonts."""
        for run in _runs(found):
            yield tag("text", self._text_attributes(run), written("".join(each.text for each in run)))

    def boldened(self, paint: dict[str, str]) -> dict[str, str]:
        if not self._bold or (self._font and self._font.bold) or paint.get("stroke", "none") != "none":
            return paint
        # Lines are drawn in the units of the glyph, so they are scaled with it.
        units = self._outlines.units if self._outlines else 1000.0
        return {**paint, "stroke": paint.get("fill", ""), "stroke-width": short(_BOLDER * units)}

    def _defined(self, each: Character) -> str | None:
        """The name of the defined outline; empty for a blank, None where there is no outline."""
        if self._outlines is None:
            return None
        glyph = self._outlines.glyph(each.text, each.glyph)
        path = self._outlines.path(glyph) if glyph is not None else None
        if path is None:
            return "" if each.text in {" ", "\u3000", ""} else None
        if not path:
            return ""
        key = f"glyph {id(self._outlines)} {glyph}"
        return self._definitions.name_of(key) or self._definitions.add(key, "path", {"d": path})

    def _glyph_place(self, each: Character) -> Matrix:
        assert self._outlines is not None
        scale = self._size / self._outlines.units
        upright = Matrix(a=scale * self._across, d=-scale, c=scale * _LEAN if self._italic else 0.0)
        turned = _QUARTERS.get(self._turn, Matrix()).after(upright)
        return Matrix(e=each.x, f=each.y).after(turned)

    def _text_attributes(self, run: list[Character]) -> dict[str, str]:
        across = self._across
        levels = [short(each.y) for each in run]
        return {
            "x": " ".join(short(each.x / across) for each in run),
            "y": " ".join(levels if len(set(levels)) > 1 else levels[:1]),
            "rotate": str(self._turn) if self._turn else "",
            "transform": transform(Matrix(a=across)),
            "font-family": families(self._font),
            "font-size": short(self._size),
            "font-weight": "bold" if self._bold or (self._font and self._font.bold) else "",
            "font-style": "italic" if self._italic or (self._font and self._font.italic) else "",
            "xml:space": "preserve",
        }


_QUARTERS = {90: Matrix(0, 1, -1, 0), 180: Matrix(-1, 0, 0, -1), 270: Matrix(0, -1, 1, 0)}


def _runs(found: Iterable[Character]) -> Iterator[list[Character]]:
    """Runs in which one position belongs to one code unit, as browsers count them."""
    run: list[Character] = []
    for each in found:
        if not each.text:
            continue
        run.append(each)
        if len(each.text.encode("utf-16-le")) != 2:
            yield run
            run = []
    if run:
        yield run


def families(font: Font | None) -> str:
    """Font families for a browser: the font's own names, then what looks like it."""
    if font is None:
        return "SimSun,Songti SC,Noto Serif CJK SC,serif"
    names = dict.fromkeys(_family(name) for name in (font.name, font.family) if _family(name))
    joined = f"{font.name} {font.family}"
    alike = next((found for kind, found in _FAMILIES if re.search(kind, joined, re.IGNORECASE)), "serif")
    return ",".join([*names, alike])


def _family(name: str) -> str:
    """A family name without what would end it in CSS, and without the prefix of a subset."""
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    return re.sub(r"[^\w \-]", "", plain).strip() if not plain[:1].isdigit() else ""
