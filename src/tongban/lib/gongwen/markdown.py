"""Documents as Markdown with front matter, and as plain pasted text.

One line is one paragraph (as in an office editor), not one blank-line block as in CommonMark: official texts are pasted
line by line, and joining their lines would destroy them. ``# …`` opens an attachment, ``## …`` a heading, ``|…|`` a table.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import yaml

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.kinds import kind_of
from tongban.lib.gongwen.model import (
    Attachment,
    Block,
    Document,
    Format,
    Heading,
    Paragraph,
    Seal,
    Table,
    chinese_date,
    issues_text,
)
from tongban.lib.gongwen.structure import block_of

MAX_CHARACTERS = 2_000_000
MAX_FRONT = 100_000
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TEXT_KEYS = ("kind", "main_recipients", "cc", "copy_no", "classification", "urgency", "note", "print_office", "mark",
              "duty", "attendees", "absent", "observers")  # fmt: skip
_TABLES = {"attachments", "attachment_title", "seals"}  # whose items may have parts of their own
_UNCLOSED = re.compile(r"\A\ufeff?---[ \t]*\r?\n\w+[ \t]*:")

Reader = Callable[[str], str]


def read_markdown(source: str, *, attached: Reader | None = None) -> Document:
    """The document of a Markdown text; without front matter only body and (where it shows) title are filled.

    Punctuation, spaces and brackets are normalised. ``attached`` gives the text of an attachment's ``file``; without
    it such an attachment is only named. Unknown keys are ignored. Raises SourceUnreadable.
    """
    if len(source) > MAX_CHARACTERS:
        raise SourceUnreadable(f"文稿超过{MAX_CHARACTERS}字，不能处理。")
    match = _FRONT.match(source)
    if match is None and _UNCLOSED.match(source):
        raise SourceUnreadable("文稿开头的要素表（front matter）没有结尾的“---”。")
    keys = _front_matter(match.group(1)) if match else {}
    sections = _sections(source[match.end() :] if match else source)
    return _document(keys, sections, attached)


def read_plain(source: str, *, kind: str = "", issuer: str = "") -> Document:
    """The document of pasted text: a short first line that ends in a 文种 is taken as its title, a line ending in a
    colon after it as 主送机关; all else is body."""
    lines = [line for line in map(normalise.line, source.splitlines()) if line]
    title = lines.pop(0) if lines and _is_title(lines[0]) else ""
    recipients = lines.pop(0).rstrip("：") if title and lines and _is_recipients(lines[0]) else ""
    return Document(
        kind=kind or kind_of(title),
        issuers=(issuer,) if issuer else (),
        title=title,
        main_recipients=recipients,
        body=tuple(block_of(line) for line in lines),
    )


def _is_title(line: str) -> bool:
    return len(line) <= 80 and not re.search("[。；：]", line) and bool(kind_of(line))


def _is_recipients(line: str) -> bool:
    return line.endswith("：") and "。" not in line


def _front_matter(text: str) -> Mapping[str, Any]:
    if len(text) > MAX_FRONT:
        raise SourceUnreadable("文稿开头的要素表（front matter）过长。")
    try:
        keys = yaml.load(text, Loader=_Loader)  # noqa: S506 - it builds nothing but text
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceUnreadable(f"文稿开头的要素表（front matter）格式不对：{_problem(error)}") from error
    if keys is None:
        return {}
    if not isinstance(keys, dict):
        raise SourceUnreadable("文稿开头的要素表（front matter）应为“键: 值”各占一行。")
    for key, value in keys.items():
        _check_shape(str(key), value)
    return keys


class _Loader(yaml.BaseLoader):
    """Every value stays text: 000012 is a 份号, not a number in base eight. No aliases: a few lines of them would unfold
    into gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "alias", self.peek_event().start_mark)
        return super().compose_node(parent, index)


