"""Checks of the wording: cited documents, abbreviations, dates and numbers (条例第十九条; GB/T 15835-2011)."""

import re
from collections.abc import Iterator, Sequence

from tongban.lib.gongwen.findings import Finding, hint, warning
from tongban.lib.gongwen.kinds import kind_of
from tongban.lib.gongwen.model import Block, plain_text

_CITING = "公文引用规则：先引标题，后引发文字号"
_NAMING = "条例第十九条（文字表述规范）"
_COUNTING = "GB/T 15835-2011"
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》(（[^（）]*）)?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔(?:19|20)\d{2}〕\d+号")
_SHORT = re.compile(r"（以下(?:统称|简称|称)[为：:]?[“‘《]?([^（）“”‘’《》]{1,20})[”’》]?）")
_VAGUE = re.compile("今年|去年|明年|前年|本月|上月|昨天|昨日|今天|明天|前天|近日|日前")
_NUMBERS = (
    (re.compile(r"[〇○零一二三四五六七八九]{4}年"), "年份应使用阿拉伯数字。"),
    (re.compile(r"(?<!\d)\d{2}年(?=\d{1,2}月)"), "年份应写全四位。"),
    (re.compile(r"\d+，\d{3}(?!\d)"), "数字中的分节号应为半角逗号。"),
    (re.compile(r"\d+(?:\.\d+)?(?:—|-|~|～|至)\d+(?:\.\d+)?%"), "百分数的范围，前后两个数都应带百分号。"),
    (
        re.compile(r"\d+(?:多|余|来)?(?:左右|上下)?以上左右|(?:约|近|大约)\d+[^，。；]{0,6}(?:左右|上下|多)"),
        "约数重复。",
    ),
)


def wording_findings(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Findings on the words of the body, paragraph by paragraph."""
    texts = [plain_text([block]) for block in blocks]
    for number, text in enumerate(texts, 1):
        place = f"正文第{number}段"
        yield from _citations(text, place)
        yield from _dates(text, place)
        for pattern, sentence in _NUMBERS:
            match = pattern.search(text)
            if match:
                yield warning("wording.numbers", place, f"“{match[0]}”：{sentence}", _COUNTING)
    yield from _abbreviations(texts)


def _citations(text: str, place: str) -> Iterator[Finding]:
    """A document is cited by its title, organ included, with its number behind; laws have no number."""
    for match in _TITLE.finditer(text):
        title = match[1]
        if "关于" not in title or not kind_of(title):
            continue
        if not match[2] or not _NUMBER.search(match[2]):
            yield warning("citation.number", place, f"引用《{_cut(title)}》，标题后应注明发文字号。", _CITING)
        before = text[: match.start()]
        if title.startswith("关于") and not re.search(r"[\u4e00-\u9fff]$", before):
            yield hint("citation.organ", place, f"引用《{_cut(title)}》，应写明发文机关。", _CITING)
    for match in _NUMBER.finditer(text):
        if not re.search(r"》（[^（）]*$", text[: match.start()]) and not text[: match.start()].endswith("》（"):
            yield warning("citation.title", place, f"引用“{match[0]}”，应先引标题，后引发文字号。", _CITING)


def _cut(title: str) -> str:
    return title if len(title) <= 20 else f"{title[:19]}…"


def _dates(text: str, place: str) -> Iterator[Finding]:
    match = _VAGUE.search(text)
    if match:
        yield hint("wording.dates", place, f"“{match[0]}”应写明具体的年、月、日。", _NAMING)


def _abbreviations(texts: Sequence[str]) -> Iterator[Finding]:
    """The full name first, with its short form beside it; the short form from then on."""
    known: dict[str, int] = {}
    for number, text in enumerate(texts, 1):
        for match in _SHORT.finditer(text):
            short, place = match[1], f"正文第{number}段"
            earlier = "".join(texts[: number - 1]) + text[: match.start()]
            later = text[match.end() :] + "".join(texts[number:])
            if short in known:
                yield warning("abbreviation.twice", place, f"简称“{short}”已在第{known[short]}段注明。", _NAMING)
            elif short not in later:
                yield hint("abbreviation.unused", place, f"注明了简称“{short}”，后文没有使用。", _NAMING)
            elif len(short) > 2 and _alone(short, earlier):
                yield warning("abbreviation.early", place, f"简称“{short}”在注明全称之前已经使用。", _NAMING)
            known.setdefault(short, number)


def _alone(short: str, text: str) -> bool:
    """Whether the short form stands by itself, not inside the full name."""
    return re.search(rf"(?<![\u4e00-\u9fff]){re.escape(short)}", text) is not None
