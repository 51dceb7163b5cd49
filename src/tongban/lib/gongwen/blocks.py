"""The body of a Markdown draft as blocks, and back. One line is one paragraph; ``|…|`` a table, ``{横排}`` before it lays
it on its side, ``![caption](file){width=120mm}`` a picture."""

import re
from collections.abc import Callable, Iterable, Sequence

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.model import Block, Figure, Heading, Paragraph, Table
from tongban.lib.gongwen.structure import block_of

_PICTURE = re.compile(r"!\[(?P<caption>[^\]]*)\]\((?P<name>[^()]+)\)(?:\{width=(?P<width>\d+(?:\.\d+)?)(?:mm)?\})?")
_LANDSCAPE = "{横排}"

PictureReader = Callable[[str], bytes]


def body_blocks(lines: Iterable[str], *, pictures: PictureReader | None = None) -> list[Block]:
    """The blocks of body lines. Emphasis marks of Markdown are dropped; without ``pictures``, which gives the bytes of a
    named file, the line of a picture stays text."""
    found: list[Block] = []
    table: list[str] = []
    landscape = False
    for line in [*lines, ""]:
        if line.lstrip().startswith("|"):
            table.append(line.strip())
            continue
        if table:
            found.append(_table(table, landscape=landscape))
            table, landscape = [], False
        picture = _PICTURE.fullmatch(line.strip()) if pictures else None
        if line.strip() == _LANDSCAPE:
            landscape = True
        elif picture and pictures:
            found.append(_figure(picture, pictures))
        elif text := normalise.line(_plain(line)):
            found.append(block_of(text))
    return found


def _figure(match: re.Match[str], pictures: PictureReader) -> Figure:
    name = match["name"].strip()
    caption = normalise.line(match["caption"])
    return Figure(data=pictures(name), caption=caption, width_mm=float(match["width"] or 0), name=name)


def _plain(line: str) -> str:
    text = re.sub(r"^\s{0,3}(?:#{1,6}|>|[-*+])\s+", "", line)
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)


def _table(lines: Sequence[str], *, landscape: bool) -> Table:
    rows = [tuple(normalise.line(cell) for cell in _cells(line)) for line in lines if not _is_ruler(line)]
    ruled = len(lines) > 1 and _is_ruler(lines[1])
    return Table(rows=tuple(rows) or ((),), header_rows=1 if ruled else 0, landscape=landscape)


def _cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _is_ruler(line: str) -> bool:
    return bool(re.fullmatch(r"[|\s:-]+", line)) and "-" in line


def written(blocks: Iterable[Block]) -> list[str]:
    """The lines that ``body_blocks`` reads back."""
    return [_line(block) for block in blocks]


def _line(block: Block) -> str:
    if isinstance(block, Heading):
        return block.label + block.title + block.text
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Figure):
        width = f"{{width={block.width_mm:g}mm}}" if block.width_mm else ""
        return f"![{block.caption}]({block.name}){width}"
    ruler = ["|" + "---|" * len(block.rows[0])] if block.header_rows else []
    rows = ["|" + "|".join(cell.replace("|", "\\|") for cell in row) + "|" for row in block.rows]
    rows = [*rows[:1], *ruler, *rows[1:]] if ruler else rows
    return "\n".join([_LANDSCAPE, *rows] if block.landscape else rows)