def _check_shape(key: str, value: Any) -> None:
    """A value is a text, or for keys that name several things a list of texts or of small tables of texts."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        parts = item.values() if isinstance(item, dict) and key in _TABLES else [item]
        if not all(isinstance(part, str) for part in parts):
            raise SourceUnreadable(f"文稿开头的要素“{key}”应写成文字，或每行一项的清单。")


def _problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"第{mark.line + 2}行。" if mark else "请检查。"


def _sections(body: str) -> list[tuple[str, list[str]]]:
    """The body's lines, and those of each attachment under its ``# heading``."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in body.splitlines():
        if line.startswith("# "):
            sections.append((normalise.line(line[2:]), []))
        else:
            sections[-1][1].append(line)
    return sections


def _document(keys: Mapping[str, Any], sections: Sequence[tuple[str, list[str]]], attached: Reader | None) -> Document:
    title = normalise.title(_text(keys, "title"))
    attachments = _attachments(keys, sections[1:], attached)
    texts = {key: normalise.line(_text(keys, key)) for key in _TEXT_KEYS}
    return Document(
        format=_format(_text(keys, "format")),
        issuers=_items(keys, "issuer"),
        title=title,
        number=normalise.number(_text(keys, "number")),
        date=_day(keys, "date"),
        print_date=_day(keys, "print_date"),
        body=tuple(body_blocks(sections[0][1])),
        attachments=attachments,
        issued_text=_flag(keys, "issued_text", issues_text(title, attachments)),
        signers=_items(keys, "signers"),
        sealed=_flag(keys, "sealed", True),
        seals=tuple(_seal(item) for item in _list(keys, "seals")),
        **texts,
    )


def _text(keys: Mapping[str, Any], key: str) -> str:
    value = keys.get(key, "")
    if isinstance(value, list):
        return "，".join(str(item) for item in value)
    return str(value)


def _list(keys: Mapping[str, Any], key: str) -> list[Any]:
    value = keys.get(key) or []
    return value if isinstance(value, list) else [value]


