"""Recognise the levels of a plain text: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3)."""

import re
from collections.abc import Iterable

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.model import Block, Heading, Paragraph

CHINESE_DIGITS = "零一二三四五六七八九"
CHINESE = "一二三四五六七八九十百零〇"
_LEVELS = (
    (1, re.compile(f"([{CHINESE}]+、)(.*)")),
    (2, re.compile(f"(（[{CHINESE}]+）)[、，.]?(.*)")),
    (3, re.compile(r"(\d{1,3}[.．、])(?!\d)(.*)")),
    (4, re.compile(r"(（\d{1,3}）)[、，.]?(.*)")),
)
_CHAPTER = re.compile(f"第[{CHINESE}\\d]+[编章节](?![{CHINESE}\\d])(.*)")
_ARTICLE = re.compile(f"^(第[{CHINESE}\\d]+条)(?=.)")
# A first sentence up to this length is the heading of its paragraph, a longer one is text (layout practice).
_RUN_IN = 20
_ALONE = 40


def blocks_of(lines: Iterable[str]) -> list[Block]:
    """The blocks of a text in which every line is a paragraph; empty lines divide nothing and are dropped."""
    return [block_of(line) for line in map(normalise.line, lines) if line]


def block_of(text: str) -> Block:
    """The block that one normalised line makes."""
    for level, pattern in _LEVELS:
        match = pattern.fullmatch(text)
        if match:
            return _heading(level, *match.groups())
    if _CHAPTER.fullmatch(text) and len(text) <= _ALONE and not text.endswith("。"):
        return Paragraph(text=_chapter(text), centred=True)
    return Paragraph(text=_ARTICLE.sub("\\1\u3000", text))


def _heading(level: int, label: str, words: str) -> Heading:
    if level == 3:
        label = label[:-1] + "."
    first, stop, rest = words.partition("。")
    if level == 1 and stop and not rest and len(first) < _RUN_IN:
        return Heading(level=level, label=label, title=first)
    if stop and rest and len(first) < _RUN_IN:
        return Heading(level=level, label=label, title=first + stop, text=rest)
    if not rest and len(first) <= _ALONE and not _runs_on(level, words):
        # 行末不加标点: a heading alone on its line
        return Heading(level=level, label=label, title=first)
    return Heading(level=level, label=label, text=words)


def _runs_on(level: int, words: str) -> bool:
    """Whether a short line is a sentence of the text rather than a heading."""
    return words.endswith(("；", "：", "。")) or (level > 1 and "，" in words and len(words) > _RUN_IN)


def _chapter(text: str) -> str:
    return re.sub(f"^(第[{CHINESE}\\d]+[编章节])(?=.)", "\\1\u3000", text)


def chinese_number(value: int) -> str:
    """一 … 九十九 as headings use them; other values in digits."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return lead + (CHINESE_DIGITS[ones] if ones else "")
