"""An OFD as it is read: documents, their metadata, pages, resources (GB/T 33190-2016, clauses 7.4 to 7.7).

Reading is tolerant (see `xml` and `package`) and lazy: a page is parsed when it is asked for, so the first page of a
long document costs what the first page of a short one does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tongban.lib.ofd.errors import OfdError, PageMissing, PartMissing, TooLarge, Unreadable
from tongban.lib.ofd.geometry import A4, Box
from tongban.lib.ofd.package import Package, folder
from tongban.lib.ofd.resources import Resources, read_resources
from tongban.lib.ofd.xml import Element, child, children, descendants, parse, text, value

MAX_PAGES = 5_000
MAX_DOCUMENTS = 64
_BOXES = ("PhysicalBox", "ApplicationBox", "CropBox", "BleedBox")


@dataclass(frozen=True, slots=True)
class Info:
    """DocInfo: what the file says about itself; texts as written, empty where absent. Dates are not checked."""

    id: str = ""
    title: str = ""
    author: str = ""
    subject: str = ""
    abstract: str = ""
    created: str = ""
    modified: str = ""
    usage: str = ""
    creator: str = ""
    creator_version: str = ""
    keywords: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)


_INFO = {
    "id": "DocID",
    "title": "Title",
    "author": "Author",
    "subject": "Subject",
    "abstract": "Abstract",
    "created": "CreationDate",
    "modified": "ModDate",
    "usage": "DocUsage",
    "creator": "Creator",
    "creator_version": "CreatorVersion",
}


@dataclass(frozen=True)
class Template:
    """A template page as one page uses it; `above` when it lies over the page's own content."""

    root: Element
    resources: Resources
    above: bool


@dataclass(frozen=True)
class Page:
    """One page. `number` counts from 1, `id` is what annotations, stamps and tags name."""

    document: "Document" = field(repr=False)
    number: int
    id: str
    part: str

    @cached_property
    def root(self) -> Element:
        """The element Page. Raises PartMissing, Unreadable or TooLarge."""
        return self.document.parsed(self.part)

    @cached_property
    def box(self) -> Box:
        """The sheet, in mm; the document's where the page has none, A4 where nobody says."""
        return _area(child(self.root, "Area")) or self.document.box

    @cached_property
    def resources(self) -> Resources:
        own = [self.document.locate(text(each), self.part) for each in children(self.root, "PageRes")]
        found = self.document.resources
        return found | read_resources(self.document.package, own) if own else found

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The template pages that the page names and that are there."""
        named = [(value(each, "TemplateID"), value(each, "ZOrder")) for each in children(self.root, "Template")]
        found = [self.document.template(id_, above=order == "Foreground") for id_, order in named]
        return tuple(each for each in found if each)


class Document:
    """One document of the package, as its DocBody leads to it."""

    def __init__(self, package: Package, body: Element) -> None:
        self.package = package
        self.body = body
        self.part = package.resolve(text(child(body, "DocRoot")))
        self.root = self.parsed(self.part)
        self._common = child(self.root, "CommonData")

    def parsed(self, part: str) -> Element:
        """The root element of a part. Raises PartMissing, Unreadable or TooLarge."""
        return parse(self.package.read(part), name=part)

    def locate(self, location: str, part: str) -> str:
        """The path of what `part` refers to as `location`."""
        return self.package.resolve(location, within=folder(part))

    def linked(self, name: str) -> str:
        """The path of the part that the child `name` of Document leads to; empty where there is none."""
        location = text(child(self.root, name))
        found = self.locate(location, self.part) if location else ""
        return found if found in self.package else ""

    @cached_property
    def info(self) -> Info:
        return _info(child(self.body, "DocInfo"))

    @cached_property
    def box(self) -> Box:
        """The sheet of pages that say nothing, in mm."""
        return _area(child(self._common, "PageArea")) or A4

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All pages, none of them read yet. Raises TooLarge for more than MAX_PAGES."""
        listed = list(children(child(self.root, "Pages"), "Page"))
        if len(listed) > MAX_PAGES:
            raise TooLarge(f"超过 {MAX_PAGES} 页")
        return tuple(
            Page(self, number, value(each, "ID"), self.locate(value(each, "BaseLoc"), self.part))
            for number, each in enumerate(listed, 1)
        )

    def page(self, number: int) -> Page:
        """The page of that number, from 1. Raises PageMissing."""
        if not 1 <= number <= len(self.pages):
            raise PageMissing(f"第 {number} 页，共 {len(self.pages)} 页")
        return self.pages[number - 1]

    @cached_property
    def page_numbers(self) -> dict[str, int]:
        """The number of each page by its identifier."""
        return {page.id: page.number for page in reversed(self.pages)}

    @cached_property
    def resource_parts(self) -> tuple[str, ...]:
        """The paths of PublicRes and DocumentRes."""
        named = children(self._common, "PublicRes", "DocumentRes")
        return tuple(self.locate(text(each), self.part) for each in named)

    @cached_property
    def resources(self) -> Resources:
        return read_resources(self.package, self.resource_parts)

    @cached_property
    def template_parts(self) -> dict[str, str]:
        """The paths of the template pages by identifier."""
        named = children(self._common, "TemplatePage")
        return {value(each, "ID"): self.locate(value(each, "BaseLoc"), self.part) for each in named}

    def template(self, id_: str, *, above: bool) -> Template | None:
        """The template page `id_`; None where it is missing or damaged: the page's own content is still shown."""
        if id_ not in self._templates:
            self._templates[id_] = self._read_template(id_)
        found = self._templates[id_]
        return Template(*found, above) if found else None

    @cached_property
    def _templates(self) -> dict[str, tuple[Element, Resources] | None]:
        return {}

    def _read_template(self, id_: str) -> tuple[Element, Resources] | None:
        part = self.template_parts.get(id_, "")
        try:
            root = self.parsed(part)
        except OfdError:
            return None
        own = [self.locate(text(each), part) for each in children(root, "PageRes")]
        return root, self.resources | read_resources(self.package, own)


