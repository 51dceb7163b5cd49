"""A whole OFD from pages: strict to the order of the schema, the same input giving the same bytes.

Layout of the package: OFD.xml, Doc_0/Document.xml and the rest below Doc_0, as other readers expect it. Fonts are
embedded with the characters that are used; pictures are written once each.
"""

import hashlib
import re
from collections.abc import Mapping
from itertools import count

from lxml import etree

from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.geometry import short
from tongban.lib.ofd.render.pictures import media_type
from tongban.lib.ofd.writing.content import Writer
from tongban.lib.ofd.writing.fonts import source
from tongban.lib.ofd.writing.model import Attached, NewDocument, Page, Text
from tongban.lib.ofd.writing.packing import pack
from tongban.lib.ofd.writing.xml import element, legal, listed, optional, serialised

MAX_PAGES = 5_000
_WRITABLE = {"image/png": "PNG", "image/jpeg": "JPEG"}
_BASE = "Doc_0"


def write_ofd(document: NewDocument) -> bytes:
    """The bytes of the file. Raises NotWritable: no pages, a character that its font lacks, a picture of another kind."""
    if not 1 <= len(document.pages) <= MAX_PAGES:
        raise NotWritable(f"应有 1 至 {MAX_PAGES} 页")
    return pack(_Parts(document).all())


