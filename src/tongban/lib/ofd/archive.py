"""OFD-A, the form for archives (GB/T 42133-2022): what in a file keeps it from being one.

A file for archives shows the same in fifty years: everything that it needs is inside, nothing moves, nothing is locked.
The rules are those of `reference` notes on the standard, not of its full text: conformance is not claimed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.lib.ofd.document import Document, Ofd
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.extras import annotations, attachments
from tongban.lib.ofd.render.pictures import media_type
from tongban.lib.ofd.render.scans import kind_of
from tongban.lib.ofd.signatures.seals import is_signed_data, parse_signed_value
from tongban.lib.ofd.signatures.structure import read_signatures
from tongban.lib.ofd.xml import Element, children, descendants, flag, local, parse, value

KIND = "OFD-A"
MAX_BLOCKS = 3
_NOT_ALLOWED = {"Permissions": "权限设置", "VPreferences": "视图首选项", "Extensions": "扩展信息"}
_PICTURES = {"image/png", "image/jpeg", "image/bmp"}
_FORMS = {4, 5}  # of seals: GB/T 38540 and its successor


@dataclass(frozen=True, slots=True)
class Violation:
    """`rule` is stable; `place` is a part of the package, empty for the whole file; `text` is for a person."""

    rule: str
    place: str
    text: str


def violations(ofd: Ofd) -> tuple[Violation, ...]:
    """Everything that is against the rules, part by part; empty for a file fit for archives. Raises OfdError."""
    return tuple(_all(ofd))


def _all(ofd: Ofd) -> Iterator[Violation]:
    if ofd.kind != KIND:
        yield Violation("kind", "OFD.xml", f"DocType 为“{ofd.kind}”，应为“{KIND}”")
    if len(ofd.documents) != 1:
        yield Violation("documents", "OFD.xml", f"含有 {len(ofd.documents)} 个文档，只能有一个")
    for name in ("Encryptions.xml", "OFDEntries.xml"):
        if name in ofd.package:
            yield Violation("encryption", name, "含有加密或完整性保护信息")
    for document in ofd.documents:
        yield from _document(document)
        yield from _fonts(document)
        yield from _media(document)
        yield from _pages(document)
        yield from _annotations(document)
        yield from _attachments(document)
        yield from _signatures(document)


def _document(document: Document) -> Iterator[Violation]:
    for each in children(document.root):
        if local(each) in _NOT_ALLOWED:
            yield Violation("settings", document.part, f"含有{_NOT_ALLOWED[local(each)]}（{local(each)}）")
    yield from _actions(document.root, document.part)
    if not document.info.title:
        yield Violation("metadata", "OFD.xml", "没有题名（Title）")
    if not document.info.custom:
        yield Violation("metadata", "OFD.xml", "没有归档元数据（CustomDatas）")


def _actions(root: Element, part: str) -> Iterator[Violation]:
    """Only jumps within the document."""
    for action in descendants(root, "Action"):
        kinds = [local(each) for each in children(action) if local(each) != "Region"]
        if kinds != ["Goto"]:
            yield Violation("actions", part, f"含有 {'、'.join(kinds) or '空'} 动作，只允许文内跳转（Goto）")


def _fonts(document: Document) -> Iterator[Violation]:
    for font in document.resources.fonts.values():
        if not font.part or font.part not in document.package:
            yield Violation("fonts", document.part, f"字体“{font.name}”没有嵌入")
    for part in document.resource_parts:
        if part not in document.package:
            continue
        public = part.rpartition("/")[2].lower().startswith("public")
        for each in children(parse(document.package.read(part), name=part)):
            own = local(each) in {"Fonts", "ColorSpaces"}
            if own != public and local(each) in {"Fonts", "ColorSpaces", "MultiMedias", "CompositeGraphicUnits"}:
                yield Violation("resources", part, f"{local(each)} 应放在{'公共' if own else '文档'}资源中")


def _media(document: Document) -> Iterator[Violation]:
    for each in document.resources.media.values():
        if each.kind in {"Audio", "Video"}:
            yield Violation("media", each.part, "含有音频或视频")
        elif each.part not in document.package:
            yield Violation("external", each.part or document.part, "引用了文件包以外的资源")
        else:
            data = document.package.read(each.part)
            if media_type(data) not in _PICTURES and not kind_of(data):
                yield Violation("pictures", each.part, "图像不是 BMP、JPEG、PNG、JBIG2、JPEG2000 或 TIFF")


def _pages(document: Document) -> Iterator[Violation]:
    for part in dict.fromkeys((*(page.part for page in document.pages), *document.template_parts.values())):
        try:
            root = document.parsed(part)
        except OfdError as error:
            yield Violation("pages", part, str(error))
            continue
        yield from _actions(root, part)
        if any(flag(each, "Interpolate", default=False) for each in descendants(root, "ImageObject")):
            yield Violation("pictures", part, "图像设置了插值（Interpolate）")
        if any(True for _ in descendants(root, "PageRes")):
            yield Violation("resources", part, "页面自带资源，应放在文档资源中")
        if _deepest(root) > MAX_BLOCKS:
            yield Violation("blocks", part, f"页块嵌套超过 {MAX_BLOCKS} 层")


def _deepest(root: Element) -> int:
    return max(
        (1 + sum(local(up) == "PageBlock" for up in each.iterancestors()) for each in descendants(root, "PageBlock")),
        default=0,
    )


def _annotations(document: Document) -> Iterator[Violation]:
    for each in annotations(document):
        fixed = {
            name: flag(each.element, name, default=name == "ReadOnly") for name in ("ReadOnly", "NoZoom", "NoRotate")
        }
        loose = [name for name, held in fixed.items() if not held]
        if loose:
            yield Violation("annotations", document.part, f"批注 {each.id} 没有设置 {'、'.join(loose)}")


def _attachments(document: Document) -> Iterator[Violation]:
    for each in attachments(document):
        if each.format.lower() not in {"txt", "xml"}:
            yield Violation("attachments", each.part, f"附件“{each.name}”不是 TXT 或 XML")


def _signatures(document: Document) -> Iterator[Violation]:
    for each in read_signatures(document):
        try:
            data = document.package.read(each.value_part)
            known = is_signed_data(data) or parse_signed_value(data).seal.version in _FORMS
        except OfdError:
            known = False
        if not known:
            yield Violation("signatures", each.part, "签章不是 GB/T 38540 或 GB/T 35275 的形式，归档前应固化为版面")
    for each in descendants(document.body, "Encryptions"):
        yield Violation("encryption", "OFD.xml", f"文件已加密（{value(each, 'ID') or 'Encryptions'}）")
