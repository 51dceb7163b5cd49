"""Checks of 行文规则 (条例第十三至十七条) as far as the document itself shows them."""

import re
from collections.abc import Collection, Iterator

from tongban.lib.gongwen.findings import Finding, Stage, error, hint, warning
from tongban.lib.gongwen.kinds import KINDS, Way
from tongban.lib.gongwen.model import Document, Format, plain_text

_PERSON = re.compile(r"同志|书记|市长|县长|区长|省长|局长|主任|部长|镇长|乡长|主席|领导$")
_SEVERAL = re.compile(r"等事项|若干事项|有关事项|多项|几项|[两二三四五]个问题")
_ASKS = re.compile(r"请予?(?:批准|审批|批示|审定|批复)|妥否|当否|可否|请示如下")


def routing_findings(document: Document, *, stage: Stage, subordinates: Collection[str]) -> Iterator[Finding]:
    """Findings on who is addressed, by which format, and with what request."""
    yield from _addressed(document)
    yield from _format(document)
    if _goes_up(document):
        yield from _upward(document, stage, subordinates)
    if document.kind == "报告" and (asking := _ASKS.search(plain_text(document.body))):
        yield error("report.asks", "正文", f"报告中夹带请示事项（“{asking[0]}”），请改用请示。", "条例第十五条")


def organs(text: str) -> list[str]:
    """The organs that a list of names addresses; a closing colon or full stop does not count."""
    return [name for name in re.split("[、，；]", text.rstrip("：:。")) if name]


def _goes_up(document: Document) -> bool:
    kind = KINDS.get(document.kind)
    return document.format is Format.UPWARD or (kind is not None and kind.ways == {Way.UP})


def _addressed(document: Document) -> Iterator[Finding]:
    kind = KINDS.get(document.kind)
    if kind is None or document.format in {Format.PLAIN, Format.MINUTES, Format.ORDER}:
        return
    if kind.addressed and not document.main_recipients:
        yield error("recipients.missing", "主送机关", f"{kind.name}应当有主送机关。", "条例第九条")
    if kind.addressed is False and document.main_recipients:
        yield warning("recipients.needless", "主送机关", f"{kind.name}一般不写主送机关。", "条例第九条")


def _format(document: Document) -> Iterator[Finding]:
    kind = KINDS.get(document.kind)
    if kind is None or document.format is Format.PLAIN:
        return
    if kind.ways == {Way.UP} and document.format is not Format.UPWARD:
        yield error(
            "format.upward", "版头", f"{kind.name}是上行文，应使用标注签发人的上行文格式。", "GB/T 9704-2012 7.2.6"
        )
    if document.format is Format.UPWARD and Way.UP not in kind.ways:
        yield error("format.upward", "版头", f"{kind.name}不是上行文，不应使用上行文格式。", "条例第八条")
    if document.format is Format.LETTER and kind.name in {"请示", "报告", "命令", "令", "纪要"}:
        yield error("format.letter", "版头", f"{kind.name}不使用信函格式。", "GB/T 9704-2012 10.1")
    if kind.name == "函" and document.format is Format.FILE:
        yield hint("format.letter", "版头", "函一般使用信函格式。", "GB/T 9704-2012 10.1")


def _upward(document: Document, stage: Stage, subordinates: Collection[str]) -> Iterator[Finding]:
    addressed = organs(document.main_recipients)
    if len(addressed) > 1:
        form = error if document.kind == "请示" else warning
        yield form("recipients.several", "主送机关", "上行文原则上主送一个上级机关，其他用抄送。", "条例第十五条")
    if any(_PERSON.search(name) for name in addressed):
        yield error(
            "recipients.person", "主送机关", "除负责人直接交办的事项外，不得向上级机关负责人报送。", "条例第十五条"
        )
    below = [name for name in (*addressed, *organs(document.cc)) if name in subordinates]
    if below:
        yield error("cc.below", "抄送机关", f"上行文不得抄送下级机关：{'、'.join(below)}。", "条例第十五条")
    if not document.signers:
        form = error if stage is Stage.ISSUE else hint
        yield form("signers.missing", "签发人", "上行文应当标注签发人。", "条例第九条")
    if document.kind == "请示" and (several := _SEVERAL.search(document.title)):
        yield warning("request.several", "标题", f"请示应当一文一事，标题里有“{several[0]}”。", "条例第十五条")
    if document.kind == "请示" and not document.note:
        yield hint("note.contact", "附注", "请示宜在附注处注明联系人和电话。", "GB/T 9704-2012 7.3.6")