class _Parts:
    def __init__(self, document: NewDocument) -> None:
        self._document = document
        self._numbers = count(1)
        self._fonts: dict[str, str] = {}
        self._pictures: dict[bytes, tuple[str, str]] = {}
        self._files: dict[str, bytes] = {}
        self._tags: list[tuple[str, str, str]] = []  # tag, page, object
        self._page_ids: list[str] = []

    def all(self) -> dict[str, bytes]:
        """Every part by its path, in the order of the package."""
        contents = [self._page(page, number) for number, page in enumerate(self._document.pages)]
        watermarks = self._watermarks()
        self._resources()
        attachments, tags = self._attachments(), self._custom_tags()
        linked = {"Annotations": watermarks, "CustomTags": tags, "Attachments": attachments}
        inside = {f"{_BASE}/Document.xml": self._root(linked), **self._files, **dict(contents)}
        return {"OFD.xml": self._ofd(inside), **inside}

    def _identify(self) -> str:
        return str(next(self._numbers))

    def _font(self, name: str) -> str:
        if name not in self._fonts:
            self._fonts[name] = self._identify()
        return self._fonts[name]

    def _picture(self, data: bytes) -> str:
        digest = hashlib.sha256(data).digest()
        if digest not in self._pictures:
            kind = _WRITABLE.get(media_type(data))
            if kind is None:
                raise NotWritable("图片不是 PNG 或 JPEG")
            name = f"image_{len(self._pictures)}.{kind.lower()}"
            self._pictures[digest] = (self._identify(), name)
            self._files[f"{_BASE}/Res/{name}"] = data
        return self._pictures[digest][0]

    def _writer(self) -> Writer:
        return Writer(fonts=self._font, pictures=self._picture, identify=self._identify)

    def _page(self, page: Page, number: int) -> tuple[str, bytes]:
        id_, layer = self._identify(), self._identify()
        self._page_ids.append(id_)
        writer = self._writer()
        objects = writer.objects(page.objects, page)
        self._tags += [(tag, id_, object_) for tag, object_ in writer.tagged]
        content = element("Content", None, element("Layer", {"ID": layer, "Type": "Body"}, *objects))
        return f"{_BASE}/Pages/Page_{number}/Content.xml", serialised(
            element("Page", None, _area("Area", page), content)
        )

    def _watermarks(self) -> str:
        found = []
        for number, page in enumerate(self._document.pages):
            if page.watermark:
                name = f"Page_{number}/Annotation.xml"
                self._files[f"{_BASE}/Annots/{name}"] = self._watermark(page)
                found.append(element("Page", {"PageID": self._page_ids[number]}, element("FileLoc", text=name)))
        return self._listed("Annots/Annotations.xml", listed("Annotations", found))

    def _watermark(self, page: Page) -> bytes:
        attributes = {
            "ID": self._identify(),
            "Type": "Watermark",
            "Creator": self._document.creator or "Tongban",
            "LastModDate": self._document.at.date().isoformat(),
            "NoZoom": "true",
            "NoRotate": "true",
        }
        whole = f"0 0 {short(page.width)} {short(page.height)}"
        appearance = element("Appearance", {"Boundary": whole}, *self._writer().objects(page.watermark, page))
        return serialised(element("PageAnnot", None, element("Annot", attributes, appearance)))

    def _resources(self) -> None:
        """PublicRes for the fonts, DocumentRes for the pictures, as OFD-A wants them apart."""
        fonts = [self._font_element(name, id_) for name, id_ in self._fonts.items()]
        self._listed("PublicRes.xml", element("Res", {"BaseLoc": "Res"}, listed("Fonts", fonts)))
        if self._pictures:
            media = [_media(id_, name) for id_, name in self._pictures.values()]
            self._listed("DocumentRes.xml", element("Res", {"BaseLoc": "Res"}, listed("MultiMedias", media)))

    def _font_element(self, name: str, id_: str) -> etree._Element:
        file = self._document.fonts.get(name)
        attributes = {"ID": id_, "FontName": name, "FamilyName": name}
        if file is None and self._document.archival:
            raise NotWritable(f"归档文件的字体“{name}”应嵌入")
        if file is None:
            return element("Font", attributes)
        opened = source(file)
        self._files[f"{_BASE}/Res/font_{id_}.ttf"] = opened.subset(self._used(name))
        attributes["FamilyName"] = opened.family or name
        return element("Font", attributes, element("FontFile", text=f"font_{id_}.ttf"))

    def _used(self, font: str) -> set[str]:
        runs = (each for page in self._document.pages for each in (*page.objects, *page.watermark))
        return {letter for run in runs if isinstance(run, Text) and run.font == font for letter in legal(run.text)}

    def _attachments(self) -> str:
        found = [self._attachment(each, number) for number, each in enumerate(self._document.attachments)]
        return self._listed("Attachs/Attachments.xml", listed("Attachments", found))

    def _attachment(self, attached: Attached, number: int) -> etree._Element:
        ending = re.sub(r"[^A-Za-z0-9]", "", attached.format).lower() or "bin"
        name = f"attachment_{number}.{ending}"
        self._files[f"{_BASE}/Attachs/{name}"] = attached.data
        attributes = {
            "ID": f"a{number + 1:03d}",
            "Name": attached.name,
            "Format": attached.format,
            "CreationDate": self._document.at.replace(microsecond=0, tzinfo=None).isoformat(),
            "Size": short(len(attached.data) / 1024),
        }
        return element("Attachment", attributes, element("FileLoc", text=name))

    def _custom_tags(self) -> str:
        if not self._tags:
            return ""
        self._files[f"{_BASE}/Tags/Tag_0.xml"] = _tag_file(self._tags, self._document.tag_space)
        tag = element("CustomTag", {"TypeID": self._document.tag_space}, element("FileLoc", text="Tag_0.xml"))
        return self._listed("Tags/CustomTags.xml", element("CustomTags", None, tag))

    def _listed(self, name: str, root: etree._Element | None) -> str:
        """Write a part; its path from Document.xml, or empty where there is nothing to write."""
        if root is None:
            return ""
        self._files[f"{_BASE}/{name}"] = serialised(root)
        return name

    def _root(self, linked: Mapping[str, str]) -> bytes:
        common = element(
            "CommonData",
            None,
            element("MaxUnitID", text=str(next(self._numbers) - 1)),
            _area("PageArea", self._document.pages[0]),
            element("PublicRes", text="PublicRes.xml"),
            optional("DocumentRes", "DocumentRes.xml" if self._pictures else ""),
        )
        places = [
            element("Page", {"ID": id_, "BaseLoc": f"Pages/Page_{number}/Content.xml"})
            for number, id_ in enumerate(self._page_ids)
        ]
        links = [optional(name, location) for name, location in linked.items()]
        return serialised(element("Document", None, common, element("Pages", None, *places), *links))

    def _ofd(self, parts: Mapping[str, bytes]) -> bytes:
        body = element("DocBody", None, self._info(parts), element("DocRoot", text=f"{_BASE}/Document.xml"))
        return serialised(
            element("OFD", {"Version": "1.0", "DocType": "OFD-A" if self._document.archival else "OFD"}, body)
        )

    def _info(self, parts: Mapping[str, bytes]) -> etree._Element:
        document = self._document
        custom = [element("CustomData", {"Name": name}, text=text) for name, text in document.custom.items()]
        return element(
            "DocInfo",
            None,
            element("DocID", text=document.id or _computed_id(parts)),
            optional("Title", document.title),
            optional("Author", document.author),
            optional("Subject", document.subject),
            element("CreationDate", text=document.at.date().isoformat()),
            optional("Creator", document.creator),
            listed("CustomDatas", custom),
        )


def _computed_id(parts: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, data in parts.items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:32]


def _area(name: str, page: Page) -> etree._Element:
    return element(name, None, element("PhysicalBox", text=f"0 0 {short(page.width)} {short(page.height)}"))


def _media(id_: str, name: str) -> etree._Element:
    kind = name.rpartition(".")[2].upper()
    return element("MultiMedia", {"ID": id_, "Type": "Image", "Format": kind}, element("MediaFile", text=name))


def _tag_file(tags: list[tuple[str, str, str]], space: str) -> bytes:
    """The tags: one element for each name, a reference for each object, in reading order."""
    root = etree.Element(_name(space))
    for name, page, object_ in tags:
        last = root[-1] if len(root) else None
        if last is None or last.tag != _name(name):
            last = etree.SubElement(root, _name(name))
        reference = etree.SubElement(last, "ObjectRef", PageRef=page)
        reference.text = object_
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(etree.tostring(root, encoding="utf-8"))


def _name(text: str) -> str:
    """An element name from a word of the trade; what XML does not allow in names becomes an underscore."""
    plain = re.sub(r"[^\w.-]", "_", text)
    return plain if re.match(r"[^\W\d]", plain) else f"_{plain}"
