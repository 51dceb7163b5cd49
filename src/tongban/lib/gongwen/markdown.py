"""Documents as Markdown with front matter, and as plain pasted text.

One line is one paragraph (as in an office editor), not one blank-line block as in CommonMark: official texts are pasted
line by line, and joining their lines would destroy them. ``# …`` opens an attachment, ``## …`` a heading, ``|…|`` a table.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from tongban.lib.gongwen import front_matter, normalise
from tongban.lib.gongwen.blocks import PictureReader, body_blocks, written
from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.front_matter import Keys
from tongban.lib.gongwen.kinds import kind_of
from tongban.lib.gongwen.model import Attachment, Block, Document, chinese_date, issues_text
from tongban.lib.gongwen.structure import block_of

MAX_CHARACTERS = 2_000_000
_TEXT_KEYS = ("kind", "main_recipients", "cc", "copy_no", "classification", "urgency", "note", "print_office", "mark",
              "duty", "attendees", "absent", "observers")  # fmt: skip

Reader = Callable[[str], str]


def read_markdown(source: str, *, attached: Reader | None = None, pictures: PictureReader | None = None) -> Document:
    """The document of a Markdown text; without front matter only body and (where it shows) title are filled.

    Punctuation, spaces and brackets are normalised. ``attached`` gives the text of an attachment's ``file``; without
    it such an attachment is only named. ``pictures`` gives the bytes of a picture's file. Unknown keys are ignored.
    Raises SourceUnreadable.
    """
    if len(source) > MAX_CHARACTERS:
        raise SourceUnreadable(f"文稿超过{MAX_CHARACTERS}字，不能处理。")
    keys, body = front_matter.divided(source)
    return _Draft(keys, _sections(body), attached, pictures).document()


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


def _sections(body: str) -> list[tuple[str, list[str]]]:
    """The body's lines, and those of each attachment under its ``# heading``."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in body.splitlines():
        if line.startswith("# "):
            sections.append((normalise.line(line[2:]), []))
        else:
            sections[-1][1].append(line)
    return sections


@dataclass(frozen=True, slots=True)
class _Draft:
    keys: Keys
    sections: list[tuple[str, list[str]]]
    attached: Reader | None
    pictures: PictureReader | None

    def document(self) -> Document:
        keys = self.keys
        title = normalise.title(front_matter.text(keys, "title"))
        attachments = self.attachments()
        return Document(
            format=front_matter.layout_format(front_matter.text(keys, "format")),
            issuers=front_matter.names(keys, "issuer"),
            title=title,
            number=normalise.number(front_matter.text(keys, "number")),
            date=front_matter.day(keys, "date"),
            print_date=front_matter.day(keys, "print_date"),
            body=self.blocks(self.sections[0][1]),
            attachments=attachments,
            issued_text=front_matter.flag(keys, "issued_text", issues_text(title, attachments)),
            signers=front_matter.names(keys, "signers"),
            sealed=front_matter.flag(keys, "sealed", True),
            seals=tuple(front_matter.seal(item) for item in front_matter.listed(keys, "seals")),
            **{key: normalise.line(front_matter.text(keys, key)) for key in _TEXT_KEYS},
        )

    def blocks(self, lines: list[str]) -> tuple[Block, ...]:
        return tuple(body_blocks(lines, pictures=self.pictures))

    def attachments(self) -> tuple[Attachment, ...]:
        named = [*front_matter.listed(self.keys, "attachments"), *front_matter.listed(self.keys, "attachment_title")]
        found = [self.attachment(item, index) for index, item in enumerate(named)]
        extra = self.sections[1 + len(named) :]
        loose = (Attachment(title=_bare(name), blocks=self.blocks(lines)) for name, lines in extra)
        return (*found, *loose)

    def attachment(self, item: Any, index: int) -> Attachment:
        entry: Keys = item if isinstance(item, dict) else {"title": item}
        title = normalise.title(str(entry.get("title", "")))
        if "file" in entry:
            lines = self.attached(str(entry["file"])).splitlines() if self.attached else []
            return Attachment(title=title, blocks=self.blocks(lines))
        heading, sections = normalise.line(str(entry.get("heading", title))), self.sections[1:]
        by_name = next((lines for name, lines in sections if name and name in {heading, title}), None)
        lines = by_name if by_name is not None else sections[index][1] if index < len(sections) else []
        return Attachment(title=title, blocks=self.blocks(lines))


def _bare(heading: str) -> str:
    return re.sub(r"^(?:附件\d*[:：]?|attachment\s*\d*)", "", heading, flags=re.IGNORECASE).strip() or heading


def write_markdown(document: Document) -> str:
    """The Markdown that ``read_markdown`` reads back to an equal document (of normalised text)."""
    front = yaml.safe_dump(_keys(document), allow_unicode=True, sort_keys=False, width=10_000)
    parts = [f"---\n{front}---", *written(document.body)]
    for attachment in document.attachments:
        if attachment.blocks:
            parts += [f"# {attachment.title.replace(chr(10), '')}", *written(attachment.blocks)]
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
    shown = {key: chinese_date(day) for key, day in days.items() if day}
    return {"format": document.format.value, **_filled(texts), **_filled(lists), **shown, **flags}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
