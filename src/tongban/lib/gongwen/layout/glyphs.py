"""Which font draws which character: what is missing is known before anything is issued."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.content import Data, page_data
from tongban.lib.gongwen.model import Document


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text as it will be drawn: where it stands, and in which face."""

    element: str
    place: str
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that the face of its role lacks. ``replaced_by`` is the spare family, empty where none draws it."""

    character: str
    element: str
    place: str
    role: Role
    replaced_by: str


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font that draws at least one character of a role; ``spare`` where it stands in for the face of the role."""

    role: Role
    family: str
    file: str
    characters: int
    spare: bool


def missing_glyphs(document: Document, *, fonts: FontSet) -> list[MissingGlyph]:
    """Every character that the face of its role lacks, once for each place, in reading order."""
    return missing_in(page_data(document, fonts=fonts), fonts=fonts)


def fonts_used(document: Document, *, fonts: FontSet) -> list[FontUse]:
    """The record of the fonts that draw the document, by role."""
    return used_in(page_data(document, fonts=fonts), fonts=fonts)


def missing_in(data: Data, *, fonts: FontSet) -> list[MissingGlyph]:
    """The same for page data that is at hand."""
    lacking = {
        (role, character)
        for role, counts in _characters(data).items()
        for character in counts
        if fonts.is_spare(role, fonts.face_for(role, character))
    }
    return _placed(data, lacking, fonts) if lacking else []


def _placed(data: Data, lacking: set[tuple[Role, str]], fonts: FontSet) -> list[MissingGlyph]:
    found: dict[tuple[str, str, str], MissingGlyph] = {}
    for run in runs(data):
        for character in run.text:
            if (run.role, character) in lacking:
                face = fonts.face_for(run.role, character)
                place = f"{run.place}“{_around(run.text, character)}”"
                missing = MissingGlyph(character, run.element, place, run.role, face.family if face else "")
                found.setdefault((character, run.element, run.place), missing)
    return list(found.values())


def used_in(data: Data, *, fonts: FontSet) -> list[FontUse]:
    """The same for page data that is at hand."""
    return [use for role, counts in _characters(data).items() for use in _uses(role, counts, fonts)]


def _uses(role: Role, counts: Mapping[str, int], fonts: FontSet) -> list[FontUse]:
    totals = [0] * len(fonts.chains[role])
    for character, times in counts.items():
        face = fonts.face_for(role, character)
        if face is not None:
            totals[fonts.chains[role].index(face)] += times
    return [
        FontUse(role, face.family, face.path.name, total, role in fonts.stand_ins or fonts.is_spare(role, face))
        for face, total in zip(fonts.chains[role], totals, strict=True)
        if total
    ]


def _characters(data: Data) -> dict[Role, Counter[str]]:
    """How often each role draws each character; spaces need no shape."""
    texts: dict[Role, list[str]] = {}
    for run in runs(data):
        texts.setdefault(run.role, []).append(run.text)
    return {role: Counter("".join("".join(parts).split())) for role, parts in sorted(texts.items())}


def _around(text: str, character: str) -> str:
    index = text.index(character)
    return text[max(0, index - 4) : index + 5]


def runs(data: Data) -> Iterator[Run]:
    """All words of the pages in reading order, with the face that draws them."""
    yield from _head_runs(data["head"])
    yield from _simple_runs([("标题", Role.TITLE, line) for line in data["title"]])
    yield from _simple_runs([("主送机关", Role.FANG, data["recipients"])])
    yield from _block_runs(data["body"], "正文")
    yield from _simple_runs([("附件说明", Role.FANG, name) for name in data["attachment_note"]])
    for label, names in data["people"]:
        yield from _simple_runs([(label, Role.HEI, label), (label, Role.FANG, names)])
    yield from _closing_runs(data)
    for item in data["attachments"]:
        yield from _simple_runs([("附件标题", Role.TITLE, line) for line in item["title"]])
        yield from _block_runs(item["body"], "附件")
    yield from _simple_runs([("版记", Role.FANG, data["imprint"][key]) for key in ("to", "cc", "office", "date")])


def _simple_runs(rows: Iterable[tuple[str, Role, str]]) -> Iterator[Run]:
    return (Run(element, element, role, text) for element, role, text in rows if text)


def _head_runs(head: Data) -> Iterator[Run]:
    yield from _simple_runs([(element, Role(role), text) for element, role, text in head["corner"]])
    marks = head["names"] or [head["mark"]]
    yield from _simple_runs([("发文机关标志", Role.MARK, text) for text in (*marks, head["tail"])])
    yield from _simple_runs([("发文字号", Role.FANG, head["number"])])
    yield from _simple_runs([("签发人", Role.KAI, name) for name in head["signers"]])


def _closing_runs(data: Data) -> Iterator[Run]:
    closing = data["closing"]
    yield from _simple_runs([("发文机关署名", Role.FANG, unit) for unit in closing["units"]])
    rows = (("成文日期", closing["date"]), ("职务", closing["duty"]), ("附注", data["note"]))
    yield from _simple_runs([(element, Role.FANG, text) for element, text in rows])


def _block_runs(blocks: Iterable[Data], element: str) -> Iterator[Run]:
    for number, block in enumerate(blocks, 1):
        for role, text in _texts(block):
            yield Run(element, f"{element}第{number}段", role, text)


def _texts(block: Data) -> list[tuple[Role, str]]:
    if block["kind"] == "figure":
        return [(Role.FANG, block["caption"])]
    if block["kind"] != "table":
        return [(Role(role), text) for role, text in block["runs"]]
    caption: list[tuple[Role, Any]] = [(Role.HEI, block["caption"])]
    return [*caption, *((Role.FANG, text) for row in block["rows"] for text in row)]