def _items(keys: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(normalise.line(str(item)) for item in _list(keys, key))


def _format(word: str) -> Format:
    try:
        return Format(word or "file")
    except ValueError as error:
        known = "、".join(Format)
        raise SourceUnreadable(f"不认识的格式“{word}”，可用：{known}。") from error


def _flag(keys: Mapping[str, Any], key: str, default: bool) -> bool:
    return str(keys[key]).lower() in {"true", "yes", "是", "1"} if key in keys else default


def _day(keys: Mapping[str, Any], key: str) -> dt.date | None:
    text = _text(keys, key).strip()
    if not text:
        return None
    match = re.fullmatch(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?", text)
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else dt.date.fromisoformat(text)
    except ValueError as error:
        raise SourceUnreadable(f"日期“{text}”不对，应写作 2012-07-01 或 2012年7月1日。") from error


def _seal(item: Any) -> Seal:
    if isinstance(item, dict):
        return Seal(
            unit=normalise.line(str(item.get("unit", ""))), diameter_mm=_millimetres(item.get("diameter", "42"))
        )
    return Seal(unit=normalise.line(str(item)))


def _millimetres(value: Any) -> float:
    try:
        size = float(value)
    except (TypeError, ValueError) as error:
        raise SourceUnreadable(f"印章直径“{value}”应为毫米数。") from error
    if not 10 <= size <= 60:
        raise SourceUnreadable("印章直径应在10至60毫米之间。")
    return size


def _attachments(
    keys: Mapping[str, Any], sections: Sequence[tuple[str, list[str]]], attached: Reader | None
) -> tuple[Attachment, ...]:
    named = [*_list(keys, "attachments"), *_list(keys, "attachment_title")]
    found = [_named_attachment(item, index, sections, attached) for index, item in enumerate(named)]
    extra = sections[len(named) :] if len(sections) > len(named) else []
    loose = (Attachment(title=_bare(name), blocks=tuple(body_blocks(lines))) for name, lines in extra)
    return (*found, *loose)


def _named_attachment(
    item: Any, index: int, sections: Sequence[tuple[str, list[str]]], attached: Reader | None
) -> Attachment:
    entry: Mapping[str, Any] = item if isinstance(item, dict) else {"title": item}
    title = normalise.title(str(entry.get("title", "")))
    if "file" in entry:
        lines = attached(str(entry["file"])).splitlines() if attached else []
        return Attachment(title=title, blocks=tuple(body_blocks(lines)))
    heading = normalise.line(str(entry.get("heading", title)))
    by_name = next((lines for name, lines in sections if name and name in {heading, title}), None)
    lines = by_name if by_name is not None else sections[index][1] if index < len(sections) else []
    return Attachment(title=title, blocks=tuple(body_blocks(lines)))


def _bare(heading: str) -> str:
    return re.sub(r"^(?:附件\d*[:：]?|attachment\s*\d*)", "", heading, flags=re.IGNORECASE).strip() or heading


def body_blocks(lines: Iterable[str]) -> list[Block]:
    """The blocks of body lines: paragraphs, headings, tables. Emphasis marks of Markdown are dropped."""
    found: list[Block] = []
    table: list[str] = []
    for line in [*lines, ""]:
        if line.lstrip().startswith("|"):
            table.append(line.strip())
            continue
        if table:
            found.append(_table(table))
            table = []
        text = normalise.line(_plain(line))
        if text:
            found.append(block_of(text))
    return found


def _plain(line: str) -> str:
    text = re.sub(r"^\s{0,3}(?:#{1,6}|>|[-*+])\s+", "", line)
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)


def _table(lines: Sequence[str]) -> Table:
    rows = [tuple(normalise.line(cell) for cell in _cells(line)) for line in lines if not _is_ruler(line)]
    ruled = len(lines) > 1 and _is_ruler(lines[1])
    return Table(rows=tuple(rows) or ((),), header_rows=1 if ruled else 0)


def _cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _is_ruler(line: str) -> bool:
    return bool(re.fullmatch(r"[|\s:-]+", line)) and "-" in line


def write_markdown(document: Document) -> str:
    """The Markdown that ``read_markdown`` reads back to an equal document (of normalised text)."""
    front = yaml.safe_dump(_keys(document), allow_unicode=True, sort_keys=False, width=10_000)
    parts = [f"---\n{front}---", *_lines(document.body)]
    for attachment in document.attachments:
        if attachment.blocks:
            parts += [f"# {attachment.title.replace(chr(10), '')}", *_lines(attachment.blocks)]
    return "\n".join(parts) + "\n"


def _keys(document: Document) -> dict[str, Any]:
    lists: dict[str, Any] = {
        "issuer": list(document.issuers),
        "signers": list(document.signers),
        "attachments": [{"title": item.title} for item in document.attachments],
        "seals": [{"unit": seal.unit, "diameter": seal.diameter_mm} for seal in document.seals],
    }
    days = {"date": document.date, "print_date": document.print_date}
    texts = {key: getattr(document, key) for key in ("title", "number", *_TEXT_KEYS)}
    flags: dict[str, Any] = {"sealed": document.sealed, "issued_text": document.issued_text}
    written = {key: chinese_date(day) for key, day in days.items() if day}
    return {"format": document.format.value, **_filled(texts), **_filled(lists), **written, **flags}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _lines(blocks: Iterable[Block]) -> list[str]:
    return [_line(block) for block in blocks]


def _line(block: Block) -> str:
    if isinstance(block, Heading):
        return block.label + block.title + block.text
    if isinstance(block, Paragraph):
        return block.text
    ruler = ["|" + "---|" * len(block.rows[0])] if block.header_rows else []
    rows = ["|" + "|".join(cell.replace("|", "\\|") for cell in row) + "|" for row in block.rows]
    return "\n".join([*rows[:1], *ruler, *rows[1:]] if ruler else rows)
