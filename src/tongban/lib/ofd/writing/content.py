"""Objects of a page as OFD elements, children in the order of the schema (GB/T 33190-2016, clauses 8 to 11)."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from lxml import etree

from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.geometry import Box, Matrix, short
from tongban.lib.ofd.writing.model import BLACK, Colour, Object, Page, Path, Picture, Text
from tongban.lib.ofd.writing.xml import element, legal

_ASCENT, _LINE = 0.88, 1.2  # of the size: the box around a line, as wide as any face needs
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "B": 6, "C": 0}
_REPEATS = 3  # as many equal steps are worth writing short

Identify = Callable[[], str]


class Writer:
    """Writes objects; `fonts` and `pictures` give the identifiers of resources, `identify` new ones."""

    def __init__(self, *, fonts: Callable[[str], str], pictures: Callable[[bytes], str], identify: Identify) -> None:
        self._fonts, self._pictures, self._identify = fonts, pictures, identify
        self.tagged: list[tuple[str, str]] = []

    def objects(self, objects: Iterable[Object], page: Page) -> list[etree._Element]:
        """The elements in their order; what carries a tag is remembered with its identifier."""
        return [self._object(each, page) for each in objects if not (isinstance(each, Text) and not legal(each.text))]

    def _object(self, each: Object, page: Page) -> etree._Element:
        id_ = self._identify()
        if each.tag:
            self.tagged.append((each.tag, id_))
        if isinstance(each, Text):
            return self._text(each, id_, page)
        return self._path(each, id_) if isinstance(each, Path) else self._picture(each, id_)

    def _text(self, run: Text, id_: str, page: Page) -> etree._Element:
        _check_steps(run)
        box = Box(0, 0, page.width, page.height) if run.matrix else _around(run)
        attributes = {
            "ID": id_,
            "Boundary": _box(box),
            "CTM": _matrix(run.matrix) if run.matrix else "",
            "Alpha": _alpha(run.alpha),
            "Font": self._fonts(run.font),
            "Size": short(run.size),
            "HScale": short(run.stretch) if run.stretch != 1 else "",
        }
        place = {"X": short(run.x - box.x), "Y": short(run.y - box.y)}
        steps = {"DeltaX": _steps(run.steps), "DeltaY": _steps(run.drops)}
        code = element("TextCode", place | steps, text=run.text)
        fill = None if run.colour == BLACK else _colour("FillColor", run.colour)
        return element("TextObject", attributes, fill, code)

    def _path(self, path: Path, id_: str) -> etree._Element:
        box = _extent(path)
        line = path.stroke is not None
        attributes = {
            "ID": id_,
            "Boundary": _box(box),
            "LineWidth": short(path.width) if line else "",
            "Cap": path.cap if line and path.cap != "Butt" else "",
            "Join": path.join if line and path.join != "Miter" else "",
            "DashPattern": " ".join(short(each) for each in path.dashes) if line else "",
            "Alpha": _alpha(path.alpha),
            "Stroke": "" if line else "false",
            "Fill": "true" if path.fill is not None else "",
            "Rule": "Even-Odd" if path.even_odd else "",
        }
        return element(
            "PathObject",
            attributes,
            _colour("StrokeColor", path.stroke) if path.stroke else None,
            _colour("FillColor", path.fill) if path.fill is not None else None,
            element("AbbreviatedData", text=_data(path, box)),
        )

    def _picture(self, picture: Picture, id_: str) -> etree._Element:
        box = _square(picture.matrix)
        inner = Matrix(e=-box.x, f=-box.y).after(picture.matrix)
        attributes = {
            "ID": id_,
            "Boundary": _box(box),
            "CTM": _matrix(inner),
            "Alpha": _alpha(picture.alpha),
            "ResourceID": self._pictures(picture.data),
        }
        return element("ImageObject", attributes)


def _check_steps(run: Text) -> None:
    wanted = len(legal(run.text)) - 1
    if len(run.steps) not in {0, wanted} or len(run.drops) not in {0, wanted} or (wanted and not run.steps):
        raise NotWritable(f"“{run.text[:20]}”有 {wanted + 1} 个字，字距却有 {len(run.steps)} 个")


def _around(run: Text) -> Box:
    xs, ys = [run.x], [run.y]
    for step in run.steps:
        xs.append(xs[-1] + step)
    for drop in run.drops:
        ys.append(ys[-1] + drop)
    left, top = min(xs), min(ys) - _ASCENT * run.size
    width = max(xs) - left + run.size * max(1.0, run.stretch)
    return Box(left, top, width, max(ys) - min(ys) + _LINE * run.size)


def _steps(steps: Sequence[float]) -> str:
    """`g n v` where the same step repeats."""
    words = []
    for step, same in groupby(short(each) for each in steps):
        count = sum(1 for _ in same)
        words += [f"g {count} {step}"] if count > _REPEATS else [step] * count
    return " ".join(words)


def _extent(path: Path) -> Box:
    xs = [figure for _, figures in path.data for figure in figures[0::2]]
    ys = [figure for _, figures in path.data for figure in figures[1::2]]
    if not xs or any(len(figures) != _ARGUMENTS.get(letter, -1) for letter, figures in path.data):
        raise NotWritable("图形的路径不完整")
    half = path.width / 2 if path.stroke is not None else 0.0
    return Box(min(xs) - half, min(ys) - half, max(xs) - min(xs) + 2 * half, max(ys) - min(ys) + 2 * half)


def _data(path: Path, box: Box) -> str:
    corner = (box.x, box.y)
    words = []
    for letter, figures in path.data:
        words.append(letter)
        words += [short(figure - corner[at % 2]) for at, figure in enumerate(figures)]
    return " ".join(words)


def _square(matrix: Matrix) -> Box:
    corners = [matrix.point(x, y) for x in (0, 1) for y in (0, 1)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    return Box(left, top, max(x for x, _ in corners) - left, max(y for _, y in corners) - top)


def _box(box: Box) -> str:
    return " ".join(short(each) for each in (box.x, box.y, box.width, box.height))


def _matrix(matrix: Matrix) -> str:
    return " ".join(f"{each:.6f}".rstrip("0").rstrip(".") for each in (matrix.a, matrix.b, matrix.c, matrix.d)) + (
        f" {short(matrix.e)} {short(matrix.f)}"
    )


def _alpha(alpha: int) -> str:
    return "" if alpha == 255 else str(alpha)


def _colour(name: str, colour: Colour) -> etree._Element:
    return element(name, {"Value": " ".join(str(each) for each in colour)})