class Ofd:
    """A whole file. Raises Unreadable or TooLarge when it cannot be opened at all."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data)
        if "OFD.xml" not in self.package:
            raise Unreadable("文件包中没有 OFD.xml")
        self.root = parse(self.package.read("OFD.xml"), name="OFD.xml")
        self.documents = tuple(self._documents())
        if not self.documents:
            raise Unreadable("没有文档")

    @property
    def document(self) -> Document:
        """The first document: nearly every file has only one."""
        return self.documents[0]

    @property
    def kind(self) -> str:
        """OFD, or OFD-A for archives (GB/T 42133)."""
        return value(self.root, "DocType", "OFD")

    @property
    def version(self) -> str:
        return value(self.root, "Version")

    def _documents(self) -> Iterator[Document]:
        bodies = list(children(self.root, "DocBody"))
        if len(bodies) > MAX_DOCUMENTS:
            raise TooLarge(f"超过 {MAX_DOCUMENTS} 个文档")
        for body in bodies:
            if not text(child(body, "DocRoot")):
                raise PartMissing("DocRoot")
            yield Document(self.package, body)


def is_ofd(data: bytes) -> bool:
    """Whether `data` looks like an OFD: a ZIP in whose list OFD.xml stands, or a damaged one."""
    return data[:4] == b"PK\x03\x04" and b"OFD.xml" in data


def _area(element: Element | None) -> Box | None:
    """The first of the boxes that has a size: PhysicalBox is obligatory, some leave it out."""
    for name in _BOXES:
        found = Box.read(text(child(element, name)))
        if found and found.width > 0 and found.height > 0:
            return found
    return None


def _info(element: Element | None) -> Info:
    if element is None:
        return Info()
    plain = {key: text(child(element, name)) for key, name in _INFO.items()}
    custom = {value(each, "Name"): text(each) for each in descendants(element, "CustomData")}
    keywords = tuple(text(each) for each in descendants(element, "Keyword") if text(each))
    return Info(**plain, keywords=keywords, custom=custom)
