"""Automatic numbers of a .docx as the text that Word would show (numbering.xml, ISO/IEC 29500-1, 17.9)."""

from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tongban.lib.gongwen.structure import chinese_number

_CHINESE_FORMATS = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "chineseLegalSimplified",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of one document with their counters; labels must be asked for in the order of the paragraphs."""

    levels: dict[str, dict[int, _Level]]
    styles: dict[str, tuple[str, int]]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, word: WordDocument) -> "Numbering":
        """The numbering definitions of a document; none where it has no lists."""
        return cls(_definitions(word), _numbered_styles(word))

    def label(self, paragraph: Paragraph) -> str:
        """The number before a paragraph, or an empty text; bullets give none."""
        list_id, level = self._list_of(paragraph)
        levels = self.levels.get(list_id, {})
        if level not in levels:
            return ""
        counts = self.counters.setdefault(list_id, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        return _shown(levels, counts, level)

    def _list_of(self, paragraph: Paragraph) -> tuple[str, int]:
        number = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        level = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
        if number is not None:
            return number.get(qn("w:val"), ""), 0 if level is None else _whole(level.get(qn("w:val")), 0)
        style = paragraph.style
        return self.styles.get(style.style_id, ("", 0)) if style is not None else ("", 0)


def _definitions(word: WordDocument) -> dict[str, dict[int, _Level]]:
    try:
        root = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {node.get(qn("w:abstractNumId")): _levels(node) for node in root.iter(qn("w:abstractNum"))}
    found = {}
    for node in root.iter(qn("w:num")):
        pointer = node.find(qn("w:abstractNumId"))
        if pointer is not None:
            found[node.get(qn("w:numId"))] = abstract.get(pointer.get(qn("w:val")), {})
    return found


def _levels(abstract) -> dict[int, _Level]:  # type: ignore[no-untyped-def]
    found = {}
    for node in abstract.iter(qn("w:lvl")):
        values = {name: node.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start")}
        read = {name: "" if child is None else child.get(qn("w:val"), "") for name, child in values.items()}
        found[int(node.get(qn("w:ilvl"), 0))] = _Level(read["numFmt"], read["lvlText"], _whole(read["start"], 1))
    return found


def _numbered_styles(word: WordDocument) -> dict[str, tuple[str, int]]:
    found = {}
    for style in word.styles.element.iter(qn("w:style")):
        number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        level = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
        if number is not None:
            depth = 0 if level is None else _whole(level.get(qn("w:val")), 0)
            found[style.get(qn("w:styleId"))] = (number.get(qn("w:val")), depth)
    return found


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default


def _shown(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    definition = levels[level]
    if definition.number_format in {"bullet", "none"}:
        return ""
    text = definition.text
    for depth in range(level + 1):
        if depth in levels:
            text = text.replace(f"%{depth + 1}", _number(counts.get(depth, levels[depth].start), levels[depth]))
    return text


def _number(value: int, level: _Level) -> str:
    return chinese_number(value) if level.number_format in _CHINESE_FORMATS else str(value)
