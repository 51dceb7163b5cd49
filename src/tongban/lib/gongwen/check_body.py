"""Checks of the text: levels in order, attachments that are named, punctuation, words that must not stand."""

import re
from collections.abc import Iterator, Mapping

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.findings import Finding, error, hint, warning
from tongban.lib.gongwen.model import Block, Document, Heading, Paragraph, plain_text
from tongban.lib.gongwen.structure import chinese_number

_LEVELS_RULE = "GB/T 9704-2012 7.3.3"
_ATTACHED_RULE = "GB/T 9704-2012 7.3.4"


def body_findings(document: Document) -> Iterator[Finding]:
    """Findings on the body and the attachments' names."""
    if not document.body:
        yield error("body.missing", "正文", "没有正文。", "条例第九条")
    yield from _levels(document.body)
    yield from _paragraphs(document.body)
    yield from _attachments(document)


def _levels(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    """Numbers of a level follow one another and start again under a higher heading, an article or a chapter."""
    counts: dict[int, int] = {}
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Heading):
            yield from _level(block, f"正文第{number}段", counts)
            value = _VALUES[block.level].get(block.label, counts.get(block.level, 0) + 1)
            counts = {level: count for level, count in counts.items() if level < block.level} | {block.level: value}
        elif isinstance(block, Paragraph) and _ARTICLE.match(block.text):
            counts = {}


def _level(block: Heading, place: str, counts: Mapping[int, int]) -> Iterator[Finding]:
    expected = _label(block.level, counts.get(block.level, 0) + 1)
    if block.label != expected:
        yield warning("levels.order", place, f"序号“{block.label}”应为“{expected}”。", _LEVELS_RULE)
    if block.level not in counts and block.level > 1 and counts and block.level - 1 not in counts:
        yield hint("levels.skipped", place, "结构层次依次为“一、”“（一）”“1.”“（1）”，此处越级。", _LEVELS_RULE)


def _label(level: int, value: int) -> str:
    words = chinese_number(value)
    return {1: f"{words}、", 2: f"（{words}）", 3: f"{value}.", 4: f"（{value}）"}[level]


_ARTICLE = re.compile(r"第[^条章节]{1,5}[条章节]")
_VALUES = {level: {_label(level, value): value for value in range(1, 100)} for level in (1, 2, 3, 4)}


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Finding]:
    for number, block in enumerate(blocks, 1):
        place, text = f"正文第{number}段", plain_text([block])
        if "此页无正文" in text:
            yield error("body.empty_page", place, "不得使用“此页无正文”，请调整行距、字距。", "GB/T 9704-2012 7.3.5")
        if isinstance(block, Paragraph | Heading) and normalise.punctuation(text) != text:
            yield warning("body.punctuation", place, "有半角标点，请改为全角。", "GB/T 15834")
        if isinstance(block, Paragraph) and not block.centred and not re.search("[。：；！？……”）》]$", text):
            yield hint("body.unfinished", place, "段末没有标点，可能断行或缺字。", "GB/T 15834")


def _attachments(document: Document) -> Iterator[Finding]:
    mentioned = "附件" in plain_text(document.body)
    if mentioned and not document.attachments:
        yield warning("attachments.missing", "附件说明", "正文提到附件，但没有附件。", _ATTACHED_RULE)
    if document.attachments and not mentioned and not document.issued_text:
        yield hint("attachments.unmentioned", "附件说明", "有附件，正文没有提到。", _ATTACHED_RULE)
    for number, item in enumerate(document.attachments, 1):
        if re.search("[，。；：、]$", item.title):
            yield error("attachments.marks", f"附件{number}", "附件名称后不加标点。", _ATTACHED_RULE)
        if not item.title:
            yield error("attachments.title", f"附件{number}", "附件没有名称。", _ATTACHED_RULE)
