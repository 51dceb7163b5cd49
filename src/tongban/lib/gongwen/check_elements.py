"""Checks of the elements around the text: number, title, date, seals, 份号, 密级, 版记."""

import re
from collections.abc import Iterator

from tongban.lib.gongwen.findings import Finding, Stage, error, hint, warning
from tongban.lib.gongwen.kinds import KINDS, kind_of
from tongban.lib.gongwen.model import Document, Format, seals_of

NUMBER = re.compile(r"[^〔〕\s]+〔((?:19|20)\d{2})〕([1-9]\d*)号")
ORDER_NUMBER = re.compile(r"第[1-9]\d*号")
_CLASSIFIED = re.compile(r"(?:绝密|机密|秘密)(?:★(?:[1-9]\d*年|[1-9]\d*个月|长期))?")
_TITLE_MARKS = set("，。；：！？,.;:!?")
_LONGEST_TERM = {"绝密": 30, "机密": 20, "秘密": 10}


def element_findings(document: Document, *, stage: Stage) -> Iterator[Finding]:
    """Findings on all elements but text and routing."""
    yield from _corner(document)
    yield from _number(document, stage)
    yield from _title(document)
    yield from _signature(document, stage)
    yield from _imprint(document)


def _corner(document: Document) -> Iterator[Finding]:
    if document.copy_no and not re.fullmatch(r"\d{6}", document.copy_no):
        yield error("copy_no.form", "份号", "份号应为6位阿拉伯数字。", "GB/T 9704-2012 7.2.1")
    if document.urgency and document.urgency not in {"特急", "加急"}:
        yield error("urgency.word", "紧急程度", "紧急公文应标注“特急”或“加急”。", "GB/T 9704-2012 7.2.3")
    if document.classification:
        yield from _classification(document)


def _classification(document: Document) -> Iterator[Finding]:
    words = document.classification
    if not _CLASSIFIED.fullmatch(words):
        yield error("classification.form", "密级和保密期限", "应写作“机密★1年”的形式。", "GB/T 9704-2012 7.2.2")
    if not document.copy_no:
        yield error("copy_no.missing", "份号", "涉密公文应当标注份号。", "条例第九条")
    years = re.search(r"(\d+)年", words)
    if years and int(years[1]) > _LONGEST_TERM.get(words[:2], 30):
        yield error("classification.term", "密级和保密期限", "保密期限超过该密级的最长期限。", "保守国家秘密法")


def _number(document: Document, stage: Stage) -> Iterator[Finding]:
    if not document.number:
        if stage is Stage.ISSUE and document.format is not Format.PLAIN:
            yield error("number.missing", "发文字号", "没有发文字号。", "条例第九条")
        return
    if document.format is Format.ORDER and ORDER_NUMBER.fullmatch(document.number):
        return
    match = NUMBER.fullmatch(document.number)
    if match is None:
        yield error("number.form", "发文字号", "应写作“机关代字〔年份〕序号号”，序号不编虚位。", "GB/T 9704-2012 7.2.5")
    elif document.date and int(match[1]) != document.date.year:
        yield warning("number.year", "发文字号", "发文字号的年份与成文日期不在同一年。", "GB/T 9704-2012 7.2.5")


def _title(document: Document) -> Iterator[Finding]:
    title = document.title.replace("\n", "")
    if document.format is Format.ORDER:
        return
    if not title:
        yield error("title.missing", "标题", "没有标题。", "条例第九条")
        return
    yield from _title_kind(document, title)
    yield from _title_words(document, title)


def _title_kind(document: Document, title: str) -> Iterator[Finding]:
    if document.format is Format.PLAIN:
        return
    if document.kind and document.kind not in KINDS:
        yield error("kind.unknown", "文种", f"“{document.kind}”不是法定文种。", "条例第八条")
    ending = kind_of(title)
    if "请示报告" in title:
        yield error("title.two_kinds", "标题", "“请示报告”混用两个文种，请示与报告应分别行文。", "条例第十五条")
    elif not ending:
        yield error("title.kind", "标题", "标题应以文种结尾。", "条例第九条")
    elif document.kind and ending != document.kind:
        yield error("title.kind", "标题", f"标题的文种是“{ending}”，与文种“{document.kind}”不一致。", "条例第九条")


def _title_words(document: Document, title: str) -> Iterator[Finding]:
    rule = "条例第九条"
    plain = document.format in {Format.PLAIN, Format.MINUTES}
    if not plain and not re.search(r"关于.+的\w+|^(?:印发|转发|批转)", title):
        yield warning("title.pattern", "标题", "标题一般由发文机关名称、“关于……的”事由和文种组成。", rule)
    if not plain and document.issuers and not title.startswith(document.issuers[0]):
        yield hint("title.issuer", "标题", "标题中没有发文机关名称。", rule)
    if _TITLE_MARKS & set(re.sub("《[^》]*》|“[^”]*”", "", title)):
        yield warning("title.marks", "标题", "标题中除书名号、引号、顿号外一般不用标点。", "GB/T 15834")


def _signature(document: Document, stage: Stage) -> Iterator[Finding]:
    if not document.issuers:
        yield error("issuer.missing", "发文机关署名", "没有发文机关。", "条例第九条")
    if document.date is None:
        form = error if stage is Stage.ISSUE else hint
        yield form("date.missing", "成文日期", "没有成文日期（签发之日；联合行文为最后签发之日）。", "条例第九条")
    seals = seals_of(document)
    if seals and len(seals) != len(document.issuers):
        yield error("seals.count", "印章", "印章应与署名机关一一对应。", "GB/T 9704-2012 7.3.5.1")
    if any(not 1 <= len(name) <= 28 for name in document.issuers):
        yield warning("issuer.length", "发文机关署名", "署名超过一行，请使用规范化简称。", "GB/T 9704-2012 7.3.5")


def _imprint(document: Document) -> Iterator[Finding]:
    if document.print_date and document.date and document.print_date < document.date:
        yield error("print_date.early", "印发日期", "印发日期早于成文日期。", "GB/T 9704-2012 7.4.3")
    if document.format is Format.LETTER and (document.print_office or document.print_date):
        yield hint(
            "letter.imprint", "版记", "信函格式的版记不加印发机关和印发日期，排版时略去。", "GB/T 9704-2012 10.1"
        )
