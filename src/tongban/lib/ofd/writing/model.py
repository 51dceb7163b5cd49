"""What can be written: pages of text runs, paths and pictures, in mm from the page's top left corner, y downwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path as FilePath

from tongban.lib.ofd.geometry import Box, Matrix

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters of one font, size and colour.

    (x, y) is the origin of the first character on its baseline; `steps[i]` leads from character i to the next, so there
    is one fewer than characters; `drops` likewise downwards (empty: a straight line). `matrix` turns the run's own
    coordinates into those of the page. `tag` names the element of the document that the run belongs to.
    """

    text: str
    x: float
    y: float
    size: float
    font: str
    steps: tuple[float, ...] = ()
    drops: tuple[float, ...] = ()
    colour: Colour = BLACK
    stretch: float = 1.0
    alpha: int = 255
    matrix: Matrix | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves: `data` holds (operator, figures) with M, L, Q, B and C as in AbbreviatedData (clause 9.1).

    `stroke` or `fill` None: not stroked, not filled. Widths and dashes in mm.
    """

    data: tuple[tuple[str, tuple[float, ...]], ...]
    stroke: Colour | None = BLACK
    fill: Colour | None = None
    width: float = 0.353
    dashes: tuple[float, ...] = ()
    cap: str = "Butt"
    join: str = "Miter"
    even_odd: bool = False
    alpha: int = 255
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG; `matrix` turns the unit square (y downwards) into its place on the page."""

    data: bytes = field(repr=False)
    matrix: Matrix
    alpha: int = 255
    tag: str = ""

    @classmethod
    def at(cls, data: bytes, box: Box) -> "Picture":
        """An upright picture that fills `box`."""
        return cls(data, Matrix(a=box.width, d=box.height, e=box.x, f=box.y))


Object = Text | Path | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its objects from the lowest to the highest, and a watermark above them."""

    width: float
    height: float
    objects: tuple[Object, ...] = ()
    watermark: tuple[Object, ...] = ()


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font to be embedded: the characters that are used of it. `number` is the face within a collection."""

    path: FilePath
    number: int = 0


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels with the document; `name` is what people see, `format` as in pdf, xml."""

    name: str
    format: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A whole document. `at` becomes the date of creation (its own zone counts); `id`: 32 hexadecimal digits or empty,
    then one is computed from the content. `fonts`: the files by the names that the texts use; a font that has no file is
    only named. `tag_space` names the vocabulary of the tags. `archival` asks for OFD-A: no font may then lack its file.
    """

    pages: tuple[Page, ...]
    at: datetime
    fonts: Mapping[str, FontFile] = field(default_factory=dict)
    id: str = ""
    title: str = ""
    author: str = ""
    subject: str = ""
    creator: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attached, ...] = ()
    tag_space: str = "gongwen"
    archival: bool = False
